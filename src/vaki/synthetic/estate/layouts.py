"""How the stock is laid out: kinds of quarters, the dwellings in each, and how many quarters the households need.

A quarter is what is made and loaded together: 24 dwellings in detached houses, 20 in row houses, 46 in two blocks of
flats, ten other buildings, ten cottages. What is not lived in stands vacant, and people move there.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import municipality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaki.codes.municipality import Municipality
    from vaki.synthetic.places import Place

SMALL, MEDIUM, LARGE = 0, 1, 2
HOUSE, ROW, FLAT, OTHER, COTTAGE = "house", "row", "flat", "other", "cottage"
HOMES: Final = (HOUSE, ROW, FLAT)
"""Kinds with dwellings."""
KINDS: Final = (*HOMES, OTHER, COTTAGE)
_HOUSES: Final = 23
_IN_ROW: Final = 5
_IN_BLOCK: Final = 23


class Layout:
    """A quarter of one kind: so many dwellings of each size, strewn, in so many buildings."""

    def __init__(self, buildings: int, sizes: tuple[int, int, int] = (0, 0, 0)) -> None:
        self.buildings = buildings
        self.pattern = _strewn(sizes)
        """The size of the dwelling at each position."""

    @property
    def dwellings(self) -> int:
        return len(self.pattern)

    def positions(self, size: int) -> list[int]:
        return [at for at, one in enumerate(self.pattern) if one == size]


def _strewn(sizes: tuple[int, int, int]) -> tuple[int, ...]:
    """Sizes as evenly mixed as they go: at each position the one that lags most behind its share."""
    whole = sum(sizes)
    used = [0, 0, 0]
    pattern = []
    for at in range(1, whole + 1):
        size = max(range(3), key=lambda one: (sizes[one] * at - used[one] * whole, one))
        used[size] += 1
        pattern.append(size)
    return tuple(pattern)


LAYOUTS: Final = {
    HOUSE: Layout(_HOUSES, (3, 8, 13)),
    ROW: Layout(4, (6, 8, 6)),
    FLAT: Layout(2, (21, 18, 7)),
    OTHER: Layout(10),
    COTTAGE: Layout(10),
}
POSITIONS: Final = {(kind, size): LAYOUTS[kind].positions(size) for kind in HOMES for size in (SMALL, MEDIUM, LARGE)}


def seat(kind: str, position: int) -> tuple[int, int]:
    """Of the quarter's dwelling at a position: its building, and its number there from 0. The last house is a pair."""
    if kind == HOUSE:
        return (position, 0) if position < _HOUSES else (_HOUSES - 1, position - _HOUSES + 1)
    return divmod(position, _IN_ROW if kind == ROW else _IN_BLOCK)


def positions_of(kind: str, building: int) -> range:
    """Of the quarter's building, the positions of its dwellings."""
    if kind == HOUSE:
        return range(building, building + 1 + (building == _HOUSES - 1))
    each = _IN_ROW if kind == ROW else _IN_BLOCK
    return range(building * each, (building + 1) * each)


class Spot(NamedTuple):
    """A dwelling's address in the stock."""

    place: int
    kind: str
    quarter: int
    position: int


_SPARE: Final = {HOUSE: 1.08, ROW: 1.09, FLAT: 1.105}
"""Dwellings for each household, so that buildings come to Statistics Finland's numbers of 2022."""
_HOUSEHOLD: Final = 1.96
"""Residents of a household, on the average."""
_OTHERS_A_RESIDENT: Final = 222_187 / 5_563_970
"""Other buildings of the building stock, Statistics Finland 2022."""
_COTTAGES: Final = 509_652
"""Free-time residences, Statistics Finland 2022."""
_COTTAGES_OF_REGION: Final = {
    "01": 1.3, "02": 2.2, "04": 1.0, "05": 1.1, "06": 1.7, "07": 2.0, "08": 1.3, "09": 1.5, "10": 2.7, "11": 1.5,
    "12": 1.5, "13": 1.9, "14": 0.55, "15": 0.95, "16": 0.6, "17": 0.8, "18": 1.2, "19": 1.1, "21": 0.7,
}  # fmt: skip
"""By region: cottages of a municipality of its size against others; the lakes of the east and the coast have most."""


def _weight(one: Municipality) -> float:
    """Cottages hardly follow the number of residents: small municipalities have many for theirs."""
    return _COTTAGES_OF_REGION.get(one.region or "", 1.0) * math.pow(max(one.population_hundreds or 0, 1), 0.3)


@cache
def _cottages() -> Mapping[str, float]:
    """By code, how many there are in the whole country's."""
    weights = {one.code: _weight(one) for one in municipality.all_in_force()}
    whole = sum(weights.values())
    return {code: _COTTAGES * weight / whole for code, weight in weights.items()}


def quarters_for(demand: Mapping[tuple[int, str, int], int], places: tuple[Place, ...]) -> dict[tuple[int, str], int]:
    """Quarters of each kind in each place that hold the households (place, kind, size -> number), with some to spare.

    Every place has houses: also where nobody lives now, people have lived. Other buildings and cottages come in
    proportion to the residents covered.
    """
    need: dict[tuple[int, str], int] = dict.fromkeys(((place, HOUSE) for place in range(len(places))), 1)
    households = [0] * len(places)
    for (place, kind, size), number in sorted(demand.items()):
        households[place] += number
        here = -(-int(number * _SPARE[kind] + 1) // len(POSITIONS[kind, size]))
        need[place, kind] = max(need.get((place, kind), 1), here)
    for at, where in enumerate(places):
        residents = households[at] * _HOUSEHOLD
        covered = residents / (100 * max(where.municipality.population_hundreds or 1, 1))
        need[at, OTHER] = max(round(residents * _OTHERS_A_RESIDENT / LAYOUTS[OTHER].buildings), 1)
        need[at, COTTAGE] = max(round(covered * _cottages()[where.code] / LAYOUTS[COTTAGE].buildings), 1)
    return need
