"""Parenthood that does not rest on birth alone: adoptions, fathers confirmed later, fatherhood annulled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.synthetic.days import years_after
from vaki.synthetic.family.abroad import NATIVE, emigrate, stranger
from vaki.synthetic.family.facts import Adoption, Ended, born_in_wedlock

if TYPE_CHECKING:
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.households import Block, Person

_ADOPTED: Final = 0.006
_BY_STEPPARENT: Final = 0.06
_ANNULLED: Final = 0.0012
_CONFIRMED: Final = 0.35
"""Children of the unmarried whose father was confirmed some weeks after the birth."""
_ADOPTED_BY: Final = 5900
"""Days of age: an adoption is not left to the last year before eighteen."""


def parenthood_by_decision(draws: Draws, block: Block, residents: list[Person]) -> None:
    """Draw them among the children at home; after the marital history, which tells who has a stepparent."""
    spare = _Spare(residents, block.day)
    first = block.number % 2 == 0
    turn = block.number
    for child in residents:
        if not child.at_home or child.household is None or child.language not in NATIVE:
            continue
        adults = child.household.adults
        if child.second_parent is not None or any(one.index in block.family.corrected for one in adults):
            continue
        if _has_stepparent(child):
            if first or draws.chance(_BY_STEPPARENT):
                first = not _by_stepparent(draws, block, child)
        elif len(child.parents) == len(adults) == 2:  # noqa: PLR2004 -- two parents at home
            draw = draws.fraction()
            if draw < _ADOPTED:
                _by_both(draws, block, child, spare, turn)
                turn += 1
            elif draw < _ADOPTED + _ANNULLED:
                _annul(draws, block, child, spare)
            elif draws.chance(_CONFIRMED) and not born_in_wedlock(child):
                confirmed = child.born + timedelta(days=7 + draws.below(120))
                block.family.confirmed[child.index] = min(confirmed, block.day)


class _Spare:
    """Residents who live alone, to be former parents: each once."""

    def __init__(self, residents: list[Person], day: date) -> None:
        self._by_sex: dict[Sex, list[Person]] = {Sex.MAN: [], Sex.WOMAN: []}
        for person in residents:
            alone = person.household is not None and len(person.household.people) == 1
            if alone and not person.unions and person.language in NATIVE and person.age(day) < 70:  # noqa: PLR2004
                self._by_sex[person.sex].append(person)

    def find(self, child: Person, sex: Sex) -> Person | None:
        """One old enough to be the child's parent, and not too old."""
        found = self._by_sex[sex]
        for at, person in enumerate(found):
            fits = 18 < (child.born - person.born).days / 365.25 < 42  # noqa: PLR2004 -- years
            if fits and person.language == child.language and not person.children:
                return found.pop(at)
        return None


def _has_stepparent(child: Person) -> bool:
    """One parent and that parent's husband or wife at home, the other parent elsewhere."""
    household = child.household
    if household is None or len(household.adults) != 2 or child.mother is None or child.father is None:  # noqa: PLR2004
        return False
    at_home = [one for one in household.adults if one is child.mother or one is child.father]
    return len(at_home) == 1 and at_home[0].marriage is not None


def _by_stepparent(draws: Draws, block: Block, child: Person) -> bool:
    """The mother's husband adopts her child; the father's parenthood ends."""
    mother, former = child.mother, child.father
    if mother is None or former is None or child.household is None:
        return False
    stepfather = next(one for one in child.household.adults if one is not mother)
    married = mother.marriage
    if stepfather.sex is Sex.WOMAN or married is None or years_after(stepfather.born, 18) > child.born:
        return False
    day = _day(draws, block, child, married.wedding)
    if day is None:
        return False
    block.family.ended.append(
        Ended(child, former, "ISA", "AVIOLAPSI" if born_in_wedlock(child) else "AU_LAPSI", day - timedelta(days=1))
    )
    block.family.adoptions[child.index] = Adoption(day, (stepfather,))
    former.children.remove(child)
    child.father = stepfather
    stepfather.children.append(child)
    return True


def _day(draws: Draws, block: Block, child: Person, earliest: date) -> date | None:
    first = max(earliest, child.born + timedelta(days=70))
    last = min(block.day - timedelta(days=15), child.born + timedelta(days=_ADOPTED_BY))
    return draws.day(first, last) if first <= last else None


def _by_both(draws: Draws, block: Block, child: Person, spare: _Spare, turn: int) -> None:
    """A couple's adopted child; of the first parents the register knows none, the mother, or both."""
    earliest = max(child.born, years_after(block.day, -40))
    day = _day(draws, block, child, earliest)
    if day is None:
        return
    block.family.adoptions[child.index] = Adoption(day, tuple(child.parents))
    last = day - timedelta(days=1)
    ended = block.family.ended
    kind = turn % 4
    if kind == 1:
        ended.append(Ended(child, stranger(draws, child, Sex.WOMAN, -26), "AITI", "AU_LAPSI", last))
    elif kind > 1:
        mother = spare.find(child, Sex.WOMAN) or _abroad(draws, block, child)
        ended.append(Ended(child, mother, "AITI", "AU_LAPSI", last))
        father = spare.find(child, Sex.MAN) if kind == 3 else None  # noqa: PLR2004 -- both are known
        if father is not None:
            ended.append(Ended(child, father, "ISA", "AU_LAPSI", last))


def _abroad(draws: Draws, block: Block, child: Person) -> Person:
    """A mother who has moved abroad since."""
    mother = block.person(years_after(child.born, -draws.bell(24, 2)), Sex.WOMAN, child.language)
    emigrate(draws, block, mother)
    mother.left = max(mother.left or block.day, min(years_after(child.born, 1), block.day - timedelta(days=20)))
    return mother


def _annul(draws: Draws, block: Block, child: Person, spare: _Spare) -> None:
    """Another man was the father at first."""
    former = spare.find(child, Sex.MAN)
    confirmed = child.born + timedelta(days=200 + draws.below(300))
    if former is None or confirmed > block.day or born_in_wedlock(child):
        return
    block.family.ended.append(Ended(child, former, "ISA", "AU_LAPSI", confirmed - timedelta(days=1 + draws.below(90))))
    block.family.confirmed[child.index] = confirmed
