"""The rows of one statement, looked at while those after them are being read.

To read a thousand documents takes the database about as long as it takes to choose their lines, and while lines are
chosen nothing else of this process runs: without a pause the connection fills up and the database waits. So rows come a
few at a time, and in between whatever has arrived is taken in and others are answered.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]
    Rows: TypeAlias = AsyncGenerator[asyncpg.Record, None]

FEW: Final = 50
"""So many rows are read at once, and so many are the first that more begin with."""
CHUNK: Final = 100
"""Rows that are on their way at a time; each time is a round trip."""
STRIDE: Final = 25
"""Rows between two pauses, a quarter of a millisecond of choosing."""


async def rows_of(connection: Connection, query: str, *arguments: object, most: int) -> Rows:
    """The rows of a statement that finds at most so many; all of one moment.

    More than a few are read in a transaction, which is over when the last has been taken or the iterator is closed.
    Raises asyncpg's errors.
    """
    if most <= FEW:
        for row in await connection.fetch(query, *arguments):
            yield row
        return
    ahead: asyncio.Future[list[asyncpg.Record]] | None = None
    async with connection.transaction(readonly=True):
        cursor = await connection.cursor(query, *arguments)
        rows = await cursor.fetch(FEW)
        try:
            while rows:
                ahead = asyncio.ensure_future(cursor.fetch(CHUNK))
                for number, row in enumerate(rows):
                    if number % STRIDE == 0:
                        await asyncio.sleep(0)
                    yield row
                rows = await ahead
        finally:
            if ahead is not None:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)
