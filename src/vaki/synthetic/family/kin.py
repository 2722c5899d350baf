"""Who is whose: parents, former and dead spouses, and those who have moved abroad.

Residents of a block find their kin in it. Whom the register holds though they no longer live here, the dead and the
emigrated, are added after the residents. Nobody is made a relative twice: a couple never shares its parents.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.synthetic import shares
from vaki.synthetic.days import YEAR, years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.family.abroad import emigrated, gone_abroad, relatives_without_code
from vaki.synthetic.family.adoptions import parenthood_by_decision
from vaki.synthetic.family.couples import same_sex
from vaki.synthetic.family.facts import wed
from vaki.synthetic.family.marriages import marital_history
from vaki.synthetic.households import adopt_into

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaki.synthetic.households import Block, Person

_YOUNGEST_PARENT: Final = 17
_OLDEST_FATHER: Final = 62
_OLDEST_DEAD: Final = 99
_LATER_SINCE: Final = 1975
"""Mothers have been older since."""
_OUT_OF_WEDLOCK_SINCE: Final = date(1995, 1, 1)
_IN_WEDLOCK: Final = 0.85
"""Children of couples born before it was common to marry after the first child, or never."""
_BETWEEN_UNIONS: Final = timedelta(days=100)
_BETWEEN_BIRTHS: Final = 290
_DEAD_FAMILY: Final = 3
_EARLIEST_BIRTH: Final = date(1881, 1, 1)


def add_kin(seed: int, block: Block) -> None:
    """Bind the residents of a block to each other, and add the dead and the emigrated."""
    draws = Draws(seed, "kin", block.number)
    residents = list(block.people)
    same_sex(draws, block)
    marital_history(draws, block, residents, partial(gone_abroad, draws, block))
    _other_parents(draws, residents)
    parenthood_by_decision(draws, block, residents)
    emigrated(draws, block, len(residents))
    _parents(draws, block, [person for person in block.people if person.died is None])
    relatives_without_code(draws, block, residents)


def _alone(person: Person) -> bool:
    return person.household is not None and len(person.household.adults) == 1


def _other_parents(draws: Draws, residents: list[Person]) -> None:
    """The other parent of a single parent's children: a former spouse, or another who lives alone."""
    alone = [p for p in residents if _alone(p) and not p.at_home and not p.household.children]  # type: ignore[union-attr]
    by_year: dict[tuple[Sex, str, int], list[Person]] = defaultdict(list)
    for person in alone:
        by_year[person.sex, person.language, person.born.year].append(person)
    for parent in residents:
        if not _alone(parent) or parent.household is None or not parent.household.children:
            continue
        children = parent.household.children
        other = _former_spouse(parent, children)
        if other is None and draws.chance(0.75):
            wanted = Sex.MAN if parent.sex is Sex.WOMAN else Sex.WOMAN
            other = _near(draws, by_year, (wanted, parent.language), parent.born.year, children)
        if other is not None:
            for child in children:
                adopt_into(child, [other])


def _former_spouse(parent: Person, children: list[Person]) -> Person | None:
    for union in parent.unions:
        other = union.partner(parent)
        fits = (
            union.ended is not None
            and other.sex is not parent.sex
            and all(
                years_after(other.born, _YOUNGEST_PARENT) < child.born
                and union.wedding < child.born
                and (child.born < union.ended)
                and (other.left is None or child.born < other.left)
                and all(abs((child.born - sibling.born).days) >= _BETWEEN_BIRTHS for sibling in other.children)
                for child in children
            )
        )
        if fits:
            return other
    return None


def _near(
    draws: Draws,
    by_year: dict[tuple[Sex, str, int], list[Person]],
    kind: tuple[Sex, str],
    year: int,
    children: list[Person],
) -> Person | None:
    oldest_child = min(child.born for child in children)
    for distance in (draws.between(-3, 3), 0, 1, -1, 2, -2, 4, -4, 5, -5, 6):
        found = by_year.get((*kind, year + distance))
        if found and years_after(found[-1].born, _YOUNGEST_PARENT + 1) < oldest_child:
            return found.pop()
    return None


class _Families:
    """Women and men who can have had more children, by language and year of birth (of a couple, the woman's)."""

    def __init__(self) -> None:
        self._by_year: dict[tuple[str, int], list[tuple[Person, Person | None, list[int]]]] = defaultdict(list)

    def add(self, parent: Person, other: Person | None, room: int) -> None:
        if room > 0:
            self._by_year[parent.language, parent.born.year].append((parent, other, [room]))

    def find(self, draws: Draws, child: Person) -> list[Person] | None:
        """Parents who could have had this child, one place of theirs taken."""
        wanted = child.born.year - round(draws.bell(29 if child.born.year > _LATER_SINCE else 27, 5))
        for distance in (0, 1, -1, 2, -2, 3, -3, 4, -4):
            families = self._by_year.get((child.language, wanted + distance))
            if not families:
                continue
            start = draws.below(len(families))
            for at in range(min(len(families), 5)):
                place = (start + at) % len(families)
                parent, other, room = families[place]
                parents = _parents_on(child.born, parent, other)
                if _could_be(parents, child):
                    room[0] -= 1
                    if room[0] == 0:
                        families.pop(place)
                    return parents
        return None


