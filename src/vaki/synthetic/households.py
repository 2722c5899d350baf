"""A block's households: who lives together, how old they are and what they speak.

A block is some 2 500 residents who find their parents, spouses and children among themselves; it is made alone, from
the seed and its number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.synthetic import living, shares
from vaki.synthetic.draws import Draws
from vaki.synthetic.estate.layouts import FLAT, HOUSE, LARGE, MEDIUM, ROW, SMALL
from vaki.synthetic.family.facts import Family, wed
from vaki.synthetic.turns import Turns

if TYPE_CHECKING:
    from vaki.synthetic.draws import Table
    from vaki.synthetic.family.facts import Union
    from vaki.synthetic.places import Place

RESIDENTS_A_BLOCK: Final = 2500
_YEAR: Final = 365.2425
_LATER_SINCE: Final = 1960
"""Women born since marry later."""
_LARGEST_IN_TURN: Final = 6
"""Households of this size and larger are given places, languages and dwellings in one sequence: they are few."""
_OF_SIZE: Final = {1: 0.24783, 2: 0.16736, 3: 0.04607, 4: 0.04256, 5: 0.01453, _LARGEST_IN_TURN: 0.00553}
_TURNS: Final[dict[tuple[str, object], float]] = {
    ("household", ""): 0.52387,
    ("children", living.FAMILY): 0.10103,
    ("children", living.SINGLE_PARENT): 0.0196,
    **{(what, size): rate for what in ("place", "language", "dwelling") for size, rate in _OF_SIZE.items()},
}
"""Turns that a resident takes on the average, as counted over a million."""


@dataclass(slots=True, eq=False, repr=False)
class Person:
    """One person as the block knows it: facts from which the document is written."""

    index: int
    born: date
    sex: Sex
    language: str
    household: Household | None = None
    mother: Person | None = None
    father: Person | None = None
    second_parent: Person | None = None
    """A parent of the same sex as the mother or father."""
    children: list[Person] = field(default_factory=list)
    unions: list[Union] = field(default_factory=list)
    died: date | None = None
    country_to: str = ""
    left: date | None = None
    left_with: Person | None = None
    """The parent with whom a child moved abroad."""
    at_home: bool = False
    """A child, also a grown one, in its parents' household."""

    @property
    def marriage(self) -> Union | None:
        """The marriage in force."""
        return next((union for union in self.unions if union.ended is None), None)

    @property
    def parents(self) -> list[Person]:
        return [one for one in (self.mother, self.father, self.second_parent) if one is not None]

    def age(self, day: date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    @property
    def resident(self) -> bool:
        return self.household is not None


@dataclass(slots=True, eq=False, repr=False)
class Household:
    """People in one dwelling."""

    number: int
    place: int
    language: str
    adults: list[Person]
    children: list[Person] = field(default_factory=list)
    kind: str = HOUSE
    size: int = MEDIUM
    ordinal: int = 0
    """Its number in the block among the households of the same place, kind and size."""
    dwelling: bool = True
    arrived: date | None = None
    """When it came to Finland, for immigrants."""

    @property
    def people(self) -> list[Person]:
        return [*self.adults, *self.children]


@dataclass(slots=True, repr=False)
class Block:
    """What is made together. `people` are the residents, then the dead and those abroad, in a fixed order."""

    number: int
    day: date
    people: list[Person] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    family: Family = field(default_factory=Family)

    def person(self, born: date, sex: Sex, language: str) -> Person:
        made = Person(len(self.people), born, sex, language)
        self.people.append(made)
        return made


def born_at_age(draws: Draws, day: date, age: float) -> date:
    """A birth date of someone who is `age` whole years old on the day."""
    return day - timedelta(days=int((age + draws.fraction() * 0.998) * _YEAR) + 1)


def make_households(
    seed: int, number: int, *, residents: int, day: date, places: tuple[Place, ...], where: Table[int]
) -> Block:
    """The residents of a block, exactly as many as asked."""
    block = Block(number, day)
    turns = Turns(seed, number * residents, _TURNS)
    demand: dict[tuple[int, str, int], int] = {}
    while len(block.people) < residents:
        draws = Draws(seed, "household", number, len(block.households))
        household = _household(draws, turns, block, residents - len(block.people))
        size = min(len(household.people), _LARGEST_IN_TURN)
        # Of each size of household by itself, so that the people of a place, too, are as many as they should be.
        household.place = where.at(turns.fraction("place", size))
        place = places[household.place]
        _speak(draws, turns, household, place, day)
        _choose_dwelling(draws, turns, household, place, day)
        key = (household.place, household.kind, household.size)
        if household.dwelling:
            household.ordinal = demand.get(key, 0)
            demand[key] = household.ordinal + 1
        block.households.append(household)
    return block


def _household(draws: Draws, turns: Turns, block: Block, room: int) -> Household:
    kind, sex, age = living.HOUSEHOLDS.at(turns.fraction("household"))
    if room == 1:
        kind = living.ALONE
    elif room == 2 and kind == living.FAMILY:  # noqa: PLR2004 -- two are left to be made
        kind = living.COUPLE
    household = Household(len(block.households), 0, "", [])
    if kind in (living.COUPLE, living.FAMILY):
        _couple(draws, block, household, age)
    else:
        household.adults.append(block.person(born_at_age(draws, block.day, age), sex, ""))
    if kind in (living.FAMILY, living.SINGLE_PARENT):
        wanted = living.CHILDREN if kind == living.FAMILY else living.SINGLE_PARENTS_CHILDREN
        number = wanted.at(turns.fraction("children", kind))
        _children(draws, block, household, min(number, room - len(household.adults)))
    for person in household.people:
        person.household = household
    return household


def _speak(draws: Draws, turns: Turns, household: Household, place: Place, day: date) -> None:
    """Give a household its languages, and the day it came to Finland if it did."""
    fraction = turns.fraction("language", min(len(household.people), _LARGEST_IN_TURN))
    household.language = _language(fraction, household.adults[-1].age(day), place)
    for person in household.people:
        person.language = household.language
    if household.language in ("fi", "se"):
        return
    if len(household.adults) > 1 and draws.chance(shares.MIXED_COUPLES):
        household.adults[draws.below(2)].language = "fi"
        for child in household.children:
            child.language = "fi"
    if household.language != "sv":
        oldest = min(person.born for person in household.adults)
        grown = oldest + timedelta(days=int(16 * _YEAR))
        household.arrived = draws.day(max(grown, date(1988, 1, 1)), day - timedelta(days=20))


def _language(fraction: float, age: int, place: Place) -> str:
    """Sámi, then Swedish, then Finnish speakers and last the others, who are as many in every place."""
    foreign = shares.foreign_share(age)
    if fraction >= 1 - foreign:
        return shares.FOREIGN_LANGUAGES.at((fraction - 1 + foreign) / foreign)
    if fraction < shares.SAMI:
        return "se"
    return "sv" if fraction < shares.SAMI + place.swedish * (1 - foreign) * shares.LOST_TO_MIXED else "fi"


def _couple(draws: Draws, block: Block, household: Household, age: int) -> None:
    of_man = min(max(age + draws.from_table(living.OLDER), shares.ADULT), shares.OLDEST)
    household.adults = [
        block.person(born_at_age(draws, block.day, of_man), Sex.MAN, ""),
        block.person(born_at_age(draws, block.day, age), Sex.WOMAN, ""),
    ]
    man, woman = household.adults
    younger = min(man.age(block.day), woman.age(block.day))
    if draws.chance(shares.married_share(younger)):
        last = block.day - timedelta(days=1)
        grown = max(man.born, woman.born) + timedelta(days=int(18.1 * _YEAR))
        wedding = max(
            grown,
            woman.born + timedelta(days=int(draws.bell(29 if woman.born.year > _LATER_SINCE else 24, 4.5) * _YEAR)),
        )
        if wedding > last:
            wedding = draws.day(grown, last)
        if wedding <= last:
            wed(man, woman, wedding, draws.chance(0.55))


def _children(draws: Draws, block: Block, household: Household, wanted: int) -> None:
    mother = household.adults[-1]
    youngest_parent = min(adult.age(block.day) for adult in household.adults)
    table = living.ages_of_children(mother.age(block.day), youngest_parent)
    if table is None:
        return
    ages: list[int] = []
    for _ in range(wanted * 6):
        if len(ages) == wanted:
            break
        child = draws.from_table(table)
        if child not in ages:
            ages.append(child)
    borns = sorted(born_at_age(draws, block.day, child) for child in ages)
    spaced = [born for at, born in enumerate(borns) if at == 0 or (born - borns[at - 1]).days > 290]  # noqa: PLR2004
    if len(spaced) > 1 and draws.chance(living.TWINS):
        spaced[-2] = spaced[-1]
    for born in spaced:
        age = block.day.year - born.year - ((block.day.month, block.day.day) < (born.month, born.day))
        sex = Sex.MAN if draws.chance(living.boys(age)) else Sex.WOMAN
        child_made = block.person(born, sex, "")
        child_made.at_home = True
        household.children.append(child_made)
        adopt_into(child_made, household.adults)


def adopt_into(child: Person, parents: list[Person]) -> None:
    """Make them the child's mother and father by their sex."""
    for parent in parents:
        if parent.sex is Sex.WOMAN and child.mother is None:
            child.mother = parent
        elif parent.sex is Sex.MAN and child.father is None:
            child.father = parent
        else:
            continue
        parent.children.append(child)


def _choose_dwelling(draws: Draws, turns: Turns, household: Household, place: Place, day: date) -> None:
    people = len(household.people)
    oldest = max(adult.age(day) for adult in household.adults)
    if people == 1 and draws.chance(shares.NO_DWELLING * (6 if oldest >= shares.INSTITUTION_AGE else 1)):
        household.dwelling = False
    flat = min(shares.FLATS[min(people, len(shares.FLATS)) - 1] * place.flats, 0.92)
    draw = turns.fraction("dwelling", min(people, _LARGEST_IN_TURN))
    household.kind = FLAT if draw < flat else ROW if draw < flat + (1 - flat) * shares.ROW_HOUSES else HOUSE
    draw = draws.fraction()
    house = household.kind == HOUSE
    if people == 1:
        bounds = (0.30, 0.75) if house else (0.66, 0.95)
    elif people == 2:  # noqa: PLR2004 -- two people
        bounds = (0.06, 0.50) if house else (0.15, 0.82)
    elif people == 3:  # noqa: PLR2004 -- three people
        bounds = (0.0, 0.22) if house else (0.0, 0.45)
    else:
        bounds = (0.0, 0.0)
    household.size = SMALL if draw < bounds[0] else MEDIUM if draw < bounds[1] else LARGE
