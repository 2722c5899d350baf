"""A stock for the whole country, of which the tests make a part: every n-th quarter, or the first of each place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from vaki.synthetic.estate.layouts import HOMES, HOUSE, LAYOUTS, OTHER, Spot, quarters_for
from vaki.synthetic.estate.plots import Plot
from vaki.synthetic.estate.stock import Stock
from vaki.synthetic.places import covered

DAY = date(2026, 11, 7)
SEED = 5
OWNER = 17
RESIDENTS = 5_564_000
_HOUSEHOLD = 1.96
_KINDS = dict(zip(HOMES, (0.391, 0.134, 0.475), strict=True))
"""Of households, Statistics Finland 2022 (the 1.5 % in other buildings among the houses)."""
_SIZES = {HOMES[0]: (0.13, 0.345, 0.525), HOMES[1]: (0.29, 0.41, 0.30), HOMES[2]: (0.465, 0.38, 0.155)}


@dataclass(frozen=True)
class Country:
    stock: Stock
    demand: dict[tuple[int, str, int], int]

    def plots(self, place: int, kind: str, number: int) -> list[Plot]:
        """A quarter as it is loaded, lived in by the households that the demand counts, each house owned."""
        lived_in = frozenset(
            spot
            for spot, size, ordinal in self.stock.households(place, kind, number)
            if ordinal < self.demand.get((place, kind, size), 0)
        )
        owned = {Spot(place, kind, number, at): OWNER for at in range(LAYOUTS[kind].buildings)} if kind == HOUSE else {}
        return self.stock.quarter(place, kind, number, owned, lived_in)

    def every(self, step: int) -> Iterator[Plot]:
        """All plots of every n-th quarter of the country."""
        passed = 0
        for (place, kind), count in sorted(self.stock.quarters.items()):
            for number in range(-passed % step, count, step):
                yield from self.plots(place, kind, number)
            passed += count

    def first(self) -> Iterator[Plot]:
        """All plots of the first quarter of each kind in each place; of homes and cottages, in one place of four."""
        for place, kind in sorted(self.stock.quarters):
            if kind == OTHER or place % 4 == 0:
                yield from self.plots(place, kind, 0)


@pytest.fixture(scope="session")
def country() -> Country:
    places, _ = covered(RESIDENTS, SEED)
    demand = {
        (at, kind, size): round((place.municipality.population_hundreds or 0) * 100 / _HOUSEHOLD * share * part)
        for at, place in enumerate(places)
        for kind, share in _KINDS.items()
        for size, part in enumerate(_SIZES[kind])
    }
    return Country(Stock(SEED, places, quarters_for(demand, places), DAY), demand)
