"""Events through the recorder: what is stored is what the event made, and the narrow tables follow."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.register.events.scenarios import LOADED
from tests.register.people import TODAY, a_code, family

from vaki.codes.sex import Sex
from vaki.register.clock import advance, read_clock, start_clock
from vaki.register.document import Document, read
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.index import narrow_rows
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.batch import Recorded

TABLES = {
    "identity": "select code, person_id, active from register.identity_code",
    "names": "select person_id, kind, sort_key, since, until from register.person_name",
    "residences": "select person_id, residence_code, since, until from register.residence",
    "relations": "select person_id, other_id, kind from register.relation",
}


@pytest.fixture
async def people(pools: Pools) -> dict[str, Document]:
    """The family, loaded into an empty register."""
    documents = family()
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, TODAY) for document in documents.values()])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)
    return documents


async def record(pools: Pools, name: str, **fields: Any) -> Recorded:
    async with Recorder(pools.register) as recorder:
        return await recorder.record(decode(name, fields))


async def stored(pools: Pools) -> dict[int, Document]:
    rows = await pools.register.fetch("select person_id, key, document from register.person")
    return {row["person_id"]: read(row["document"], row["person_id"], row["key"]) for row in rows}


async def check_narrow(pools: Pools) -> None:
    made = [narrow_rows(document) for document in (await stored(pools)).values()]
    for name, query in TABLES.items():
        held = {tuple(row) for row in await pools.register.fetch(query)}
        assert held == {tuple(row) for rows in made for row in getattr(rows, name)}


async def test_a_life_goes_through_the_recorder(pools: Pools, people: dict[str, Document]) -> None:
    code = {role: document.code for role, document in people.items()}
    born = await record(pools, "birth", mother=code["mother"], other_parent=code["father"], sex="NAINEN")
    child = max(person for person, _, _ in born.items)
    newborn = (await stored(pools))[child].code
    await record(pools, "naming", person=newborn, first_names="Aada", surname="Virtanen")
    await record(pools, "code_change", person=newborn)
    await record(pools, "name_change", person=code["mother"], surname="Laine")
    await record(pools, "emigration", person=[code["single"]], country="233", place="Tallinn")
    await record(pools, "protection_begun", person=code["mother"], until="2026-11-30")
    await record(pools, "death", person=code["father"])
    await record(pools, "loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)
    await check_narrow(pools)
    documents = await stored(pools)
    assert documents[child].codes[1] == newborn
    assert [group["vanhempi"]["sukunimi"] for group in documents[child].all("VANHEMPI")] == ["Laine", "Virtanen"]
    assert (await record(pools, "loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)).items == ()


async def test_the_clock_publishes_what_dates_change(pools: Pools, people: dict[str, Document]) -> None:
    single = people["single"].code
    await record(pools, "protection_begun", person=single, until="2026-12-30")
    async with Recorder(pools.register) as recorder:
        await advance(pools.register, recorder, TODAY.replace(month=12, day=31))
        assert not (await stored(pools))[4].protected
        await advance(pools.register, recorder, TODAY.replace(year=2027, month=1, day=1))
    async with pools.register.acquire() as connection:
        assert (await read_clock(connection)).day.year == 2027
    turned = await pools.register.fetchval(
        "select count(*) from register.change where event = 'day_passed' and groups like '%\"vuodenvaihde\":2026%'"
    )
    assert turned == len(people)
    await check_narrow(pools)


async def test_a_refused_event_leaves_the_register_as_it_was(pools: Pools, people: dict[str, Document]) -> None:
    before = await stored(pools)
    with pytest.raises(EventRefused):
        await record(pools, "marriage", first=people["mother"].code, second=people["single"].code)
    assert await stored(pools) == before
    assert await pools.register.fetchval("select count(*) from register.change") == 0


async def test_two_records_of_one_person_become_one(pools: Pools, people: dict[str, Document]) -> None:
    single = people["single"].code
    code = a_code(date(1990, 1, 2), Sex.MAN, 20)
    twin = [
        {"tietoryhma": "SUKUPUOLI", "sukupuoli": "MIES"},
        {"tietoryhma": "HENKILON_NIMI", "etunimi": "Veikko", "sukunimi": "Semeikka"},
        {"tietoryhma": "SYNTYMAPAIVA", "syntymapv": {"arvo": "1990-01-02", "tarkkuus": "PAIVA"}},
    ]
    came = await record(pools, "loaded", henkilotunnus=code, tietoryhmat=twin)
    await record(pools, "birth", mother=people["mother"].code, other_parent=code, sex="MIES")
    await record(pools, "codes_merged", person=single, dropped=code)
    documents = await stored(pools)
    assert {person for person, _, _ in came.items}.isdisjoint(documents)
    assert documents[4].codes == [single, code]
    assert len(documents[4].all("LAPSI")) == 1
    await check_narrow(pools)
    await record(pools, "occupation", person=code, occupation="seppä")
    assert (await stored(pools))[4].one("AMMATTI") is not None
