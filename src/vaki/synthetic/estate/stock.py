"""The building stock as a whole: how many quarters of each kind stand where, and any dwelling or quarter of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING, Final

from vaki.synthetic.estate import homes, others
from vaki.synthetic.estate.addresses import home
from vaki.synthetic.estate.layouts import COTTAGE, HOMES, LARGE, LAYOUTS, MEDIUM, OTHER, POSITIONS, SMALL, Spot, seat
from vaki.synthetic.estate.plots import Plot, Quarter
from vaki.synthetic.estate.structure import year_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.register.buildings import Dwelling
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.places import Place


_TRIES: Final = 40


@dataclass(frozen=True, slots=True)
class Stock:
    """`quarters` tells how many there are of each kind in each place (by index); nothing is newer than `day`."""

    seed: int
    places: tuple[Place, ...]
    quarters: Mapping[tuple[int, str], int]
    day: date

    def spot(self, place: int, kind: str, size: int, ordinal: int) -> Spot:
        """The dwelling of the household with this number among those of its place, kind and size.

        Households are strewn over the whole stock, so that vacant dwellings are found everywhere.
        """
        positions = POSITIONS[kind, size]
        whole = self.quarters[place, kind] * len(positions)
        quarter, at = divmod(ordinal * _stride(whole) % whole, len(positions))
        return Spot(place, kind, quarter, positions[at])

    def households(self, place: int, kind: str, quarter: int) -> Iterator[tuple[Spot, int, int]]:
        """Each dwelling of a quarter, its size and the number of the household for which it is (as `spot` has it)."""
        for size in (SMALL, MEDIUM, LARGE) if kind in HOMES else ():
            positions = POSITIONS.get((kind, size), [])
            whole = self.quarters[place, kind] * len(positions)
            back = pow(_stride(whole), -1, whole) if whole else 0
            for at, position in enumerate(positions):
                yield Spot(place, kind, quarter, position), size, (quarter * len(positions) + at) * back % whole

    def any_spot(self, draws: Draws, place: int, kind: str) -> Spot:
        """Some dwelling of a kind, lived in or not; of another kind where there is none."""
        count = self.quarters.get((place, kind), 0)
        if count == 0:
            kind = next(one for one in HOMES if self.quarters.get((place, one), 0))
            count = self.quarters[place, kind]
        return Spot(place, kind, draws.below(count), draws.below(LAYOUTS[kind].dwellings))

    def spot_of_then(self, draws: Draws, place: int, kind: str, since: date) -> Spot | None:
        """As `any_spot`, for homes that people have left: its building stood before `since`.

        None where hardly any of today's did: whoever lived there then lived in one that is gone.
        """
        for _ in range(_TRIES):
            spot = self.any_spot(draws, place, kind)
            if self.finished(spot) < since.year:
                return spot
        return None

    def home(self, spot: Spot) -> Dwelling:
        """The dwelling as a resident's groups tell it."""
        return home(self.seed, self.places[spot.place].code, spot)

    def tenure(self, spot: Spot) -> str:
        return homes.tenure(self.seed, self.places[spot.place].code, spot)

    def finished(self, spot: Spot) -> int:
        """The year in which the dwelling's building was finished."""
        building, _ = seat(spot.kind, spot.position)
        year = year_of(self.seed, self.places[spot.place].code, spot.kind, spot.quarter, building)
        return min(year, self.day.year - 1)

    def quarter(
        self, place: int, kind: str, number: int, owners: Mapping[Spot, int], lived_in: frozenset[Spot]
    ) -> list[Plot]:
        """All that stands in a quarter of any kind.

        `owners`: persons by the dwelling that they own and live in, or by the cottage that they own, told as a spot
        whose position is its number in the quarter.
        """
        quarter = Quarter.of(self.seed, self.places[place].code, kind, number, self.day)
        buildings = range(LAYOUTS[kind].buildings)
        if kind == OTHER:
            return [others.make_plot(quarter, building) for building in buildings]
        if kind == COTTAGE:
            return [others.make_cottage(quarter, place, building, owners) for building in buildings]
        return [homes.make_plot(quarter, place, building, owners, lived_in) for building in buildings]


@lru_cache(maxsize=4096)
def _stride(whole: int) -> int:
    stride = max(int(whole * 0.6180339887), 1)
    while gcd(stride, whole) != 1:
        stride += 1
    return stride
