"""Events of many people are jobs: each person once, whenever they are cut short, and two runs do nothing twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.register.people import NOKIA_HOME, TODAY, a_building, a_dwelling_document, a_person

from vaki.codes.sex import Sex
from vaki.register import buildings, bulk, place_rows
from vaki.register.check import audit_people, check_index
from vaki.register.clock import start_clock
from vaki.register.document import Document, read
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.events.many import ManyPeople
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.places import Places
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment, Pools

PEOPLE = 60
FLATS = tuple(
    replace(NOKIA_HOME, residence_code=f"{NOKIA_HOME.building_code}1A{number:03} ", number=f"{number:03}")
    for number in range(1, PEOPLE // 3 + 1)
)
RENAMED = {"municipality": "536", "street": "Koivutie", "to": "Tammitie"}


def resident(number: int) -> Document:
    home = FLATS[number % len(FLATS)]
    born = date(1960 + number % 40, 1 + number % 12, 1 + number % 28)
    return a_person(number, born, Sex.WOMAN, "Aino Maria", "Virtanen", home=home, since=max(born, date(2020, 1, 1)))


def many(name: str, **fields: Any) -> ManyPeople:
    event = decode(name, fields)
    assert isinstance(event, ManyPeople)
    return event


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 7)


@pytest.fixture
async def populated(pools: Pools) -> Pools:
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(resident(number), TODAY) for number in range(1, PEOPLE + 1)])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)
        places = Places(
            put_buildings={NOKIA_HOME.building_code: a_building(NOKIA_HOME)},
            put_dwellings={one.residence_code: a_dwelling_document(one) for one in FLATS},
        )
        await place_rows.write_places(connection, places)
    return pools


async def streets(pools: Pools) -> list[str]:
    """The streets that people's addresses name."""
    rows = await pools.register.fetch("select person_id, key, document from register.person")
    documents = [read(row["document"], row["person_id"], row["key"]) for row in rows]
    found = [document.one("VAKINAINEN_KOTIMAINEN_OSOITE") for document in documents]
    return [group["katunimi"]["fi"] for group in found if group is not None]


async def told(pools: Pools) -> int:
    return int(await pools.register.fetchval("select count(*) from register.change"))


async def test_a_renamed_street_changes_its_buildings_and_everyone_once(populated: Pools) -> None:
    seen: list[int] = []
    done = await bulk.run(
        populated.register, many("street_renamed", **RENAMED), progress=lambda j: seen.append(j.people)
    )
    assert (done.already, done.job.people, done.job.buildings, done.job.refused) == (False, PEOPLE, 1, 0)
    assert seen == sorted(seen)
    assert len(set(seen)) > PEOPLE // bulk.AT_ONCE
    assert set(await streets(populated)) == {"Tammitie"}
    assert await told(populated) == PEOPLE
    house = await populated.register.fetchval("select document from register.building")
    assert buildings.read_building(house).osoitteet[0].katunimi == {"fi": "Tammitie"}
    assert await check_index(populated.register) == []


async def test_the_same_command_again_does_nothing(populated: Pools) -> None:
    await bulk.run(populated.register, many("street_renamed", **RENAMED))
    again = await bulk.run(populated.register, many("street_renamed", **RENAMED))
    assert again.already
    assert await told(populated) == PEOPLE


async def test_two_runs_of_one_job_share_it(populated: Pools) -> None:
    event = many("street_renamed", **RENAMED)
    done = await asyncio.gather(*(bulk.run(populated.register, event) for _ in range(3)))
    assert {one.job.event_id for one in done} == {done[0].job.event_id}
    assert await told(populated) == PEOPLE


async def test_a_job_cut_short_goes_on_where_it_stood(populated: Pools) -> None:
    class Cut(Exception):
        pass

    def cut(job: bulk.Job) -> None:
        if job.people >= PEOPLE // 2:
            raise Cut

    with pytest.raises(Cut):
        await bulk.run(populated.register, many("street_renamed", **RENAMED), progress=cut)
    half = await told(populated)
    assert 0 < half < PEOPLE
    day = "2026-11-21"
    await populated.register.execute("update register.clock set day = $1", date.fromisoformat(day))
    done = await bulk.run(populated.register, many("street_renamed", **RENAMED))
    assert (done.already, done.job.people, done.job.day) == (False, PEOPLE, TODAY.isoformat())
    assert await told(populated) == PEOPLE


