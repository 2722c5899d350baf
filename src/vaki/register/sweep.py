"""Everybody in the register once, in pieces by internal number, as of one moment; by one process or by several.

Pieces are answered in order and no more of them are held than are under way, so memory does not grow with the
register. The other processes look at the snapshot of the one that hands out the pieces.
"""

from __future__ import annotations

import asyncio
import gc
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import asyncpg

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator

    from vaki.register.loading import Connection

    Progress = Callable[[int, int], None]
    """(internal numbers behind, internal numbers in all)"""

Answer = TypeVar("Answer")

PIECE: Final = 2000
"""Internal numbers in a piece: enough that most relatives are in it too, little enough for the memory of many."""
_AHEAD: Final = 2
"""Pieces under way or waiting, per process."""
_LAST: Final = "select coalesce(max(person_id), 0) from register.person"


class Crew(NamedTuple):
    """How many processes sweep, and the address of the database that they open for themselves."""

    url: str
    workers: int


class Piece(NamedTuple):
    """Internal numbers above `after` up to and with `last`."""

    after: int
    last: int


async def sweep(
    pool: asyncpg.Pool[asyncpg.Record],
    work: Callable[[Connection, Piece], Awaitable[Answer]],
    *,
    crew: Crew | None = None,
    progress: Progress | None = None,
) -> AsyncGenerator[Answer, None]:
    """What `work` (a function of a module, so that another process finds it) gives for each piece, in order.

    The last piece reaches beyond everybody: what tables hold of nobody is found there.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        last = int(await connection.fetchval(_LAST))
        pieces = _pieces(last)
        if crew is None or crew.workers == 1:
            for piece in pieces:
                yield await _at(connection, work, piece)
                _tell(progress, piece, last)
            return
        snapshot = str(await connection.fetchval("select pg_export_snapshot()"))
        async with _hands(crew) as hands:
            under_way: deque[tuple[Piece, asyncio.Future[Answer]]] = deque()
            for piece in pieces:
                under_way.append((piece, hands((work, crew.url, snapshot, piece))))
                if len(under_way) >= _AHEAD * crew.workers:
                    done, answer = under_way.popleft()
                    yield await answer
                    _tell(progress, done, last)
            while under_way:
                done, answer = under_way.popleft()
                yield await answer
                _tell(progress, done, last)


def _pieces(last: int) -> Iterator[Piece]:
    for after in range(0, last + 1, PIECE):
        yield Piece(after, after + PIECE if after + PIECE <= last else 2**62)


def _tell(progress: Progress | None, done: Piece, last: int) -> None:
    if progress is not None:
        progress(min(done.last, last), last)


@asynccontextmanager
async def _hands(crew: Crew) -> AsyncIterator[Callable[[tuple[Any, ...]], asyncio.Future[Any]]]:
    """Processes that work on pieces; when the sweep is left early, what they have begun is not waited for."""
    async with AsyncExitStack() as stack:
        executor = ProcessPoolExecutor(crew.workers, mp_context=get_context("spawn"), initializer=_ignore_interrupt)
        stack.callback(executor.shutdown, wait=True, cancel_futures=True)
        loop = asyncio.get_running_loop()
        yield lambda task: loop.run_in_executor(executor, _in_process, task)


def _ignore_interrupt() -> None:
    """Ctrl-C is for the process that hands out the pieces."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _in_process(task: tuple[Callable[[Connection, Piece], Awaitable[Any]], str, str, Piece]) -> Any:
    work, url, snapshot, piece = task
    return asyncio.run(_at_snapshot(work, url, snapshot, piece))


async def _at_snapshot(
    work: Callable[[Connection, Piece], Awaitable[Answer]], url: str, snapshot: str, piece: Piece
) -> Answer:
    connection = await asyncpg.connect(url, server_settings={"application_name": "vaki sweep"})
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await connection.execute(f"set transaction snapshot '{snapshot}'")
            return await _at(connection, work, piece)
    finally:
        await connection.close()


async def _at(connection: Connection, work: Callable[[Connection, Piece], Awaitable[Answer]], piece: Piece) -> Answer:
    """One piece. What it is made of lives until it is done: looking for rubbish meanwhile takes as long again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return await work(connection, piece)
    finally:
        if was_enabled:
            gc.enable()
