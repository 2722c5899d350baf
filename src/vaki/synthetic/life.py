"""Life goes on: the events of a day, chosen from the register as it stands and recorded like anyone else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncpg


class Life:
    """The life of one register; counts what it recorded and what the register refused."""

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record], seed: int) -> None:
        self._pool = pool
        self._seed = seed
        self.recorded = 0
        self.refused = 0

    async def next_day(self) -> None:
        """Move the clock by a day, publish its clock event and live the day."""
        from datetime import timedelta

        from vaki.register.clock import advance, read_clock
        from vaki.register.recorder import Recorder

        async with Recorder(self._pool) as recorder:
            async with self._pool.acquire() as connection:
                clock = await read_clock(connection)
            await advance(self._pool, recorder, clock.day + timedelta(days=1))
