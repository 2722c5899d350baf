"""Dwelling code (huoneistotunnus) and residence code (asuinpaikantunnus).

A dwelling is told by a staircase letter A–Ö, a number of three digits and a division letter a–ö, each of which may be
missing; number 000 also means that there is none. Written `A 12a`, stored `A`, `012`, `a`.

A residence code is sixteen characters: building (10), address number (1), staircase (1), number (3), division (1).
A missing part is a blank, and the blanks belong to the code, the last one too: never trim it. Stays without a
dwelling and living abroad have codes of fourteen characters. Sources: VNA 128/2010 4 §, the change interface's answers.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from vaki.codes import building
from vaki.codes.errors import InvalidIdentifier

NO_NUMBER: Final = "000"
ABROAD: Final = "200"
ADDRESS_NUMBERS: Final = range(1, 5)
_STAIRCASE: Final = "[A-ZÅÄÖ]"
_DIVISION: Final = "[a-zåäö]"
_STORED: Final = re.compile(f"({_STAIRCASE}?)([0-9]{{3}})?({_DIVISION}?)")
_WRITTEN: Final = re.compile(f"({_STAIRCASE}?) ?([0-9]{{1,3}})? ?({_DIVISION}?)")
_RESIDENCE: Final = re.compile(f"(.{{10}})([1-4])({_STAIRCASE}| )([0-9]{{3}}|   )({_DIVISION}| )")
_STAY: Final = re.compile(r"([0-9]{3})([0-9]{3})([0-9]{4})([0-9]{4})")


class InvalidDwellingCode(InvalidIdentifier):
    """Not a valid dwelling code"""


class InvalidResidenceCode(InvalidIdentifier):
    """Not a valid residence code"""


class DwellingCode(NamedTuple):
    """The stored parts, each empty when missing."""

    staircase: str
    number: str
    division: str

    @property
    def written(self) -> str:
        """As people write it: `A 12a`, `7`, `B`; empty when all parts are missing or the number is 000."""
        number = "" if self.number == NO_NUMBER else self.number.lstrip("0")
        return f"{self.staircase} {number}{self.division}".strip()


class Residence(NamedTuple):
    """A residence in a dwelling or in a building without dwelling codes. Missing parts are empty."""

    building: str
    address_number: int
    staircase: str
    number: str
    division: str


class Stay(NamedTuple):
    """A place of stay without a dwelling: its municipality, kind (901, 902, 904 …), number and institution."""

    municipality: str
    kind: int
    number: str
    institution: str


class Abroad(NamedTuple):
    """A residence in another state, by its numeric code."""

    country: str


def parse(text: str) -> DwellingCode:
    """The parts of a written (`A 12a`, `A12`, `3`) or stored (`A012a`) dwelling code; the empty text has no parts.

    Raises InvalidDwellingCode.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise InvalidDwellingCode("it is not a capital, a number of one to three digits and a small letter")
    staircase, number, division = found.groups(default="")
    return DwellingCode(staircase, number.zfill(3) if number else "", division)


def is_valid(staircase: str, number: str, division: str) -> bool:
    """Whether the stored parts are right: each may be empty, the number has its zeros."""
    found = _STORED.fullmatch(staircase + number + division)
    return found is not None and found.groups(default="") == (staircase, number, division)


def residence_code(building_code: str, address_number: int, staircase: str, number: str, division: str) -> str:
    """The sixteen characters of a residence; empty parts become blanks.

    Raises InvalidResidenceCode if the building code, the address number (1–4) or the dwelling code is not right.
    """
    if not building.is_valid(building_code):
        raise InvalidResidenceCode("the building code is not valid")
    if address_number not in ADDRESS_NUMBERS:
        raise InvalidResidenceCode("the address number is not 1–4")
    if not is_valid(staircase, number, division):
        raise InvalidResidenceCode("the dwelling code is not valid")
    return f"{building_code}{address_number}{staircase:1}{number:3}{division:1}"


def stay_code(municipality: str, kind: int, number: str, institution: str) -> str:
    """The fourteen characters of a place of stay: municipality (3), kind (3), number (4), institution (4).

    Raises InvalidResidenceCode.
    """
    code = f"{municipality}{kind:03}{number}{institution}"
    found = _STAY.fullmatch(code)
    if found is None or found.groups() != (municipality, f"{kind:03}", number, institution):
        raise InvalidResidenceCode("its parts are not of three, three, four and four digits")
    if municipality == ABROAD:
        raise InvalidResidenceCode("a place of stay is in a municipality")
    return code


def abroad_code(country: str) -> str:
    """The fourteen characters of living abroad: 200, the numeric country code, zeros. Raises InvalidResidenceCode."""
    code = f"{ABROAD}{country}00000000"
    if _STAY.fullmatch(code) is None:
        raise InvalidResidenceCode("the country is not of three digits")
    return code


def parse_residence(code: str) -> Residence | Stay | Abroad:
    """What a residence code of either length tells. Raises InvalidResidenceCode; a trimmed code is refused."""
    if (stay := _STAY.fullmatch(code)) is not None:
        municipality, kind, number, institution = stay.groups()
        if municipality != ABROAD:
            return Stay(municipality, int(kind), number, institution)
        if number != "0000" or institution != "0000":
            raise InvalidResidenceCode("a code of living abroad ends in zeros")
        return Abroad(kind)
    found = _RESIDENCE.fullmatch(code)
    if found is None:
        raise InvalidResidenceCode("it has neither sixteen nor fourteen characters of the right kinds")
    building_code, address_number, staircase, number, division = found.groups()
    if not building.is_valid(building_code):
        raise InvalidResidenceCode("the building code is not valid")
    return Residence(building_code, int(address_number), staircase.strip(), number.strip(), division.strip())
