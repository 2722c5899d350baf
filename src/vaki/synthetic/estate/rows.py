"""Rows of the building, dwelling and property tables, ready for COPY."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaki.register import buildings

if TYPE_CHECKING:
    from vaki.synthetic.estate.layouts import Spot
    from vaki.synthetic.estate.stock import Stock


class Estate(NamedTuple):
    """Rows of the building, dwelling and property tables."""

    buildings: list[tuple[str, str, str, str, bool, str]]
    dwellings: list[tuple[str, str, str]]
    properties: list[tuple[str, str, str]]


def write_quarters(
    task: tuple[Stock, int, str, range, dict[Spot, int], frozenset[Spot]],
) -> Estate:
    """Rows of some quarters of one kind in one place."""
    stock, place, kind, quarters, owners, lived_in = task
    estate = Estate([], [], [])
    for quarter in quarters:
        for made in stock.quarter(place, kind, quarter, owners, lived_in):
            one = made.building
            estate.buildings.append(
                (
                    one.rakennustunnus,
                    one.kuntakoodi,
                    one.kiinteistotunnus,
                    one.rakennusluokka,
                    True,
                    buildings.write(one),
                )
            )
            estate.dwellings.extend(
                (home.asuinpaikantunnus, home.rakennustunnus, buildings.write(home)) for home in made.dwellings
            )
            estate.properties.append((made.property.kiinteistotunnus, one.kuntakoodi, buildings.write(made.property)))
    return estate
