"""The sections of the report, in their order, from what was counted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Final

from django.utils import translation
from django.utils.formats import date_format

from vaki.codes import country
from vaki.synthetic.figures import BOUND, MUNICIPALITY, TARGETS
from vaki.synthetic.figures.taking import FORTNIGHT
from vaki.synthetic.figures.targets import AGE_BAND, OLDEST_BAND, age_band
from vaki.synthetic.report.lived import expected_by_day, expected_events, expected_moves
from vaki.synthetic.surnames import BEARERS, PEOPLE
from vaki.web.population.atlas import atlas
from vaki.web.population.drawing import Drawing, Key
from vaki.web.population.numbers import count, percent
from vaki.web.population.plots import MADE, Band, count_bars, day_columns, keys, pyramid, ranks, share_bars
from vaki.web.shapes import Fact
from vaki.web.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaki.codes.naming import Language
    from vaki.synthetic.report import Counted

MONTHS_SHOWN: Final = 6
SURNAMES_SHOWN: Final = 10
_MEN, _WOMEN = "MIES", "NAINEN"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what it tells in words, its facts and drawings; `name` is its place on the page."""

    name: str
    title: str
    text: str
    facts: Sequence[Fact] = ()
    drawings: Sequence[Drawing] = ()
    listed: str = ""
    """The heading of a further list of facts."""
    list_of: Sequence[Fact] = ()


def sections(counted: Counted) -> list[Section]:
    """All of them, in the language now active."""
    makers = (_whole, _ages, _homes, _languages, _citizenships, _religion, _names, _moves, _events, _map)
    return [make(counted) for make in makers]


def _language() -> Language:
    told = translation.get_language() or "fi"
    return "sv" if told == "sv" else "en" if told == "en" else "fi"


def _distance(counted: Counted, column: str, *, short: bool = False) -> str:
    return say(
        "population.short-distance" if short else "population.distance",
        share=percent(counted.distances[column]),
        source=say(f"population.source-{_slug(column)}"),
    )


def _slug(column: str) -> str:
    return column.replace(" ", "-")


def _column(column: str) -> str:
    return say(f"population.column-{_slug(column)}")


def _bands(counted: Counted, column: str, labels: dict[str, str]) -> list[Band]:
    """The categories of a column in the order of the figures, then those that nobody published, as one."""
    made, published = counted.columns[column], TARGETS[column]
    whole, all_published = sum(made.values()) or 1, sum(published.values())
    bands = [
        Band(labels[name], made.get(name, 0), made.get(name, 0) / whole, share / all_published)
        for name, share in published.items()
    ]
    rest = sum(many for name, many in made.items() if name not in published)
    return [*bands, Band(say("population.unpublished"), rest, rest / whole, 0.0)] if rest else bands


def _labels(column: str, names: Sequence[str]) -> dict[str, str]:
    return {name: say(f"population.{column}-{name}") for name in names}


def _whole(counted: Counted) -> Section:
    facts = [
        Fact(say("population.day"), (date_format(counted.day, "SHORT_DATE_FORMAT"),)),
        Fact(say("population.residents"), (count(counted.residents),)),
        Fact(say("population.records"), (count(counted.records), *_gone(counted))),
        Fact(
            say("population.protected"),
            (say("population.protected-text", share=percent(counted.protected / (counted.residents or 1))),),
        ),
        Fact(say("population.document"), (_document(counted),)),
    ]
    origin = counted.origin
    if origin is not None:
        day = date_format(origin.as_of, "SHORT_DATE_FORMAT")
        told = say("population.origin-text", persons=count(origin.persons), seed=origin.seed, day=day)
        facts.insert(0, Fact(say("population.origin"), (told,)))
    return Section(
        "whole",
        say("population.whole"),
        _how_near(counted),
        facts,
        listed=say("population.distances"),
        list_of=[_distance_fact(counted, column) for column in counted.distances],
    )


def _how_near(counted: Counted) -> str:
    farthest = max(counted.held.values(), default=0)
    if MUNICIPALITY not in counted.held:
        # Rounded up, so that none is farther than is said.
        return say("population.whole-few", bound=percent(ceil(1000 * farthest) / 1000))
    return say("population.whole-near" if farthest <= BOUND else "population.whole-off", bound=percent(BOUND))


def _distance_fact(counted: Counted, column: str) -> Fact:
    if column not in counted.held:
        return Fact(_column(column), (say("population.not-compared", covered=_covered(counted)),))
    return Fact(
        _column(column), (percent(counted.distances[column]),), source=say(f"population.source-{_slug(column)}")
    )


