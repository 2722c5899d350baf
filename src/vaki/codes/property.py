"""Property code (kiinteistötunnus): municipality, district, group and unit, KKK-SSS-RRRR-YYYY.

Stored as fourteen digits with zeros; written with dashes, where people leave the zeros out. An unseparated parcel
(määräala) adds a letter and four digits. There is no check character: only the shape can be judged.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from vaki.codes.errors import InvalidIdentifier

_COMPACT: Final = re.compile(r"([0-9]{3})([0-9]{3})([0-9]{4})([0-9]{4})([A-Z][0-9]{4})?")
_DASHED: Final = re.compile(r"([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,4})-([0-9]{1,4})(?:-([A-Z][0-9]{4}))?")


class InvalidPropertyCode(InvalidIdentifier):
    """Not a valid property code"""


class PropertyCode(NamedTuple):
    """The parts with their zeros; `parcel` is a letter and four digits, or empty."""

    municipality: str
    district: str
    group: str
    unit: str
    parcel: str = ""

    @property
    def compact(self) -> str:
        """The stored form: fourteen digits, then the parcel if any."""
        return "".join(self)

    @property
    def dashed(self) -> str:
        """The written form with all zeros, at most twenty-three characters."""
        return "-".join(part for part in self if part)


def parse(code: str) -> PropertyCode:
    """The parts of a code in either form. Raises InvalidPropertyCode."""
    found = _COMPACT.fullmatch(code) or _DASHED.fullmatch(code)
    if found is None:
        raise InvalidPropertyCode("it is neither fourteen digits nor four numbers between dashes")
    municipality, district, group, unit, parcel = found.groups(default="")
    return PropertyCode(municipality.zfill(3), district.zfill(3), group.zfill(4), unit.zfill(4), parcel)


def is_valid(code: str) -> bool:
    """Whether the code has the shape of a property code, with dashes or without."""
    return (_COMPACT.fullmatch(code) or _DASHED.fullmatch(code)) is not None


def make(municipality: str, district: int, group: int, unit: int) -> str:
    """The stored form of these parts. Raises InvalidPropertyCode if a part has too many digits or is negative."""
    code = f"{municipality:0>3}{district:03}{group:04}{unit:04}"
    if _COMPACT.fullmatch(code) is None:
        raise InvalidPropertyCode("its parts are of three, three, four and four digits")
    return code
