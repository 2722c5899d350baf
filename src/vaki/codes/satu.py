"""Electronic identifier (sähköinen asiointitunnus, SATU): eight digits and a check character.

Source: VNA 128/2010 3 § as changed by 1330/2019; range 10000001–89999999 by the type catalogue of the query
interface. Numbers from 90000000 are not given to anyone, so synthetic people get theirs from there.
"""

from __future__ import annotations

from typing import Final

from vaki.codes import checking
from vaki.codes.errors import InvalidIdentifier

FIRST: Final = 10_000_001
FIRST_SYNTHETIC: Final = 90_000_000
LAST: Final = 99_999_999


class InvalidSatu(InvalidIdentifier):
    """Not a valid electronic identifier"""


def is_valid(code: str) -> bool:
    """Whether the code has nine characters, a number of the range (the synthetic one included) and its check."""
    number = checking.digits(code[:8])
    return number is not None and FIRST <= number <= LAST and code[8:] == checking.check_character(number)


def is_synthetic(code: str) -> bool:
    """Whether a valid code is from the range that is given to no real person."""
    return code.startswith("9")


def make(number: int) -> str:
    """The code of a number 10000001–99999999. Raises InvalidSatu outside it."""
    if not FIRST <= number <= LAST:
        raise InvalidSatu("the number is not 10000001–99999999")
    return f"{number}{checking.check_character(number)}"


def synthetic(counter: int) -> str:
    """The synthetic code number `counter`, from 0 to 9 999 999. Raises InvalidSatu outside it."""
    if not 0 <= counter <= LAST - FIRST_SYNTHETIC:
        raise InvalidSatu("the synthetic numbers are ten million")
    return make(FIRST_SYNTHETIC + counter)
