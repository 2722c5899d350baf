"""The building stock: quarters of houses, row houses and blocks of flats, each made from its address in the stock.

A quarter has a fixed number of buildings and dwellings in a fixed mix of sizes, so that the n-th dwelling of a size is
found without making those before it. What is not lived in stands vacant, and people move there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import building as building_codes
from vaki.codes import business
from vaki.codes import property as property_codes
from vaki.codes.dwelling import residence_code
from vaki.register.buildings import Building, BuildingAddress, Coordinates, Dwelling, DwellingDocument, Owner, Property
from vaki.register.wire import bilingual
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate.layouts import (
    FLAT,
    HOUSE,
    KINDS,
    LARGE,
    LAYOUTS,
    MEDIUM,
    NUMBERS_A_MUNICIPALITY,
    POSITIONS,
    ROW,
    SMALL,
    Spot,
)
from vaki.synthetic.estate.streets import street

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.synthetic.places import Place

_CLASS: Final = {HOUSE: ("0110", "0111"), ROW: ("0112",), FLAT: ("0120", "0121")}
_YEARS: Final = Table(
    (((1900, 1944), 0.10), ((1945, 1969), 0.28), ((1970, 1989), 0.33), ((1990, 2009), 0.18), ((2010, 2024), 0.11))
)
_ADDRESSES: Final = Table(((1, 0.88), (2, 0.10), (3, 0.015), (4, 0.005)))
_ROOMS: Final = {SMALL: (1, 2), MEDIUM: (2, 3), LARGE: (4, 6)}
_AREA: Final = {SMALL: (22, 48), MEDIUM: (45, 80), LARGE: (82, 130)}
_HOUSE_FACTOR: Final = {HOUSE: 1.35, ROW: 1.05, FLAT: 1.0}
_HEATING: Final = {
    HOUSE: Table(
        ((("03", "04"), 0.42), (("01", "09"), 0.2), (("01", "02"), 0.14), (("01", "01"), 0.12), (("04", "07"), 0.12))
    ),
    ROW: Table(((("01", "01"), 0.6), (("03", "04"), 0.3), (("01", "02"), 0.1))),
    FLAT: Table(((("01", "01"), 0.92), (("01", "09"), 0.08))),
}  # fmt: skip
_MATERIAL: Final = {
    HOUSE: Table((("04", 0.82), ("02", 0.12), ("01", 0.06))),
    ROW: Table((("04", 0.55), ("02", 0.35), ("01", 0.1))),
    FLAT: Table((("01", 0.86), ("02", 0.14))),
}
_TENURE: Final = {
    HOUSE: Table((("OMISTUS", 0.93), ("VUOKRA", 0.06), ("MUU", 0.01))),
    ROW: Table((("OMISTUS", 0.66), ("VUOKRA", 0.29), ("ASUMISOIKEUS", 0.05))),
    FLAT: Table((("OMISTUS", 0.46), ("VUOKRA", 0.51), ("ASUMISOIKEUS", 0.03))),
}
OWNED: Final = "OMISTUS"
_IN_USE: Final = "01"
_EMPTY: Final = "07"
_FIRST_COMPANY: Final = 4_000_000
_COMPANY_NUMBERS: Final = 5_900_000


class MadeBuilding(NamedTuple):
    building: Building
    dwellings: tuple[DwellingDocument, ...]
    property: Property


@dataclass(frozen=True, slots=True)
class Stock:
    """`quarters` tells how many there are of each kind in each place (by index)."""

    seed: int
    places: tuple[Place, ...]
    quarters: Mapping[tuple[int, str], int]

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
        for size in (SMALL, MEDIUM, LARGE):
            positions = POSITIONS.get((kind, size), [])
            whole = self.quarters[place, kind] * len(positions)
            back = pow(_stride(whole), -1, whole) if whole else 0
            for at, position in enumerate(positions):
                yield Spot(place, kind, quarter, position), size, (quarter * len(positions) + at) * back % whole

    def any_spot(self, draws: Draws, place: int, kind: str) -> Spot:
        """Some dwelling of a kind, lived in or not; for homes that people have left."""
        count = self.quarters.get((place, kind), 0)
        if count == 0:
            kind = next(one for one in KINDS if self.quarters.get((place, one), 0))
            count = self.quarters[place, kind]
        return Spot(place, kind, draws.below(count), draws.below(LAYOUTS[kind].dwellings))

    def home(self, spot: Spot) -> Dwelling:
        """The dwelling as a resident's groups tell it."""
        return _home(self.seed, self.places[spot.place], spot.kind, spot.quarter, spot.position)

    def tenure(self, spot: Spot) -> str:
        draws = Draws(self.seed, "dwelling", self.places[spot.place].code, spot.kind, spot.quarter, spot.position)
        return draws.from_table(_TENURE[spot.kind])

    def quarter(
        self, place: int, kind: str, quarter: int, owners: Mapping[Spot, int], lived_in: frozenset[Spot]
    ) -> list[MadeBuilding]:
        """All that stands in a quarter. `owners`: persons by the dwelling that they own and live in."""
        layout = LAYOUTS[kind]
        made = []
        for number in range(layout.buildings):
            first = number * layout.in_building
            spots = [
                Spot(place, kind, quarter, at) for at in range(first, min(first + layout.in_building, layout.dwellings))
            ]
            made.append(self._building(spots, quarter * layout.buildings + number, owners, lived_in))
        return made

    def _building(
        self, spots: list[Spot], number: int, owners: Mapping[Spot, int], lived_in: frozenset[Spot]
    ) -> MadeBuilding:
        place, kind, quarter, _ = spots[0]
        where = self.places[place]
        code = building_code(where, kind, number)
        draws = Draws(self.seed, "building", code)
        first_year, last_year = draws.from_table(_YEARS)
        heating, source = draws.from_table(_HEATING[kind])
        dwellings = tuple(self._dwelling(spot, spot in lived_in) for spot in spots)
        owner = self._owner(spots, owners, number)
        plot = property_code(where, kind, number)
        building = Building(
            rakennustunnus=code,
            kuntakoodi=where.code,
            kiinteistotunnus=plot,
            osoitteet=_addresses(self.seed, where, kind, quarter, number),
            koordinaatit=_coordinates(self.seed, where, kind, quarter, number),
            rakennusluokka=draws.one_of(_CLASS[kind]),
            valmistumisvuosi=draws.between(first_year, last_year),
            kaytossaolotilanne=_IN_USE,
            kerrosluku={HOUSE: draws.between(1, 2), ROW: 1, FLAT: draws.between(3, 7)}[kind],
            kokonaisala=int(sum(one.pinta_ala for one in dwellings) * 1.15),
            rakennusaine=draws.from_table(_MATERIAL[kind]),
            lammitystapa=heating,
            lammonlahde=source,
            omistajat=(owner,),
        )
        estate = Property(plot, where.code, (code,), building.osoitteet[0].katunimi.get("fi", ""), (owner,))
        return MadeBuilding(building, dwellings, estate)

    def _owner(self, spots: list[Spot], owners: Mapping[Spot, int], number: int) -> Owner:
        if spots[0].kind == HOUSE and spots[0] in owners:
            return Owner(henkilo=owners[spots[0]])
        where = self.places[spots[0].place]
        if spots[0].kind == HOUSE:
            return Owner(ytunnus=_company(self.seed, where.code), nimi=f"{where.municipality.name_fi}n kodit Oy")
        draws = Draws(self.seed, "company", where.code, spots[0].kind, number)
        name = next(iter(street(draws, where.municipality.languages).values()))
        return Owner(
            ytunnus=_company(self.seed, where.code, spots[0].kind, number), nimi=f"Asunto Oy {name} {number + 1}"
        )

    def _dwelling(self, spot: Spot, lived_in: bool) -> DwellingDocument:
        home = self.home(spot)
        size = LAYOUTS[spot.kind].pattern[spot.position % len(LAYOUTS[spot.kind].pattern)]
        draws = Draws(self.seed, "dwelling", home.municipality, spot.kind, spot.quarter, spot.position)
        tenure = draws.from_table(_TENURE[spot.kind])
        first, last = _ROOMS[size]
        rooms = draws.between(first, last)
        least, most = _AREA[size]
        area = least + (most - least) * (rooms - first + draws.fraction()) / (last - first + 1)
        return DwellingDocument(
            asuinpaikantunnus=home.residence_code,
            rakennustunnus=home.building_code,
            osoitenumero=home.address_number,
            huoneluku=rooms,
            pinta_ala=int(area * _HOUSE_FACTOR[spot.kind]),
            keittiotyyppi="2" if size == SMALL and draws.chance(0.5) else "1",
            hallintaperuste=tenure,
            kaytossaolotilanne=_IN_USE if lived_in else _EMPTY,
            huoneistokirjain=home.staircase,
            huoneistonumero=home.number,
        )


