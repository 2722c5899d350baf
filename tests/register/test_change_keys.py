"""A poller that follows the keys sees every change, in order, whatever writers overlap (decision 4)."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import asyncpg
import pytest

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register.batch import Recorded
from vaki.register.clock import start_clock
from vaki.register.document import Document
from vaki.register.events.draft import Draft, Event
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import BATCH, Recorder
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment, Pools

    Connection = asyncpg.pool.PoolConnectionProxy[asyncpg.Record]

TODAY = date(2026, 11, 1)
PEOPLE = 40


class Worked(Event):
    """A person took up another occupation: the smallest event there is."""

    name = "worked"
    person: str
    occupation: str

    def codes(self) -> list[str]:
        return [self.person]

    def apply(self, draft: Draft) -> None:
        document = draft.living(self.person)
        group = {"tietoryhma": "AMMATTI", "ammatti": self.occupation}
        document.put(group)
        draft.changed(document, group)


class Came(Event):
    """A person whom the register did not know: the event names nobody.

    Everybody has another birth date, so that nobody gets a code that somebody else has just got.
    """

    name = "came"
    code: str = ""

    def codes(self) -> list[str]:
        return []

    def apply(self, draft: Draft) -> None:
        document = draft.newborn()
        born = date(1990, 1, 1) + timedelta(days=document.person_id)
        code = self.code or draft.free_code(born, Sex.WOMAN)
        for group in (identity(code), {"tietoryhma": "SYNTYMAPAIVA", "syntymapv": wire_day(born)}):
            document.add(group)
            draft.added(document, group)


def code_of(number: int) -> str:
    return hetu.allocate(date(1980, 1, 1 + number % 28), Sex.WOMAN, number)


def identity(code: str) -> dict[str, Any]:
    return {
        "tietoryhma": "HENKILOTUNNUS_KORJAUS",
        "aktiivinenHenkilotunnus": code,
        "edellisetHenkilotunnukset": [],
        "muutettuHenkilotunnus": code,
        "voimassaolo": "AKTIIVI",
    }


def person(number: int) -> Document:
    document = Document(number)
    document.add(identity(code_of(number)))
    document.add({"tietoryhma": "SUKUPUOLI", "sukupuoli": "NAINEN"})
    document.add({"tietoryhma": "SYNTYMAPAIVA", "syntymapv": wire_day(date(1980, 1, 1 + number % 28))})
    document.add({"tietoryhma": "KOTIKUNTA", "kuntakoodi": "536", "kuntaanMuuttopv": wire_day(date(2000, 1, 1))})
    return document


async def people(pools: Pools) -> None:
    async with pools.register.acquire() as connection, connection.transaction():
        await start_clock(connection, "simulated", TODAY)
        await copy_people(connection, [LoadRow(person(number), TODAY) for number in range(1, PEOPLE + 1)])
        await finish_load(connection)


async def follow(
    pool: asyncpg.Pool[asyncpg.Record], table: str, stop: asyncio.Event, seen: list[int], pause: float
) -> None:
    """A customer's loop: read what lies beyond the last key, keep the key, come again."""
    last = 0
    while True:
        ending = stop.is_set()
        rows = await pool.fetch(f"select key from {table} where key > $1 order by key limit 25", last)  # noqa: S608
        seen.extend(row["key"] for row in rows)
        if rows:
            last = rows[-1]["key"]
        elif ending:
            return
        await asyncio.sleep(random.random() * pause)  # noqa: S311


async def write_slowly(pool: asyncpg.Pool[asyncpg.Record], write: Callable[[Connection], Awaitable[Any]]) -> None:
    """Transactions that dawdle before and after they write, some of which are given up."""
    dice = random.Random()  # noqa: S311
    for _ in range(25):
        try:
            async with pool.acquire() as connection, connection.transaction():
                await asyncio.sleep(dice.random() * 0.004)
                await write(connection)
                await asyncio.sleep(dice.random() * 0.008)
                give_up_sometimes(dice)
        except _GivenUp:
            continue


class _GivenUp(Exception):
    pass


def give_up_sometimes(dice: random.Random) -> None:
    if dice.random() < 0.2:
        raise _GivenUp


