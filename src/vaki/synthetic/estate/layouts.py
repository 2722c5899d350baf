"""How the stock is laid out: kinds of quarters, the dwellings in each, and how many quarters the households need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL, MEDIUM, LARGE = 0, 1, 2
HOUSE, ROW, FLAT = "house", "row", "flat"
KINDS: Final = (HOUSE, ROW, FLAT)


@dataclass(frozen=True, slots=True)
class Layout:
    """A quarter of one kind: dwellings by size in a repeated pattern, shared out among its buildings."""

    pattern: tuple[int, ...]
    dwellings: int
    buildings: int
    first_number: int
    """Of the municipality's building numbers, where this kind's begin."""

    def positions(self, size: int) -> list[int]:
        return [at for at in range(self.dwellings) if self.pattern[at % len(self.pattern)] == size]

    @property
    def in_building(self) -> int:
        return -(-self.dwellings // self.buildings)


LAYOUTS: Final = {
    HOUSE: Layout((MEDIUM, LARGE, LARGE, SMALL, LARGE, MEDIUM, LARGE, MEDIUM), 24, 24, 0),
    ROW: Layout((SMALL, MEDIUM, MEDIUM, LARGE, SMALL, MEDIUM, LARGE, MEDIUM), 24, 5, 100_000),
    FLAT: Layout((SMALL, MEDIUM, SMALL, MEDIUM, SMALL, LARGE), 120, 5, 120_000),
}
NUMBERS_A_MUNICIPALITY: Final = 160_000
POSITIONS: Final = {(kind, size): layout.positions(size) for kind, layout in LAYOUTS.items() for size in (0, 1, 2)}


class Spot(NamedTuple):
    """A dwelling's address in the stock."""

    place: int
    kind: str
    quarter: int
    position: int


def quarters_for(demand: Mapping[tuple[int, str, int], int], places: int) -> dict[tuple[int, str], int]:
    """Quarters that hold the households (place, kind, size -> number), with one dwelling in twelve to spare.

    Every place has houses: also where nobody lives now, people have lived.
    """
    need: dict[tuple[int, str], int] = dict.fromkeys(((place, HOUSE) for place in range(places)), 1)
    for (place, kind, size), households in sorted(demand.items()):
        here = -(-(households + 2 + households // 12) // len(POSITIONS[kind, size]))
        need[place, kind] = max(need.get((place, kind), 1), here)
    return need
