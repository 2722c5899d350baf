"""Lines of the open building file: ISO-8859-1, sixteen columns between semicolons, no header, a line an address.

Source: the product description of "Rakennusten osoitetiedot ja äänestysalue" (DVV, CC BY 4.0): columns and their
order, 1 for buildings of the classes 001–599 of 1994, 2 for 600–999 and 0 where the class is not known, the day as
dd.mm.yyyy. A building has one to four lines, one for each address; street names, the voting district and the property
may be missing.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final, NamedTuple

from vaki.codes import building, municipality

COLUMNS: Final = 16
ENCODING: Final = "iso-8859-1"
LIVING_OR_BUSINESS, PRODUCTION_OR_OTHER, UNKNOWN_USE = "1", "2", "0"
_NORTH: Final = range(6_500_000, 7_900_000)
_EAST: Final = range(20_000, 800_000)
_POSTAL: Final = re.compile(r"[0-9]{5}")
_DISTRICT: Final = re.compile(r"(?:[0-9]{3}[A-ZÅÄÖ]?)?")
_PROPERTY: Final = re.compile(r"(?:[0-9]{14})?")
_DAY: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_LONGEST_NUMBER: Final = 13
_LONGEST_NAME: Final = 100
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_OUTSIDE: Final = str.maketrans({"đ": "d", "Đ": "D", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "’": "'", "–": "-"})
_LAST_OF_ENCODING: Final = 0xFF


class BadLine(ValueError):
    """Why a line cannot be read; the reader adds which line it is"""


class Line(NamedTuple):
    """One address of one building; texts are empty where nothing stands. Coordinates are whole metres (EPSG:3067)."""

    building_code: str
    municipality: str
    region: str
    use: str
    north: int
    east: int
    address_number: int
    street_fi: str
    street_sv: str
    street_number: str
    postal_code: str
    district: str
    district_fi: str
    district_sv: str
    property_code: str
    day: date


def read_line(raw: bytes) -> Line:
    """The line of these bytes, with or without a line end. Raises BadLine."""
    if raw.isascii():
        text = raw.decode("ascii")
    else:
        text = raw.decode(ENCODING)
        if _is_utf_8(raw):
            raise BadLine("it is in UTF-8; the file is to be in ISO-8859-1")
    text = text.rstrip("\r\n")
    if _CONTROLS.search(text):
        raise BadLine("it has characters that no text of ISO-8859-1 has")
    fields = [field.strip() for field in text.split(";")]
    if len(fields) != COLUMNS:
        raise BadLine(f"it has {len(fields)} columns; sixteen are expected")
    return _checked(fields)


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _checked(fields: list[str]) -> Line:
    code, place, region, use, north, east, number, *names = fields
    street_fi, street_sv, street_number, postal_code, district, district_fi, district_sv, property_code, day = names
    if not building.is_valid(code):
        raise BadLine("the building code is not valid")
    if not municipality.exists(place) or municipality.get(place).kind is municipality.Kind.SPECIAL:
        raise BadLine("there is no such municipality")
    if region not in municipality.regions():
        raise BadLine("there is no such region")
    if use not in {LIVING_OR_BUSINESS, PRODUCTION_OR_OTHER, UNKNOWN_USE}:
        raise BadLine("the use is not 0, 1 or 2")
    if number not in {"1", "2", "3", "4"}:
        raise BadLine("the address number is not 1–4")
    if not _POSTAL.fullmatch(postal_code):
        raise BadLine("the postal code has not five digits")
    if not _DISTRICT.fullmatch(district):
        raise BadLine("the voting district is not three digits and perhaps a capital")
    if not _PROPERTY.fullmatch(property_code):
        raise BadLine("the property code has not fourteen digits")
    if len(street_number) > _LONGEST_NUMBER or max(map(len, (street_fi, street_sv))) > _LONGEST_NAME:
        raise BadLine("the street or its number is too long")
    return Line(
        code, place, region, use, _metres(north, _NORTH), _metres(east, _EAST), int(number), street_fi, street_sv,
        street_number, postal_code, district, district_fi, district_sv, property_code, _day(day),
    )  # fmt: skip


def _metres(text: str, within: range) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) not in within:
        raise BadLine("the coordinates are not whole metres in Finland")
    return int(text)


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise BadLine("the day is not written as dd.mm.yyyy")
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise BadLine("there is no such day") from None


def write_line(line: Line) -> bytes:
    """The line with its line end. What the encoding or the format cannot hold is written as `plain` says."""
    day = f"{line.day.day:02}.{line.day.month:02}.{line.day.year:04}"
    return (";".join([*(plain(str(field)) for field in line[:-1]), day]) + "\r\n").encode(ENCODING)


def plain(text: str) -> str:
    """The text as the file can hold it; text that it can hold stays as it is.

    Letters outside ISO-8859-1 lose what is added to them (č is c, Sámi đ is d); what then is still outside becomes ?.
    A semicolon becomes a comma and a control character, like a line end, a blank.
    """
    if text.isascii() and ";" not in text and text.isprintable():
        return text
    return "".join(_plain_character(one) for one in text.translate(_OUTSIDE)).strip()


def _plain_character(one: str) -> str:
    if one == ";":
        return ","
    if _CONTROLS.match(one):
        return " "
    if ord(one) <= _LAST_OF_ENCODING:
        return one
    parts = unicodedata.normalize("NFKD", one)
    kept = "".join(part for part in parts if ord(part) <= _LAST_OF_ENCODING and not _CONTROLS.match(part))
    return kept.replace(";", ",") if kept else "" if all(map(unicodedata.combining, parts)) else "?"
