"""Where things stand: points in ETRS-TM35FIN near a municipality's settlements, and never nearer to another's centre.

The borders of municipalities are not at hand. A municipality is taken to be the land nearer to its centre than to the
centre of any other, and not farther than a reach that follows from how far its neighbours are; so buildings of two
municipalities never mix, but a border can be off by kilometres, and a point can lie in water.
"""

from __future__ import annotations

from functools import cache
from math import hypot
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import settlements
from vaki.register.buildings import Coordinates
from vaki.synthetic.draws import Table

if TYPE_CHECKING:
    from vaki.synthetic.draws import Draws

QUARTER: Final = 300
"""Metres from a quarter's middle within which all of it stands."""
_MARGIN: Final = 350
_NEAREST: Final = 5
_SPREAD: Final = {"flat": 900.0, "row": 1500.0, "house": 2200.0, "other": 1800.0}
"""Metres from a settlement's middle, typically."""
_SMALL_TOWN: Final = 3_000
_IN_COUNTRY: Final = 0.16
"""Of houses: those that stand in no settlement."""


class _Land(NamedTuple):
    north: float
    east: float
    reach: float
    borders: tuple[tuple[float, float, float], ...]
    """Unit vectors towards neighbouring centres, and how far one may go that way."""
    settlements: Table[settlements.Settlement]


@cache
def _land(code: str) -> _Land:
    centre = settlements.centre(code)
    distances = []
    for other in settlements.centres().values():
        if other.municipality != code:
            north, east = other.north - centre.north, other.east - centre.east
            distances.append((hypot(north, east), north, east))
    distances.sort()
    reach = sum(one[0] for one in distances[:_NEAREST]) / _NEAREST * 0.75
    borders = tuple(
        (north / far, east / far, far / 2 - _MARGIN) for far, north, east in distances if far / 2 - _MARGIN < reach
    )
    return _Land(
        float(centre.north),
        float(centre.east),
        reach,
        borders,
        Table((one, float(one.residents)) for one in settlements.of_municipality(code)),
    )


def quarter_middle(draws: Draws, code: str, kind: str) -> tuple[float, float]:
    """North and east of a quarter's middle, in metres: with others in a settlement, or, for cottages, anywhere."""
    land = _land(code)
    if kind == "cottage" or (kind == "house" and draws.chance(_IN_COUNTRY)):
        north, east = draws.bell(0, land.reach * 0.45), draws.bell(0, land.reach * 0.45)
    else:
        near = draws.from_table(land.settlements)
        spread = _SPREAD[kind] * min(max((near.residents / _SMALL_TOWN) ** 0.4, 0.4), 3.0)
        north = near.north - land.north + draws.bell(0, spread)
        east = near.east - land.east + draws.bell(0, spread)
    scale = _within(land, north, east)
    return land.north + north * scale, land.east + east * scale


def _within(land: _Land, north: float, east: float) -> float:
    """By how much a vector from the centre must shrink to stay in the municipality."""
    far = hypot(north, east)
    scale = land.reach / far if far > land.reach else 1.0
    for to_north, to_east, limit in land.borders:
        along = (north * to_north + east * to_east) * scale
        if along > limit:
            scale *= limit / along
    return scale


def in_quarter(middle: tuple[float, float], number: int, *, across: int, spacing: int) -> Coordinates:
    """Where the quarter's building of a number stands, in rows of so many, so many metres apart."""
    row, column = divmod(number, across)
    return Coordinates(int(middle[0]) + spacing * row - QUARTER // 2, int(middle[1]) + spacing * column - QUARTER // 2)


def beside(place: Coordinates, number: int) -> Coordinates:
    """Where the outbuilding of a number stands, a few steps from the house."""
    return Coordinates(place.pohjoinen + 14 + 9 * number, place.ita + 17 - 12 * number)
