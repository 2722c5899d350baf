"""The figures that the population follows: ages, households, languages, citizenships, religion.

Sources: UN World Population Prospects 2019 (ages, CC BY 3.0 IGO), Statistics Finland (households, languages, religion,
dwellings), as gathered for the project; shares that no open table gives are estimates and stand here only.
"""

from __future__ import annotations

from typing import Final

from vaki.synthetic.draws import Table
from vaki.synthetic.figures import targets

OLDEST: Final = 103
ADULT: Final = 18
AT_HOME_UNTIL: Final = 24
_CENTENARIANS: Final = (0.5, 0.28, 0.15, 0.07)


def _by_year(bands: tuple[float, ...]) -> tuple[float, ...]:
    """Five-year bands (the last open) spread over their years smoothly, the sum of each band kept."""
    width = targets.AGE_BAND
    years = [bands[age // width] / width for age in range(targets.OLDEST_BAND)]
    for _ in range(40):
        padded = [years[0], *years, years[-1]]
        years = [sum(padded[at : at + 3]) / 3 for at in range(len(years))]
        for band, whole in enumerate(bands[:-1]):
            own = slice(band * width, (band + 1) * width)
            times = whole / sum(years[own])
            years[own] = [one * times for one in years[own]]
    return (*years, *(bands[-1] * part for part in _CENTENARIANS))


MEN: Final = _by_year(targets.MEN)
WOMEN: Final = _by_year(targets.WOMEN)
"""By year of age, in thousands."""

EVER_BORN: Final = Table(((0, 0.19), (1, 0.17), (2, 0.38), (3, 0.17), (4, 0.06), (5, 0.03)))
TWINS: Final = 0.014

_MARRIED: Final = (
    (18, 0.06), (22, 0.14), (25, 0.30), (30, 0.52), (35, 0.63), (40, 0.67), (50, 0.71), (60, 0.81), (70, 0.90),
)  # fmt: skip
_SINGLES: Final = (  # age, divorced and widowed among those who live in no couple
    (18, 0.00, 0.000), (25, 0.04, 0.000), (30, 0.14, 0.003), (40, 0.35, 0.01), (50, 0.48, 0.05), (60, 0.50, 0.16),
    (70, 0.36, 0.42), (80, 0.20, 0.70), (90, 0.08, 0.90),
)  # fmt: skip


def married_share(age: int) -> float:
    """Married ones among couples."""
    return next(share for since, share in reversed(_MARRIED) if age >= since)


def singles_shares(age: int, woman: bool) -> tuple[float, float]:
    """(divorced, widowed) among those who live in no couple; widows are many and widowers few."""
    _, divorced, widowed = next(row for row in reversed(_SINGLES) if age >= row[0])
    return divorced, widowed * (1.15 if woman else 0.5)


DIVORCED_IN_COUPLES: Final = 0.9
"""Divorced ones among those who live together unmarried, against those of the same age who live alone."""
MOTHER_ALIVE: Final = ((18, 0.97), (30, 0.93), (40, 0.82), (50, 0.58), (60, 0.25), (70, 0.05), (80, 0.0))
"""By age: the mother is alive and in the register."""


def mother_alive(age: int) -> float:
    return next(share for since, share in reversed(MOTHER_ALIVE) if age >= since)


DEAD_PARENTS: Final = 0.57
"""Those without living parents whose dead parents the register still holds."""
DEAD_SINCE: Final = 1971
"""The register holds the dead from this year on."""
ABROAD: Final = 0.035
"""Persons who have moved abroad, per living resident."""
NO_DWELLING: Final = 0.006
INSTITUTION_AGE: Final = 80

FLATS: Final = (0.655, 0.40, 0.30, 0.235)
"""By people in a household: those who live in a block of flats, in a place like the whole country."""
ROW_HOUSES: Final = 0.263
"""Row houses among all but flats."""

SWEDISH: Final = 0.051
SAMI: Final = 0.0004
MIXED_COUPLES: Final = 0.2
"""Couples of another language than Finnish in which one, and the children, speak Finnish."""
LOST_TO_MIXED: Final = 1.255
"""Households drawn as Swedish, per such as the speakers are a share of: some of their people speak Finnish."""
_FOREIGN: Final = ((18, 0.135), (25, 0.182), (45, 0.115), (60, 0.048), (70, 0.019))


def foreign_share(age: int) -> float:
    """Speakers of other languages than Finnish and Swedish, by age of the household's adult."""
    return next(share for since, share in reversed(_FOREIGN) if age >= since)


FOREIGN_LANGUAGES: Final = Table(
    (
        ("ru", 102.5), ("et", 49.6), ("ar", 43.5), ("en", 39.9), ("uk", 37.0), ("so", 28.5), ("fa", 26.0), ("zh", 22.5),
        ("sq", 20.5), ("ku", 19.0), ("vi", 17.5), ("es", 16.0), ("hi", 15.5), ("tl", 9.0), ("th", 14.8), ("tr", 14.5),
        ("bn", 13.5), ("ne", 13.0), ("de", 12.5), ("ur", 9.0), ("ta", 11.0), ("fr", 13.6), ("pt", 11.5), ("ro", 9.5),
        ("hu", 9.0), ("it", 10.0), ("bg", 7.5), ("lv", 7.5), ("sw", 6.1),
    )
)  # fmt: skip
"""Speakers in thousands, 610 in all. The first three are Statistics Finland's of 2024, and so is the order up to
Vietnamese; the others are estimates that leave nobody out."""

COUNTRIES: Final[dict[str, Table[str]]] = {
    "ru": Table((("643", 0.72), ("233", 0.14), ("804", 0.07), ("810", 0.05), ("398", 0.02))),
    "et": Table((("233", 0.98), ("643", 0.02))),
    "ar": Table((("368", 0.62), ("760", 0.22), ("504", 0.08), ("818", 0.05), ("736", 0.03))),
    "en": Table((("826", 0.30), ("840", 0.27), ("356", 0.08), ("566", 0.2), ("404", 0.15))),
    "uk": Table((("804", 1.0),)),
    "so": Table((("706", 0.95), ("231", 0.05))),
    "fa": Table((("004", 0.6), ("364", 0.4))),
    "zh": Table((("156", 0.95), ("158", 0.05))),
    "sq": Table((("008", 0.6), ("807", 0.4))),
    "ku": Table((("368", 0.6), ("792", 0.3), ("364", 0.1))),
    "vi": Table((("704", 1.0),)),
    "es": Table((("724", 0.6), ("604", 0.2), ("170", 0.2))),
    "hi": Table((("356", 1.0),)),
    "tl": Table((("608", 1.0),)),
    "th": Table((("764", 1.0),)),
    "tr": Table((("792", 1.0),)),
    "bn": Table((("050", 1.0),)),
    "ne": Table((("524", 1.0),)),
    "de": Table((("276", 0.85), ("756", 0.15))),
    "ur": Table((("586", 1.0),)),
    "ta": Table((("144", 0.7), ("356", 0.3))),
    "fr": Table((("250", 0.6), ("180", 0.4))),
    "pt": Table((("076", 0.55), ("620", 0.25), ("024", 0.2))),
    "ro": Table((("642", 1.0),)),
    "hu": Table((("348", 1.0),)),
    "it": Table((("380", 1.0),)),
    "bg": Table((("100", 1.0),)),
    "lv": Table((("428", 1.0),)),
    "sw": Table((("404", 0.4), ("834", 0.3), ("180", 0.3))),
}
"""Countries of birth and citizenship by mother tongue. Estimates."""

LONG_ENOUGH: Final = 6
"""Years in Finland after which people may have become Finnish citizens."""
_FINNISH: Final = {
    "et": 0.18, "ru": 0.85, "so": 0.95, "ar": 0.75, "ku": 0.75, "fa": 0.8, "zh": 0.45, "th": 0.4, "uk": 0.3,
    "hi": 0.38, "sq": 0.9, "vi": 0.8,
}  # fmt: skip
_FINNISH_OTHERS: Final = 0.78
_DUAL: Final = {"643": 0.55, "233": 0.2, "706": 0.25, "368": 0.22}
_DUAL_OTHERS: Final = 0.28


def finnish_share(language: str) -> float:
    """Finnish citizens among speakers of a foreign language who have lived here long enough."""
    return _FINNISH.get(language, _FINNISH_OTHERS)


def dual_share(country: str) -> float:
    """Those who have kept a country's citizenship among those who have become Finnish citizens."""
    return _DUAL.get(country, _DUAL_OTHERS)


SWEDISH_CITIZENS: Final = (0.0015, 0.0019)
"""Households of Finnish or Swedish speakers who are citizens of Sweden: alone, and of Finland too."""
WHERE_TO: Final = Table(
    (("752", 0.5), ("233", 0.1), ("276", 0.1), ("826", 0.1), ("724", 0.1), ("578", 0.06), ("840", 0.04))
)
"""Countries that people move to from Finland."""

_CHURCH: Final = ((0, 0.61), (10, 0.70), (20, 0.63), (30, 0.56), (40, 0.68), (50, 0.75), (60, 0.79), (70, 0.86))


def church_share(age: int) -> float:
    """Members of the Evangelical Lutheran Church among speakers of Finnish and Swedish."""
    return next(share for since, share in reversed(_CHURCH) if age >= since)


OTHER_RELIGION: Final = Table((("ORT", 0.019), ("REK_USK", 0.039), ("", 0.942)))
FOREIGN_RELIGION: Final = Table((("", 0.85), ("ORT", 0.05), ("REK_USK", 0.07), ("EV_LUT", 0.03)))

PROTECTED: Final = 0.002
FEWEST_PROTECTED: Final = 3
BANS: Final = (
    ("HENKILOMATRIKKELIKIELTO", 0.025),
    ("SUKUTUTKIMUSKIELTO", 0.02),
    ("SUORAMARKKINOINTIKIELTO", 0.05),
    ("YHTEYSTIETOJEN_LUOVUTUSKIELTO", 0.042),
    ("ASIAKASREKISTERIN_PAIVITYSKIELTO", 0.042),
)
GUARDIANSHIP: Final = ((18, 0.006), (70, 0.012), (85, 0.05))
TAKEN_INTO_CARE: Final = 0.009
E_MAIL: Final = 0.30
POSTAL_ADDRESS: Final = 0.03
TEMPORARY_ADDRESS: Final = 0.02
