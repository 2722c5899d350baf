"""Buildings and dwellings in the register: written with their residents' addresses, once, and never behind a move."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from tests.register.events.scenarios.places import ADDRESS, NEW_HOME, building, dwelling
from tests.register.people import (
    DWELLINGS,
    NOKIA_FLAT,
    NOKIA_HOME,
    TODAY,
    a_building,
    a_dwelling_document,
    family,
)

from vaki.register.batch import Batch
from vaki.register.buildings import read_building
from vaki.register.check import audit_people, check_index
from vaki.register.clock import advance, start_clock
from vaki.register.document import Document, read
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.place_rows import write_places
from vaki.register.places import Places
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

PEOPLE = family()
SINGLE = PEOPLE["single"].code


@pytest.fixture
async def populated(pools: Pools) -> Pools:
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, TODAY) for document in family().values()])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)
        places = Places(
            put_buildings={one.building_code: a_building(one) for one in DWELLINGS},
            put_dwellings={one.residence_code: a_dwelling_document(one) for one in DWELLINGS},
        )
        await write_places(connection, places)
    return pools


async def person(pools: Pools, person_id: int) -> Document:
    row = await pools.register.fetchrow("select key, document from register.person where person_id = $1", person_id)
    assert row is not None
    return read(row["document"], person_id, row["key"])


async def test_a_house_is_built_and_moved_into_in_one_batch(populated: Pools) -> None:
    events: list[tuple[str, dict[str, Any]]] = [
        ("building_registered", {"building": building()}),
        ("dwelling_registered", {"dwelling": dwelling()}),
        ("move", {"person": [SINGLE], "to": NEW_HOME.residence_code}),
        ("dwelling_renumbered", {"dwelling": NEW_HOME.residence_code, "staircase": "C", "number": "003"}),
    ]
    given = [(uuid4(), decode(name, fields)) for name, fields in events]
    async with Recorder(populated.register) as recorder:
        answers = await recorder.record_all(given)
        assert [answer for answer in answers if isinstance(answer, EventRefused)] == []
        again = await recorder.record_all(given)
        assert [answer.already for answer in again if not isinstance(answer, EventRefused)] == [True] * 4
    renumbered = f"{NEW_HOME.building_code}1C003 "
    residence = (await person(populated, 4)).one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    assert residence is not None
    assert residence["asuinpaikantunnus"] == renumbered
    assert await populated.register.fetchval(
        "select array_agg(residence_code) from register.dwelling where building_code = $1", NEW_HOME.building_code
    ) == [renumbered]
    plot = await populated.register.fetchval("select document from register.property")
    assert NEW_HOME.building_code in plot
    assert await check_index(populated.register) == []
    assert await audit_people(populated.register) == []


async def test_a_house_that_is_lived_in_is_not_taken_down(populated: Pools) -> None:
    demolished = decode("building_demolished", {"building": NOKIA_HOME.building_code, "reason": "07"})
    async with Recorder(populated.register) as recorder:
        with pytest.raises(EventRefused, match="People live there"):
            await recorder.record(demolished)
        moves = [decode("move", {"person": [PEOPLE[who].code for who in ("mother", "father", "child")],
                                 "to": NOKIA_FLAT.residence_code})]  # fmt: skip
        await recorder.record(moves[0])
        await recorder.record(demolished)
        with pytest.raises(EventRefused):
            await recorder.record(decode("move", {"person": [SINGLE], "to": NOKIA_HOME.residence_code}))
    row = await populated.register.fetchrow(
        "select in_use, document from register.building where building_code = $1", NOKIA_HOME.building_code
    )
    assert row is not None
    assert not row["in_use"]
    assert read_building(row["document"]).poistumispv == TODAY


async def test_who_is_moving_in_while_a_house_gets_another_address_lives_at_the_new_one(populated: Pools) -> None:
    event_id, move = uuid4(), decode("move", {"person": [SINGLE], "to": NOKIA_FLAT.residence_code})
    renamed = decode("building_address_changed", {**ADDRESS, "building": NOKIA_FLAT.building_code})
    async with Recorder(populated.register) as recorder, populated.register.acquire() as connection:
        async with connection.transaction():
            batch = Batch(connection, TODAY)
            await batch.load([move])
            renaming = asyncio.create_task(recorder.record(renamed))
            await asyncio.sleep(0.3)
            assert not renaming.done()
            await batch.apply(event_id, move)
            await batch.write()
        told = await renaming
    assert [person_id for person_id, _, _ in told.items] == [4]
    address = (await person(populated, 4)).one("VAKINAINEN_KOTIMAINEN_OSOITE")
    assert address is not None
    assert address["katunimi"] == {"fi": "Tammitie"}
    assert await check_index(populated.register) == []


async def test_the_planned_end_of_a_stay_is_published_the_day_after(populated: Pools) -> None:
    until = TODAY + timedelta(days=3)
    stay = {"person": SINGLE, "to": NOKIA_FLAT.residence_code, "until": until.isoformat()}
    async with Recorder(populated.register) as recorder:
        await recorder.record(decode("temporary_address", stay))
        await advance(populated.register, recorder, until)
        assert (await person(populated, 4)).one("TILAPAINEN_KUNTA") is not None
        await advance(populated.register, recorder, until + timedelta(days=1))
    assert (await person(populated, 4)).one("TILAPAINEN_KUNTA") is None
    ended = await populated.register.fetchval(
        "select groups from register.change where event = 'day_passed' and person_id = 4"
    )
    assert f'"kunnastaPoisMuuttopv":{{"arvo":"{until}"' in ended
    assert await populated.register.fetchval("select due from register.person where person_id = 4") == date(2027, 1, 1)
    assert await check_index(populated.register) == []
