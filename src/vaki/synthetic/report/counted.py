"""A census cut down to what a report shows: some kilobytes of figures, however many the people are."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from vaki.synthetic.figures import MUNICIPALITY, compare, counted
from vaki.synthetic.figures.census import ABROAD, DEAD, ELSEWHERE, FINNISH
from vaki.synthetic.figures.held import is_held
from vaki.synthetic.figures.targets import FOREIGN_IN_ORDER, LANGUAGES_IN_ORDER, TARGETS
from vaki.synthetic.report.lived import OTHER, sort_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaki.synthetic.figures import Census
    from vaki.synthetic.seeding import Made

FEWEST: Final = 3
"""The smallest group that is told of by name or municipality, made up though everybody is."""
NAMES_A_DECADE: Final = 3
SURNAMES: Final = 20
RANKS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


class Origin(msgspec.Struct, frozen=True):
    """What the population was made from."""

    persons: int
    seed: int
    as_of: date


class Popular(msgspec.Struct, frozen=True):
    """The commonest first names of those of a sex (its wire name) who were born in a decade, the commonest first."""

    sex: str
    decade: int
    names: list[tuple[str, int]]


class Month(msgspec.Struct, frozen=True):
    """Persons who moved in a month (2026-08) of the lived log."""

    month: str
    within: int
    between: int


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of living residents as of `day`, if nothing else is said; shares and sizes are left to the reader."""

    day: date
    origin: Origin | None
    """None when the people came from elsewhere."""
    residents: int
    dead: int
    abroad: int
    elsewhere: int
    """Without a home municipality."""
    protected: int
    groups: int
    """Groups in the residents' documents."""
    bytes: int
    """The same documents as JSON."""
    columns: dict[str, dict[str, int]]
    """By column of `targets.TARGETS` and category; no municipality that has under `FEWEST`."""
    distances: dict[str, float]
    """Total variation distances by column, of everybody; `held` are those that tell something."""
    few: list[str]
    """Municipalities with residents, but under `FEWEST`."""
    languages: dict[str, int]
    """Those of `targets.LANGUAGES_IN_ORDER`."""
    citizenships: dict[str, int]
    """People without Finnish citizenship by the first of their own; those of `targets.FOREIGN_IN_ORDER`."""
    first_names: list[Popular]
    surnames: list[tuple[str, int]]
    """The commonest, the commonest first."""
    surname_ranks: list[tuple[int, int]]
    """(rank, bearers) of some ranks."""
    different_surnames: int
    moves: list[Month]
    lived_from: date | None
    """The first day of the lived log."""
    events: dict[str, int]
    """Of the last fortnight by sort (`lived.SORTS`)."""
    events_by_day: list[tuple[date, int]]
    """Of the same fortnight."""

    @property
    def held(self) -> dict[str, float]:
        """Distances of the columns in which a population made like this one is meant to be like the country."""
        persons = self.residents if self.origin is None else self.origin.persons
        return {name: far for name, far in self.distances.items() if is_held(name, persons)}

    @property
    def records(self) -> int:
        return self.residents + self.dead + self.abroad + self.elsewhere


def counted_of(census: Census, made: Made | None) -> Counted:
    """What a census and the note of its making come to."""
    columns = {name: dict(counted(census, name)) for name in TARGETS}
    municipalities = columns[MUNICIPALITY]
    columns[MUNICIPALITY] = {code: count for code, count in municipalities.items() if count >= FEWEST}
    surnames = [one for one in census.surnames.most_common() if one[0]]
    events = Counter[str]()
    for (_, name), count in census.events.items():
        events[sort_of(name)] += count
    return Counted(
        day=census.day,
        origin=None if made is None else Origin(made.persons, made.seed, made.as_of),
        residents=census.residents,
        dead=census.states[DEAD],
        abroad=census.states[ABROAD],
        elsewhere=census.states[ELSEWHERE],
        protected=census.protected,
        groups=sum(number * documents for number, documents in census.groups_in_document.items()),
        bytes=census.bytes,
        columns=columns,
        distances={one.name: one.distance for one in compare(census)},
        few=sorted(code for code, count in municipalities.items() if count < FEWEST),
        languages={code: census.languages[code] for code in LANGUAGES_IN_ORDER},
        citizenships=_foreign(census),
        first_names=_popular(census),
        surnames=[one for one in surnames[:SURNAMES] if one[1] >= FEWEST],
        surname_ranks=[(rank, surnames[rank - 1][1]) for rank in RANKS if rank <= len(surnames)],
        different_surnames=len(surnames),
        moves=_months(census),
        lived_from=census.lived_from,
        events=dict(sorted(events.items(), key=lambda one: (one[0] == OTHER, -one[1], one[0]))),
        events_by_day=_by_day(census),
    )


def _foreign(census: Census) -> dict[str, int]:
    found = dict.fromkeys(FOREIGN_IN_ORDER, 0)
    for held, count in census.citizenships.items():
        if FINNISH not in held and held and held[0] in found:
            found[held[0]] += count
    return found


def _popular(census: Census) -> list[Popular]:
    names: defaultdict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for (sex, decade, name), count in census.decades.items():
        if count >= FEWEST and name:
            names[sex, decade].append((name, count))
    return [Popular(sex, decade, _commonest(names[sex, decade])) for sex, decade in sorted(names)]


def _commonest(names: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(names, key=lambda one: (-one[1], one[0]))[:NAMES_A_DECADE]


def _months(census: Census) -> list[Month]:
    return [
        Month(month, census.moves[month, False], census.moves[month, True])
        for month in sorted({month for month, _ in census.moves})
    ]


def _by_day(census: Census) -> list[tuple[date, int]]:
    days = Counter[date]()
    for (day, _), count in census.events.items():
        days[day] += count
    return sorted(days.items())
