"""Permanent building code (pysyvä rakennustunnus, VTJ-PRT): nine digits and a check character.

Source: VNA 852/2014 23 §. Real codes begin with 1; the public test material of the change interface has codes that
begin with 9, and their check characters follow the same rule (all nine captured ones do), so both are read here.
Synthetic buildings get numbers 150000000–199999999, far from the real ones.
"""

from __future__ import annotations

from typing import Final

from vaki.codes import checking
from vaki.codes.errors import InvalidIdentifier

FIRST_SYNTHETIC: Final = 150_000_000
LAST_SYNTHETIC: Final = 199_999_999
FIRST_DIGITS: Final = ("1", "9")
LENGTH: Final = 10


class InvalidBuildingCode(InvalidIdentifier):
    """Not a valid permanent building code"""


def is_valid(code: str) -> bool:
    """Whether the code has ten characters, begins with 1 (real and synthetic) or 9 (test) and its check is right."""
    number = checking.digits(code[:9])
    return number is not None and code.startswith(FIRST_DIGITS) and code[9:] == checking.check_character(number)


def is_synthetic(code: str) -> bool:
    """Whether a valid code is one that no real building has: from the synthetic range or of the 9-series."""
    return code.startswith("9") or FIRST_SYNTHETIC <= int(code[:9]) <= LAST_SYNTHETIC


def make(number: int) -> str:
    """The code of nine digits. Raises InvalidBuildingCode unless they are nine and begin with 1 or 9."""
    text = str(number)
    if len(text) != LENGTH - 1 or not text.startswith(FIRST_DIGITS):
        raise InvalidBuildingCode("the number is not nine digits that begin with 1 or 9")
    return text + checking.check_character(number)


def synthetic(counter: int) -> str:
    """The synthetic code number `counter`, from 0 to 49 999 999. Raises InvalidBuildingCode outside it."""
    if not 0 <= counter <= LAST_SYNTHETIC - FIRST_SYNTHETIC:
        raise InvalidBuildingCode("the synthetic numbers are fifty million")
    return make(FIRST_SYNTHETIC + counter)
