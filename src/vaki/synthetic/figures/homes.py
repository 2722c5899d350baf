"""Who lives with whom, for millions: each resident's dwelling as one number, sorted, met by buildings in order.

Eight bytes a resident instead of a table of dwellings keeps a census of the whole country small.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BUILDING: Final = 29
"""Bits below the building's nine digits: address number 3, staircase 8, number 10, division 8."""
_BLANK: Final = "   "


def dwelling_number(residence_code: str) -> int:
    """A residence code of sixteen characters as a number; those of one building stand together, in its code's order."""
    number, address, staircase, division = residence_code[:9], *residence_code[10:12], residence_code[15]
    own = residence_code[12:15]
    parts = int(address) << 26 | (ord(staircase) & 255) << 18 | (0 if own == _BLANK else int(own) + 1) << 8
    return int(number) << _BUILDING | parts | ord(division) & 255


class Homes:
    """Dwellings that somebody lives in, counted by people and by class of building as the buildings are told."""

    def __init__(self, lived_in: Iterable[int]) -> None:
        """`lived_in` has one `dwelling_number` a resident, in any order."""
        self._numbers = sorted(lived_in)
        self._at = 0
        self.counted: Counter[tuple[int, str]] = Counter()

    def meet(self, building_code: str, class_code: str) -> None:
        """The next building, in the order of building codes."""
        number = int(building_code[:9])
        self._count(number << _BUILDING, "")
        self._count((number + 1) << _BUILDING, class_code)

    def finish(self) -> Counter[tuple[int, str]]:
        """(people, class) -> dwellings, the class empty for buildings that were not met."""
        self._count(None, "")
        return self.counted

    def _count(self, before: int | None, class_code: str) -> None:
        numbers, at = self._numbers, self._at
        while at < len(numbers) and (before is None or numbers[at] < before):
            first = at
            while at < len(numbers) and numbers[at] == numbers[first]:
                at += 1
            self.counted[at - first, class_code] += 1
        self._at = at
