"""Events of one batch see each other, and each line keeps the key of the change that wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.register.people import TODAY, family

from vaki.register.clock import start_clock
from vaki.register.document import read
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.loading import FIRST_KEY, LoadRow, copy_people, finish_load
from vaki.register.recorder import BATCH, Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document

SINGLE = family()["single"].code


async def populate(pools: Pools) -> None:
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, TODAY) for document in family().values()])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)


async def single(pools: Pools) -> Document:
    row = await pools.register.fetchrow("select key, document from register.person where person_id = 4")
    assert row is not None
    return read(row["document"], 4, row["key"])


async def test_lines_written_by_two_events_of_one_batch_carry_their_own_keys(pools: Pools) -> None:
    await populate(pools)
    events = [
        (uuid4(), decode("occupation", {"person": SINGLE, "occupation": "seppä"})),
        (uuid4(), decode("email", {"person": SINGLE, "address": "veikko@posti.example"})),
        (uuid4(), decode("occupation", {"person": SINGLE, "occupation": "kirjuri"})),
        (uuid4(), decode("service_language", {"person": SINGLE, "language": "sv"})),
    ]
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all(events)
    keys = [answer.items[0][1] for answer in answers if not isinstance(answer, EventRefused)]
    assert keys == [FIRST_KEY + n for n in range(1, 5)]
    written = {entry.kind: entry.key for entry in (await single(pools)).entries}
    assert written["SAHKOPOSTIOSOITE"] == keys[1]
    assert written["AMMATTI"] == keys[2]
    assert written["ASIOINTIKIELI"] == keys[3]
    assert written["SUKUPUOLI"] == FIRST_KEY
    versions = await pools.register.fetch("select * from register.person_version where person_id = 4 order by to_key")
    assert [(row["from_key"], row["to_key"]) for row in versions] == list(
        zip([FIRST_KEY, *keys[:-1]], keys, strict=True)
    )
    assert [len(read(row["document"], 4, row["from_key"]).all("AMMATTI")) for row in versions] == [0, 1, 1, 1]


async def test_a_refused_event_stops_nobody_else_in_its_batch(pools: Pools) -> None:
    await populate(pools)
    events = [(uuid4(), decode("occupation", {"person": SINGLE, "occupation": f"työ {n}"})) for n in range(BATCH)]
    events[7] = (uuid4(), decode("marriage", {"first": SINGLE, "second": SINGLE}))
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all(events)
    refused = [at for at, answer in enumerate(answers) if isinstance(answer, EventRefused)]
    assert refused == [7]
    assert await pools.register.fetchval("select count(*) from register.change") == BATCH - 1


async def test_a_person_born_in_a_batch_can_be_named_in_it(pools: Pools) -> None:
    await populate(pools)
    async with Recorder(pools.register) as recorder:
        born = await recorder.record(decode("birth", {"mother": family()["mother"].code, "sex": "MIES"}))
        child = max(person for person, _, _ in born.items)
        code = await pools.register.fetchval("select code from register.person where person_id = $1", child)
        named = await recorder.record_all(
            [(uuid4(), decode("naming", {"person": code, "first_names": "Otso", "surname": "Virtanen"}))] * 1
            + [(uuid4(), decode("occupation", {"person": family()["mother"].code, "occupation": "seppä"}))]
        )
    assert not [answer for answer in named if isinstance(answer, EventRefused)]
    rows = await pools.register.fetch("select other_id from register.relation where person_id = $1", child)
    assert {row["other_id"] for row in rows} == {1}


async def test_someone_only_read_on_the_day_they_are_due_still_gets_their_own_clock_event(pools: Pools) -> None:
    from datetime import date

    from vaki.register.clock import midnight

    await populate(pools)
    new_year = date(TODAY.year + 1, 1, 1)
    await pools.register.execute("update register.clock set day = $1, time = $2", new_year, midnight(new_year))
    async with Recorder(pools.register) as recorder:
        await recorder.record(decode("occupation", {"person": family()["mother"].code, "occupation": "seppä"}))
    due = await pools.register.fetchval("select due from register.person where person_id = 2")
    assert due == new_year
