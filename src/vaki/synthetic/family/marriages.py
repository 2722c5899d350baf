"""Marital history: who is widowed, divorced, married again or apart, and from whom.

Former spouses find each other among the block's residents: everyone with a former marriage to be explained has an
opening, and openings of a man and a woman whose years fit become a marriage that has ended.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.register.events.union import MARRIAGE
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.family.facts import (
    FIRST_PARTNERSHIP,
    LAST_PARTNERSHIP,
    Union,
    join,
    registered,
    wed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.synthetic.draws import Draws
    from vaki.synthetic.households import Block, Household, Person

_AGAIN: Final = ((27, 0.10), (33, 0.38), (40, 0.60), (55, 0.54), (70, 0.34))
"""Couples of whom one or both were married before, by the age of the younger."""
_ONE_ONLY: Final = 0.18
"""Those of them where the man only was married before; where the woman only, as many."""
_THIRD: Final = 0.26
"""Those with one former marriage who have another before it."""
_WIDOWED_BEFORE: Final = 0.12
"""Those married again, from some age on, whose former spouse died."""
_OLD_ENOUGH: Final = 42
_LATER: Final = timedelta(days=120)
"""At least so long lies between the end of a marriage and the next."""
_SHORTEST: Final = timedelta(days=430)
_CANDIDATES: Final = 12
_GROWN: Final = 18.1
_BEGINNING: Final = attrgetter("wedding")


@dataclass(slots=True, eq=False)
class _Opening:
    """A former marriage of a person, to be found a spouse for."""

    person: Person
    latest: date
    """The last day it can have been in force."""
    present: Union | None = None
    wedding: date | None = None
    """The day the present marriage begins, should the former be found."""
    children: list[Person] = field(default_factory=list)
    """Those of the household who are the former marriage's."""
    third: bool = False


def marital_history(
    draws: Draws, block: Block, residents: list[Person], gone_abroad: Callable[[Person], Person]
) -> None:
    """Give residents their former marriages; `gone_abroad` makes the former spouse whom nobody else can be."""
    openings = _part(draws, block, residents)
    single = {opening.person.index for opening in openings}
    openings += _married_again(draws, block)
    more = _match(draws, block, openings)
    _match(draws, block, more)
    alone = [one.person for one in openings if one.person.index in single and not one.person.unions]
    alone = _former_partners(draws, block, alone)
    for person in alone:
        _divorce(draws, block, person, gone_abroad(person))
    _rare(draws, block)
    for person in block.people:
        if len(person.unions) > 1:
            person.unions.sort(key=_BEGINNING)


def _part(draws: Draws, block: Block, residents: list[Person]) -> list[_Opening]:
    """Make some of those who live alone widowed; openings of the divorced."""
    openings = []
    couple = block.number % 2 == 0
    for person in residents:
        if person.at_home or person.unions or _same_sex_couple(person.household):
            continue
        divorced, widowed = shares.singles_shares(person.age(block.day), person.sex is Sex.WOMAN)
        if person.household is None or len(person.household.adults) > 1:
            divorced, widowed = divorced * shares.DIVORCED_IN_COUPLES, 0.0
        draw = draws.fraction()
        if draw < widowed:
            if couple and person.age(block.day) < 80 and person.born < years_after(FIRST_PARTNERSHIP, -19):  # noqa: PLR2004
                couple = False
                _lose_partner(draws, block, person)
            else:
                _widow(draws, block, person)
        elif draw < widowed + divorced:
            latest = block.day - timedelta(days=30 + draws.below(300))
            openings.append(_Opening(person, latest, third=draws.chance(_THIRD)))
    return openings


def _same_sex_couple(household: Household | None) -> bool:
    return household is not None and len({one.sex for one in household.adults}) < len(household.adults)


def _widow(draws: Draws, block: Block, person: Person) -> None:
    gap = draws.bell(2.2, 3.2)
    born = years_after(person.born, -gap if person.sex is Sex.WOMAN else gap)
    spouse = block.person(born, Sex.MAN if person.sex is Sex.WOMAN else Sex.WOMAN, person.language)
    wedding = first_wedding(draws, person, spouse, years_after(block.day, -6))
    died = draws.day(max(years_after(wedding, 2), date(shares.DEAD_SINCE, 1, 1)), block.day - timedelta(days=40))
    # Most spouses died in the last third of the time that has passed.
    died = max(died, draws.day(died, block.day - timedelta(days=40)))
    spouse.died = died
    wed(person, spouse, wedding, draws.chance(0.8)).end(died, by_death=True)


def _lose_partner(draws: Draws, block: Block, person: Person) -> None:
    """A registered partner has died."""
    partner = block.person(years_after(person.born, draws.bell(0, 3)), person.sex, person.language)
    began = draws.day(max(FIRST_PARTNERSHIP, years_after(partner.born, 19)), years_after(LAST_PARTNERSHIP, -1))
    partner.died = draws.day(years_after(began, 0.5), min(years_after(began, 15), block.day - timedelta(days=40)))
    registered(person, partner, began).end(partner.died, by_death=True)


