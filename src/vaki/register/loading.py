"""The initial load of an empty register, with COPY: the one writer besides events.

People and buildings come in portions, each in whole or not at all, so that a load cut short is gone on with. The
register has no clock until the load is finished, and without one nobody reads from it or records in it
(docs/decisions/0601).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import asyncpg

from vaki.register.clock import Mode, start_clock
from vaki.register.errors import RegisterError
from vaki.register.portion import FIRST_KEY, LoadRow, Portion, portion_of

if TYPE_CHECKING:
    from datetime import date

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

__all__ = ["FIRST_KEY", "Load", "LoadRow", "LoadUnderWay", "NotEmpty", "copy_people", "finish_load"]

_UNDER_WAY: Final = "load"
"""Name in `register.progress` of what is being loaded, while it is."""
_TRY_LOCK: Final = "select pg_try_advisory_lock(7824, 4)"
_UNLOCK: Final = "select pg_advisory_unlock(7824, 4)"
_PATIENCE_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 0.2


class NotEmpty(RegisterError):
    """The register already holds people; an initial load needs an empty one."""

    exit_code = 4


class LoadUnderWay(RegisterError):
    """Another command is loading this register."""

    exit_code = 4


async def refuse_unless_empty(connection: Connection) -> None:
    """Raises NotEmpty when there are people or a clock."""
    held = await connection.fetchval(
        "select exists (select 1 from register.person) or exists (select 1 from register.clock)"
    )
    if held:
        raise NotEmpty


class Load:
    """One initial load, gone on with where it was left. Made by `loading`."""

    def __init__(self, connection: Connection, loaded: Iterable[tuple[str, int]]) -> None:
        self._connection = connection
        self._loaded = set(loaded)

    def has(self, what: str, number: int) -> bool:
        """Whether this portion is in."""
        return (what, number) in self._loaded

    async def people(self, number: int, portion: Portion) -> None:
        """Load a portion of people."""
        async with self._portion("people", number):
            await _copy(self._connection, portion)

    async def estate(self, number: int, tables: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
        """Load a portion of buildings, dwellings and properties: rows by table."""
        async with self._portion("estate", number):
            for table, rows in tables.items():
                await self._connection.copy_records_to_table(table, schema_name="register", records=rows)

    @asynccontextmanager
    async def _portion(self, what: str, number: int) -> AsyncIterator[None]:
        async with self._connection.transaction():
            # A crash of the machine may take the last portions away, each with its mark: they are then made again.
            await self._connection.execute("set local synchronous_commit = off")
            await self._connection.execute("insert into register.load_portion values ($1, $2)", what, number)
            yield
        self._loaded.add((what, number))

    async def indexes_left(self) -> int:
        """How many indexes wait to be made."""
        return int(await self._connection.fetchval("select count(*) from public.vaki_load_index"))

    async def make_indexes(self) -> AsyncIterator[int]:
        """Make what the load has taken away, one after another; how many are left each time."""
        left = await self.indexes_left()
        while left:
            left = await self._connection.fetchval("select register.make_next_index()")
            yield left

    async def finish(self, mode: Mode, day: date) -> None:
        """Give the register its clock: from here on it is there."""
        async with self._connection.transaction():
            await self._connection.execute("select register.end_load()")
            await self._connection.execute("delete from register.progress where name = $1", _UNDER_WAY)
            await finish_load(self._connection)
            await start_clock(self._connection, mode, day)


@asynccontextmanager
async def loading(connection: Connection, state: str, notes: Mapping[str, str] | None = None) -> AsyncIterator[Load]:
    """A load of an empty register, or the one that was left unfinished with the same `state`.

    What was left with another is taken away first. `notes` are kept in `register.progress` from the beginning.
    Raises NotEmpty, LoadUnderWay.
    """
    await _lock(connection)
    try:
        left = await connection.fetchval("select state from register.progress where name = $1", _UNDER_WAY)
        if left != state:
            async with connection.transaction():
                if left is not None:
                    await connection.execute("select register.abandon_load()")
                await refuse_unless_empty(connection)
                await connection.execute("select register.begin_load()")
                for name, text in {**(notes or {}), _UNDER_WAY: state}.items():
                    await connection.execute(
                        "insert into register.progress values ($1, $2) "
                        "on conflict (name) do update set state = excluded.state",
                        name,
                        text,
                    )
        rows = await connection.fetch("select what, number from register.load_portion")
        yield Load(connection, [(row["what"], row["number"]) for row in rows])
    finally:
        # A connection that is lost or in a failed transaction lets go of the lock when it is closed or given back.
        with suppress(asyncpg.InterfaceError, asyncpg.InFailedSQLTransactionError):
            await connection.execute(_UNLOCK)


async def _lock(connection: Connection) -> None:
    """Only one loads; the server may take a moment to notice that an earlier one was killed."""
    waited = 0.0
    while not await connection.fetchval(_TRY_LOCK):
        if waited >= _PATIENCE_SECONDS:
            raise LoadUnderWay
        await asyncio.sleep(_LOOK_SECONDS)
        waited += _LOOK_SECONDS


async def _copy(connection: Connection, portion: Portion) -> None:
    for table, rows in portion.tables:
        await connection.copy_to_table(table, schema_name="register", source=BytesIO(rows), format="binary")


async def copy_people(connection: Connection, rows: Iterable[LoadRow]) -> None:
    """Append people to a register whose clock somebody else starts; the caller holds the transaction."""
    await _copy(connection, portion_of(rows))


async def finish_load(connection: Connection) -> None:
    """After the last portion: new persons get ids beyond the loaded ones."""
    await connection.execute(
        "select setval('register.person_id', greatest((select max(person_id) from register.person), 1))"
    )


async def refresh_statistics(connection: Connection) -> None:
    """Let the planner know the loaded tables (outside the loading transaction)."""
    await connection.execute("select register.refresh_statistics()")
