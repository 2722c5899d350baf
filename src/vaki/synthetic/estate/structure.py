"""What a building is like: year, heating, materials, floors and volume, by its kind.

The shares follow Statistics Finland's building stock where it tells them (60 % of residential buildings are from 1970
or later); those of heating, materials and the accuracy of the location are only likely. Every code of the lists occurs.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from vaki.codes import building_class, checking
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate.layouts import COTTAGE, FLAT, HOUSE, OTHER, ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEARS: Final = {
    HOUSE: Table((
        ((1880, 1920), 0.05), ((1921, 1939), 0.06), ((1940, 1959), 0.22), ((1960, 1969), 0.095), ((1970, 1979), 0.14),
        ((1980, 1989), 0.18), ((1990, 1999), 0.095), ((2000, 2009), 0.10), ((2010, 2019), 0.05), ((2020, 2025), 0.01),
    )),
    ROW: Table((
        ((1950, 1969), 0.04), ((1970, 1979), 0.22), ((1980, 1989), 0.37), ((1990, 1999), 0.16), ((2000, 2009), 0.12),
        ((2010, 2025), 0.09),
    )),
    FLAT: Table((
        ((1890, 1939), 0.10), ((1940, 1959), 0.16), ((1960, 1969), 0.17), ((1970, 1979), 0.21), ((1980, 1989), 0.11),
        ((1990, 1999), 0.09), ((2000, 2009), 0.07), ((2010, 2025), 0.09),
    )),
    OTHER: Table((
        ((1850, 1939), 0.09), ((1940, 1959), 0.14), ((1960, 1979), 0.27), ((1980, 1999), 0.29), ((2000, 2025), 0.21),
    )),
    COTTAGE: Table((
        ((1900, 1949), 0.10), ((1950, 1969), 0.22), ((1970, 1989), 0.38), ((1990, 2009), 0.23), ((2010, 2025), 0.07),
    )),
}  # fmt: skip
_HEATING: Final = {
    HOUSE: Table((
        (("03", "04"), 0.390), (("01", "1101"), 0.110), (("01", "09"), 0.060), (("01", "02"), 0.120),
        (("01", "01"), 0.095), (("01", "07"), 0.060), (("04", "07"), 0.052), (("06", "1102"), 0.030),
        (("02", "1103"), 0.025), (("01", "1104"), 0.020), (("01", "11"), 0.012), (("05", "10"), 0.006),
        (("01", "05"), 0.005), (("01", "08"), 0.005), (("07", ""), 0.005), (("99", "99"), 0.005),
    )),
    ROW: Table((
        (("01", "01"), 0.52), (("03", "04"), 0.30), (("01", "02"), 0.09), (("01", "1101"), 0.06), (("02", "04"), 0.03),
    )),
    FLAT: Table((
        (("01", "01"), 0.90), (("01", "1101"), 0.04), (("01", "02"), 0.03), (("03", "04"), 0.01), (("01", "05"), 0.01),
        (("01", "03"), 0.01),
    )),
    OTHER: Table((
        (("01", "01"), 0.40), (("01", "02"), 0.16), (("03", "04"), 0.14), (("02", "02"), 0.05), (("07", ""), 0.12),
        (("01", "07"), 0.04), (("01", "03"), 0.03), (("01", "05"), 0.02), (("01", "06"), 0.01), (("01", "08"), 0.01),
        (("99", "99"), 0.02),
    )),
    COTTAGE: Table(((("04", "07"), 0.55), (("03", "04"), 0.30), (("06", "1102"), 0.08), (("07", ""), 0.07))),
}  # fmt: skip
_MATERIAL: Final = {
    HOUSE: Table((("04", 0.84), ("02", 0.08), ("01", 0.055), ("03", 0.003), ("99", 0.007), ("00", 0.015))),
    ROW: Table((("04", 0.58), ("02", 0.24), ("01", 0.18))),
    FLAT: Table((("01", 0.85), ("02", 0.11), ("04", 0.04))),
    OTHER: Table((("01", 0.28), ("02", 0.20), ("03", 0.25), ("04", 0.20), ("99", 0.02), ("00", 0.05))),
    COTTAGE: Table((("04", 0.97), ("02", 0.01), ("99", 0.02))),
}
_FACADE: Final = {
    HOUSE: Table((("05", 0.72), ("02", 0.22), ("01", 0.03), ("04", 0.01), ("99", 0.01), ("00", 0.01))),
    ROW: Table((("05", 0.42), ("02", 0.53), ("01", 0.05))),
    FLAT: Table((("01", 0.58), ("02", 0.34), ("05", 0.03), ("04", 0.02), ("06", 0.01), ("99", 0.02))),
    OTHER: Table(
        (("03", 0.34), ("02", 0.22), ("01", 0.16), ("05", 0.20), ("04", 0.02), ("06", 0.03), ("99", 0.01), ("00", 0.02))
    ),
    COTTAGE: Table((("05", 0.98), ("99", 0.02))),
}
_PREFABRICATED: Final = {HOUSE: 0.30, ROW: 0.45, FLAT: 0.62, OTHER: 0.5, COTTAGE: 0.2}
_ACCURACY: Final = Table((
    ("3", 0.50), ("A", 0.18), ("B", 0.09), ("2", 0.08), ("1", 0.06), ("4", 0.05), ("5", 0.02), ("6", 0.01), ("7", 0.01),
))  # fmt: skip
_DAY_KNOWN_SINCE: Final = 1980
"""Buildings that stood at the census of 1980 are known by their year alone."""
_PERMIT_KNOWN_SINCE: Final = 2010
_NEW_CODES_SINCE: Final = 2015
"""Buildings made since have never had an old code (the permanent one came in November 2014)."""
_CLASSES_SINCE: Final = 2020
_STOREY: Final = {HOUSE: 2.9, ROW: 2.9, FLAT: 3.1, OTHER: 4.4, COTTAGE: 2.6}
_BASIC: Final = ("SAHKO", "VESIJOHTO", "VIEMARI")
_ELECTRIC: Final = ("SAHKO",)
_TALL: Final = 4
_VENTILATED_SINCE: Final = 2004
_SHELTERS_SINCE: Final = 1959


def year_of(seed: int, code: str, kind: str, quarter: int, building: int) -> int:
    """The year a quarter's building was finished."""
    draws = Draws(seed, "year", code, kind, quarter, building)
    return draws.between(*draws.from_table(_YEARS[kind]))


