"""The map of squares: each municipality a square, shaded by its part of the people beside its real part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from vaki.codes import municipality
from vaki.codes.naming import Language
from vaki.codes.tiles import tiles
from vaki.web.population.drawing import Drawing, Figures, Key, together
from vaki.web.population.numbers import count, percent
from vaki.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIDE: Final = 20
_GAP: Final = 2
_MARGIN: Final = 24
"""Room for the names that stand farthest east."""
BOUNDS: Final = (0.5, 0.9, 1.1, 2.0)
"""Where a shade ends: made by published."""
_EMPTY, _LIVED_IN = "shade-0", "shade-5"
_LANDMARKS: Final = ("890", "305", "153", "905", "091")
"""Utsjoki, Kuusamo, Imatra, Vaasa and Helsinki: at the edge, so that there is room for the name."""
_WEST: Final = frozenset({"905"})


def shade(made: float, published: float) -> str:
    """The style of a square: `none` where nobody lives, else `shade-1` to `shade-5`."""
    if made == 0:
        return _EMPTY
    ratio = made / published if published else BOUNDS[-1] + 1
    return f"shade-{1 + sum(ratio >= bound for bound in BOUNDS)}"


def atlas(
    residents: Mapping[str, int],
    few: Sequence[str],
    published: Mapping[str, float] | None,
    whole: int,
    language: Language,
) -> Drawing:
    """`residents` by municipality, those with under three in `few` instead; `published` are shares of 0 to 1.

    Without `published` nothing is compared: a square tells only whether somebody lives there.
    """
    marks, rows = [], []
    scarce = set(few)
    at = tiles()
    places = sorted((one for one in municipality.all_in_force()), key=lambda one: one.name(language))
    for one in places:
        made = residents.get(one.code, 0) / whole if whole else 0.0
        told = say("population.few") if one.code in scarce else count(residents.get(one.code, 0))
        share = "–" if one.code in scarce else percent(made)
        row = [one.name(language), told, share]
        # One or two people are between nobody and three: which shade they get tells no more than that they are there.
        drawn = 2 / whole if one.code in scarce else made
        if published is None:
            style = _LIVED_IN if drawn else _EMPTY
            title = say("population.tile-alone", name=row[0], residents=told, made=share)
        else:
            real = published.get(one.code, 0.0)
            row.append(percent(real))
            style = shade(drawn, real)
            title = say("population.tile", name=row[0], residents=told, made=share, published=percent(real))
        rows.append(row)
        marks.append(_square(style, *at[one.code], title))
    marks += [_name(code, language) for code in _LANDMARKS]
    columns, deep = (1 + max(tile[side] for tile in at.values()) for side in (0, 1))
    return Drawing(
        "map",
        say("population.map"),
        _described(len(residents) + len(few), len(places), compared=published is not None),
        together(marks),
        Figures(_heads(compared=published is not None), rows),
        box=(columns * SIDE + _MARGIN, deep * SIDE),
        legend=_legend(compared=published is not None),
    )


def _described(covered: int, every: int, *, compared: bool) -> str:
    if compared:
        return say("population.map-description", covered=covered, all=every)
    return say("population.map-few-description", covered=covered, all=every)


def _heads(*, compared: bool) -> list[str]:
    heads = [say("population.municipality"), say("population.residents"), say("population.made")]
    return [*heads, say("population.published")] if compared else heads


def _legend(*, compared: bool) -> list[Key]:
    if compared:
        return [Key(f"shade-{step}", say(f"population.shade-{step}")) for step in range(len(BOUNDS) + 2)]
    return [Key(_EMPTY, say(f"population.{_EMPTY}")), Key(_LIVED_IN, say("population.lived-in"))]


def _square(style: str, column: int, row: int, title: str) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        style,
        column * SIDE + _GAP / 2,
        row * SIDE + _GAP / 2,
        SIDE - _GAP,
        SIDE - _GAP,
        title,
    )


def _name(code: str, language: Language) -> SafeString:
    """A name beside its square, towards the sea or the border."""
    column, row = tiles()[code]
    west = code in _WEST
    return format_html(
        '<text x="{}" y="{}"{}>{}</text>',
        column * SIDE - 4 if west else (column + 1) * SIDE + 4,
        row * SIDE + 15,
        SafeString(' text-anchor="end"') if west else "",
        municipality.name(code, language),
    )
