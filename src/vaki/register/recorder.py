"""The one way into the register: events go to a recorder, which publishes them in batches and in commit order.

A serial column would lose events when commits overlap, so keys are drawn under a lock that is held to the end of the
transaction; batching pays for the lock and for the disk (docs/decisions/0004).
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID, uuid4

import asyncpg

from vaki.register import sql
from vaki.register.batch import Batch, Recorded, SetGrew
from vaki.register.errors import EventRefused, NotReady
from vaki.register.events.many import ManyPeople

if TYPE_CHECKING:
    from types import TracebackType

    from vaki.register.events.draft import Event

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

BATCH: Final = 50
"""Events in one transaction: beyond this a batch gains little and holds its locks longer."""

_TRIES: Final = 20
_TOGETHER: Final = 3
"""After so many tries the batch is taken apart, so that one quarrelsome event does not hold up the others."""
_PASSING: Final = (
    SetGrew,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.UniqueViolationError,
)
"""What another writer at the same moment can cause; the batch is run again from the start."""


@dataclass(slots=True, eq=False)
class _Waiting:
    event_id: UUID
    event: Event
    answer: asyncio.Future[Recorded]


class Recorder:
    """Publishes events; one a process, with its own connections from the register's pool.

    Use as an async context manager: leaving waits until everything given to it has been answered.
    """

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record]) -> None:
        self._pool = pool
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._queue.put(None)
        if self._task is not None:
            await self._task

    async def record(self, event: Event, *, event_id: UUID | None = None) -> Recorded:
        """Publish one event and answer after its commit.

        An event id given again is not applied again: the answer says `already`. Raises EventRefused (nothing was
        changed) and NotReady.
        """
        answer: asyncio.Future[Recorded] = asyncio.get_running_loop().create_future()
        await self._queue.put(_Waiting(event_id or uuid4(), event, answer))
        return await answer

    async def record_all(self, events: Sequence[tuple[UUID, Event]]) -> list[Recorded | EventRefused]:
        """Publish many, in order, in as few transactions as it takes; a refused one does not stop the others."""
        loop = asyncio.get_running_loop()
        waiting = [_Waiting(event_id, event, loop.create_future()) for event_id, event in events]
        for one in waiting:
            await self._queue.put(one)
        answers: list[Recorded | EventRefused] = []
        for one in waiting:
            try:
                answers.append(await one.answer)
            except EventRefused as refused:
                answers.append(refused)
        return answers

    async def _run(self) -> None:
        """Whatever has gathered while the last batch was committed makes the next one, so nobody waits for company."""
        while True:
            first = await self._queue.get()
            if first is None:
                return
            batch, last = [first], False
            while len(batch) < BATCH and not self._queue.empty():
                more = self._queue.get_nowait()
                if more is None:
                    last = True
                    break
                batch.append(more)
            await self._publish(batch)
            if last:
                return

    async def _publish(self, waiting: list[_Waiting]) -> None:
        for attempt in range(_TRIES):
            try:
                await self._transaction(waiting)
            except _PASSING as passing:
                if len(waiting) > 1 and attempt >= _TOGETHER:
                    for one in waiting:
                        await self._publish([one])
                    return
                if attempt + 1 == _TRIES:
                    _fail(waiting, passing)
                await asyncio.sleep(
                    random.uniform(  # noqa: S311 -- only spreads retries
                        0, 0.005 * 2 ** min(attempt, 6)
                    )
                )
            except Exception as error:  # noqa: BLE001 -- whatever it is, everyone who waits must hear of it
                if len(waiting) > 1:
                    for one in waiting:
                        await self._publish([one])
                else:
                    _fail(waiting, error)
                return
            else:
                return

    async def _transaction(self, waiting: list[_Waiting]) -> None:
        refused: dict[UUID, EventRefused] = {}
        async with self._pool.acquire() as connection, connection.transaction():
            day = await connection.fetchval(sql.DAY)
            if day is None:
                raise NotReady
            new = await _unknown(connection, waiting)
            batch = Batch(connection, day)
            await batch.load(one.event for one in new)
            for one in new:
                try:
                    _refuse_job(one.event)
                    await batch.apply(one.event_id, one.event)
                except EventRefused as error:
                    refused[one.event_id] = error
            made = await batch.write()
        for one in waiting:
            if one.answer.done():
                continue
            if one.event_id in refused:
                one.answer.set_exception(refused[one.event_id])
            else:
                is_new = one in new
                items = tuple(made.get(one.event_id, ())) if is_new else ()
                one.answer.set_result(Recorded(one.event_id, items, already=not is_new))


async def _unknown(connection: Connection, waiting: list[_Waiting]) -> list[_Waiting]:
    """Those that are not recorded yet, each id once.

    The ids are locked to the end of the transaction: an event that names nobody has nothing else that keeps another
    recorder, given it at the same moment, from applying it too.
    """
    ids = sorted({one.event_id for one in waiting})
    await connection.execute(sql.LOCK_EVENTS, ids)
    seen = {row["event_id"] for row in await connection.fetch(sql.KNOWN_EVENTS, ids)}
    new = []
    for one in waiting:
        if one.event_id not in seen:
            seen.add(one.event_id)
            new.append(one)
    return new


def _refuse_job(event: Event) -> None:
    if isinstance(event, ManyPeople):
        raise EventRefused("It happens to many people: it is run by itself, as a job.")


def _fail(waiting: list[_Waiting], error: BaseException) -> None:
    for one in waiting:
        if not one.answer.done():
            with contextlib.suppress(asyncio.InvalidStateError):
                one.answer.set_exception(error)
