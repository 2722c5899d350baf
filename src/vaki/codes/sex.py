"""Sex as the register knows it: its own datum, beside what the identity code says."""

from __future__ import annotations

from enum import StrEnum


class Sex(StrEnum):
    """The values are those of the change interface; `number` is the query interface's code (empty = missing)."""

    MAN = "MIES"
    WOMAN = "NAINEN"
    MISSING = "PUUTTUU"

    @property
    def number(self) -> str:
        return _NUMBERS[self]

    @classmethod
    def from_number(cls, number: str) -> Sex:
        """The sex of `1`, `2` or the empty text. Raises ValueError for anything else."""
        for sex, known in _NUMBERS.items():
            if known == number:
                return sex
        raise ValueError("sex is 1, 2 or empty")


_NUMBERS = {Sex.MAN: "1", Sex.WOMAN: "2", Sex.MISSING: ""}
