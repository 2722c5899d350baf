"""The published figures that a population is held to, each with its year.

A figure is of the year it was published for and is not carried on: the age table of 2020 is the age table of whatever
day the population lives on. Where the source tells parts of a whole, the rest is a category of its own, so that no
category stands here whose figure nobody published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import municipality

if TYPE_CHECKING:
    from collections.abc import Mapping

AGE_BAND: Final = 5
OLDEST_BAND: Final = 100

MEN: Final = (
    135.3, 155.8, 158.6, 151.9, 160.6, 183.7, 179.0, 184.8, 176.9, 160.2, 176.2, 184.0, 174.6, 170.4, 167.5, 100.2,
    64.2, 34.0, 12.4, 2.1, 0.15,
)  # fmt: skip
"""Men on 1.7.2020 in thousands by five years of age, 100 and over last.

UN World Population Prospects 2019 (CC BY 3.0 IGO).
"""
WOMEN: Final = (
    128.9, 148.7, 151.7, 144.4, 152.6, 175.4, 168.5, 174.4, 168.5, 154.0, 174.8, 185.6, 182.1, 185.3, 190.1, 125.1,
    95.0, 62.4, 31.9, 8.2, 0.82,
)  # fmt: skip
"""Women, as `MEN`."""

POPULATION_2021: Final = 5_548_241
POPULATION_2024: Final = 5_635_971
"""Residents on 31 December, Statistics Finland."""


def age_band(age: int) -> str:
    """The name of the band that a whole year of age falls into, as `40-44` or `100-`."""
    first = min(age // AGE_BAND * AGE_BAND, OLDEST_BAND)
    return f"{first}-" if first == OLDEST_BAND else f"{first}-{first + AGE_BAND - 1}"


def _ages() -> dict[str, float]:
    return {
        f"{sex} {age_band(at * AGE_BAND)}": thousands
        for sex, bands in (("men", MEN), ("women", WOMEN))
        for at, thousands in enumerate(bands)
    }


def _municipalities() -> dict[str, float]:
    return {one.code: float(one.population_hundreds or 0) for one in municipality.all_in_force()}


OTHER: Final = "other"
_FOREIGN_SPEAKERS: Final = 610_000
_LANGUAGES: Final = {
    "sv": round(0.051 * POPULATION_2024),
    "se": 2_000,
    "ru": 102_488,
    "et": 49_564,
    "ar": 43_534,
    OTHER: _FOREIGN_SPEAKERS - 102_488 - 49_564 - 43_534,
}

_FOREIGN_CITIZENS_2021: Final = 296_000
_DUAL_2021: Final = {"643": 35_919, "752": 9_603, "706": 7_872, "233": 7_237, "368": 6_623}
_DUAL_IN_ALL_2021: Final = 149_879


def _citizenships() -> dict[str, float]:
    dual = {f"246+{country}": count for country, count in _DUAL_2021.items()}
    dual[f"246+{OTHER}"] = _DUAL_IN_ALL_2021 - sum(_DUAL_2021.values())
    return {
        "246": float(POPULATION_2021 - _FOREIGN_CITIZENS_2021 - _DUAL_IN_ALL_2021),
        **dual,
        "foreign": float(_FOREIGN_CITIZENS_2021),
    }


FOREIGN_IN_ORDER: Final = ("233", "643", "368", "156", "356", "764", "752", "004")
"""Countries of the most foreign citizens, the most first: Estonia, Russia, Iraq, China, India, Thailand, Sweden and
Afghanistan. Statistics Finland 2021; how many each has is not in the source."""
LANGUAGES_IN_ORDER: Final = ("ru", "et", "ar", "en", "uk", "so", "fa", "zh", "sq", "ku", "vi")
"""Foreign languages spoken most, the most first. Statistics Finland 2024; from English on, 15 000 to 40 000 each."""

TARGETS: Final[Mapping[str, Mapping[str, float]]] = {
    "age and sex": _ages(),
    "municipality": _municipalities(),
    "language": {"fi": float(POPULATION_2024 - sum(_LANGUAGES.values())), **_LANGUAGES},
    "citizenship": _citizenships(),
    "religion": {"EV_LUT": 63.6, "ORT": 1.0, "REK_USK": 1.8, "EI_USKONTOKUNTAA": 33.6},
    "household size": {"1": 47.0, "2": 32.0, "3-": 21.0},
    "dwelling type": {"house": 37.6, "row house": 13.4, "flat": 47.4, OTHER: 1.5},
}
"""By column, the weight of each category; weights of different columns have different units.

- age and sex: residents on 1.7.2020, UN World Population Prospects 2019.
- municipality: residents on 31.12.2022 by code, Statistics Finland (municipal division of 2025).
- language: residents by mother tongue 2024, Statistics Finland; foreign languages beyond the three largest are one.
- citizenship: residents 2021, Statistics Finland: Finnish alone, Finnish and another, and no Finnish one.
- religion: residents by kind of registered religious community 2023, Statistics Finland.
- household size: household-dwelling units 2023, Statistics Finland.
- dwelling type: permanently occupied dwellings by type of building 2022, Statistics Finland.
"""
SOURCES: Final[Mapping[str, str]] = {
    "age and sex": "UN WPP 2019, of 2020",
    "municipality": "Statistics Finland 2022",
    "language": "Statistics Finland 2024",
    "citizenship": "Statistics Finland 2021",
    "religion": "Statistics Finland 2023",
    "household size": "Statistics Finland 2023",
    "dwelling type": "Statistics Finland 2022",
}
BOUND: Final = 0.02
"""The largest total variation distance between a population of 100 000 or more and the figures."""
