"""Ledger and replaced documents lie by the month, whenever the month's own table was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.disclosure.test_changes import work
from tests.disclosure.world import TODAY, caller, load, person, recording

from vaki.disclosure import sql
from vaki.disclosure.door import base_data
from vaki.disclosure.sealing import MONTHS_AHEAD

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

WHERE = "select distinct tableoid::regclass::text from {}"


async def lies(pools: Pools, table: str) -> set[str]:
    pool = pools.register if table.startswith("register") else pools.disclosure
    return {row[0] for row in await pool.fetch(WHERE.format(table))}


async def test_what_left_lies_in_the_table_of_its_month(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    await base_data(pools, await caller(pools), [one.code])
    month = await pools.disclosure.fetchval("select to_char(now(), 'YYYYMM')")
    (table,) = await lies(pools, "disclosure.ledger")
    assert table == f"disclosure.ledger_{month}"


async def test_replaced_documents_lie_by_the_registers_own_month_also_when_it_came_late(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    async with recording(pools) as happen:
        await happen(work, one)
    async with pools.disclosure.acquire() as connection:
        for _ in range(2):
            await connection.execute(sql.MAKE_PARTITIONS, MONTHS_AHEAD)
    async with recording(pools) as happen:
        await happen(work, one)
    assert await pools.register.fetchval("select count(*) from register.person_version") == 2
    tables = {
        row[0]
        for row in await pools.register.fetch(
            "select inhrelid::regclass::text from pg_inherits where inhparent = 'register.person_version'::regclass"
        )
    }
    ahead = [TODAY.year * 12 + TODAY.month - 1 + months for months in range(1, MONTHS_AHEAD + 1)]
    assert tables == {f"register.person_version_{month // 12}{month % 12 + 1:02}" for month in ahead} | {
        "register.person_version_rest"
    }
