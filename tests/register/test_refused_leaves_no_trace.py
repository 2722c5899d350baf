"""An event that is refused halfway has changed nothing in the register, whatever it had done by then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.register.people import TODAY, family

from vaki.register.clock import start_clock
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

TABLES = ("person", "person_version", "identity_code", "person_name", "residence", "relation", "change", "clock")


async def held(pools: Pools) -> dict[str, list[Any]]:
    """Every row of the register."""
    return {
        table: sorted(tuple(row) for row in await pools.register.fetch(f"select t::text from register.{table} t"))  # noqa: S608
        for table in TABLES
    }


async def test_an_event_refused_for_the_second_of_two_leaves_the_first_as_they_were(pools: Pools) -> None:
    people = family()
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, TODAY) for document in people.values()])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)
    before = await held(pools)
    leaving = {"person": [people["single"].code, people["abroad"].code], "country": "233", "place": "Tallinn"}
    children = {"mother": people["mother"].code, "sex": "NAINEN", "code": people["child"].code}
    events = [(uuid4(), decode("emigration", leaving)), (uuid4(), decode("birth", children))]
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all(events)
    assert [type(answer) for answer in answers] == [EventRefused, EventRefused]
    assert all(isinstance(answer, EventRefused) and answer.message.endswith(".") for answer in answers)
    assert await held(pools) == before
