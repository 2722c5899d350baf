"""How far a census is from the published figures: by column, each category's share and the total variation distance.

The distance is half the sum of the differences of shares: the part of the people who would have to be otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vaki.synthetic.figures.census import FINNISH
from vaki.synthetic.figures.targets import BOUND, OTHER, SOURCES, TARGETS, age_band

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaki.synthetic.figures.census import Census

MUNICIPALITY: Final = "municipality"
"""The column that a small population differs in by design."""
_SEXES: Final = {"MIES": "men", "NAINEN": "women"}
_CHURCH: Final = "EV_LUT"
_OF_THE_CHURCH: Final = frozenset({"SAKSALAINEN_SRK", "OLAUS_PETRI"})
"""Parishes of the Evangelical Lutheran Church that have a kind of their own."""
_TYPES: Final = {"0110": "house", "0111": "house", "0112": "row house", "0120": "flat", "0121": "flat"}
"""Type of dwelling by class of building (Statistics Finland, building classification 2018)."""
_MANY: Final = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """One column: (category, share made, share published) and the distance between the two, all 0 to 1.

    What was made and nobody published has a category of its own, whose published share is 0.
    """

    name: str
    source: str
    categories: tuple[tuple[str, float, float], ...]
    distance: float

    @property
    def near(self) -> bool:
        """Whether the distance is within what is allowed of a population of 100 000 or more."""
        return self.distance <= BOUND


def distance(made: Mapping[str, float], published: Mapping[str, float]) -> float:
    """Total variation distance of two weightings, each taken as a whole of 1; 1 when nothing was made."""
    return sum(abs(ours - theirs) for _, ours, theirs in _shares(made, published)) / 2 if any(made.values()) else 1.0


def compare(census: Census) -> list[Compared]:
    """Every column that figures are published of, in the order of `targets.TARGETS`."""
    found = []
    for name, published in TARGETS.items():
        made = counted(census, name)
        found.append(Compared(name, SOURCES[name], _shares(made, published), distance(made, published)))
    return found


def counted(census: Census, column: str) -> Counter[str]:
    """What a census counted of one column, in the categories of the figures. Raises KeyError for no such column."""
    published = TARGETS[column]
    made: Counter[str] = Counter()
    for category, count in _COLUMNS[column](census):
        made[OTHER if category not in published and OTHER in published else category] += count
    return made


def _shares(made: Mapping[str, float], published: Mapping[str, float]) -> tuple[tuple[str, float, float], ...]:
    ours, theirs = sum(made.values()) or 1.0, sum(published.values())
    names = [*published, *sorted(set(made) - set(published))]
    return tuple((name, made.get(name, 0) / ours, published.get(name, 0) / theirs) for name in names)


def _ages(census: Census) -> Iterable[tuple[str, int]]:
    return ((f"{_SEXES.get(sex, sex)} {age_band(age)}", count) for (sex, age), count in census.ages.items())


def _citizenships(census: Census) -> Iterable[tuple[str, int]]:
    known = TARGETS["citizenship"]
    for held, count in census.citizenships.items():
        others = [country for country in held if country != FINNISH]
        if FINNISH not in held:
            yield "foreign", count
        elif others:
            told = f"{FINNISH}+{others[0]}"
            yield told if told in known else f"{FINNISH}+{OTHER}", count
        else:
            yield FINNISH, count


def _religions(census: Census) -> Iterable[tuple[str, int]]:
    return ((_CHURCH if kind in _OF_THE_CHURCH else kind, count) for kind, count in census.religions.items())


def _sizes(census: Census) -> Iterable[tuple[str, int]]:
    return ((str(people) if people < _MANY else f"{_MANY}-", count) for (people, _), count in census.homes.items())


def _types(census: Census) -> Iterable[tuple[str, int]]:
    return ((_TYPES.get(kind, OTHER), count) for (_, kind), count in census.homes.items())


_COLUMNS: Final[Mapping[str, Callable[[Census], Iterable[tuple[str, int]]]]] = {
    "age and sex": _ages,
    MUNICIPALITY: lambda census: census.municipalities.items(),
    "language": lambda census: census.languages.items(),
    "citizenship": _citizenships,
    "religion": _religions,
    "household size": _sizes,
    "dwelling type": _types,
}
