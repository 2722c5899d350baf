"""Municipalities: those in force, those that have ended and what took over, and the three codes that are none.

In force: the 308 of 2025 and 2026. Ended codes (mergers of 2001–2025) stay valid in history and as places of birth, and
so do those of the areas ceded in 1944, which nothing took over; other codes that ended earlier are not in the table.
198, 199 and 200 stand where a person has no municipality in Finland.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaki.codes import tables
from vaki.codes.errors import UnknownCode
from vaki.codes.naming import Language, first_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_HOME_MUNICIPALITY: Final = "198"
UNKNOWN: Final = "199"
ABROAD: Final = "200"


class UnknownMunicipality(UnknownCode):
    """The code is not in the list of municipalities"""


class Kind(StrEnum):
    IN_FORCE = "in force"
    ENDED = "ended"
    CEDED = "ceded"
    SPECIAL = "special"


class Languages(StrEnum):
    """The languages of a municipality under the Language Act."""

    FINNISH = "fi"
    SWEDISH = "sv"
    BILINGUAL = "bilingual"


@dataclass(frozen=True, slots=True)
class Area:
    """A region (maakunta) or a wellbeing county; Helsinki 90 and Åland 91 stand in the county list, outside it."""

    code: str
    name_fi: str
    name_sv: str

    def name(self, language: Language) -> str:
        return first_of(language, self.name_fi, self.name_sv)


@dataclass(frozen=True, slots=True)
class Municipality:
    """One code. Region, county, languages and population stand for the municipalities in force only."""

    code: str
    name_fi: str
    name_sv: str
    kind: Kind
    region: str | None = None
    wellbeing_county: str | None = None
    languages: Languages | None = None
    population_hundreds: int | None = None
    """Residents on 31.12.2022, in hundreds, rounded."""
    last_day: date | None = None
    """The last day an ended or ceded code was in force."""
    successor: str | None = None
    """The code that took over from an ended one on the next day."""

    def name(self, language: Language) -> str:
        """The name in the language; Finnish where there is none (English too)."""
        return first_of(language, self.name_fi, self.name_sv)


def get(code: str) -> Municipality:
    """The municipality or special entry of a code. Raises UnknownMunicipality."""
    try:
        return _all()[code]
    except KeyError:
        raise UnknownMunicipality("three digits are asked for") from None


def exists(code: str) -> bool:
    """Whether the code is known: in force, ended, ceded or special."""
    return code in _all()


def is_in_force(code: str) -> bool:
    """Whether the code is a municipality of today (neither ended nor special)."""
    found = _all().get(code)
    return found is not None and found.kind is Kind.IN_FORCE


def successor(code: str) -> str:
    """The code in force where the code's area is today; a code in force or a special one is its own.

    Raises UnknownMunicipality.
    """
    found = get(code)
    while found.successor is not None:
        found = get(found.successor)
    return found.code


def name(code: str, language: Language) -> str:
    """The name of a code in a language, Finnish where there is none. Raises UnknownMunicipality."""
    return get(code).name(language)


@cache
def all_in_force() -> tuple[Municipality, ...]:
    """The municipalities of today in the order of their codes."""
    return tuple(one for one in _all().values() if one.kind is Kind.IN_FORCE)


@cache
def all_ceded() -> tuple[Municipality, ...]:
    """The municipalities of the ceded areas in the order of their codes: places of birth only."""
    return tuple(one for one in _all().values() if one.kind is Kind.CEDED)


@cache
def all_ended() -> tuple[Municipality, ...]:
    """The municipalities that others took over, in the order of their codes."""
    return tuple(one for one in _all().values() if one.kind is Kind.ENDED)


@cache
def regions() -> Mapping[str, Area]:
    """Regions by code, 01–21."""
    return MappingProxyType({row["code"]: Area(**row) for row in tables.rows("maakunnat")})


@cache
def wellbeing_counties() -> Mapping[str, Area]:
    """Wellbeing counties by code, 01–21, and Helsinki 90 and Åland 91."""
    return MappingProxyType({row["code"]: Area(**row) for row in tables.rows("hyvinvointialueet")})


@cache
def _all() -> Mapping[str, Municipality]:
    found = {
        row["code"]: Municipality(
            row["code"],
            row["name_fi"],
            row["name_sv"],
            Kind.IN_FORCE,
            region=row["region"],
            wellbeing_county=row["wellbeing_county"],
            languages=Languages(row["languages"]),
            population_hundreds=int(row["population_hundreds"]),
        )
        for row in tables.rows("kunnat")
    }
    for row in tables.rows("kunnat_lakanneet"):
        found[row["code"]] = Municipality(
            row["code"],
            row["name_fi"],
            row["name_sv"],
            Kind.ENDED,
            last_day=date.fromisoformat(row["last_day"]),
            successor=row["successor"],
        )
    for row in tables.rows("kunnat_luovutetut"):
        last_day = date.fromisoformat(row["last_day"])
        found[row["code"]] = Municipality(row["code"], row["name_fi"], row["name_sv"], Kind.CEDED, last_day=last_day)
    for row in tables.rows("kunnat_erikoiskoodit"):
        found[row["code"]] = Municipality(row["code"], row["name_fi"], row["name_sv"], Kind.SPECIAL)
    return MappingProxyType(found)