def _covered(counted: Counted) -> int:
    """How many municipalities somebody lives in."""
    return len(counted.columns[MUNICIPALITY]) + len(counted.few)


def _gone(counted: Counted) -> list[str]:
    parts = (("dead", counted.dead), ("abroad", counted.abroad), ("elsewhere", counted.elsewhere))
    return [say(f"population.{name}", count=count(many)) for name, many in parts]


def _document(counted: Counted) -> str:
    residents = counted.residents or 1
    return say(
        "population.document-text",
        groups=count(counted.groups / residents),
        bytes=count(counted.bytes / residents),
    )


def _ages(counted: Counted) -> Section:
    column = "age and sex"
    made, published = counted.columns[column], TARGETS[column]
    whole, all_published = sum(made.values()) or 1, sum(published.values())
    bands = []
    for first in range(0, OLDEST_BAND + 1, AGE_BAND):
        age = age_band(first)
        both = [made.get(f"{sex} {age}", 0) for sex in ("men", "women")]
        real = [published[f"{sex} {age}"] for sex in ("men", "women")]
        men, women = (
            Band(age, many, many / whole, share / all_published) for many, share in zip(both, real, strict=True)
        )
        bands.append((age.replace("-", "–"), men, women))
    drawing = pyramid("ages", say("population.pyramid"), say("population.pyramid-description"), bands)
    return Section("age", say("population.ages"), _distance(counted, column), drawings=[drawing])


def _shares(counted: Counted, column: str, name: str, *, without: str = "", noted: bool = False) -> Drawing:
    """A column as bars; `noted` with its distance.

    The category `without` is left to the words: beside it the others would be too small to see.
    """
    labels = _labels(name, list(TARGETS[column]))
    bands = _bands(counted, column, labels)
    shown = [one for one in bands if one.label != labels.get(without)]
    drawing = share_bars(
        name,
        say(f"population.{name}-plot"),
        _described(bands),
        shown,
        first=_column(column),
        legend=keys(say("population.published")),
    )
    return drawing if not noted else replace(drawing, notes=(_distance(counted, column, short=True),))


def _described(bands: Sequence[Band]) -> str:
    return " ".join(
        say("population.described", label=one.label, made=percent(one.made), published=percent(one.published or 0))
        for one in bands
    )


def _left_out(counted: Counted, column: str, category: str, label: str) -> str:
    made, published = counted.columns[column], TARGETS[column]
    return say(
        "population.left-out",
        label=label,
        made=percent(made.get(category, 0) / (sum(made.values()) or 1)),
        published=percent(published[category] / sum(published.values())),
    )


def _homes(counted: Counted) -> Section:
    drawings = [
        _shares(counted, "household size", "size", noted=True),
        _shares(counted, "dwelling type", "dwelling", noted=True),
    ]
    return Section("homes", say("population.homes"), say("population.homes-text"), drawings=drawings)


def _languages(counted: Counted) -> Section:
    column = "language"
    text = f"{_distance(counted, column)} {_left_out(counted, column, 'fi', say('population.language-fi'))}"
    foreign = [
        Band(say(f"population.language-{code}"), many, many / (counted.residents or 1))
        for code, many in counted.languages.items()
    ]
    drawings = [
        _shares(counted, column, column, without="fi"),
        share_bars(
            "tongues",
            say("population.tongues"),
            say("population.tongues-description"),
            foreign,
            first=_column("language"),
            legend=[Key(MADE, say("population.made"))],
        ),
    ]
    return Section("languages", say("population.languages"), text, drawings=drawings)


def _citizenships(counted: Counted) -> Section:
    column = "citizenship"
    text = f"{_distance(counted, column)} {_left_out(counted, column, '246', say('population.citizenship-246'))}"
    foreign = [
        Band(country.get(code).name(_language()), many, many / (counted.residents or 1))
        for code, many in counted.citizenships.items()
    ]
    drawings = [
        _shares(counted, column, column, without="246"),
        share_bars(
            "countries",
            say("population.countries"),
            say("population.countries-description"),
            foreign,
            first=say("population.country"),
            legend=[Key(MADE, say("population.made"))],
        ),
    ]
    return Section("citizenships", say("population.citizenships"), text, drawings=drawings)


