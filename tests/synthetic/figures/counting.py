"""Censuses for the tests: of households alone, a second for 100 000 people, and with one column spoilt."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from vaki.synthetic.estate.layouts import FLAT, HOUSE, ROW
from vaki.synthetic.figures import Census
from vaki.synthetic.figures.census import RESIDENT
from vaki.synthetic.households import make_households
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = date(2026, 11, 7)
CLASS = {HOUSE: "0110", ROW: "0112", FLAT: "0121"}
OF_PERSONS = {
    "age and sex": "ages",
    "municipality": "municipalities",
    "language": "languages",
    "citizenship": "citizenships",
    "religion": "religions",
}
"""Columns of persons, and where a census has them."""
OF_HOUSEHOLDS = {"age and sex", "municipality", "language", "household size", "dwelling type"}
"""Columns that are settled with the households, before any document is written."""
FLATS_IN_OTHERS = 30
"""One in so many flats stands in a building that is not a block of flats (the stock's blocks are of four classes)."""


def of_households(persons: int, seed: int) -> Census:
    """What the households of a population come to: no citizenships and religions, and kinds of dwelling for classes."""
    source = Source(persons, seed, DAY)
    places, where = source.places()
    census = Census(DAY)
    flats = 0
    for number in range(source.blocks):
        residents = source.residents(number)
        block = make_households(seed, number, residents=residents, day=DAY, places=places, where=where)
        for household in block.households:
            people = household.people
            census.states[RESIDENT] += len(people)
            census.municipalities[places[household.place].code] += len(people)
            for person in people:
                census.ages[person.sex.value, person.age(DAY)] += 1
                census.languages[person.language] += 1
            if household.dwelling:
                flats += household.kind == FLAT
                other = household.kind == FLAT and flats % FLATS_IN_OTHERS == 0
                census.homes[len(people), "0140" if other else CLASS[household.kind]] += 1
    return census


def redrawn(census: Census, column: str) -> Census:
    """The same census with one column drawn uniformly over its values."""
    other = deepcopy(census)
    if column in OF_PERSONS:
        whole = getattr(census, OF_PERSONS[column])
        setattr(other, OF_PERSONS[column], _uniform(whole.keys(), whole.total()))
        return other
    sizes, classes = ({home[at] for home in census.homes} for at in (0, 1))
    drawn = Counter[tuple[int, str]]()
    for (people, kind), homes in census.homes.items():
        if column == "household size":
            drawn.update((size, kind) for size in _uniform(sizes, homes).elements())
        else:
            drawn.update((people, other_kind) for other_kind in _uniform(classes, homes).elements())
    other.homes = drawn
    return other


def _uniform(values: Iterable[Any], count: int) -> Counter[Any]:
    return Counter(Random(5).choices(sorted(values), k=count))  # noqa: S311 -- a test draws
