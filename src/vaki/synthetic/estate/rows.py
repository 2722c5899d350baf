"""Rows of the building, dwelling and property tables, ready for COPY."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaki.register.buildings import write
from vaki.synthetic.estate.plots import GONE

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
    """Rows of some quarters of one kind in one place; see `Stock.quarter` for who owns and who lives there."""
    stock, place, kind, quarters, owners, lived_in = task
    estate = Estate([], [], [])
    for quarter in quarters:
        for plot in stock.quarter(place, kind, quarter, owners, lived_in):
            for one in plot.buildings:
                standing = one.kaytossaolotilanne not in GONE
                estate.buildings.append(
                    (
                        one.rakennustunnus,
                        one.kuntakoodi,
                        one.kiinteistotunnus,
                        one.rakennusluokka,
                        standing,
                        write(one),
                    )
                )
            for home in plot.dwellings:
                estate.dwellings.append((home.asuinpaikantunnus, home.rakennustunnus, write(home)))
            estate.properties.append((plot.property.kiinteistotunnus, plot.property.kuntakoodi, write(plot.property)))
    return estate