def structure(draws: Draws, kind: str, year: int, area: int, floors: int) -> dict[str, Any]:
    """Members of a building that follow from its kind and year; `area` is its whole floor area in square metres."""
    heating, source = draws.from_table(_HEATING[kind])
    return {
        "valmistumisvuosi": year,
        "valmistumispv": date(year, draws.between(1, 12), draws.between(1, 28)) if year >= _DAY_KNOWN_SINCE else None,
        "kerrosluku": floors,
        "kokonaisala": area,
        "kerrosala": int(area * 0.93),
        "tilavuus": int(area * _STOREY[kind]),
        "rakennusaine": draws.from_table(_MATERIAL[kind]),
        "julkisivu": draws.from_table(_FACADE[kind]),
        "rakentamistapa": "01" if draws.chance(_PREFABRICATED[kind]) else "02",
        "lammitystapa": heating,
        "lammonlahde": source,
        "sijaintiepavarmuus": draws.from_table(_ACCURACY),
        "varusteet": _equipment(draws.chance(0.04), kind, year, floors),
        "lupatunnus": f"{year % 100:02}-{draws.between(1, 1999):04}-R" if year >= _PERMIT_KNOWN_SINCE else "",
    }


@cache
def _equipment(solar: bool, kind: str, year: int, floors: int) -> tuple[str, ...]:
    if kind == COTTAGE:
        return (*_ELECTRIC, "AURINKOPANEELI") if solar else _ELECTRIC
    found = [*_BASIC]
    if kind == FLAT and floors >= _TALL:
        found.append("HISSI")
    if year >= _VENTILATED_SINCE:
        found.append("ILMASTOINTI")
    if kind == FLAT and year >= _SHELTERS_SINCE:
        found.append("VAESTONSUOJA")
    if solar:
        found.append("AURINKOPANEELI")
    return tuple(found)


def old_codes(property_code: str, building_class_2018: str, year: int) -> Mapping[str, str]:
    """The code and the class that a building had before the present ones, as far as it is old enough.

    The rule of the old code's check character is not known; the one of the present codes stands in for it.
    """
    found = {}
    if year < _NEW_CODES_SINCE:
        check = checking.check_character(int(property_code))
        found["vanha_rakennustunnus"] = f"{property_code}{check}001"
    if year < _CLASSES_SINCE:
        classes = building_class.of_1994(building_class_2018)
        found["rakennusluokka_1994"] = classes[year % len(classes)]
    return found
