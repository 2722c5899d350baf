"""Everybody in the register once, in pieces by internal number, as of one moment; by one process or by several.

Pieces are answered in order and no more of them are held than are under way, so memory does not grow with the
register. The other processes look at the snapshot of the one that hands out the pieces.
"""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import asyncpg

from vaki.register.hands import Hands

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

    from vaki.register.loading import Connection

    Progress = Callable[[int, int], None]
    """(internal numbers behind, internal numbers in all)"""

Answer = TypeVar("Answer")

PIECE: Final = 2000
"""Internal numbers in a piece: enough that most relatives are in it too, little enough for the memory of many."""
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
        with Hands(crew.workers) as hands:
            behind = _pieces(last)
            tasks = ((work, crew.url, snapshot, piece) for piece in pieces)
            async for answer in hands.map(_in_process, tasks):
                yield answer
                _tell(progress, next(behind), last)


def _pieces(last: int) -> Iterator[Piece]:
    for after in range(0, last + 1, PIECE):
        yield Piece(after, after + PIECE if after + PIECE <= last else 2**62)


def _tell(progress: Progress | None, done: Piece, last: int) -> None:
    if progress is not None:
        progress(min(done.last, last), last)


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
            return await work(connection, piece)
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
