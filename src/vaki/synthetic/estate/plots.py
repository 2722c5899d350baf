"""What every plot is made of, whatever stands on it: the place it lies in, its codes, its property and its yard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vaki.codes import municipality
from vaki.register.buildings import Building, BuildingAddress, Coordinates, Owner, Property
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate.addresses import addresses, building_number, street_of
from vaki.synthetic.estate.coordinates import beside, in_quarter, quarter_middle
from vaki.synthetic.estate.layouts import COTTAGE, FLAT
from vaki.synthetic.estate.numbering import IN_YARD, YARD, building_code, property_code
from vaki.synthetic.estate.structure import year_of

if TYPE_CHECKING:
    from vaki.register.buildings import DwellingDocument

GONE: Final = frozenset({"06", "07", "08"})


class Plot(NamedTuple):
    """A property with all that stands on it, the main building first."""

    property: Property
    buildings: tuple[Building, ...]
    dwellings: tuple[DwellingDocument, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Where a quarter is; `number` is among those of its kind in the municipality."""

    seed: int
    code: str
    kind: str
    number: int
    day: date
    middle: tuple[float, float]

    @classmethod
    def of(cls, seed: int, code: str, kind: str, number: int, day: date) -> Quarter:
        draws = Draws(seed, "quarter", code, kind, number)
        return cls(seed, code, kind, number, day, quarter_middle(draws, code, kind))

    def plot(self, building: int) -> Site:
        """The plot of one of the quarter's buildings."""
        number = building_number(self.kind, self.number, building)
        across, spacing = (2, 90) if self.kind == FLAT else (5, 50)
        return Site(
            self,
            number,
            building_code(self.code, self.kind, number * IN_YARD if self.kind == COTTAGE else number),
            property_code(self.code, self.kind, number),
            addresses(self.seed, self.code, self.kind, self.number, building),
            in_quarter(self.middle, building, across=across, spacing=spacing),
            min(year_of(self.seed, self.code, self.kind, self.number, building), self.day.year - 1),
        )


class Site(NamedTuple):
    """One plot before anything is built: codes, addresses, and the year its building was finished."""

    quarter: Quarter
    number: int
    building_code: str
    property_code: str
    addresses: tuple[BuildingAddress, ...]
    place: Coordinates
    year: int

    @property
    def rural(self) -> bool:
        return (municipality.get(self.quarter.code).population_hundreds or 0) < _TOWN

    def main_building(
        self, building_class: str, use: str, owners: tuple[Owner, ...], facts: dict[str, Any]
    ) -> Building:
        """The building that gives the plot its name; `facts` are further members."""
        quarter = self.quarter
        return Building(
            rakennustunnus=self.building_code,
            kuntakoodi=quarter.code,
            kiinteistotunnus=self.property_code,
            osoitteet=self.addresses,
            koordinaatit=self.place,
            rakennusluokka=building_class,
            kaytossaolotilanne=use,
            omistajat=owners,
            aanestysalue=street_of(quarter.code, quarter.kind, quarter.number).district,
            **facts,
        )

    def finished(self, main: Building, yard: tuple[Building, ...], dwellings: tuple[DwellingDocument, ...]) -> Plot:
        """The plot with its buildings, as one property of the main building's owners."""
        buildings = (main, *yard)
        first = self.addresses[0]
        name = next(iter(first.katunimi.values())) + " " + first.katunumero
        codes = tuple(one.rakennustunnus for one in buildings)
        return Plot(Property(self.property_code, self.quarter.code, codes, name, main.omistajat), buildings, dwellings)


_TOWN: Final = 300
"""Residents in hundreds from which a municipality has hardly any farms."""
_SAUNA, _SHED = "1910", "1911"
_YARDS: Final = {True: (0.38, 0.76, 0.24), False: (0.30, 0.66, 0.02)}
"""Of houses in the country and in towns: those with a sauna, a shed and a farm building of their own."""
_COTTAGE_YARD: Final = (0.46, 0.36)
_SHEDS: Final = Table(((_SHED, 0.95), ("1912", 0.02), ("1919", 0.02), ("0514", 0.01)))
_FARM: Final = Table((
    ("1492", 0.34), ("1499", 0.17), ("1410", 0.13), ("1419", 0.06), ("1411", 0.06), ("1491", 0.07), ("1414", 0.05),
    ("1412", 0.03), ("1413", 0.02), ("1415", 0.015), ("1416", 0.015), ("1490", 0.02), ("1493", 0.02),
))  # fmt: skip
_YARD_USE: Final = Table((("11", 0.965), ("10", 0.012), ("09", 0.012), ("05", 0.008), ("07", 0.003)))
_AREAS: Final = {_SAUNA: (12, 36), _SHED: (10, 80)}
_FARM_AREA: Final = (60, 900)


def yard(site: Site, main: Building, draws: Draws) -> tuple[Building, ...]:
    """Saunas, sheds and farm buildings beside a house or a cottage: of its owners, at its address."""
    if site.quarter.kind == COTTAGE:
        sauna, shed = _COTTAGE_YARD
        farm = 0.0
        first, kind = site.number * IN_YARD + 1, COTTAGE
    else:
        sauna, shed, farm = _YARDS[site.rural]
        first, kind = site.number * IN_YARD, YARD
    classes = []
    if draws.chance(sauna):
        classes.append(_SAUNA)
    if draws.chance(shed):
        classes.append(draws.from_table(_SHEDS))
    if farm and draws.chance(farm):
        classes.append(draws.from_table(_FARM))
    return tuple(
        _outbuilding(site, main, draws, at, (building_code(site.quarter.code, kind, first + at), one))
        for at, one in enumerate(classes)
    )


def _outbuilding(site: Site, main: Building, draws: Draws, at: int, what: tuple[str, str]) -> Building:
    code, building_class = what
    least, most = _AREAS.get(building_class, _FARM_AREA)
    use = draws.from_table(_YARD_USE)
    year = min(site.year + draws.below(30), site.quarter.day.year - 1)
    return Building(
        code,
        main.kuntakoodi,
        main.kiinteistotunnus,
        site.addresses[:1],
        beside(site.place, at),
        building_class,
        year,
        use,
        kokonaisala=draws.between(least, most),
        rakennusaine="04",
        omistajat=main.omistajat,
        poistumispv=gone_since(draws, use, year, site.quarter.day),
    )


def gone_since(draws: Draws, use: str, year: int, day: date) -> date | None:
    """The day a building that is not there any more was taken down, between its year and the present day."""
    return draws.day(date(min(max(year + 1, 1980), day.year - 1), 1, 2), day) if use in GONE else None
