"""Personas are the same people in every register, and life leaves them as they are told."""

from __future__ import annotations

from array import array
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaki.codes import building, hetu
from vaki.disclosure import products
from vaki.disclosure.previewing import preview
from vaki.register.buildings import read_building, read_dwelling, resolve
from vaki.register.check import audit_people, check_index
from vaki.register.choosing import RESIDENTS
from vaki.register.document import Document, read
from vaki.register.events.catalogue import decode
from vaki.register.groups import SENSITIVE
from vaki.register.loading import refresh_statistics
from vaki.register.recorder import Recorder
from vaki.synthetic import personas
from vaki.synthetic.draws import Draws
from vaki.synthetic.life import Life
from vaki.synthetic.life.choosing import View
from vaki.synthetic.loading import load_population
from vaki.synthetic.personas import estate
from vaki.synthetic.personas.told import people, residence_codes
from vaki.synthetic.personas.writing import documents
from vaki.synthetic.population import Plan, Source, outline

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

LOADED = date(2026, 11, 7)
OWN_MUNICIPALITY = {"KOTIKUNTA", "VUODENVAIHTEEN_KUNTA"}
"""What a customer by municipality knows of its own residents anyway."""
_ALL = "select person_id, key, document from register.person where person_id <= $1 order by person_id"


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def anybody(_document: Document) -> bool:
    return True


@pytest.fixture(scope="module")
async def seeded(module_pools: Pools) -> Pools:
    """A small register with its personas."""
    async with module_pools.register.acquire() as connection:
        await load_population(connection, Source(60, 5, LOADED), workers=1, progress=silent)
        await refresh_statistics(connection)
    return module_pools


def identities(day: date) -> dict[int, tuple[list[str], str]]:
    """Codes and name by number, without those whose birth follows from the day."""
    fixed = {one.number for one in people().values() if one.born is None}
    return {
        one.person_id: (one.codes, str(one.one("HENKILON_NIMI"))) for one in documents(day) if one.person_id in fixed
    }


async def in_register(pools: Pools) -> list[Document]:
    rows = await pools.register.fetch(_ALL, personas.IDS.stop - 1)
    return [read(row["document"], row["person_id"], row["key"]) for row in rows]


def test_codes_names_and_relations_are_the_same_whatever_the_day() -> None:
    first, later = date(2024, 3, 1), date(2033, 8, 9)
    assert identities(first) == identities(LOADED) == identities(later)
    lasting = {"LAPSI", "VANHEMPI", "AVIOLIITTO", "EDUNVALVONTA"}
    told = [
        {(one.person_id, kind, other) for one in documents(day) for kind, other in one.relatives() if kind in lasting}
        for day in (first, later)
    ]
    assert told[0] == told[1]


def test_every_code_is_reserved_temporary_and_its_own() -> None:
    codes = [code for one in documents(LOADED) for code in one.codes]
    assert len(set(codes)) == len(codes)
    assert set(codes) == personas.reserved_on(LOADED)
    assert personas.reserved_on(LOADED) > personas.RESERVED
    assert all(hetu.parse(code).is_temporary for code in codes)


def test_numbers_lie_within_those_that_are_kept() -> None:
    numbers = [one.number for one in people().values()]
    assert len(set(numbers)) == len(numbers)
    assert all(personas.is_persona(number) for number in numbers)
    assert not personas.is_persona(personas.IDS.stop)


@pytest.mark.parametrize("name", ["elli", "henri", "aamos", "vauva"])
def test_nobody_else_is_given_a_reserved_code(name: str) -> None:
    """A block's people are all born on the persona's day: more than the first two signs have codes for."""
    own = hetu.parse(people()[name].first_code(LOADED))
    birth = 2 * own.birth_date.toordinal() + (own.sex == "NAINEN")
    source = Source(120, 1, LOADED)
    made = outline((source, 0))
    (share,) = Plan(source, [made._replace(births=array("i", [birth] * len(made.births)))]).shares()
    given = [hetu.allocate(own.birth_date, own.sex, counter) for counter in share.counters]
    assert len(set(given)) == len(made.births) > 120
    assert not personas.reserved_on(LOADED) & set(given)
    assert share.first_id == personas.IDS.stop


