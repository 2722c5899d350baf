"""Who is whose: parents, former and dead spouses, and those who have moved abroad.

Residents of a block find their kin in it. Whom the register holds though they no longer live here, the dead and the
emigrated, are added after the residents. Nobody is made a relative twice: a couple never shares its parents.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.synthetic import shares
from vaki.synthetic.days import YEAR, years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.family.facts import wed
from vaki.synthetic.households import adopt_into, born_at_age

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaki.synthetic.households import Block, Person

_YOUNGEST_PARENT: Final = 17
_OLDEST_FATHER: Final = 62
_OLDEST_DEAD: Final = 99
_LATER_SINCE: Final = 1975
"""Mothers have been older since."""
_DEAD_FAMILY: Final = 3
_EARLIEST_BIRTH: Final = date(1881, 1, 1)


def add_kin(seed: int, block: Block) -> None:
    """Bind the residents of a block to each other, and add the dead and the emigrated."""
    draws = Draws(seed, "kin", block.number)
    residents = list(block.people)
    _part(draws, block, [person for person in residents if not person.at_home and not person.unions])
    _other_parents(draws, residents)
    _emigrated(draws, block, len(residents))
    _parents(draws, block, [person for person in block.people if person.died is None])


def _alone(person: Person) -> bool:
    return person.household is not None and len(person.household.adults) == 1


def _part(draws: Draws, block: Block, singles: list[Person]) -> None:
    """Make some of those who are not married divorced, and some of those who live alone widowed."""
    divorced: dict[Sex, list[Person]] = {Sex.MAN: [], Sex.WOMAN: []}
    for person in singles:
        share_divorced, share_widowed = shares.singles_shares(person.age(block.day), person.sex is Sex.WOMAN)
        if not _alone(person):
            share_divorced, share_widowed = share_divorced * shares.DIVORCED_IN_COUPLES, 0.0
        draw = draws.fraction()
        if draw < share_widowed:
            _widow(draws, block, person)
        elif draw < share_widowed + share_divorced:
            divorced[person.sex].append(person)
    women = sorted(divorced[Sex.WOMAN], key=lambda one: (one.born, one.index))
    men = sorted(divorced[Sex.MAN], key=lambda one: (one.born, one.index))
    at = 0
    for man in men:
        while at < len(women) and women[at].born < years_after(man.born, -5):
            at += 1
        if at < len(women) and women[at].born < years_after(man.born, 9) and women[at].language == man.language:
            _divorce(draws, block, man, women[at])
            at += 1
    for person in (*men, *women):
        if not person.unions:
            _divorce(draws, block, person, _gone_abroad(draws, block, person))


def _widow(draws: Draws, block: Block, person: Person) -> None:
    gap = draws.bell(2.2, 3.2)
    born = years_after(person.born, -gap if person.sex is Sex.WOMAN else gap)
    spouse = block.person(born, Sex.MAN if person.sex is Sex.WOMAN else Sex.WOMAN, person.language)
    wedding = _wedding(draws, person, spouse, years_after(block.day, -6))
    died = draws.day(max(years_after(wedding, 2), date(shares.DEAD_SINCE, 1, 1)), block.day - timedelta(days=40))
    # Most spouses died in the last third of the time that has passed.
    died = max(died, draws.day(years_after(died, 0), block.day - timedelta(days=40)))
    spouse.died = died
    union = wed(person, spouse, wedding, draws.chance(0.8))
    union.end(died, by_death=True)


def _wedding(draws: Draws, one: Person, other: Person, latest: date) -> date:
    grown = years_after(max(one.born, other.born), 18.1)
    return min(max(years_after(max(one.born, other.born), draws.bell(25, 3.5)), grown), max(latest, grown))


def _divorce(draws: Draws, block: Block, one: Person, other: Person) -> None:
    wedding = _wedding(draws, one, other, years_after(block.day, -3))
    union = wed(one, other, wedding, draws.chance(0.6))
    last = block.day - timedelta(days=30)
    if other.left is not None:
        last = min(last, other.left)
    union.end(draws.day(min(years_after(wedding, 1), last), last))


def _gone_abroad(draws: Draws, block: Block, former: Person) -> Person:
    """A former spouse whom the register has abroad."""
    gap = draws.bell(0, 4)
    oldest = years_after(block.day, -19)
    born = min(years_after(former.born, gap), oldest)
    person = block.person(born, Sex.MAN if former.sex is Sex.WOMAN else Sex.WOMAN, former.language)
    return _emigrate(draws, block, person)


def _emigrate(draws: Draws, block: Block, person: Person) -> Person:
    first = max(years_after(person.born, 18.5), date(1970, 1, 1))
    person.left = draws.day(first, block.day - timedelta(days=25))
    person.country_to = draws.from_table(shares.WHERE_TO)
    return person


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
        fits = union.ended is not None and all(
            years_after(other.born, _YOUNGEST_PARENT) < child.born
            and union.wedding < child.born
            and (child.born < union.ended)
            and (other.left is None or child.born < other.left)
            for child in children
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


def _emigrated(draws: Draws, block: Block, residents: int) -> None:
    wanted = round(residents * shares.ABROAD)
    for _ in range(max(wanted - sum(1 for person in block.people if person.left), 0)):
        born = born_at_age(draws, block.day, draws.between(20, 85))
        sex = Sex.MAN if draws.chance(0.45) else Sex.WOMAN
        _emigrate(draws, block, block.person(born, sex, "sv" if draws.chance(0.12) else "fi"))


class _Families:
    """Couples and lone parents who can have had more children, by language and the mother's (or only parent's) year."""

    def __init__(self) -> None:
        self._by_year: dict[tuple[str, int], list[tuple[list[Person], list[int]]]] = defaultdict(list)

    def add(self, parents: list[Person], room: int) -> None:
        if room > 0:
            key = next((one for one in parents if one.sex is Sex.WOMAN), parents[0])
            self._by_year[key.language, key.born.year].append((parents, [room]))

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
                parents, room = families[place]
                if _could_be(parents, child):
                    room[0] -= 1
                    if room[0] == 0:
                        families.pop(place)
                    return parents
        return None


def _could_be(parents: list[Person], child: Person) -> bool:
    blood = {id(person) for union in child.unions for person in _parents_of(union.partner(child))}
    for partner in _others_of_children(child):
        blood |= {id(person) for person in _parents_of(partner)}
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
        if any(abs((child.born - sibling.born).days) < 290 for sibling in parent.children):  # noqa: PLR2004 -- days
            return False
    return True


def _parents_of(person: Person) -> Iterable[Person]:
    return (parent for parent in (person.mother, person.father) if parent is not None)


def _others_of_children(person: Person) -> Iterable[Person]:
    for child in person.children:
        other = child.father if child.mother is person else child.mother
        if other is not None:
            yield other


def _parents(draws: Draws, block: Block, people: list[Person]) -> None:
    living, dead = _Families(), _Families()
    for person in list(block.people):
        if not person.at_home and person.left is None:
            _offer(draws, block.day, person, living)
    for person in sorted(people, key=lambda one: (one.born, one.index)):
        if person.at_home or person.mother is not None or person.father is not None:
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


def _offer(draws: Draws, day: date, person: Person, families: _Families) -> None:
    """Let a household's woman, with her man, or one who lives alone be found as parents of grown children."""
    if person.died is not None or person.age(day) < 2 * shares.ADULT or person.household is None:
        return
    adults = person.household.adults
    if len(adults) > 1 and person is not adults[1]:
        return
    born = draws.from_table(shares.EVER_BORN)
    room = born - len(person.household.children)
    if person.age(day) > 50:  # noqa: PLR2004 -- whose children are grown; the young move out one by one
        room = max(room, 1 if draws.chance(0.25) else 0)
    if len(adults) > 1:
        families.add([adults[1], adults[0]], room)
        return
    over = [union.partner(person) for union in person.unions]
    families.add([person, *over[:1]], room)


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
    father_born = max(years_after(born, -draws.bell(2.5, 2.5)), _EARLIEST_BIRTH)
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
    families.add(parents, draws.between(1, _DEAD_FAMILY) - 1)
    return parents
