"""Couples of the same sex: married since 2017, registered before, cohabiting, some with children.

Two couples of about the same age change partners, so that ages and sexes in the population stay as they were.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from vaki.codes.sex import Sex
from vaki.synthetic.days import years_after
from vaki.synthetic.family.facts import (
    BY_MARRIAGE,
    BY_PARTNERSHIP,
    FIRST_PARTNERSHIP,
    LAST_PARTNERSHIP,
    Adoption,
    Union,
    join,
    registered,
    wed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.synthetic.draws import Draws
    from vaki.synthetic.households import Block, Household, Person

_Bond = Literal["married", "converted", "registered", "cohabiting"]
_BONDS: Final[tuple[_Bond, ...]] = (
    "married", "registered", "cohabiting", "converted", "married", "cohabiting",
)  # fmt: skip
"""How the couples of a block and of the next one stand, in turn."""
_COUPLES_A_BLOCK: Final = 3
_YEARS_APART: Final = 9
_AGES: Final = (25, 72)
_MOTHERHOOD_CONFIRMED: Final = date(2019, 4, 1)
"""Since then the mother's partner is a mother by confirmation, not by adoption (äitiyslaki 253/2018)."""
_STEP_ADOPTION: Final = date(2009, 9, 1)
"""Since then a registered partner may adopt the other's child (391/2009)."""
_MARRIAGE_FOR_ALL: Final = LAST_PARTNERSHIP + timedelta(days=1)
_CORRECTED: Final = (date(2004, 1, 1), date(2016, 6, 30))
"""When a marriage became a partnership as one's sex was corrected (563/2002, until 2017)."""


def same_sex(draws: Draws, block: Block) -> None:
    """Make some couples' adults of one sex; first of all, since it takes their marriages apart."""
    able = sorted(
        (one for one in block.households if _is_able(one, block.day)), key=lambda one: (one.adults[1].born, one.number)
    )
    taken: set[int] = set()
    bonds = [_BONDS[(block.number * _COUPLES_A_BLOCK + at) % len(_BONDS)] for at in range(_COUPLES_A_BLOCK)]
    start = draws.below(max(len(able), 1))
    pair = _pair(able[start:] + able[:start], taken, lambda one: not one.children)
    if pair is not None:
        women, men = pair
        _exchange(women, men)
        for household, bond in zip(pair, bonds, strict=False):
            _unite(draws, block.day, household.adults, bond)
    with_children, suits = _WITH_CHILDREN[block.number % len(_WITH_CHILDREN)]
    pair = _pair(able[start:] + able[:start], taken, suits)
    if pair is not None:
        with_children(draws, block, *pair)
        _unite(draws, block.day, pair[1].adults, bonds[2])


def _is_able(household: Household, day: date) -> bool:
    adults = household.adults
    if len(adults) != 2 or adults[0].sex is adults[1].sex or household.language not in ("fi", "sv"):  # noqa: PLR2004
        return False
    return all(_AGES[0] <= one.age(day) <= _AGES[1] and one.language == household.language for one in adults)


def _pair(
    able: list[Household], taken: set[int], suits: Callable[[Household], bool]
) -> tuple[Household, Household] | None:
    """A household that suits, and a childless one of couples so near in age that partners can change."""
    childless = [one for one in able if not one.children and one.number not in taken]
    for first in able:
        if first.number in taken or not suits(first):
            continue
        for second in childless:
            near = all(
                abs((one.born - other.born).days) < _YEARS_APART * 365
                for one, other in zip(first.adults, second.adults, strict=True)
            )
            fits = all(years_after(one.born, 19) < child.born for one in second.adults for child in first.children)
            if second is not first and near and fits and first.language == second.language:
                taken |= {first.number, second.number}
                return first, second
    return None


def _exchange(women: Household, men: Household) -> None:
    """The women of both households live in the one, the men in the other; each was a couple of both sexes."""
    everyone = [*women.adults, *men.adults]
    for person in everyone:
        person.unions.clear()
    women.adults = [one for one in everyone if one.sex is Sex.WOMAN]
    men.adults = [one for one in everyone if one.sex is Sex.MAN]
    for household in (women, men):
        for person in household.adults:
            person.household = household


def _unite(draws: Draws, day: date, pair: list[Person], bond: _Bond, since: date | None = None) -> None:
    """The couple's unions up to now; `since` is the first day that the first of them can have."""
    one, other = pair
    grown = max(years_after(max(one.born, other.born), 19), since or FIRST_PARTNERSHIP)
    latest = day - timedelta(days=30)
    if bond == "cohabiting":
        return
    if bond == "married" or grown > years_after(LAST_PARTNERSHIP, -1):
        wed(one, other, draws.day(max(grown, _MARRIAGE_FOR_ALL), latest), draws.chance(0.1))
        return
    first = draws.day(max(grown, FIRST_PARTNERSHIP) + timedelta(days=70), LAST_PARTNERSHIP)
    if draws.chance(0.1):
        void = registered(one, other, first - timedelta(days=60))
        void.ended, void.ended_by = first - timedelta(days=20), "REKISTEROINTI_MITATON"
    partnership = registered(one, other, first)
    if bond == "converted":
        _convert(draws, partnership, latest)