def test_every_home_stands_in_a_synthetic_building_and_is_lived_in() -> None:
    rows = estate.rows(documents(LOADED))
    buildings = {row[0]: row[-1] for row in rows["building"]}
    assert all(building.is_valid(code) and building.is_synthetic(code) for code in buildings)
    homes = {row[0]: read_dwelling(row[2]) for row in rows["dwelling"]}
    assert set(homes) == set(residence_codes().values())
    for code, own, text in rows["dwelling"]:
        assert resolve(text, buildings[own]).residence_code == code
    lived_in = {
        group["asuinpaikantunnus"]
        for one in documents(LOADED)
        for group in one.all("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    }
    assert {code for code, home in homes.items() if home.kaytossaolotilanne == "01"} == lived_in
    owners = {owner.henkilo for text in buildings.values() for owner in read_building(text).omistajat} - {None}
    assert owners <= {one.person_id for one in documents(LOADED) if one.alive}


def test_nobody_lived_in_a_building_before_it_stood() -> None:
    years = {row[0]: read_building(row[-1]).valmistumisvuosi for row in estate.rows(documents(LOADED))["building"]}
    for one in documents(LOADED):
        for entry in one.entries:
            if entry.kind.endswith("KOTIMAINEN_ASUINPAIKKATUNNUS"):
                assert int(entry.group["alkupv"]["arvo"][:4]) >= years[entry.group["rakennustunnus"]], one.person_id


def test_without_people_there_are_no_homes() -> None:
    assert not any(estate.rows(()).values())


async def test_a_register_has_them_all_and_holds_together(seeded: Pools) -> None:
    assert [one.person_id for one in await in_register(seeded)] == [one.number for one in people().values()]
    assert [str(one) for one in await check_index(seeded.register)] == []
    assert [str(one) for one in await audit_people(seeded.register)] == []


async def test_residents_are_those_asked_for_and_the_personas(seeded: Pools) -> None:
    own = sum(one.alive and one.municipality not in ("198", "199", "200") for one in documents(LOADED))
    assert own == 71
    assert await seeded.register.fetchval(RESIDENTS) == 60 + own


async def test_life_finds_no_persona(seeded: Pools) -> None:
    found: list[int] = []
    async with seeded.register.acquire() as connection:
        view = await View.of(connection, LOADED)
        for draws in (Draws("personas", number) for number in range(20)):
            found += [one.person_id for one in await view.residents(draws, 40)]
            chosen = [
                await view.holder(draws, "AVIOLIITTO"),
                await view.protected(draws, anybody),
                await view.living_in(draws, "536", anybody),
                await view.living_in(draws, "200", anybody),
            ]
            found += [one.person_id for one in chosen if one is not None]
        newborn = people()["vauva"].birth_date(LOADED)
        found += [row["person_id"] for row in await view.unnamed([newborn])]
    assert len(set(found)) > 40
    assert not any(map(personas.is_persona, found))


async def test_a_day_lived_leaves_them_alone(seeded: Pools) -> None:
    await Life(seeded.register, 5).next_day()
    told = {one.person_id: [entry.group for entry in one.entries] for one in documents(LOADED)}
    for one in await in_register(seeded):
        assert [entry.group for entry in one.entries] == told[one.person_id]


@pytest.mark.parametrize("name", ["elli", "saana", "oliver", "reijo", "vieno"])
async def test_the_protected_are_censored_in_k2000(seeded: Pools, name: str) -> None:
    shown = await preview(seeded, products.get("K2000"), people()[name].code)
    told = {one.group["tietoryhma"] for one in shown.groups if one.reason is None}
    assert "TURVAKIELTO" in told
    assert told & SENSITIVE <= OWN_MUNICIPALITY
    assert {"VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"} <= set(shown.censored)
    assert name != "vieno" or "SYNTYMAKOTIKUNTA" not in told


async def test_who_is_protected_no_more_is_told_without_the_homes_of_that_time(seeded: Pools) -> None:
    shown = await preview(seeded, products.get("K2000"), people()["anja"].code)
    told = {one.group["tietoryhma"] for one in shown.groups if one.reason is None}
    assert "VAKINAINEN_KOTIMAINEN_OSOITE" in told
    assert "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS" not in told


async def test_an_event_on_purpose_happens_to_a_persona_too(seeded: Pools) -> None:
    event = decode("occupation", {"person": people()["taisto"].code, "occupation": "kellonsoittaja"})
    async with Recorder(seeded.register) as recorder:
        recorded = await recorder.record(event)
    assert [person for person, _, _ in recorded.items] == [people()["taisto"].number]
