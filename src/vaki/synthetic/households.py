"""A block's households: who lives together, how old they are and what they speak.

A block is some 2 500 residents who find their parents, spouses and children among themselves; it is made alone, from
the seed and its number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.synthetic import shares
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate.layouts import FLAT, HOUSE, LARGE, MEDIUM, ROW, SMALL
from vaki.synthetic.family.facts import Family, wed

if TYPE_CHECKING:
    from vaki.synthetic.family.facts import Union
    from vaki.synthetic.places import Place

RESIDENTS_A_BLOCK: Final = 2500
_YEAR: Final = 365.2425
_LATER_SINCE: Final = 1960
"""Women born since marry later."""


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
    demand: dict[tuple[int, str, int], int] = {}
    while len(block.people) < residents:
        draws = Draws(seed, "household", number, len(block.households))
        place = draws.from_table(where)
        household = _household(draws, block, places[place], place, residents - len(block.people))
        _choose_dwelling(draws, household, places[place], day)
        key = (household.place, household.kind, household.size)
        if household.dwelling:
            household.ordinal = demand.get(key, 0)
            demand[key] = household.ordinal + 1
        block.households.append(household)
    return block


def _household(draws: Draws, block: Block, place: Place, at: int, room: int) -> Household:
    age, kind = draws.from_table(shares.HOUSEHOLDS)
    if room == 1:
        kind = shares.ALONE
    elif room == 2 and kind == shares.FAMILY:  # noqa: PLR2004 -- two are left to be made
        kind = shares.COUPLE
    language = _language(draws, age, place)
    household = Household(len(block.households), at, language, [])
    if kind in (shares.COUPLE, shares.FAMILY):
        _couple(draws, block, household, age)
    else:
        woman = 0.80 if kind == shares.SINGLE_PARENT else shares.single_woman_share(age)
        sex = Sex.WOMAN if draws.chance(woman) else Sex.MAN
        household.adults.append(block.person(born_at_age(draws, block.day, age), sex, language))
    if kind in (shares.FAMILY, shares.SINGLE_PARENT):
        _children(draws, block, household, room - len(household.adults), kind == shares.SINGLE_PARENT)
    if language not in ("fi", "sv", "se"):
        oldest = min(person.born for person in household.adults)
        grown = oldest + timedelta(days=int(16 * _YEAR))
        household.arrived = draws.day(max(grown, date(1988, 1, 1)), block.day - timedelta(days=20))
    for person in household.people:
        person.household = household
    return household


def _language(draws: Draws, age: int, place: Place) -> str:
    foreign = shares.foreign_share(age)
    draw = draws.fraction()
    if draw < foreign:
        return draws.from_table(shares.FOREIGN_LANGUAGES)
    if draw < foreign + place.swedish * (1 - foreign) * 1.1:
        return "sv"
    return "se" if draw > 1 - 0.0004 else "fi"


def _couple(draws: Draws, block: Block, household: Household, age: int) -> None:
    man_first = draws.chance(0.5)
    gap = draws.bell(2.2, 3.4)
    other = max(age - gap if man_first else age + gap, 18.2)
    ages = (age + 0.0, other) if man_first else (other, age + 0.0)
    languages = [household.language, household.language]
    if household.language not in ("fi", "se") and draws.chance(0.2):
        languages[draws.below(2)] = "fi"
    household.adults = [
        block.person(born_at_age(draws, block.day, ages[0]), Sex.MAN, languages[0]),
        block.person(born_at_age(draws, block.day, ages[1]), Sex.WOMAN, languages[1]),
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


def _children(draws: Draws, block: Block, household: Household, room: int, single: bool) -> None:
    mother = next((adult for adult in household.adults if adult.sex is Sex.WOMAN), household.adults[0])
    age = mother.age(block.day)
    first = max(0, age - 43)
    last = min(shares.AT_HOME_UNTIL, age - 18)
    youngest_parent = min(adult.age(block.day) for adult in household.adults)
    last = min(last, youngest_parent - 17)
    if last < first:
        return
    table = Table((child, _weight_of_child(age, child)) for child in range(first, last + 1))
    wanted = min(draws.from_table(shares.SINGLE_PARENTS_CHILDREN if single else shares.CHILDREN), room)
    ages: list[int] = []
    for _ in range(wanted * 6):
        if len(ages) == wanted:
            break
        child = draws.from_table(table)
        if child not in ages:
            ages.append(child)
    borns = sorted(born_at_age(draws, block.day, child) for child in ages)
    spaced = [born for at, born in enumerate(borns) if at == 0 or (born - borns[at - 1]).days > 290]  # noqa: PLR2004
    if spaced and len(household.adults) + len(spaced) < room and draws.chance(shares.TWINS):
        spaced.append(spaced[-1])
    arrived_with = household.language if len({adult.language for adult in household.adults}) == 1 else "fi"
    for born in spaced:
        sex = Sex.MAN if draws.chance(0.512) else Sex.WOMAN
        child_made = block.person(born, sex, arrived_with)
        child_made.at_home = True
        household.children.append(child_made)
        adopt_into(child_made, household.adults)


def _weight_of_child(mother: int, child: int) -> float:
    at_home = 1.0 if child < shares.ADULT else 0.78 if child < 20 else 0.27  # noqa: PLR2004 -- years of age
    young = 1.15 if child < 15 else 1.0  # noqa: PLR2004 -- years of age; the young have young mothers, who are fewer
    return (shares.MEN[child] + shares.WOMEN[child]) * young * at_home * exp(
        -(((mother - child - 30.5) / 5.5) ** 2) / 2
    ) + 1e-9


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


def _choose_dwelling(draws: Draws, household: Household, place: Place, day: date) -> None:
    people = len(household.people)
    oldest = max(adult.age(day) for adult in household.adults)
    if people == 1 and draws.chance(shares.NO_DWELLING * (6 if oldest >= shares.INSTITUTION_AGE else 1)):
        household.dwelling = False
    flat = min((0.60, 0.37, 0.28, 0.22)[min(people, 4) - 1] * place.flats, 0.92)
    draw = draws.fraction()
    household.kind = FLAT if draw < flat else ROW if draw < flat + (1 - flat) * 0.27 else HOUSE
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
