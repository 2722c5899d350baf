"""Personal identity code (henkilötunnus): eleven characters DDMMYYsNNNc.

Source: VNA 128/2010 2 §; century signs as VNA 690/2022, in force 1.1.2023. The sign is part of the identity but not
of the check sum: two living persons may have codes that differ only in it, so a key without the sign is an error.
Codes are upper case and are never trimmed here. Individual numbers 900–999 are temporary and test codes, never a
real person's lasting one.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from vaki.codes.checking import ALPHABET, digits
from vaki.codes.errors import InvalidIdentifier
from vaki.codes.sex import Sex

SIGNS: Final[dict[int, tuple[str, ...]]] = {
    1800: ("+",),
    1900: ("-", "Y", "X", "W", "V", "U"),
    2000: ("A", "B", "C", "D", "E", "F"),
}
"""First year of the century -> its signs, in the order they are taken into use."""

CENTURIES: Final[dict[str, int]] = {sign: century for century, signs in SIGNS.items() for sign in signs}
"""Sign -> first year of its century."""

LENGTH: Final = 11
FIRST_NUMBER: Final = 2
FIRST_TEMPORARY_NUMBER: Final = 900
LAST_NUMBER: Final = 999
CODES_PER_SIGN: Final = 50
"""Temporary codes of one sex, date and sign."""


class InvalidHetu(InvalidIdentifier):
    """Not a valid personal identity code"""


class SeriesExhausted(Exception):
    """All temporary codes of this birth date and sex are given"""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class Hetu(NamedTuple):
    """A checked code and what it says. Equal only when the whole code is equal, sign included."""

    code: str
    birth_date: date
    sex: Sex
    individual_number: int
    is_temporary: bool

    def __repr__(self) -> str:
        # the code must not reach a log by way of a trace or a format string
        return "Hetu(…)"


class _Day(NamedTuple):
    birth_date: date
    remainder: int


class _Number(NamedTuple):
    remainder: int
    sex: Sex
    value: int
    is_temporary: bool


class _Days(dict[str, "_Day | None"]):
    """DDMMYY -> day, for one century. Filled as dates are met; only real dates are kept, at most 36 525 of them."""

    def __init__(self, century: int) -> None:
        super().__init__()
        self._century = century

    def __missing__(self, text: str) -> _Day | None:
        number = digits(text)
        if number is None:
            return None
        try:
            birth_date = date(self._century + number % 100, number // 100 % 100, number // 10_000)
        except ValueError:
            return None
        self[text] = day = _Day(birth_date, number * 1000 % 31)
        return day


_CENTURY_DAYS = {century: _Days(century) for century in SIGNS}
_DAYS: Final = {sign: _CENTURY_DAYS[century] for sign, century in CENTURIES.items()}
_NUMBERS: Final = {
    f"{value:03}": _Number(value % 31, Sex.MAN if value % 2 else Sex.WOMAN, value, value >= FIRST_TEMPORARY_NUMBER)
    for value in range(FIRST_NUMBER, LAST_NUMBER + 1)
}
# Two remainders of at most 30 are added and looked up as they are: the alphabet twice over saves the last division.
_CHECK: Final = ALPHABET * 2
_SHAPE: Final = re.compile(r"[0-9]{6}[-+YXWVUABCDEF][0-9]{3}[0-9A-FHJ-NPR-Y]")
_new: Final = tuple.__new__


def is_shaped(code: str) -> bool:
    """Whether the text has the shape of a code, be its date, number and check character right or wrong.

    A well-shaped code that is not valid is an unknown person to the interfaces, not a malformed request.
    """
    return _SHAPE.fullmatch(code) is not None


def is_valid(code: str) -> bool:
    """Whether the code is whole: a real date, a number of 002–999 and the right check character."""
    days = _DAYS.get(code[6:7])
    number = _NUMBERS.get(code[7:10])
    if days is None or number is None:
        return False
    day = days[code[:6]]
    return day is not None and _CHECK[day[1] + number[0]] == code[10:]


def parse(code: str) -> Hetu:
    """The code's parts. Raises InvalidHetu, with the reason and without the code."""
    days = _DAYS.get(code[6:7])
    number = _NUMBERS.get(code[7:10])
    if days is not None and number is not None:
        day = days[code[:6]]
        if day is not None:
            birth_date, day_remainder = day
            remainder, sex, value, is_temporary = number
            if _CHECK[day_remainder + remainder] == code[10:]:
                return _new(Hetu, (code, birth_date, sex, value, is_temporary))
    raise InvalidHetu(_fault(code))


def _fault(code: str) -> str:
    if len(code) != LENGTH:
        return "it has not eleven characters"
    if code[6] not in CENTURIES:
        return "the century sign is unknown"
    if _DAYS[code[6]][code[:6]] is None:
        return "the birth date does not exist"
    if code[7:10] not in _NUMBERS:
        return "the individual number is not 002–999"
    return "the check character does not match"


def check_character(birth_date: date, individual_number: int) -> str:
    """The eleventh character. The same for every sign of the century: the sign is not summed."""
    day = (birth_date.day * 100 + birth_date.month) * 100 + birth_date.year % 100
    return ALPHABET[(day * 1000 + individual_number) % 31]


def signs_for(century: int) -> tuple[str, ...]:
    """The signs of the century that begins in the year `century` (1800, 1900 or 2000), in order of use.

    Raises ValueError for another year.
    """
    try:
        return SIGNS[century]
    except KeyError:
        raise ValueError("identity codes know the centuries 1800, 1900 and 2000") from None


def make(birth_date: date, individual_number: int, sign: str) -> str:
    """The code of these parts. Raises InvalidHetu if the number is not 2–999 or the sign not of the date's century."""
    if not FIRST_NUMBER <= individual_number <= LAST_NUMBER:
        raise InvalidHetu("the individual number is not 002–999")
    if CENTURIES.get(sign) != birth_date.year // 100 * 100:
        raise InvalidHetu("the century sign is not of the birth date's century")
    day = f"{birth_date.day:02}{birth_date.month:02}{birth_date.year % 100:02}"
    return f"{day}{sign}{individual_number:03}{check_character(birth_date, individual_number)}"


def allocate(birth_date: date, sex: Sex, counter: int) -> str:
    """The temporary code number `counter` (from 0) of those born that day and of that sex; no two counters share one.

    Fifty codes a sign, the signs in order of use: 300 codes from 1900 on, 50 before. Raises SeriesExhausted past
    the last, ValueError if the counter is negative, the sex is missing or the year is not 1800–2099.
    """
    if counter < 0:
        raise ValueError("a counter begins from 0")
    if sex is Sex.MISSING:
        raise ValueError("the individual number tells the sex, so the sex must be known")
    signs = signs_for(birth_date.year // 100 * 100)
    index, place = divmod(counter, CODES_PER_SIGN)
    if index >= len(signs):
        raise SeriesExhausted
    return make(birth_date, FIRST_TEMPORARY_NUMBER + 2 * place + (sex is Sex.MAN), signs[index])
