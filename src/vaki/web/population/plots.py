"""The kinds of plots: lying bars, standing bars, an age pyramid, ranks on two logarithmic scales, a map of squares.

A filled mark is what was made, a frame or a ring what was published or to be expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final

from vaki.web.population.drawing import ALL, Anchor, Drawing, Figures, Key, dot, line, rect, text, together
from vaki.web.population.numbers import count, percent, plain_percent, rough
from vaki.web.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.safestring import SafeString

MADE: Final = "made"
PUBLISHED: Final = "published"
_PITCH: Final = 3.1
"""Lines of text from a lying bar to the next, its words above it."""
_BAR: Final = 0.7
_FRAME: Final = 1.1


@dataclass(frozen=True, slots=True)
class Band:
    """A category: how many, and its part made and published (0 to 1)."""

    label: str
    count: int
    made: float
    published: float | None = None


def keys(published: str, *, dots: bool = False) -> list[Key]:
    """The legend of a plot with both; `published` says what the frames or rings are."""
    return [Key(MADE, say("population.made"), dots), Key(PUBLISHED, published, dots)]


def share_bars(
    name: str, title: str, description: str, bands: Sequence[Band], *, first: str, legend: Sequence[Key] = ()
) -> Drawing:
    """Lying bars of shares; `first` heads the table's first column."""
    longest = max((max(one.made, one.published or 0) for one in bands), default=0) or 1
    marks = []
    for at, one in enumerate(bands):
        top = at * _PITCH
        told = percent(one.made) if one.published is None else f"{percent(one.made)} ({percent(one.published)})"
        marks += _bar(top, one.label, told, one.made / longest, (one.published or 0) / longest)
    with_published = any(one.published is not None for one in bands)
    columns = [first, say("population.count"), say("population.made")]
    rows = [[one.label, count(one.count), percent(one.made)] for one in bands]
    if with_published:
        columns.append(say("population.published"))
        for row, one in zip(rows, bands, strict=True):
            row.append("–" if one.published is None else percent(one.published))
    figures = Figures(columns, rows)
    return Drawing(name, title, description, together(marks), figures, len(bands) * _PITCH, legend=legend)


def count_bars(
    name: str, title: str, description: str, rows: Sequence[tuple[str, int, float]], *, first: str, legend: list[Key]
) -> Drawing:
    """Lying bars of counts: (label, made, to be expected)."""
    longest = max((max(made, expected) for _, made, expected in rows), default=0) or 1
    marks: list[SafeString] = []
    for at, (label, made, expected) in enumerate(rows):
        marks += _bar(at * _PITCH, label, f"{count(made)} ({rough(expected)})", made / longest, expected / longest)
    columns = [first, say("population.made"), say("population.expected")]
    figures = Figures(columns, [[label, count(made), rough(expected)] for label, made, expected in rows])
    return Drawing(name, title, description, together(marks), figures, len(rows) * _PITCH, legend=legend)


def _bar(top: float, label: str, told: str, made: float, published: float) -> list[SafeString]:
    marks = [
        text(0, top + 1, label),
        text(ALL, top + 1, told, anchor="end"),
        rect(MADE, (0, top + 1.5 + (_FRAME - _BAR) / 2), (ALL * made, _BAR)),
    ]
    if published:
        marks.append(rect(PUBLISHED, (0, top + 1.5), (ALL * published, _FRAME)))
    return marks


_SIDE: Final = 41.0
_ROW: Final = 1.4
_TICK: Final = 0.01


def pyramid(name: str, title: str, description: str, bands: Sequence[tuple[str, Band, Band]]) -> Drawing:
    """(age, men, women) from the youngest on; the oldest stand at the top."""
    longest = max(max(one.made, one.published or 0) for _, *both in bands for one in both)
    scale = _SIDE / (ceil(longest / (_TICK / 2)) * _TICK / 2)
    foot = 1.6 + _ROW * len(bands)
    marks: list[SafeString] = [
        text(0, 1, say("population.men")),
        text(50, 1, say("population.age"), anchor="middle"),
        text(ALL, 1, say("population.women"), anchor="end"),
    ]
    for tick in range(1, floor(_SIDE / scale / _TICK) + 1):
        for x in (_SIDE - tick * _TICK * scale, ALL - _SIDE + tick * _TICK * scale):
            marks.append(line("grid", (x, 1.6), (x, foot)))
            marks.append(text(x, foot + 1.2, plain_percent(tick * _TICK), anchor="middle", style="soft"))
    for at, (age, men, women) in enumerate(reversed(bands)):
        top = 1.6 + at * _ROW
        marks.append(text(50, top + 1.05, age, anchor="middle"))
        for one, left in ((men, True), (women, False)):
            for style, share, high in ((MADE, one.made, 0.8), (PUBLISHED, one.published or 0, 1.15)):
                wide = share * scale
                x = _SIDE - wide if left else ALL - _SIDE
                marks.append(rect(style, (x, top + (_ROW - high) / 2), (wide, high)))
    columns = [say("population.age"), *_columns_of_sex("men"), *_columns_of_sex("women")]
    rows = [
        [age, *(cell for one in both for cell in (count(one.count), percent(one.made), percent(one.published or 0)))]
        for age, *both in bands
    ]
    return Drawing(
        name,
        title,
        description,
        together(marks),
        Figures(columns, rows),
        foot + 1.8,
        legend=keys(say("population.published")),
    )


