"""The homes of personas as documents and rows of the building, dwelling and property tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from vaki.codes import dwelling as dwelling_codes
from vaki.codes import postal
from vaki.codes import property as property_codes
from vaki.register.buildings import (
    Building,
    BuildingAddress,
    Coordinates,
    DwellingDocument,
    Owner,
    Property,
    write,
)
from vaki.register.wire import bilingual
from vaki.synthetic.personas.told import House, houses, people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaki.register.document import Document

_DISTRICT: Final = 899
"""District of the property codes, which no other property has."""
_CORNER: Final = {"536": (6_822_400, 312_900), "638": (6_697_300, 427_100)}
"""North and east of the first building of a municipality."""
_METRES_APART: Final = 45
_IN_USE, _EMPTY = "01", "05"
_HOUSE: Final = "0110"
_ELECTRIC, _DISTRICT_HEATING = ("03", "04"), ("01", "01")


def documents() -> Iterator[tuple[Building, tuple[DwellingDocument, ...]]]:
    """Each building with its dwellings, as if nobody lived there."""
    for house in houses():
        flats = tuple(
            DwellingDocument(
                asuinpaikantunnus=house.residence_code(flat),
                rakennustunnus=house.code,
                osoitenumero=flat.address,
                huoneluku=flat.rooms,
                pinta_ala=flat.area,
                keittiotyyppi="1" if flat.rooms > 1 else "2",
                hallintaperuste=flat.tenure,
                kaytossaolotilanne=_EMPTY,
                huoneistokirjain=dwelling_codes.parse(flat.code).staircase,
                huoneistonumero=dwelling_codes.parse(flat.code).number or dwelling_codes.NO_NUMBER,
                jakokirjain=dwelling_codes.parse(flat.code).division,
            )
            for flat in house.dwellings.values()
        )
        yield _building(house, sum(flat.pinta_ala for flat in flats)), flats


def _building(house: House, area: int) -> Building:
    post = postal.get(house.postal_code)
    north, east = _CORNER[house.municipality]
    heating, source = _ELECTRIC if house.building_class == _HOUSE else _DISTRICT_HEATING
    return Building(
        rakennustunnus=house.code,
        kuntakoodi=house.municipality,
        kiinteistotunnus=_property_code(house),
        osoitteet=tuple(
            BuildingAddress(number, one.street, one.number, post.code, bilingual(post.name_fi, post.name_sv))
            for number, one in enumerate(house.addresses, start=1)
        ),
        koordinaatit=Coordinates(north + _METRES_APART * house.number, east),
        rakennusluokka=house.building_class,
        valmistumisvuosi=house.year,
        kaytossaolotilanne=_IN_USE,
        kerrosluku=house.floors,
        kokonaisala=area * 23 // 20,
        rakennusaine="04" if house.building_class == _HOUSE else "01",
        lammitystapa=heating,
        lammonlahde=source,
        omistajat=(_owner(house),),
    )


def _property_code(house: House) -> str:
    return property_codes.make(house.municipality, _DISTRICT, 1, house.number)


def _owner(house: House) -> Owner:
    if house.owner:
        return Owner(henkilo=people()[house.owner.removeprefix("$")].number)
    first = house.addresses[0]
    return Owner(ytunnus=house.company, nimi=f"Asunto Oy {first.street['fi']} {first.number}")


def rows(people_in: Iterable[Document]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by table, in the order of the tables' columns; dwellings that these people live in are in use.

    None where there are no people, who own some of the buildings.
    """
    found: dict[str, list[tuple[Any, ...]]] = {"building": [], "dwelling": [], "property": []}
    residents = list(people_in)
    if not residents:
        return found
    lived_in = {
        group["asuinpaikantunnus"] for one in people_in for group in one.all("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    }
    for one, flats in documents():
        found["building"].append(
            (one.rakennustunnus, one.kuntakoodi, one.kiinteistotunnus, one.rakennusluokka, True, write(one))
        )
        for flat in flats:
            in_use = flat.asuinpaikantunnus in lived_in
            text = write(replace(flat, kaytossaolotilanne=_IN_USE) if in_use else flat)
            found["dwelling"].append((flat.asuinpaikantunnus, flat.rakennustunnus, text))
        street = one.osoitteet[0].katunimi["fi"]
        estate = Property(one.kiinteistotunnus, one.kuntakoodi, (one.rakennustunnus,), street, one.omistajat)
        found["property"].append((one.kiinteistotunnus, one.kuntakoodi, write(estate)))
    return found