def first_wedding(draws: Draws, one: Person, other: Person, latest: date) -> date:
    """A wedding day at the age of a first marriage."""
    younger = max(one.born, other.born)
    grown = years_after(younger, _GROWN)
    return min(max(years_after(younger, draws.bell(25, 3.5)), grown), max(latest, grown))


def _married_again(draws: Draws, block: Block) -> list[_Opening]:
    """Openings of those whose present marriage is not their first."""
    openings: list[_Opening] = []
    for household in block.households:
        if len(household.adults) == 1:
            continue
        man, woman = household.adults
        present = man.marriage
        if present is None or man.sex is woman.sex or present.partner(man) is not woman:
            continue
        age = min(man.age(block.day), woman.age(block.day))
        share = next((share for since, share in reversed(_AGAIN) if age >= since), 0.0)
        if draws.chance(share):
            openings += _of_couple(draws, block.day, household, present)
    return openings


def _of_couple(draws: Draws, day: date, household: Household, present: Union) -> list[_Opening]:
    man, woman = household.adults
    which = draws.fraction()
    hers, his = which < 1 - _ONE_ONLY, which > _ONE_ONLY
    born = [child.born for child in household.children]
    steps = bool(born) and hers and draws.chance(0.5) and years_after(max(born), 2) < day - timedelta(days=30)
    if steps:
        wedding = draws.day(years_after(max(born), 1.5), day - timedelta(days=20))
    elif born:
        wedding = present.wedding
    else:
        wedding = min(max(present.wedding, years_after(woman.born, draws.bell(42, 8))), day - timedelta(days=20))
    before = min([wedding - _LATER, *(one - timedelta(days=300) for one in born)])
    openings = []
    if his:
        openings.append(_Opening(man, before, present, wedding, third=draws.chance(_THIRD)))
    if hers:
        latest = wedding - _LATER if steps else before
        children = household.children if steps else []
        openings.append(_Opening(woman, latest, present, wedding, children, third=draws.chance(_THIRD)))
    return openings


def _match(draws: Draws, block: Block, openings: list[_Opening]) -> list[_Opening]:
    """Marry and divorce those who fit; what comes back are openings of third marriages."""
    by_sex: dict[Sex, list[_Opening]] = {Sex.MAN: [], Sex.WOMAN: []}
    more: list[_Opening] = []
    for opening in openings:
        age = opening.latest.year - opening.person.born.year
        again = opening.present is not None and not opening.children and age > _OLD_ENOUGH
        if again and draws.chance(_WIDOWED_BEFORE):
            _widowed_before(draws, block, opening)
        else:
            by_sex[opening.person.sex].append(opening)
    women = sorted(by_sex[Sex.WOMAN], key=lambda one: (one.person.born, one.person.index))
    births = [one.person.born for one in women]
    used = [False] * len(women)
    for man in sorted(by_sex[Sex.MAN], key=lambda one: (one.person.born, one.person.index)):
        first = bisect_left(births, years_after(man.person.born, -3))
        tried = 0
        for at in range(first, len(women)):
            if used[at]:
                continue
            tried += 1
            if tried > _CANDIDATES or births[at] > years_after(man.person.born, 9):
                break
            period = _period(draws, man, women[at])
            if period is not None:
                used[at] = True
                more += _part_ways(draws, man, women[at], period)
                break
    return more


def _period(draws: Draws, man: _Opening, woman: _Opening) -> tuple[date, date] | None:
    """First and last day of the former marriage of the two, where their years and children leave room for one."""
    him, her = man.person, woman.person
    if him.language != her.language or him.household is her.household or _know_each_other(him, her):
        return None
    grown = years_after(max(him.born, her.born), _GROWN)
    latest = min(man.latest, woman.latest)
    if woman.children:
        eldest = min(child.born for child in woman.children)
        youngest = max(child.born for child in woman.children)
        wedding = max(grown, eldest - timedelta(days=100 + draws.below(1500)))
        earliest_end = youngest + timedelta(days=100)
        if wedding > eldest - timedelta(days=60) or earliest_end > latest:
            return None
        return wedding, draws.day(earliest_end, latest)
    if latest - grown < _SHORTEST:
        return None
    last_wedding = latest - timedelta(days=365)
    if man.third or woman.third:
        wedding = draws.day(grown + (last_wedding - grown) / 2, last_wedding)
    else:
        wedding = min(max(years_after(max(him.born, her.born), draws.bell(25, 3.5)), grown), last_wedding)
    last = min(latest, years_after(wedding, 25))
    return wedding, draws.day(years_after(wedding, 0.9), last)


