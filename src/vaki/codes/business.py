"""Business identity code (Y-tunnus): seven digits, a dash and a check digit.

Source: the Finnish Tax Administration's description of the check: weights 7, 9, 10, 5, 8, 4, 2, remainder by 11.
"""

from __future__ import annotations

import re
from typing import Final

from vaki.codes.errors import InvalidIdentifier

LAST: Final = 9_999_999
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2)
_SHAPE: Final = re.compile(r"[0-9]{7}-[0-9]")


class InvalidBusinessCode(InvalidIdentifier):
    """Not a valid business identity code"""


def is_valid(code: str) -> bool:
    """Whether the code is written NNNNNNN-N and its check digit is right."""
    return _SHAPE.fullmatch(code) is not None and code[8] == _check_digit(code[:7])


def make(number: int) -> str:
    """The code of the first seven digits (leading zeros added).

    Raises InvalidBusinessCode outside 0–9999999 and for the numbers that the rule leaves without a check digit (one
    in eleven), which are given to nobody.
    """
    if not 0 <= number <= LAST:
        raise InvalidBusinessCode("the number is not one of seven digits")
    text = f"{number:07}"
    digit = _check_digit(text)
    if digit is None:
        raise InvalidBusinessCode("this number has no check digit")
    return f"{text}-{digit}"


def _check_digit(seven: str) -> str | None:
    remainder = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seven, strict=True)) % 11
    if remainder == 0:
        return "0"
    return None if remainder == 1 else str(11 - remainder)