async def publish_one(connection: Connection) -> None:
    number = random.randint(1, PEOPLE)  # noqa: S311
    row = await connection.fetchrow("select * from register.person where person_id = $1 for update", number)
    assert row is not None
    none: list[str | None] = [None]
    await connection.fetch(
        "select * from register.publish($1::bigint[],$2::text[],$3::text[],$4::text[],$5::bool[],$6::bool[],$7::date[],"
        "$8::date[],$9::smallint,$10::text[],$11::text[],$12::text[],$13::uuid[],$14::text[],$15::text[],$16::bool[],"
        "$17::text[],$18::text[],$19::bool[])",
        [number],
        [row["document"]],
        [row["code"]],
        [row["municipality"]],
        [True],
        [False],
        [row["birth_date"]],
        [row["due"]],
        row["shape"],
        [row["code"]],
        [row["code"]],
        ["slow"],
        [uuid4()],
        none,
        none,
        [False],
        ["\t"],
        none,
        [False],
    )


async def insert_one(connection: Connection) -> None:
    await connection.execute("insert into serial_log default values")


def record_in_thread(environment: Environment, count: int) -> None:
    asyncio.run(record_some(environment.register_url, count))


def record_in_process(url: str, count: int) -> None:
    asyncio.run(record_some(url, count))


async def record_some(url: str, count: int) -> None:
    async with await asyncpg.create_pool(url, min_size=1, max_size=2) as pool, Recorder(pool) as recorder:
        for start in range(0, count, 10):
            events = [
                (uuid4(), Worked(person=code_of(random.randint(1, PEOPLE)), occupation=f"ammatti {start + at}"))  # noqa: S311
                for at in range(10)
            ]
            answers = await recorder.record_all(events)
            assert all(isinstance(answer, Recorded) for answer in answers)


async def test_pollers_see_every_change_in_order_under_overlapping_writers(
    pools: Pools, environment: Environment
) -> None:
    await people(pools)
    stop = asyncio.Event()
    seen: list[list[int]] = [[], [], []]
    pollers = [
        asyncio.create_task(follow(pools.disclosure, "register.change", stop, own, pause))
        for own, pause in zip(seen, (0.0, 0.004, 0.02), strict=True)
    ]
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=record_in_process, args=(environment.register_url, 150)) for _ in range(2)]
    threads = [threading.Thread(target=record_in_thread, args=(environment, 150)) for _ in range(2)]
    workers: list[Any] = [*processes, *threads]
    for worker in workers:
        worker.start()
    await asyncio.gather(*(write_slowly(pools.register, publish_one) for _ in range(5)))
    for worker in workers:
        await asyncio.to_thread(worker.join)
    assert [process.exitcode for process in processes] == [0, 0]
    stop.set()
    await asyncio.gather(*pollers)
    written = [row["key"] for row in await pools.register.fetch("select key from register.change order by key")]
    assert len(written) >= 600
    assert seen == [written, written, written]


async def test_the_same_pollers_miss_changes_when_keys_come_from_a_plain_serial_column(
    pools: Pools, environment: Environment
) -> None:
    owner = await asyncpg.connect(environment.owner_url)
    await owner.execute("create table serial_log (key bigserial primary key); grant all on serial_log to public")
    await owner.execute("grant all on sequence serial_log_key_seq to public")
    await owner.close()
    for _ in range(10):
        stop = asyncio.Event()
        seen: list[int] = []
        poller = asyncio.create_task(follow(pools.disclosure, "serial_log", stop, seen, 0.0))
        await asyncio.gather(*(write_slowly(pools.register, insert_one) for _ in range(7)))
        stop.set()
        await poller
        missed = {row["key"] for row in await pools.register.fetch("select key from serial_log")} - set(seen)
        if missed:
            return
    pytest.fail("a serial column lost nothing: the test does not overlap its writers enough to prove anything")


async def test_time_never_falls_and_rises_strictly_for_each_person(pools: Pools) -> None:
    await people(pools)
    await asyncio.gather(*(write_slowly(pools.register, publish_one) for _ in range(4)))
    rows = await pools.register.fetch("select person_id, time from register.change order by key")
    times = [row["time"] for row in rows]
    assert times == sorted(times)
    own: dict[int, datetime] = {}
    for row in rows:
        assert row["time"] > own.get(row["person_id"], datetime.min.replace(tzinfo=UTC))
        own[row["person_id"]] = row["time"]


