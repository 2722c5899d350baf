"""Detached houses, row houses and blocks of flats with their dwellings.

Areas and tenures come to the figures of the country's occupied dwellings: 80.6 m² each, 61.7 % owned, 35.2 % rented,
1.8 % right of occupancy, 1.3 % other (Statistics Finland 2021 and 2022).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes.dwelling import residence_code
from vaki.register.buildings import DwellingDocument
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate import owners as owning
from vaki.synthetic.estate.addresses import dwelling_number
from vaki.synthetic.estate.layouts import FLAT, HOUSE, LARGE, LAYOUTS, MEDIUM, ROW, SMALL, Spot, positions_of
from vaki.synthetic.estate.plots import Plot, Quarter, Site, yard
from vaki.synthetic.estate.structure import old_codes, structure

if TYPE_CHECKING:
    from collections.abc import Mapping

OWNED: Final = "OMISTUS"
_TENURE: Final = {
    HOUSE: Table(((OWNED, 0.93), ("VUOKRA", 0.055), ("MUU", 0.015))),
    ROW: Table(((OWNED, 0.62), ("VUOKRA", 0.33), ("ASUMISOIKEUS", 0.045), ("MUU", 0.005))),
    FLAT: Table(((OWNED, 0.365), ("VUOKRA", 0.596), ("ASUMISOIKEUS", 0.025), ("MUU", 0.014))),
}
_ROOMS: Final = {
    HOUSE: {SMALL: (1, 2), MEDIUM: (3, 4), LARGE: (4, 7)},
    ROW: {SMALL: (1, 2), MEDIUM: (2, 3), LARGE: (4, 5)},
    FLAT: {SMALL: (1, 2), MEDIUM: (2, 3), LARGE: (4, 6)},
}
_AREA: Final = {
    HOUSE: {SMALL: (36, 70), MEDIUM: (66, 110), LARGE: (100, 200)},
    ROW: {SMALL: (32, 56), MEDIUM: (56, 84), LARGE: (82, 122)},
    FLAT: {SMALL: (23, 50), MEDIUM: (48, 78), LARGE: (76, 118)},
}
_HOUSE, _PAIR = "0110", "0111"
_BLOCKS: Final = Table((("0121", 0.80), ("0120", 0.165), ("0140", 0.02), ("0130", 0.015)))
_FLOORS: Final = {"0120": (2, 2), "0121": (3, 8), "0130": (2, 5), "0140": (1, 4)}
_EMPTY: Final = Table((("05", 0.80), ("04", 0.09), ("03", 0.09), ("10", 0.02)))
_LIVED_IN: Final = "01"
_KITCHEN: Final = {
    SMALL: Table((("1", 0.34), ("2", 0.36), ("3", 0.295), ("5", 0.005))),
    MEDIUM: Table((("1", 0.93), ("3", 0.062), ("5", 0.008))),
    LARGE: Table((("1", 0.992), ("5", 0.008))),
}
_FARM_KITCHENS_UNTIL: Final = 1950
_FARM_KITCHEN: Final = 0.3
_MODERN_SINCE: Final = 1965
_OLD_WITH_EQUIPMENT: Final = 0.86
_BALCONIES_SINCE: Final = 1955
_SAUNAS_SINCE: Final = 1990


def tenure(seed: int, code: str, spot: Spot) -> str:
    """How a municipality's dwelling is held, lived in or not."""
    return _stream(seed, code, spot).from_table(_TENURE[spot.kind])


def _stream(seed: int, code: str, spot: Spot) -> Draws:
    return Draws(seed, "dwelling", code, spot.kind, spot.quarter, spot.position)


def make_plot(
    quarter: Quarter, place: int, building: int, owners: Mapping[Spot, int], lived_in: frozenset[Spot]
) -> Plot:
    """The plot of a quarter's building. `owners`: persons by the dwelling that they own and live in."""
    site = quarter.plot(building)
    kind = quarter.kind
    spots = [Spot(place, kind, quarter.number, at) for at in positions_of(kind, building)]
    draws = Draws(quarter.seed, "building", quarter.code, kind, site.number)
    dwellings = tuple(
        _dwelling(site, spot, dwelling_number(kind, building, at), spot in lived_in) for at, spot in enumerate(spots)
    )
    anyone = any(spot in lived_in for spot in spots)
    if kind == HOUSE:
        building_class = _HOUSE if len(spots) == 1 else _PAIR
        floors = draws.between(1, 2)
        owned = owning.of_house(draws, quarter.code, spots, owners, anyone)
    else:
        building_class = "0112" if kind == ROW else draws.from_table(_BLOCKS)
        floors = 1 if kind == ROW else draws.between(*_FLOORS[building_class])
        owned = owning.of_block(draws, quarter.code, site.addresses[0])
    area = int(sum(one.pinta_ala for one in dwellings) * 1.15)
    facts = structure(draws, kind, site.year, area, floors)
    facts.update(old_codes(site.property_code, building_class, site.year))
    use = _LIVED_IN if anyone else draws.from_table(_EMPTY)
    main = site.main_building(building_class, use, owned, facts)
    return site.finished(main, yard(site, main, draws) if kind == HOUSE else (), dwellings)


def _dwelling(site: Site, spot: Spot, numbered: tuple[str, str], lived_in: bool) -> DwellingDocument:
    kind = spot.kind
    size = LAYOUTS[kind].pattern[spot.position]
    draws = _stream(site.quarter.seed, site.quarter.code, spot)
    held = draws.from_table(_TENURE[kind])
    first, last = _ROOMS[kind][size]
    rooms = draws.between(first, last)
    least, most = _AREA[kind][size]
    staircase, number = numbered
    year = site.year
    modern = year >= _MODERN_SINCE or draws.chance(_OLD_WITH_EQUIPMENT)
    return DwellingDocument(
        asuinpaikantunnus=residence_code(site.building_code, 1, staircase, number, ""),
        rakennustunnus=site.building_code,
        osoitenumero=1,
        huoneluku=rooms,
        pinta_ala=least + int((most - least) * (rooms - first + draws.fraction()) / (last - first + 1)),
        keittiotyyppi=_kitchen(draws, kind, size, year),
        hallintaperuste=held,
        kaytossaolotilanne=_LIVED_IN if lived_in else draws.from_table(_EMPTY),
        huoneistokirjain=staircase,
        huoneistonumero=number,
        wc=modern,
        suihku=modern,
        lammin_vesi=modern,
        parveke=year >= _BALCONIES_SINCE and draws.chance(0.7),
        sauna=draws.chance(0.78 if kind == HOUSE else 0.72 if year >= _SAUNAS_SINCE else 0.4 if kind == ROW else 0.05),
    )


def _kitchen(draws: Draws, kind: str, size: int, year: int) -> str:
    if kind == HOUSE and year < _FARM_KITCHENS_UNTIL and draws.chance(_FARM_KITCHEN):
        return "4"
    return draws.from_table(_KITCHEN[size])
