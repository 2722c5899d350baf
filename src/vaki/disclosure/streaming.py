"""Base data of a whole selection in one stream, as of one key, however slowly it is read.

While a chunk is being sent the next one is read. Then nothing is held: no connection, no transaction, two chunks of
data. Each chunk has a ledger row of its own, committed before the chunk is handed out, and the stream has one at its
end: what left is never more than the rows say, and at most one chunk less.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from vaki.disclosure import ledger
from vaki.disclosure.base import Fetch
from vaki.disclosure.bounds import Bounds

if TYPE_CHECKING:
    from types import TracebackType

    import asyncpg

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

CHUNK: Final = Bounds(persons=500, bytes=4 * 1024 * 1024)
FRESH_SECONDS: Final = 1.0
"""What was read ahead and is wanted later than this is read anew: somebody may have become protected meanwhile."""
SENT: Final = "_sent"
BROKEN: Final = "_broken"


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The reading of the rows after a person, and when it began by the loop's clock."""

    after: int | None
    reading: asyncio.Task[tuple[float, list[asyncpg.Record]]]


@dataclass(slots=True)
class Stream:
    """An async context: iterate over `chunks` in it, and say `sent` when the last byte has gone."""

    fetch: Fetch
    chunk_seconds: float | None = None
    """The longest that one chunk may be under way in the door."""
    count: int = 0
    """Persons handed out."""
    is_sent: bool = False

    @property
    def key(self) -> int:
        return self.fetch.key

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the outcome, also when the request is being cancelled: who has gone away cannot stop it."""
        writing = asyncio.ensure_future(self._write_outcome())
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            await writing
            raise

    async def chunks(self) -> AsyncIterator[list[bytes]]:
        """Items of base data, whose ledger row is committed."""
        after: int | None = None
        complete, ahead = False, self._read_ahead(None)
        try:
            while not complete:
                async with asyncio.timeout(self.chunk_seconds):
                    rows = await self._rows(after, ahead)
                    if len(rows) > CHUNK.persons:
                        ahead = self._read_ahead(rows[CHUNK.persons - 1]["person_id"])
                    page = await self.fetch.page_of(rows, after, CHUNK)
                self.count += len(page.items)
                if page.items:
                    yield page.items
                after, complete = page.after, page.complete
        finally:
            ahead.reading.cancel()
            await asyncio.gather(ahead.reading, return_exceptions=True)

    def _read_ahead(self, after: int | None) -> _Ahead:
        async def read() -> tuple[float, list[asyncpg.Record]]:
            begun = asyncio.get_running_loop().time()
            return begun, await self.fetch.rows(after, CHUNK)

        return _Ahead(after, asyncio.create_task(read()))

    async def _rows(self, after: int | None, ahead: _Ahead) -> list[asyncpg.Record]:
        begun, rows = await ahead.reading
        if ahead.after == after and asyncio.get_running_loop().time() - begun < FRESH_SECONDS:
            return rows
        return await self.fetch.rows(after, CHUNK)

    def sent(self) -> None:
        """Everything has gone out, the last line too."""
        self.is_sent = True

    async def _write_outcome(self) -> None:
        fetch = self.fetch
        entry = ledger.Entry(fetch.operation + (SENT if self.is_sent else BROKEN), read_key=fetch.key)
        async with fetch.pools.disclosure.acquire() as connection:
            await ledger.write(connection, fetch.caller, entry)


async def base_data_stream(
    pools: Pools,
    caller: Caller,
    municipalities: Sequence[str] | None,
    kinds: frozenset[str] | None = None,
    *,
    key: int | None = None,
    operation: str = "base_data_stream",
    chunk_seconds: float | None = None,
) -> Stream:
    """What `base_data_page` gives in pages, as of one key. Raises OtherMunicipality, CodesNeeded, RegisterNotReady."""
    fetch = await Fetch.begin(pools, caller, municipalities, kinds, key=key, operation=operation)
    return Stream(fetch, chunk_seconds)
