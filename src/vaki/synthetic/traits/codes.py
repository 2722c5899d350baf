"""Identity codes that people had before: misused ones, and such as told a wrong birth date or another sex.

Who has had one is chosen when the block is planned, since a code that was given once is given to nobody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes.sex import Sex
from vaki.synthetic.draws import Draws
from vaki.synthetic.households import RESIDENTS_A_BLOCK

if TYPE_CHECKING:
    from datetime import date

    from vaki.synthetic.households import Block

_A_BLOCK: Final = 2
_OLDEST: Final = 90
_MISUSED, _OF_OTHER_SEX = 0.45, 0.7
"""Up to the first the code was misused, up to the second the sex is another; else the birth date was wrong."""
_OTHER: Final = {Sex.MAN: Sex.WOMAN, Sex.WOMAN: Sex.MAN}


class FormerCode(NamedTuple):
    """Whose it was (a number in the block), and the birth date and sex that it tells."""

    person: int
    born: date
    sex: Sex


def former_codes(seed: int, block: Block) -> list[FormerCode]:
    """The codes that people of the block had before; nobody had two."""
    draws = Draws(seed, "former codes", block.number)
    residents = [one for one in block.people if one.resident and one.age(block.day) < _OLDEST]
    wanted = _A_BLOCK * len(residents) / RESIDENTS_A_BLOCK
    found: dict[int, FormerCode] = {}
    for _ in range(int(wanted) + draws.chance(wanted % 1)):
        person = draws.one_of(residents)
        why = draws.fraction()
        born, sex = person.born, person.sex
        if _MISUSED <= why < _OF_OTHER_SEX:
            sex = _OTHER[sex]
        elif why >= _OF_OTHER_SEX:
            born = born.replace(day=born.month, month=min(born.day, 12)) if born.day != born.month else born
        found[person.index] = FormerCode(person.index, born, sex)
    return list(found.values())