async def test_who_moves_in_during_the_job_gets_the_new_address(populated: Pools) -> None:
    event = many("street_renamed", **RENAMED)
    job = await bulk._begin(populated.register, event)
    job = await bulk._portion_tried(populated.register, event, job)
    assert job.buildings == 1
    async with Recorder(populated.register) as recorder:
        mover = resident(1).code
        await recorder.record(decode("move", {"person": [mover], "to": FLATS[5].residence_code}))
    await bulk.run(populated.register, event)
    assert set(await streets(populated)) == {"Tammitie"}


async def test_an_event_of_many_is_refused_beside_others(populated: Pools) -> None:
    async with Recorder(populated.register) as recorder:
        with pytest.raises(EventRefused, match="as a job"):
            await recorder.record(many("street_renamed", **RENAMED))


async def test_a_merger_tells_neither_leaving_nor_entering(populated: Pools) -> None:
    done = await bulk.run(populated.register, many("municipalities_merged", municipality="536", into="837"))
    assert done.job.people == PEOPLE
    rows = await populated.register.fetch(
        "select distinct municipality_before, municipality_after, base_data is null as plain from register.change"
    )
    assert [tuple(row) for row in rows] == [("837", "837", True)]
    towns = await populated.register.fetch("select distinct municipality from register.person")
    assert [row[0] for row in towns] == ["837"]
    assert await populated.register.fetchval("select municipality from register.building") == "837"
    assert await populated.register.fetchval("select register.followed('{536,091}')") == ["536", "091", "837"]
    assert await check_index(populated.register) == []
    assert await audit_people(populated.register) == []


async def test_an_impossible_job_is_refused_before_it_begins(populated: Pools) -> None:
    with pytest.raises(EventRefused):
        await bulk.run(populated.register, many("municipalities_merged", municipality="536", into="536"))
    assert await populated.register.fetchval("select count(*) from register.progress") == 0


RUNNER = """
import asyncio, sys, time
import asyncpg
from vaki.register import bulk
from vaki.register.events.catalogue import decode

bulk.AT_ONCE = 2
RENAMED = {"municipality": "536", "street": "Koivutie", "to": "Tammitie"}

async def main():
    async with asyncpg.create_pool(sys.argv[1], min_size=1, max_size=2) as pool:
        print("begun", flush=True)
        await bulk.run(pool, decode("street_renamed", RENAMED), progress=lambda job: time.sleep(0.005))

asyncio.run(main())
"""


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
async def test_a_job_killed_at_random_moments_happens_to_everyone_once(
    populated: Pools, environment: Environment, blow: signal.Signals
) -> None:
    seed = random.randrange(10**6)  # noqa: S311 -- when to kill
    draws = random.Random(seed)  # noqa: S311
    killed = 0
    for _ in range(12):
        command = [sys.executable, "-c", RUNNER, environment.register_url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as runner:  # noqa: ASYNC220
            assert runner.stdout is not None
            await asyncio.to_thread(runner.stdout.readline)
            await asyncio.sleep(draws.uniform(0.02, 0.12))
            if runner.poll() is None:
                os.kill(runner.pid, blow)
                killed += 1
            runner.wait()
        # In one statement: what the killed client had asked for last may be committed at any moment.
        (counted,) = await populated.register.fetch(
            "select count(*) as told, count(distinct person_id) as people from register.change"
        )
        people = counted["people"]
        assert counted["told"] == people
        if people == PEOPLE:
            break
    assert killed
    done = await bulk.run(populated.register, many("street_renamed", **RENAMED))
    assert done.job.people == PEOPLE, f"seed {seed}"
    assert await told(populated) == PEOPLE
    assert set(await streets(populated)) == {"Tammitie"}
    assert await check_index(populated.register) == []