def _religion(counted: Counted) -> Section:
    drawing = _shares(counted, "religion", "religion")
    return Section("religions", say("population.religions"), _distance(counted, "religion"), drawings=[drawing])


def _names(counted: Counted) -> Section:
    residents = counted.residents or 1
    surnames = [Band(name, many, many / residents) for name, many in counted.surnames[:SURNAMES_SHOWN]]
    drawings = [
        share_bars(
            "surnames",
            say("population.surnames"),
            say("population.surnames-description"),
            surnames,
            first=say("population.surname"),
            legend=[Key(MADE, say("population.made"))],
        ),
        ranks(
            "ranks",
            say("population.ranks"),
            say("population.ranks-description"),
            [(rank, many, many / residents) for rank, many in counted.surname_ranks],
            [(rank, many / PEOPLE) for rank, many in BEARERS],
        ),
    ]
    text = say("population.names-text", different=count(counted.different_surnames))
    return Section(
        "names",
        say("population.names"),
        text,
        drawings=drawings,
        listed=say("population.first-names"),
        list_of=_decades(counted),
    )


def _decades(counted: Counted) -> list[Fact]:
    who = {_MEN: say("population.men"), _WOMEN: say("population.women")}
    by_decade: defaultdict[int, list[str]] = defaultdict(list)
    for one in sorted(counted.first_names, key=lambda one: (one.decade, one.sex != _WOMEN)):
        names = ", ".join(f"{name} {count(many)}" for name, many in one.names)
        by_decade[one.decade].append(say("population.names-of-sex", who=who.get(one.sex, "–"), names=names))
    return [Fact(say("population.of-decade", decade=decade), tuple(told)) for decade, told in by_decade.items()]


def _moves(counted: Counted) -> Section:
    title = say("population.moves")
    if counted.lived_from is None:
        return Section("moves", title, say("population.nothing-lived"))
    expected = expected_moves(counted.lived_from, counted.day, counted.residents)
    made = {one.month: (one.within, one.between) for one in counted.moves}
    rows = []
    for month in sorted(expected)[-MONTHS_SHOWN:]:
        told = date_format(date.fromisoformat(f"{month}-01"), "n/Y")
        for at, kind in enumerate(("within", "between")):
            label = say(f"population.moves-{kind}", month=told)
            rows.append((label, made.get(month, (0, 0))[at], expected[month][at]))
    drawing = count_bars(
        "months",
        say("population.months"),
        say("population.months-description"),
        rows,
        first=say("population.month"),
        legend=keys(say("population.expected")),
    )
    day = date_format(counted.lived_from, "SHORT_DATE_FORMAT")
    return Section("moves", title, say("population.moves-text", day=day), drawings=[drawing])


def _events(counted: Counted) -> Section:
    title = say("population.events")
    if counted.lived_from is None:
        return Section("events", title, say("population.nothing-lived"))
    first = max(counted.lived_from, counted.day - timedelta(days=FORTNIGHT - 1))
    expected = expected_events(first, counted.day, counted.residents)
    rows = [
        (say(f"population.sort-{sort}"), counted.events.get(sort, 0), often)
        for sort, often in sorted(expected.items(), key=lambda one: (one[0] == "other", -one[1]))
    ]
    made = dict(counted.events_by_day)
    days = [
        (day, date_format(day, "SHORT_DATE_FORMAT"), made.get(day, 0), often)
        for day, often in expected_by_day(first, counted.day, counted.residents)
    ]
    legend = keys(say("population.expected"))
    drawings = [
        count_bars(
            "sorts",
            say("population.sorts"),
            say("population.sorts-description"),
            rows,
            first=say("population.sort"),
            legend=legend,
        ),
        day_columns("days", say("population.days"), say("population.days-description"), days, legend),
    ]
    return Section("events", title, say("population.events-text"), drawings=drawings)


def _map(counted: Counted) -> Section:
    published = TARGETS[MUNICIPALITY]
    whole = sum(published.values())
    covered = _covered(counted)
    if MUNICIPALITY in counted.held:
        shares = {code: share / whole for code, share in published.items()}
        text = _distance(counted, MUNICIPALITY)
        if covered < len(published):
            text += " " + say("population.covers-few", covered=covered, all=len(published))
    else:
        shares = None
        text = say("population.few-by-design", covered=covered, all=len(published))
    drawing = atlas(counted.columns[MUNICIPALITY], counted.few, shares, counted.residents, _language())
    return Section("municipalities", say("population.municipalities"), text, drawings=[drawing])