def _parents_on(day: date, parent: Person, other: Person | None) -> list[Person]:
    """The one and whom the one was married to on the day, else whom the one lives with."""
    then = next((union.partner(parent) for union in parent.unions if union.covers(day)), other)
    return [parent] if then is None or then.sex is parent.sex else [parent, then]


def _could_be(parents: list[Person], child: Person) -> bool:
    blood = {id(person) for union in child.unions for person in union.partner(child).parents}
    for partner in _others_of_children(child):
        blood |= {id(person) for person in partner.parents}
    near = {id(child), *(id(union.partner(child)) for union in child.unions)}
    for parent in parents:
        if id(parent) in blood or id(parent) in near:
            return False
        years = (child.born - parent.born).days / YEAR
        if not _YOUNGEST_PARENT < years < (45 if parent.sex is Sex.WOMAN else _OLDEST_FATHER):
            return False
        if parent.died is not None and child.born > parent.died:
            return False
        if parent.left is not None and child.born >= parent.left:
            return False
        if any(abs((child.born - sibling.born).days) < _BETWEEN_BIRTHS for sibling in parent.children):
            return False
    return True


def _others_of_children(person: Person) -> Iterable[Person]:
    for child in person.children:
        yield from (one for one in child.parents if one is not person)


def _parents(draws: Draws, block: Block, people: list[Person]) -> None:
    living, dead = _Families(), _Families()
    for person in list(block.people):
        if not person.at_home and person.left is None:
            _offer(draws, block.day, person, living)
    for person in sorted(people, key=lambda one: (one.born, one.index)):
        if person.at_home or person.parents:
            continue
        foreign = person.language not in ("fi", "sv", "se")
        if draws.chance(shares.mother_alive(person.age(block.day)) * (0.15 if foreign else 1.0)):
            parents = living.find(draws, person)
        elif not foreign and draws.chance(shares.DEAD_PARENTS):
            parents = dead.find(draws, person) or _dead_parents(draws, block, person, dead)
        else:
            parents = None
        if parents:
            adopt_into(person, parents)
            if person.born < _OUT_OF_WEDLOCK_SINCE and draws.chance(_IN_WEDLOCK):
                _wed_before(draws, parents, person.born)


def _wed_before(draws: Draws, parents: list[Person], born: date) -> None:
    """Let the parents have married before the birth, where nothing else they did stands against it."""
    union = next((one for one in parents[0].unions if one.partner(parents[0]) in parents), None)
    if union is None or union.wedding <= born:
        return
    wedding = born - timedelta(days=150 + draws.below(900))
    for parent in parents:
        others = [one for one in parent.unions if one is not union and one.wedding < union.wedding]
        if wedding < years_after(parent.born, 18.1) or any(
            one.ended is None or one.ended + _BETWEEN_UNIONS > wedding for one in others
        ):
            return
    union.wedding = wedding


def _offer(draws: Draws, day: date, person: Person, families: _Families) -> None:
    """Let a household's woman, with her man, or one who lives alone be found as parents of grown children."""
    if person.died is not None or person.age(day) < 2 * shares.ADULT or person.household is None:
        return
    adults = person.household.adults
    if len(adults) > 1 and (person is not adults[1] or adults[0].sex is person.sex):
        return
    born = draws.from_table(shares.EVER_BORN)
    room = born - len(person.household.children)
    if person.age(day) > 50:  # noqa: PLR2004 -- whose children are grown; the young move out one by one
        room = max(room, 1 if draws.chance(0.25) else 0)
    other = next((one for one in adults if one is not person), None)
    if other is None and person.unions:
        other = person.unions[-1].partner(person)
    families.add(person, other, room)


def _dead_parents(draws: Draws, block: Block, child: Person, families: _Families) -> list[Person] | None:
    """A dead couple that the register still holds, to which more of the same age may come as children."""
    born = years_after(child.born, -draws.bell(28, 5))
    if born < _EARLIEST_BIRTH or years_after(born, _YOUNGEST_PARENT + 0.5) > child.born:
        return None
    earliest = max(years_after(born, 45), years_after(child.born, 1), date(shares.DEAD_SINCE, 1, 1))
    latest = min(years_after(born, _OLDEST_DEAD), block.day - timedelta(days=60))
    if latest <= earliest:
        return None
    mother = block.person(born, Sex.WOMAN, child.language)
    mother.died = max(draws.day(earliest, latest), draws.day(earliest, latest))
    latest_father = years_after(child.born, -_YOUNGEST_PARENT - 0.5)
    father_born = max(min(years_after(born, -draws.bell(2.5, 2.5)), latest_father), _EARLIEST_BIRTH)
    father_earliest = max(earliest, years_after(father_born, 45))
    father_latest = min(years_after(father_born, _OLDEST_DEAD), block.day - timedelta(days=60))
    parents = [mother]
    if father_latest > father_earliest and draws.chance(0.85):
        father = block.person(father_born, Sex.MAN, child.language)
        father.died = draws.day(father_earliest, father_latest)
        wedding = min(years_after(max(born, father_born), draws.bell(24, 2.5)), child.born - timedelta(days=30))
        union = wed(father, mother, max(wedding, years_after(max(born, father_born), 16)), True)
        union.end(min(father.died, mother.died), by_death=True)
        parents.append(father)
    families.add(mother, parents[-1] if len(parents) > 1 else None, draws.between(1, _DEAD_FAMILY) - 1)
    return parents
