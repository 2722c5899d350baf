"""Taking a census of a register: one snapshot, one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaki.register import census as rows
from vaki.register.choosing import COUNTS
from vaki.register.clock import read_clock
from vaki.synthetic.figures.census import Census
from vaki.synthetic.figures.homes import Homes

if TYPE_CHECKING:
    from collections.abc import Callable

    import asyncpg


async def take(pool: asyncpg.Pool[Any], *, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Census:
    """Count everybody as of the register's day. `progress` is told how many records are done, and of how many."""
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        clock = await read_clock(connection)
        whole = int(await connection.fetchval(COUNTS))
        census = Census(clock.day)
        done = 0
        async for portion in rows.people(connection):
            for row in portion:
                census.add(*row)
            done += len(portion)
            progress(done, whole)
        homes = Homes(census.lived_in)
        async for code, class_code in rows.buildings(connection):
            homes.meet(code, class_code)
        census.homes = homes.finish()
        for moved in await rows.moves(connection):
            census.moves[moved.month, moved.between_municipalities] += moved.persons
    return census
