"""A register made equal to another one, whole and in one transaction: a sandbox's way back to its seeded state.

Only the register: what was handed out stays in the ledger. Keys and internal numbers of persons are never given twice:
the sequences go on, so that a key from the lost tail skips nothing that comes after (docs/decisions/0004), and a row of
the ledger never comes to mean somebody else.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from vaki.register.errors import NotReady

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

_PORTIONS: Final = 16
"""Portions of a table's rows that may wait in memory, each of some kilobytes."""

_TABLES: Final = """
select c.relname as name, array_agg(a.attname order by a.attnum) as columns
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'register'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
group by c.relname order by c.relname
"""
_SEQUENCES: Final = "select sequencename as name, last_value from pg_sequences where schemaname = 'register'"

# Every writer reads the clock before it holds anything else, so whoever has this lock meets no half-done event, and no
# event that waits for it holds what is needed here. Then the sequencer's own lock, for whatever loads without a clock.
_ALONE: Final = "lock table register.clock in access exclusive mode"
_SEQUENCER: Final = "select pg_advisory_xact_lock(7824, 1)"


async def restore(source: Connection, target: Connection) -> None:
    """Replace the target's register by the source's; readers see the old one or the new one.

    Both are of the same version. The source is read as of one moment, and must not be empty. Raises NotReady.
    """
    async with source.transaction(isolation="repeatable_read", readonly=True), target.transaction():
        if not await source.fetchval("select exists (select 1 from register.clock)"):
            raise NotReady
        await target.execute(_ALONE)
        await target.execute(_SEQUENCER)
        for table in await source.fetch(_TABLES):
            # The names come from the catalogue of a register of our own.
            await target.execute(f'delete from register."{table["name"]}"')  # noqa: S608
            await _copy(source, target, table["name"], list(table["columns"]))
        for sequence in await source.fetch(_SEQUENCES):
            await target.execute(
                "select setval(s.sequence, greatest(s.reached, $2)) from (select format('register.%I', sequencename)"
                "::regclass as sequence, last_value as reached from pg_sequences"
                " where schemaname = 'register' and sequencename = $1) s where greatest(s.reached, $2) is not null",
                sequence["name"],
                sequence["last_value"],
            )
    await target.execute("select register.refresh_statistics()")


async def _copy(source: Connection, target: Connection, table: str, columns: list[str]) -> None:
    """Stream a table's rows from one connection to the other, a few kilobytes at a time."""
    portions: asyncio.Queue[bytes | None] = asyncio.Queue(_PORTIONS)

    async def read() -> None:
        names = ", ".join(f'"{column}"' for column in columns)
        query = f'select {names} from register."{table}"'  # noqa: S608 -- as above
        await source.copy_from_query(query, output=portions.put, format="binary")
        await portions.put(None)

    async def rows() -> AsyncIterator[bytes]:
        while (portion := await portions.get()) is not None:
            yield portion

    reading = asyncio.create_task(read())
    try:
        writing = asyncio.create_task(
            target.copy_to_table(table, schema_name="register", columns=columns, source=rows(), format="binary")
        )
        try:
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_EXCEPTION)
            if reading.done():
                reading.result()
            await writing
        finally:
            await _end(writing)
    finally:
        await _end(reading)


async def _end(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