def _columns_of_sex(sex: str) -> list[str]:
    who = say("population.men") if sex == "men" else say("population.women")
    return [
        say("population.count-of", who=who),
        say("population.made-of", who=who),
        say("population.published-of", who=who),
    ]


_TALL: Final = 9.0
_TOO_LONG: Final = 100
"""From here on the numbers over standing bars would meet on a phone, so only the largest is written."""


def day_columns(
    name: str, title: str, description: str, days: Sequence[tuple[date, str, int, float]], legend: list[Key]
) -> Drawing:
    """Standing bars: (day, its words in the table, made, to be expected)."""
    highest = max((max(made, expected) for *_, made, expected in days), default=0) or 1
    most = max((made for *_, made, _ in days), default=0)
    pitch = ALL / max(len(days), 1)
    foot = _TALL + 1.5
    marks: list[SafeString] = []
    for at, (day, told, made, expected) in enumerate(days):
        x = at * pitch
        for style, value, wide in ((MADE, made, 0.5), (PUBLISHED, expected, 0.8)):
            tall = value / highest * _TALL
            marks.append(
                rect(style, (x + pitch * (1 - wide) / 2, foot - tall), (pitch * wide if value else 0, tall), told)
            )
        if most < _TOO_LONG or made == most:
            top = foot - max(made, expected) / highest * _TALL
            anchor: Anchor = "middle" if most < _TOO_LONG or 0 < at < len(days) - 1 else "end" if at else "start"
            across = {"middle": pitch / 2, "start": 0, "end": pitch}[anchor]
            marks.append(text(x + across, top - 0.35, count(made), anchor=anchor))
        marks.append(text(x + pitch / 2, foot + 1.2, str(day.day), anchor="middle", style="soft"))
    marks.append(line("axis", (0, foot), (ALL, foot)))
    columns = [say("population.day-column"), say("population.made"), say("population.expected")]
    figures = Figures(columns, [[told, count(made), rough(expected)] for _, told, made, expected in days])
    return Drawing(name, title, description, together(marks), figures, foot + 1.8, legend=legend)


_DEEP: Final = 15.0


def ranks(
    name: str,
    title: str,
    description: str,
    made: Sequence[tuple[int, int, float]],
    published: Sequence[tuple[int, float]],
) -> Drawing:
    """Both scales logarithmic: made as (rank, count, share), published as (rank, share)."""
    shares = [share for *_, share in made] + [share for _, share in published]
    low, high = floor(log10(min(shares))), ceil(log10(max(shares)))
    widest = log10(max(rank for rank, *_ in (*made, *published)))

    def x(rank: int) -> float:
        return 3 + 93 * log10(rank) / widest

    def y(share: float) -> float:
        return 1 + _DEEP * (high - log10(share)) / (high - low)

    marks: list[SafeString] = []
    for power in range(low, high + 1):
        marks.append(line("grid", (0, y(10**power)), (ALL, y(10**power))))
        marks.append(text(0, y(10**power) - 0.25, plain_percent(10**power), style="soft"))
    for power in range(floor(widest) + 1):
        marks.append(line("grid", (x(10**power), 1), (x(10**power), 1 + _DEEP)))
        marks.append(text(x(10**power), _DEEP + 2.3, count(10**power), anchor="middle", style="soft"))
    marks += [dot(PUBLISHED, x(rank), y(share), 0.5) for rank, share in published]
    marks += [dot(MADE, x(rank), y(share), 0.3, f"{count(rank)}: {percent(share)}") for rank, _, share in made]
    known = dict(published)
    columns = [say("population.rank"), say("population.bearers"), say("population.made"), say("population.published")]
    bearers = {rank: (many, share) for rank, many, share in made}
    rows = [
        [
            count(rank),
            count(bearers[rank][0]) if rank in bearers else "–",
            plain_percent(bearers[rank][1]) if rank in bearers else "–",
            plain_percent(known[rank]) if rank in known else "–",
        ]
        for rank in sorted({*bearers, *known})
    ]
    legend = keys(say("population.published"), dots=True)
    return Drawing(name, title, description, together(marks), Figures(columns, rows), _DEEP + 2.9, legend=legend)
