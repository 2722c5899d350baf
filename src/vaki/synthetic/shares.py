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
    (18, 0.06), (22, 0.15), (25, 0.33), (30, 0.57), (35, 0.69), (40, 0.74), (50, 0.78), (60, 0.87), (70, 0.94),
)  # fmt: skip
_SINGLES: Final = (  # age, divorced and widowed among those who live in no couple
    (18, 0.00, 0.000), (25, 0.04, 0.000), (30, 0.14, 0.003), (40, 0.33, 0.01), (50, 0.44, 0.05), (60, 0.46, 0.16),
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


DEAD_PARENTS: Final = 0.48
"""Those without living parents whose dead parents the register still holds."""
DEAD_SINCE: Final = 1971
"""The register holds the dead from this year on."""
ABROAD: Final = 0.035
"""Persons who have moved abroad, per living resident."""
NO_DWELLING: Final = 0.006
INSTITUTION_AGE: Final = 80

FLATS: Final = (0.60, 0.37, 0.28, 0.22)
"""By people in a household: those who live in a block of flats, in a place like the whole country."""
ROW_HOUSES: Final = 0.27
"""Row houses among all but flats."""

SWEDISH: Final = 0.051
SAMI: Final = 0.0004
MIXED_COUPLES: Final = 0.2
"""Couples of another language than Finnish in which one, and the children, speak Finnish."""
LOST_TO_MIXED: Final = 1.1
"""Households drawn as Swedish, per such as the speakers are a share of: some of their people speak Finnish."""
_FOREIGN: Final = ((18, 0.14), (25, 0.19), (45, 0.12), (60, 0.05), (70, 0.02))


def foreign_share(age: int) -> float:
    """Speakers of other languages than Finnish and Swedish, by age of the household's adult."""
    return next(share for since, share in reversed(_FOREIGN) if age >= since)


FOREIGN_LANGUAGES: Final = Table(
    (
        ("ru", 102.5), ("et", 49.6), ("ar", 43.5), ("en", 34.0), ("uk", 32.0), ("so", 26.0), ("fa", 22.0), ("zh", 18.0),
        ("sq", 17.5), ("ku", 17.0), ("vi", 15.5), ("es", 12.0), ("tr", 11.0), ("de", 9.5), ("ro", 6.0), ("lv", 4.0),
    )
)  # fmt: skip

COUNTRIES: Final[dict[str, Table[str]]] = {
    "ru": Table((("643", 0.72), ("233", 0.14), ("804", 0.07), ("810", 0.05), ("398", 0.02))),
    "et": Table((("233", 0.98), ("643", 0.02))),
    "ar": Table((("368", 0.62), ("760", 0.22), ("504", 0.08), ("818", 0.05), ("736", 0.03))),
    "en": Table((("826", 0.25), ("840", 0.2), ("356", 0.2), ("566", 0.2), ("404", 0.15))),
    "uk": Table((("804", 1.0),)),
    "so": Table((("706", 0.95), ("231", 0.05))),
    "fa": Table((("004", 0.6), ("364", 0.4))),
    "zh": Table((("156", 0.95), ("158", 0.05))),
    "sq": Table((("008", 0.6), ("807", 0.4))),
    "ku": Table((("368", 0.6), ("792", 0.3), ("364", 0.1))),
    "vi": Table((("704", 1.0),)),
    "es": Table((("724", 0.6), ("604", 0.2), ("170", 0.2))),
    "tr": Table((("792", 1.0),)),
    "de": Table((("276", 0.85), ("756", 0.15))),
    "ro": Table((("642", 1.0),)),
    "lv": Table((("428", 1.0),)),
}
"""Countries of birth and citizenship by mother tongue."""
FINNISH_AMONG_FOREIGN: Final = 0.37
DUAL_AMONG_FINNISH_FOREIGN: Final = 0.6
WHERE_TO: Final = Table(
    (("752", 0.5), ("233", 0.1), ("276", 0.1), ("826", 0.1), ("724", 0.1), ("578", 0.06), ("840", 0.04))
)
"""Countries that people move to from Finland."""

_CHURCH: Final = ((0, 0.60), (10, 0.70), (20, 0.62), (30, 0.55), (40, 0.68), (50, 0.75), (60, 0.79), (70, 0.86))


def church_share(age: int) -> float:
    """Members of the Evangelical Lutheran Church among speakers of Finnish and Swedish."""
    return next(share for since, share in reversed(_CHURCH) if age >= since)


OTHER_RELIGION: Final = Table((("ORT", 0.011), ("REK_USK", 0.014), ("", 0.975)))
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