def _know_each_other(him: Person, her: Person) -> bool:
    return any(union.partner(him) is her for union in him.unions) or bool(
        {id(parent) for parent in him.parents} & {id(parent) for parent in her.parents}
    )


def _part_ways(draws: Draws, man: _Opening, woman: _Opening, period: tuple[date, date]) -> list[_Opening]:
    wedding, ended = period
    wed(man.person, woman.person, wedding, draws.chance(0.55)).end(ended)
    for child in woman.children:
        if child.father is not None:
            child.father.children.remove(child)
        child.father = man.person
        man.person.children.append(child)
    more = []
    for opening in (man, woman):
        if opening.present is not None and opening.wedding is not None:
            opening.present.wedding = opening.wedding
        if opening.third:
            more.append(_Opening(opening.person, wedding - _LATER))
    return more


def _widowed_before(draws: Draws, block: Block, opening: _Opening) -> None:
    person = opening.person
    gap = draws.bell(2.2, 3.0)
    born = years_after(person.born, -gap if person.sex is Sex.WOMAN else gap)
    grown = years_after(max(born, person.born), _GROWN)
    earliest = max(years_after(grown, 1.5), date(shares.DEAD_SINCE, 1, 1))
    if earliest > opening.latest:
        return
    spouse = block.person(born, Sex.MAN if person.sex is Sex.WOMAN else Sex.WOMAN, person.language)
    spouse.died = draws.day(earliest, opening.latest)
    wedding = first_wedding(draws, person, spouse, years_after(spouse.died, -1))
    wed(person, spouse, wedding, draws.chance(0.7)).end(spouse.died, by_death=True)
    if opening.present is not None and opening.wedding is not None:
        opening.present.wedding = opening.wedding


def _divorce(draws: Draws, block: Block, one: Person, other: Person) -> None:
    """The two were married; the other has moved abroad since."""
    grown = years_after(max(one.born, other.born), _GROWN)
    first, last = grown + _SHORTEST, block.day - timedelta(days=30)
    if first > last:
        return
    if other.left is None or other.left < first:
        other.left = draws.day(first, last)
    last = min(last, other.left)
    wedding = first_wedding(draws, one, other, last - timedelta(days=400))
    wed(one, other, wedding, draws.chance(0.6)).end(draws.day(years_after(wedding, 1), last))


def _former_partners(draws: Draws, block: Block, alone: list[Person]) -> list[Person]:
    """Two of the divorced are each other's former registered partners; the rest."""
    born_since, born_until = date(1945, 1, 1), years_after(LAST_PARTNERSHIP, -24)
    able = [one for one in alone if born_since < one.born < born_until]
    for at, one in enumerate(able):
        for other in able[at + 1 :]:
            apart = abs((one.born - other.born).days) < 3650 and one.household is not other.household  # noqa: PLR2004
            if apart and one.sex is other.sex and one.language == other.language:
                grown = years_after(max(one.born, other.born), 19)
                began = draws.day(max(FIRST_PARTNERSHIP, grown), LAST_PARTNERSHIP)
                over = draws.day(years_after(began, 0.7), min(years_after(began, 12), block.day - timedelta(days=40)))
                registered(one, other, began).end(over)
                return [person for person in alone if person is not one and person is not other]
    return alone


def _rare(draws: Draws, block: Block) -> None:
    """Weddings that were void, marriages annulled before they were held again, spouses apart by judgment: in turn."""
    turn = block.number % 4
    if turn in (0, 2):
        for household in block.households:
            present = household.adults[0].marriage
            single = present is not None and all(len(one.unions) == 1 for one in (present.one, present.other))
            if present is not None and single and len(household.adults) > 1 and _room_before(present):
                void = join(Union(present.one, present.other, present.wedding - timedelta(days=75), present.way))
                void.ended = present.wedding - timedelta(days=15 + draws.below(30))
                void.ended_by = "VIHKIMINEN_MITATON" if turn == 0 else "AVIOLIITON_PERUUTUMINEN"
                break
    if turn in (0, 1, 3):
        _separate(draws, block)


def _room_before(union: Union) -> bool:
    return all(union.wedding - timedelta(days=80) > years_after(one.born, _GROWN) for one in (union.one, union.other))


def _separate(draws: Draws, block: Block) -> None:
    """Of a divorced couple, say that they are separated only: it was so before 1988, and is in some countries."""
    former = [
        union
        for person in block.people
        for union in person.unions
        if union.one is person and union.kind == MARRIAGE and union.ended_by == "AVIOERO"
    ]
    able = [
        union
        for union in former
        if all(one.household is not None and one.unions == [union] for one in (union.one, union.other))
    ]
    if not able:
        return
    oldest = min(able, key=lambda one: (one.wedding, one.one.index))
    day = draws.day(years_after(oldest.wedding, 0.8), max(date(1987, 12, 31), years_after(oldest.wedding, 2)))
    oldest.separated = min(day, oldest.ended or day)
    oldest.ended = oldest.ended_by = None
