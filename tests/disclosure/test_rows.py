"""Rows that are looked at while others are still being read: of one moment, and in nobody's way."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.living import FIRST, living
from tests.disclosure.test_changes import START
from tests.disclosure.world import caller, load, read
from tests.register.people import a_person

from vaki.codes.sex import Sex
from vaki.disclosure import sql
from vaki.disclosure.door import base_data
from vaki.disclosure.rows import CHUNK, FEW, STRIDE, rows_of

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document

MANY = FEW + 2 * CHUNK + 1
BORN = date(1981, 1, 1)
NUMBERS = "select n from generate_series(1, $1::integer) n"


def residents(count: int) -> list[Document]:
    """So many, each born on a day of their own."""
    return [
        a_person(number, BORN + timedelta(days=number), Sex.WOMAN, "Aino", "Virtanen", home=FIRST)
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, FEW + 1, FEW + CHUNK, MANY])
@pytest.mark.parametrize("most", [FEW, MANY])
async def test_every_row_comes_once_in_the_statements_order(pools: Pools, count: int, most: int) -> None:
    async with pools.disclosure.acquire() as connection:
        found = [row["n"] async for row in rows_of(connection, NUMBERS, count, most=most)]
    assert found == list(range(1, count + 1))


async def test_rows_read_after_a_change_are_as_they_were_at_the_first(pools: Pools) -> None:
    people = residents(FEW + CHUNK + 1)
    async with living(pools, *people) as happen, pools.disclosure.acquire() as connection:
        codes = [person.code for person in people]
        async with aclosing(rows_of(connection, sql.BY_CODES, codes, None, False, most=MANY)) as rows:
            first = await anext(rows)
            for person in people:
                if person.code != first["code"]:
                    await happen("occupation", person=person.code, occupation="seppä")
            others = [row async for row in rows]
    assert {row["head"] for row in (first, *others)} == {START}
    assert len(others) == FEW + CHUNK
    assert not any("seppä" in row["document"] for row in others)


async def test_others_are_answered_while_lines_are_chosen(pools: Pools) -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with pools.disclosure.acquire() as connection:
        beside = asyncio.create_task(other())
        rows_of_a_turn = Counter([turns async for _ in rows_of(connection, NUMBERS, MANY, most=MANY)])
        beside.cancel()
    assert max(rows_of_a_turn.values()) <= STRIDE


async def test_whoever_stops_early_leaves_the_connection_as_it_was(pools: Pools) -> None:
    async with pools.disclosure.acquire() as connection:
        async with aclosing(rows_of(connection, NUMBERS, MANY, most=MANY)) as rows:
            async for row in rows:
                if row["n"] == STRIDE + 1:
                    break
        assert not connection.is_in_transaction()
        assert await connection.fetchval("select 1") == 1


async def test_a_call_that_is_cancelled_leaves_the_pool_as_it_was(pools: Pools) -> None:
    slow = "select n, pg_sleep(0.01) from generate_series(1, $1::integer) n"

    async def ask() -> None:
        async with (
            pools.disclosure.acquire() as connection,
            aclosing(rows_of(connection, slow, MANY, most=MANY)) as rows,
        ):
            async for _ in rows:
                pass

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ask(), 0.7)
    assert pools.disclosure.get_size() == pools.disclosure.get_idle_size()
    async with pools.disclosure.acquire() as connection:
        assert not connection.is_in_transaction()
        assert await connection.fetchval("select 1") == 1


async def test_more_than_a_few_codes_are_answered_in_the_order_asked_and_stand_in_the_ledger(pools: Pools) -> None:
    people = residents(MANY - 1)
    await load(pools, *people)
    codes = [person.code for person in reversed(people)]
    answer = await base_data(pools, await caller(pools), codes)
    assert [read(item)["henkilotunnus"] for item in answer.items] == codes
    written = await pools.disclosure.fetchval(
        "select subjects from disclosure.ledger where operation = 'base_data' order by ledger_id desc limit 1"
    )
    assert sorted(written) == sorted(person.person_id for person in people)
