"""Buildings, dwellings and properties as documents: JSON text with the field's own names.

A building has one to four addresses, numbered by `osoitenumero`; a dwelling is reached by one of them. Source:
VNA 128/2010 4 § and the register's code lists (classification of 2018; heating, material and use as in Ryhti).
An owner who is a person stands by the register's internal number, so that a changed name or identity code never
leaves a stale copy here.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from vaki.codes import dwelling as dwelling_codes
from vaki.register.errors import RegisterError


class BuildingLacksAddress(RegisterError):
    """The dwelling's building has no address of the number that the dwelling names."""


class BuildingAddress(msgspec.Struct, omit_defaults=True, frozen=True):
    """One of a building's addresses; street and post office in the municipality's languages."""

    osoitenumero: int
    katunimi: dict[str, str]
    katunumero: str
    postinumero: str
    postitoimipaikka: dict[str, str]


class Coordinates(msgspec.Struct, frozen=True):
    """ETRS-TM35FIN (EPSG:3067), whole metres."""

    pohjoinen: int
    ita: int


class Owner(msgspec.Struct, omit_defaults=True, frozen=True):
    """A person by internal number, or an organisation by business code and name."""

    henkilo: int | None = None
    ytunnus: str = ""
    nimi: str = ""


class Building(msgspec.Struct, omit_defaults=True, frozen=True):
    """`rakennusluokka` is the class of 2018, `kokonaisala` whole square metres."""

    rakennustunnus: str
    kuntakoodi: str
    kiinteistotunnus: str
    osoitteet: tuple[BuildingAddress, ...]
    koordinaatit: Coordinates
    rakennusluokka: str
    valmistumisvuosi: int
    kaytossaolotilanne: str
    kerrosluku: int = 1
    kokonaisala: int = 0
    rakennusaine: str = "00"
    lammitystapa: str = ""
    lammonlahde: str = ""
    omistajat: tuple[Owner, ...] = ()


class DwellingDocument(msgspec.Struct, omit_defaults=True, frozen=True):
    """`pinta_ala` whole square metres; `hallintaperuste` OMISTUS, VUOKRA, ASUMISOIKEUS or MUU."""

    asuinpaikantunnus: str
    rakennustunnus: str
    osoitenumero: int
    huoneluku: int
    pinta_ala: int
    keittiotyyppi: str
    hallintaperuste: str
    kaytossaolotilanne: str
    huoneistokirjain: str = ""
    huoneistonumero: str = dwelling_codes.NO_NUMBER
    jakokirjain: str = ""
    huoneistotyyppi: str = "1"


class Property(msgspec.Struct, omit_defaults=True, frozen=True):
    """A property with the buildings that stand on it, by building code."""

    kiinteistotunnus: str
    kuntakoodi: str
    rakennukset: tuple[str, ...]
    nimi: str = ""
    omistajat: tuple[Owner, ...] = ()


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling with the address it is reached by: what a move needs to know."""

    residence_code: str
    building_code: str
    municipality: str
    address_number: int
    street: dict[str, str]
    street_number: str
    postal_code: str
    post_office: dict[str, str]
    staircase: str
    number: str
    division: str


_encoder = msgspec.json.Encoder()
_building = msgspec.json.Decoder(Building)
_dwelling = msgspec.json.Decoder(DwellingDocument)
_property = msgspec.json.Decoder(Property)


def write(document: Building | DwellingDocument | Property) -> str:
    """The document as stored text."""
    return _encoder.encode(document).decode()


def read_building(text: str) -> Building:
    """The building that `write` stored; raises msgspec.DecodeError for anything else."""
    return _building.decode(text)


def read_dwelling(text: str) -> DwellingDocument:
    """The dwelling that `write` stored."""
    return _dwelling.decode(text)


def read_property(text: str) -> Property:
    """The property that `write` stored."""
    return _property.decode(text)


def resolve(dwelling_document: str, building_document: str) -> Dwelling:
    """What a move needs to know of a dwelling, from the stored documents of it and of its building.

    Raises BuildingLacksAddress when the two do not fit together.
    """
    return resolve_documents(read_dwelling(dwelling_document), read_building(building_document))


def resolve_documents(home: DwellingDocument, building: Building) -> Dwelling:
    """As `resolve`, of documents that have been read."""
    for address in building.osoitteet:
        if address.osoitenumero == home.osoitenumero:
            return Dwelling(
                residence_code=home.asuinpaikantunnus,
                building_code=building.rakennustunnus,
                municipality=building.kuntakoodi,
                address_number=address.osoitenumero,
                street=address.katunimi,
                street_number=address.katunumero,
                postal_code=address.postinumero,
                post_office=address.postitoimipaikka,
                staircase=home.huoneistokirjain,
                number=home.huoneistonumero,
                division=home.jakokirjain,
            )
    raise BuildingLacksAddress