@lru_cache(maxsize=4096)
def _stride(whole: int) -> int:
    stride = max(int(whole * 0.6180339887), 1)
    while gcd(stride, whole) != 1:
        stride += 1
    return stride


def building_code(place: Place, kind: str, number: int) -> str:
    """The permanent code of a kind's building by its number in the municipality."""
    return building_codes.synthetic(place.number * NUMBERS_A_MUNICIPALITY + LAYOUTS[kind].first_number + number)


def property_code(place: Place, kind: str, number: int) -> str:
    group, unit = divmod(number, 200)
    return property_codes.make(place.code, 400 + 100 * KINDS.index(kind) + group // 9000, group % 9000 + 1, unit + 1)


def _company(*address: object) -> str:
    number = Draws("company", *address).below(_COMPANY_NUMBERS) + _FIRST_COMPANY
    while True:
        try:
            return business.make(number)
        except business.InvalidBusinessCode:
            number += 1


@lru_cache(maxsize=8192)
def _quarter_streets(seed: int, place: Place, kind: str, quarter: int) -> tuple[tuple[dict[str, str], ...], int]:
    """The quarter's four streets, and the index of its postal code."""
    draws = Draws(seed, "quarter", place.code, kind, quarter)
    streets = tuple(street(draws, place.municipality.languages) for _ in range(4))
    # The first codes of a town are its centre, where the blocks stand.
    span = max(len(place.post_codes) // (2 if kind == FLAT else 1), 1)
    return streets, draws.below(span)


@lru_cache(maxsize=16384)
def _addresses(seed: int, place: Place, kind: str, quarter: int, number: int) -> tuple[BuildingAddress, ...]:
    streets, at = _quarter_streets(seed, place, kind, quarter)
    post = place.post_codes[at]
    draws = Draws(seed, "addresses", place.code, kind, number)
    in_quarter = number % LAYOUTS[kind].buildings
    made = []
    for one in range(draws.from_table(_ADDRESSES)):
        own = str(1 + 2 * (in_quarter // 2) + in_quarter % 2 + 2 * one)
        if kind == FLAT and draws.chance(0.15):
            own = f"{own}-{int(own) + 2}"
        made.append(
            BuildingAddress(
                osoitenumero=one + 1,
                katunimi=streets[(in_quarter + one) % len(streets)],
                katunumero=own,
                postinumero=post.code,
                postitoimipaikka=bilingual(post.name_fi, post.name_sv),
            )
        )
    return tuple(made)


def _coordinates(seed: int, place: Place, kind: str, quarter: int, number: int) -> Coordinates:
    draws = Draws(seed, "where", place.code, kind, quarter)
    reach = 2500 if kind == FLAT else 6000
    north = place.north + draws.bell(0, reach / 2) + 40 * (number % LAYOUTS[kind].buildings // 4)
    east = place.east + draws.bell(0, reach / 2) + 40 * (number % LAYOUTS[kind].buildings % 4)
    return Coordinates(int(north), int(east))


@lru_cache(maxsize=16384)
def _home(seed: int, place: Place, kind: str, quarter: int, position: int) -> Dwelling:
    layout = LAYOUTS[kind]
    number, at = divmod(position, layout.in_building)
    ordinal = quarter * layout.buildings + number
    code = building_code(place, kind, ordinal)
    addresses = _addresses(seed, place, kind, quarter, ordinal)
    if kind == HOUSE:
        staircase, own = "", "000"
    elif kind == ROW:
        staircase, own = chr(ord("A") + at), "001"
    else:
        staircase, own = "ABCD"[at // 8], f"{at + 1:03}"
    address = addresses[0]
    residence = residence_code(code, address.osoitenumero, staircase, own, "")
    return Dwelling(
        residence_code=residence,
        building_code=code,
        municipality=place.code,
        address_number=address.osoitenumero,
        street=address.katunimi,
        street_number=address.katunumero,
        postal_code=address.postinumero,
        post_office=address.postitoimipaikka,
        staircase=staircase,
        number=own,
        division="",
    )