def _convert(draws: Draws, partnership: Union, latest: date) -> None:
    day = draws.day(_MARRIAGE_FOR_ALL, min(latest, years_after(_MARRIAGE_FOR_ALL, 3)))
    partnership.ended, partnership.ended_by = day, "PARISUHDE_AVIOLIITOKSI"
    join(Union(partnership.one, partnership.other, day, BY_PARTNERSHIP))


def _leave(children: list[Person], parent: Person) -> None:
    """The children have another parent in this one's place."""
    parent.children = [one for one in parent.children if one not in children]
    for child in children:
        child.mother = None if child.mother is parent else child.mother
        child.father = None if child.father is parent else child.father


def _two_mothers(draws: Draws, block: Block, family: Household, other: Household) -> None:
    """The children's mother and her partner, who is a mother by confirmation or has adopted them."""
    left = family.adults[0]
    _leave(family.children, left)
    _exchange(family, other)
    mother = family.children[0].mother
    partner = next(one for one in family.adults if one is not mother)
    first = min(child.born for child in family.children)
    since = years_after(first, -3)
    if since > FIRST_PARTNERSHIP:
        early = since < years_after(LAST_PARTNERSHIP, -1)
        _unite(draws, block.day, family.adults, "converted" if early else "married", since)
    began = min((union.wedding for union in family.adults[0].unions), default=_STEP_ADOPTION)
    for child in family.children:
        child.second_parent = partner
        partner.children.append(child)
        if child.born < _MOTHERHOOD_CONFIRMED:
            earliest = max(_STEP_ADOPTION, began, years_after(child.born, 0.4))
            day = draws.day(earliest, min(years_after(earliest, 2), block.day - timedelta(days=20)))
            block.family.adoptions[child.index] = Adoption(day, (partner,))


def _two_fathers(draws: Draws, block: Block, family: Household, other: Household) -> None:
    """Two men who have adopted children together."""
    left = family.adults[1]
    _leave(family.children, left)
    _exchange(other, family)
    since = min(years_after(min(child.born for child in family.children), -2), years_after(block.day, -3))
    _unite(draws, block.day, family.adults, "married", max(since, _MARRIAGE_FOR_ALL))
    began = family.adults[0].unions[0].wedding
    father = family.children[0].father
    partner = next(one for one in family.adults if one is not father)
    for child in family.children:
        child.second_parent = partner
        partner.children.append(child)
        earliest = max(began, child.born + timedelta(days=70))
        day = draws.day(earliest, min(years_after(earliest, 1), block.day - timedelta(days=20)))
        block.family.adoptions[child.index] = Adoption(max(day, earliest), tuple(family.adults))


def _corrected_father(draws: Draws, block: Block, family: Household, other: Household) -> None:
    """The children's father is a woman now: the marriage became a partnership, and later a marriage again."""
    _leave(family.children, family.adults[0])
    _exchange(family, other)
    mother = family.children[0].mother
    parent = next(one for one in family.adults if one is not mother)
    for child in family.children:
        child.father = parent
    _correct(draws, block, family, parent)


def _corrected_mother(draws: Draws, block: Block, family: Household, other: Household) -> None:
    """As `_corrected_father`, of a mother."""
    _leave(family.children, family.adults[1])
    _exchange(other, family)
    father = family.children[0].father
    parent = next(one for one in family.adults if one is not father)
    for child in family.children:
        child.mother = parent
    _correct(draws, block, family, parent)


def _correct(draws: Draws, block: Block, family: Household, parent: Person) -> None:
    parent.children.extend(family.children)
    one, other = family.adults
    born = [child.born for child in family.children]
    first, last = _CORRECTED
    day = draws.day(max(first, years_after(max(born), 0.5)), last)
    grown = years_after(max(one.born, other.born), 18.1)
    marriage = wed(one, other, max(grown, years_after(min(born), -1)), draws.chance(0.4))
    marriage.ended, marriage.ended_by = day, "AVIOLIITTO_PARISUHTEEKSI"
    partnership = join(Union(one, other, day, BY_MARRIAGE, kind="REKISTEROITY_PARISUHDE"))
    block.family.corrected[parent.index] = day
    if draws.chance(0.5):
        _convert(draws, partnership, block.day - timedelta(days=30))


def _small_children(household: Household) -> bool:
    return bool(household.children) and min(one.born for one in household.children) >= _MOTHERHOOD_CONFIRMED


def _children_of_then(household: Household) -> bool:
    """Children who were all born when a marriage could still become a partnership."""
    return bool(household.children) and max(one.born for one in household.children) < years_after(_CORRECTED[1], -1)


def _young_children(household: Household) -> bool:
    born = [one.born for one in household.children]
    return bool(born) and min(born) >= years_after(_MARRIAGE_FOR_ALL, -8)


def _had_before(household: Household) -> bool:
    """Children of whom one was born before motherhood could be confirmed, none before there were partnerships."""
    born = [one.born for one in household.children]
    return bool(born) and years_after(FIRST_PARTNERSHIP, 4) < min(born) < _MOTHERHOOD_CONFIRMED


_WITH_CHILDREN: Final = (
    (_two_mothers, _small_children),
    (_corrected_father, _children_of_then),
    (_two_fathers, _young_children),
    (_two_mothers, _had_before),
    (_two_mothers, _small_children),
    (_corrected_mother, _children_of_then),
)
"""What the couple with children of a block is, in turn."""
