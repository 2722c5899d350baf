"""Buildings, dwellings and properties as documents: JSON text with the field's own names.

A building has one to four addresses, numbered by `osoitenumero`; a dwelling is reached by one of them. Source:
VNA 128/2010 4 § and the register's code lists (classification of 2018; heating, material and use as in Ryhti).
An owner who is a person stands by the register's internal number, so that a changed name or identity code never
leaves a stale copy here. Members were added over time: each later one has a default, so that what was stored before
is read as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

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
    """A person by internal number, or an organisation by business code and name.

    `laji` says what kind of owner it is (`OWNER_KINDS`); empty for a person and where it is not known. The estate of
    a dead person has no business code.
    """

    henkilo: int | None = None
    ytunnus: str = ""
    nimi: str = ""
    laji: str = ""


class VotingDistrict(msgspec.Struct, omit_defaults=True, frozen=True):
    """Voting district (äänestysalue) of a municipality: three digits and perhaps a letter, with its names."""

    tunnus: str
    nimi: dict[str, str] = {}


class Project(msgspec.Struct, omit_defaults=True, frozen=True):
    """A building project that has a permit and is not finished; the building has its code from the permit on."""

    lupatunnus: str
    aloituspv: date | None = None
    """Empty while building has not begun."""


class Building(msgspec.Struct, omit_defaults=True, frozen=True):
    """`rakennusluokka` is the class of 2018, areas are whole square metres, `tilavuus` cubic metres.

    What is not known is empty or 0; of buildings older than the register of 1980, and of those from the open file,
    little is. `kaytossaolotilanne` 06, 07 and 08 say that, and why, the building is gone since `poistumispv`.
    `kayttotarkoitus` (1 for living or business, 2 for production and other use) stands only where the class is not
    known: otherwise the class tells it. `voimassaolo` is that of the code: 1 in force, 2 passive, 3 wrong, 4
    artificial, 5 old data. `varusteet`: `BUILDING_EQUIPMENT`.
    """

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
    kerrosala: int = 0
    tilavuus: int = 0
    julkisivu: str = ""
    rakentamistapa: str = ""
    varusteet: tuple[str, ...] = ()
    sijaintiepavarmuus: str = ""
    valmistumispv: date | None = None
    poistumispv: date | None = None
    voimassaolo: str = "1"
    aanestysalue: VotingDistrict | None = None
    vanha_rakennustunnus: str = ""
    rakennusluokka_1994: str = ""
    lupatunnus: str = ""
    hanke: Project | None = None
    kayttotarkoitus: str = ""


OWNER_KINDS: Final = ("KUOLINPESA", "YRITYS", "ASUNTOYHTEISO", "KUNTA", "VALTIO", "SEURAKUNTA", "YHDISTYS")
BUILDING_EQUIPMENT: Final = ("SAHKO", "VESIJOHTO", "VIEMARI", "HISSI", "ILMASTOINTI", "VAESTONSUOJA", "AURINKOPANEELI")


class DwellingDocument(msgspec.Struct, omit_defaults=True, frozen=True):
    """`pinta_ala` whole square metres; `hallintaperuste` OMISTUS, VUOKRA, ASUMISOIKEUS or MUU.

    `huoneistotyyppi` is 1 for a dwelling, 2 for business premises, 3 where it is not known. Equipment is None where
    nothing is known of it: `wc`, `suihku` (or a bath), `lammin_vesi`, `parveke` (or a terrace), `sauna`.
    """

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
    wc: bool | None = None
    suihku: bool | None = None
    lammin_vesi: bool | None = None
    parveke: bool | None = None
    sauna: bool | None = None


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
