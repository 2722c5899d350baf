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

_PATIENCE_SECONDS: Final = 2.0
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


class _TooEarly(Exception):
    """The batch before is not written, and this one may depend on it."""


class _Turn:
    """A batch on its way, as the one after it sees it.

    `applied`: its events have been applied, in a transaction that holds the persons they touch. `committed`: whether
    that transaction was; one that was not is tried again before the batch has `ended`. `alters_places`: a dwelling may
    not be there any more, or not yet, for whoever moves in the batch beside.
    """

    def __init__(self, waiting: list[_Waiting]) -> None:
        self.waiting = waiting
        self.alters_places = any(True for one in waiting for _ in one.event.buildings())
        self.applied = asyncio.Event()
        self.committed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.publishing: asyncio.Task[None] | None = None

    def missed(self) -> None:
        """The first transaction has failed."""
        if not self.committed.done():
            self.committed.set_result(False)
        self.applied.set()

    async def is_committed(self) -> bool:
        """Whether it is, as soon as that is known; no, when it takes so long that it may wait for what is held here."""
        done, _ = await asyncio.wait([self.committed], timeout=_PATIENCE_SECONDS)
        return bool(done) and self.committed.result()

    async def ended(self) -> None:
        """Wait until everybody who waits has been answered."""
        if self.publishing is not None:
            await asyncio.wait([self.publishing])


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
        """Whatever has gathered meanwhile makes the next batch, so nobody waits for company.

        A batch begins when the one before has applied its events, and is worked out while the database writes that one.
        No more than two are on their way, and they are written in their order.
        """
        before: _Turn | None = None
        last = False
        while not last:
            waiting, last = await self._gather()
            if waiting:
                turn = _Turn(waiting)
                if before is not None and (turn.alters_places or before.alters_places):
                    await before.ended()
                turn.publishing = asyncio.create_task(self._publish(turn, before))
                await turn.applied.wait()
                if before is not None:
                    await before.ended()
                before = turn
        if before is not None:
            await before.ended()

    async def _gather(self) -> tuple[list[_Waiting], bool]:
        """The next batch, and whether nothing comes after it."""
        batch: list[_Waiting] = []
        while len(batch) < BATCH and (not batch or not self._queue.empty()):
            more = await self._queue.get()
            if more is None:
                return batch, True
            batch.append(more)
        return batch, False

    async def _publish(self, turn: _Turn, before: _Turn | None) -> None:
        """Publish a batch beside the one before; or, if that does not go well, after it."""
        try:
            await self._transaction(turn.waiting, turn, before)
        except Exception:  # noqa: BLE001 -- whatever it was is met again, and told, when the batch is alone
            turn.missed()
            if before is not None:
                await before.ended()
            await self._publish_alone(turn.waiting)

    async def _publish_alone(self, waiting: list[_Waiting]) -> None:
        for attempt in range(_TRIES):
            try:
                await self._transaction(waiting)
            except _PASSING as passing:
                if len(waiting) > 1 and attempt >= _TOGETHER:
                    for one in waiting:
                        await self._publish_alone([one])
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
                        await self._publish_alone([one])
                else:
                    _fail(waiting, error)
                return
            else:
                return

    async def _transaction(
        self, waiting: list[_Waiting], turn: _Turn | None = None, before: _Turn | None = None
    ) -> None:
        """One transaction of the batch; of its first one (`turn`) the batch after it is told, and it waits for the one
        before it. Raises _TooEarly when that one was missed, or may have held what an event here lacks.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            is_early = before is not None and not before.committed.done()
            day = await connection.fetchval(sql.DAY)
            if day is None:
                raise NotReady
            new = await _unknown(connection, waiting)
            batch = Batch(connection, day)
            await batch.load(one.event for one in new)
            refused = await _apply(batch, new, is_early=is_early)
            if turn is not None:
                turn.applied.set()
            if before is not None and not await before.is_committed():
                raise _TooEarly
            made = await batch.write()
        if turn is not None:
            turn.committed.set_result(True)
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


async def _apply(batch: Batch, waiting: list[_Waiting], *, is_early: bool) -> dict[UUID, EventRefused]:
    """Apply the events in order; the refused ones. Raises _TooEarly for one that names somebody not known yet."""
    refused: dict[UUID, EventRefused] = {}
    for one in waiting:
        try:
            _refuse_job(one.event)
            await batch.apply(one.event_id, one.event)
        except EventRefused as error:
            if is_early and not batch.knows(one.event):
                raise _TooEarly from None
            refused[one.event_id] = error
    return refused


def _refuse_job(event: Event) -> None:
    if isinstance(event, ManyPeople):
        raise EventRefused("It happens to many people: it is run by itself, as a job.")


def _fail(waiting: list[_Waiting], error: BaseException) -> None:
    for one in waiting:
        if not one.answer.done():
            with contextlib.suppress(asyncio.InvalidStateError):
                one.answer.set_exception(error)