async def test_every_replaced_document_is_kept_for_exactly_the_keys_it_was_valid(pools: Pools) -> None:
    await people(pools)
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all(
            [(uuid4(), Worked(person=code_of(1), occupation=f"ammatti {number}")) for number in range(7)]
        )
    keys = [answer.items[0][1] for answer in answers if isinstance(answer, Recorded)]
    versions = await pools.register.fetch(
        "select from_key, to_key, document from register.person_version where person_id = 1 order by from_key"
    )
    assert [row["to_key"] for row in versions] == keys
    assert [row["from_key"] for row in versions[1:]] == keys[:-1]
    assert [f"ammatti {number}" in row["document"] for number, row in enumerate(versions[1:])] == [True] * 6
    current = await pools.register.fetchrow("select key, document from register.person where person_id = 1")
    assert current is not None
    assert current["key"] == keys[-1]
    assert "ammatti 6" in current["document"]


async def test_an_event_given_twice_is_applied_once(pools: Pools) -> None:
    await people(pools)
    event_id = uuid4()
    event = Worked(person=code_of(2), occupation="puuseppä")
    async with Recorder(pools.register) as recorder:
        first = await recorder.record(event, event_id=event_id)
        again = await recorder.record(event, event_id=event_id)
    assert (first.already, again.already, again.items) == (False, True, ())
    assert await pools.register.fetchval("select count(*) from register.change") == 1


async def test_an_event_that_names_nobody_is_applied_once_when_given_twice_at_once(pools: Pools) -> None:
    await people(pools)
    event_id, other_id = uuid4(), uuid4()
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all([(event_id, Came()), (other_id, Came()), (event_id, Came())])
    assert [isinstance(one, Recorded) and one.already for one in answers] == [False, False, True]
    assert await pools.register.fetchval("select count(*) from register.person") == PEOPLE + 2


async def test_an_event_that_names_nobody_is_applied_once_when_two_recorders_have_it(pools: Pools) -> None:
    await people(pools)
    events = [(uuid4(), Came()) for _ in range(6 * BATCH)]
    async with Recorder(pools.register) as one, Recorder(pools.register) as other:
        await asyncio.gather(one.record_all(events), other.record_all(events))
    assert await pools.register.fetchval("select count(*) from register.person") == PEOPLE + len(events)


async def test_a_batch_may_name_who_came_with_the_one_before(pools: Pools) -> None:
    await people(pools)
    codes = [hetu.allocate(date(1990, 1, 1), Sex.WOMAN, 100 + number) for number in range(8)]
    events: list[Event] = []
    for code in codes:
        events += [Worked(person=code_of(1 + at % PEOPLE), occupation=f"{code} {at}") for at in range(BATCH - 1)]
        events.append(Came(code=code))
        events[-BATCH] = Worked(person=codes[codes.index(code) - 1], occupation="puuseppä")
    events[0] = events[1]
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all([(uuid4(), event) for event in events])
    assert [one for one in answers if not isinstance(one, Recorded)] == []
    assert await pools.register.fetchval("select count(*) from register.person where document like '%puuseppä%'") == 7


@pytest.mark.parametrize("stumbling", [False, True])
async def test_what_happens_to_one_person_comes_in_its_order_however_many_batches_it_takes(
    pools: Pools, stumbling: bool
) -> None:
    await people(pools)
    events: list[Event] = []
    for number in range(5 * BATCH):
        events.append(Worked(person=code_of(1), occupation=f"ammatti {number}"))
        if stumbling and number % BATCH == 7:
            events.append(Came(code=code_of(2)))  # found out only when it is written
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all([(uuid4(), event) for event in events])
    assert sum(not isinstance(one, Recorded) for one in answers) == (5 if stumbling else 0)
    told = await pools.register.fetch("select groups from register.change where event = 'worked' order by key")
    assert [number for number, row in enumerate(told) if f'"ammatti {number}"' not in row["groups"]] == []
    assert len(told) == 5 * BATCH
