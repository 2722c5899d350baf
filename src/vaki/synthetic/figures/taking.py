"""Taking a census of a register: one snapshot, one pass."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from vaki.register import census as rows
from vaki.register.choosing import COUNTS
from vaki.register.clock import read_clock
from vaki.synthetic.figures.census import Census
from vaki.synthetic.figures.homes import Homes

if TYPE_CHECKING:
    from collections.abc import Callable

    import asyncpg

FORTNIGHT: Final = 14


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
        census.lived_from = await rows.first_lived(connection)
        for happened in await rows.events(connection, clock.day - timedelta(days=FORTNIGHT - 1), clock.day):
            census.events[happened.day, happened.event] += happened.events
    return census
