"""Base data of a whole selection in one stream, as of one key, however slowly it is read.

While a chunk is being sent nothing is held: no connection, no transaction, one chunk of data. Each chunk has a ledger
row of its own, committed before the chunk is handed out, and the stream has one at its end: what left is never more
than the rows say, and at most one chunk less.
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

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

CHUNK: Final = Bounds(persons=500, bytes=4 * 1024 * 1024)
SENT: Final = "_sent"
BROKEN: Final = "_broken"


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
        complete = False
        while not complete:
            async with asyncio.timeout(self.chunk_seconds):
                page = await self.fetch.page(after, CHUNK)
            self.count += len(page.items)
            if page.items:
                yield page.items
            after, complete = page.after, page.complete

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
