"""Homes against the tables: codes that lead to their person, dwellings that are there and hold their people.

Nobody is asked about twice: a crowded dwelling is told of the person of the smallest number who lives there.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

from vaki.register.audit import contradictions as that
from vaki.register.buildings import BuildingLacksAddress, read_building, read_dwelling, resolve_documents
from vaki.register.document import read
from vaki.register.events.home import ADDRESS, RESIDENCE, TEMPORARY_ADDRESS, TEMPORARY_RESIDENCE, street_address
from vaki.register.places import DEMOLISHED, UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaki.register.audit.contradictions import Contradiction, Found
    from vaki.register.audit.person import Person
    from vaki.register.buildings import Building, Dwelling, DwellingDocument
    from vaki.register.groups import WireGroup
    from vaki.register.loading import Connection

SQUARE_METRES_A_PERSON: Final = 5
"""Less floor than this is a mistake, not a small home (docs/decisions/0671)."""
PEOPLE_A_ROOM: Final = 4
"""More people in a room, the kitchen not counted, are a mistake too."""

_CODES: Final = "select code, person_id, active from register.identity_code where code = any($1::text[])"
_DWELLINGS: Final = "select residence_code, document from register.dwelling where residence_code = any($1::text[])"
_BUILDINGS: Final = "select building_code, document from register.building where building_code = any($1::text[])"
_RESIDENTS: Final = """
select r.residence_code, r.person_id from register.residence r join register.person p using (person_id)
where r.residence_code = any($1::text[]) and r.until is null and p.alive order by r.person_id
"""
_DOCUMENTS: Final = "select person_id, key, document from register.person where person_id = any($1::bigint[])"
_PLACE: Final = (
    "katunimi",
    "katunumero",
    "huoneistokirjain",
    "huoneistonumero",
    "jakokirjain",
    "postinumero",
    "postitoimipaikka",
    "rakennustunnus",
    "osoitenumero",
    "kuntakoodi",
)
_ADDRESS_OF: Final = {RESIDENCE: ADDRESS, TEMPORARY_RESIDENCE: TEMPORARY_ADDRESS}

About = tuple[int, "Found"]


async def codes_lead_back(connection: Connection, page: Iterable[Person]) -> list[About]:
    """Whether every code of a person, the active one and the former ones, leads to that person."""
    own = {code: (person.id, at == 0) for person in page for at, code in enumerate(person.document.codes)}
    found = {row["code"]: (row["person_id"], row["active"]) for row in await connection.fetch(_CODES, list(own))}
    return [(owner[0], that.CODE_OF_ANOTHER.found()) for code, owner in own.items() if found.get(code) != owner]


async def dwellings(connection: Connection, page: Iterable[Person]) -> list[About]:
    """Whether the dwellings of a page's people exist, have the addresses that are told, and hold who lives there."""
    living = [person for person in page if person.alive]
    homes = {code for person in living for code in _homes(person, RESIDENCE)}
    known = await _known(connection, homes | {code for one in living for code in _homes(one, TEMPORARY_RESIDENCE)})
    findings = [
        (person.id, found)
        for person in living
        if not person.as_loaded or person.has(RESIDENCE)
        for kind in _ADDRESS_OF
        for found in _lived_in(person, kind, known)
    ]
    return findings + await _crowded(connection, {code: known[code][0] for code in homes if code in known}, living)


def _homes(person: Person, kind: str) -> Iterator[str]:
    for group in person.all(kind):
        if "asuinpaikantunnus" in group:
            yield group["asuinpaikantunnus"]


Known = dict[str, tuple["DwellingDocument", "Building", "Dwelling | None"]]


async def _known(connection: Connection, codes: Iterable[str]) -> Known:
    dwellings = {
        row["residence_code"]: read_dwelling(row["document"])
        for row in await connection.fetch(_DWELLINGS, sorted(codes))
    }
    wanted = sorted({home.rakennustunnus for home in dwellings.values()})
    buildings = {
        row["building_code"]: read_building(row["document"]) for row in await connection.fetch(_BUILDINGS, wanted)
    }
    known: Known = {}
    for code, home in dwellings.items():
        building = buildings.get(home.rakennustunnus)
        if building is not None:
            known[code] = home, building, _resolved(home, building)
    return known


def _resolved(home: DwellingDocument, building: Building) -> Dwelling | None:
    try:
        return resolve_documents(home, building)
    except BuildingLacksAddress:
        return None


def _lived_in(person: Person, kind: str, known: Known) -> Iterator[Found]:
    addresses = person.all(_ADDRESS_OF[kind])
    for code in _homes(person, kind):
        if code not in known:
            yield that.DWELLING_UNKNOWN.found(kind=kind)
            continue
        home, building, dwelling = known[code]
        if building.kaytossaolotilanne in DEMOLISHED:
            yield that.BUILDING_GONE.found(kind=kind)
        if kind == RESIDENCE and home.kaytossaolotilanne in UNUSED:
            yield that.DWELLING_VACANT.found()
        if kind == RESIDENCE and building.kaytossaolotilanne in UNUSED:
            yield that.BUILDING_VACANT.found()
        if dwelling is None or (addresses and not any(_is_of(one, dwelling) for one in addresses)):
            yield that.ADDRESS_WRONG.found(kind=_ADDRESS_OF[kind])


def _is_of(address: WireGroup, dwelling: Dwelling) -> bool:
    own = street_address(dwelling, date.min)
    return {member: address.get(member) for member in _PLACE} == {member: own.get(member) for member in _PLACE}


async def _crowded(connection: Connection, homes: dict[str, DwellingDocument], page: list[Person]) -> list[About]:
    by_home: dict[str, list[int]] = defaultdict(list)
    for row in await connection.fetch(_RESIDENTS, sorted(homes)):
        by_home[row["residence_code"]].append(row["person_id"])
    suspect = {code: ids for code, ids in by_home.items() if _too_many(len(ids), homes[code]) is not None}
    if not suspect:
        return []
    lives_in = {person.id: set(_homes(person, RESIDENCE)) for person in page}
    absent = sorted({one for ids in suspect.values() for one in ids} - lives_in.keys())
    for row in await connection.fetch(_DOCUMENTS, absent):
        document = read(row["document"], row["person_id"], row["key"])
        lives_in[document.person_id] = {str(group.get("asuinpaikantunnus")) for group in document.all(RESIDENCE)}
    findings = []
    for code, ids in sorted(suspect.items()):
        # The narrow table holds temporary residences too; who only stays there needs no room.
        people = [one for one in ids if code in lives_in[one]]
        kind = _too_many(len(people), homes[code])
        if kind is not None and people[0] not in absent:
            findings.append((people[0], kind.found(people=len(people))))
    return findings


def _too_many(people: int, home: DwellingDocument) -> Contradiction | None:
    if people * SQUARE_METRES_A_PERSON > home.pinta_ala:
        return that.CROWDED
    return that.CROWDED_ROOMS if people > PEOPLE_A_ROOM * home.huoneluku else None
