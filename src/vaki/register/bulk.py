"""Events of many people at once, as jobs: 500 persons a transaction, resumable, each person once.

A job's row in `register.progress` moves in the same transaction as what it counts, so a job cut short at any moment
goes on where it stood, and two runs of one take turns. Its people's rows of the change log have one event id, which
may stand once a person. Source: docs/decisions/0004 and 0105.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

import asyncpg
import msgspec

from vaki.register import sql
from vaki.register.batch import Batch
from vaki.register.buildings import read_building, read_property, write
from vaki.register.errors import NotReady
from vaki.register.events.draft import Draft
from vaki.register.events.many import ManyPeople, described

if TYPE_CHECKING:
    from vaki.register.loading import Connection

AT_ONCE: Final = 500
_JOBS: Final = UUID("0d4b7a52-3a43-5c5e-9e0e-5c1a9d3f7b21")
_TRIES: Final = 20
_PASSING: Final = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
_PHASES: Final = ("buildings", "properties", "people", "done")

Progress = Callable[["Job"], None]


@dataclass(slots=True)
class Job:
    """How far a job has come. `after` is the last building, property or person looked at in its phase."""

    event_id: str
    event: str
    given: dict[str, Any]
    day: str
    phase: str = "buildings"
    after: str = ""
    buildings: int = 0
    looked_at: int = 0
    people: int = 0
    """Persons to whom it has happened."""
    refused: int = 0
    """Persons to whom it should have, but whose records do not allow it."""

    @property
    def name(self) -> str:
        return f"bulk:{self.event_id}"

    @property
    def done(self) -> bool:
        return self.phase == _PHASES[-1]


@dataclass(frozen=True, slots=True)
class Finished:
    """A job that is done; `already` when it was so before."""

    job: Job
    already: bool


async def run(pool: asyncpg.Pool[asyncpg.Record], event: ManyPeople, *, progress: Progress | None = None) -> Finished:
    """Run an event of many people to its end; one cut short before goes on.

    The same event given again on the same day is not done again. Raises EventRefused, having begun nothing, and
    NotReady.
    """
    job = await _begin(pool, event)
    already = job.done
    while not job.done:
        job = await _portion_tried(pool, event, job)
        if progress is not None:
            progress(job)
    return Finished(job, already)


async def _begin(pool: asyncpg.Pool[asyncpg.Record], event: ManyPeople) -> Job:
    """The event's job: the one that was cut short, the one of the day that is done, or a new one."""
    given = described(event)
    async with pool.acquire() as connection, connection.transaction():
        day = await connection.fetchval(sql.DAY)
        if day is None:
            raise NotReady
        await connection.execute(sql.LOCK_PROGRESS)
        happens = event.day or day
        for row in await connection.fetch(sql.JOBS):
            known = msgspec.json.decode(row["state"], type=Job)
            same = known.event == event.name and known.given == given
            if same and (not known.done or known.day == happens.isoformat()):
                return known
        event.refuse(_empty_draft(day), happens)
        text = msgspec.json.encode([event.name, given, happens.isoformat()]).decode()
        job = Job(str(uuid5(_JOBS, text)), event.name, given, happens.isoformat())
        await connection.execute(sql.PUT_PROGRESS, job.name, _state(job))
        merged = event.merged()
        if merged is not None:
            await connection.execute(sql.NOTE_MERGER, *merged, happens)
        return job


def _empty_draft(day: date) -> Draft:
    def nothing(*_: object) -> Any:
        raise LookupError

    return Draft(day, {}, {}, {}, nothing, nothing)


def _state(job: Job) -> str:
    return msgspec.json.encode(asdict(job)).decode()


async def _portion_tried(pool: asyncpg.Pool[asyncpg.Record], event: ManyPeople, job: Job) -> Job:
    for attempt in range(_TRIES):
        try:
            async with pool.acquire() as connection, connection.transaction():
                return await _portion(connection, event, job.name)
        except _PASSING:
            if attempt + 1 == _TRIES:
                raise
            await asyncio.sleep(random.uniform(0, 0.05 * 2 ** min(attempt, 4)))  # noqa: S311 -- only spreads retries
    raise NotReady


async def _portion(connection: Connection, event: ManyPeople, name: str) -> Job:
    job = msgspec.json.decode(await connection.fetchval(sql.LOCK_JOB, name), type=Job)
    if job.done:
        return job
    step = {"buildings": _buildings, "properties": _properties, "people": _people}[job.phase]
    last = await step(connection, event, job)
    if last is None:
        job.phase, job.after = _PHASES[_PHASES.index(job.phase) + 1], ""
    else:
        job.after = last
    await connection.execute(sql.PUT_PROGRESS, job.name, _state(job))
    return job


async def _buildings(connection: Connection, event: ManyPeople, job: Job) -> str | None:
    """Buildings first: whoever moves into one meanwhile gets the new address."""
    wanted = event.in_buildings()
    if wanted is None:
        return None
    rows = await connection.fetch(sql.BUILDINGS_OF_JOB, *wanted, job.after, AT_ONCE)
    changed = []
    for row in rows:
        old = read_building(row["document"])
        new = event.rebuilt(old)
        if new != old:
            changed.append(new)
    if changed:
        await connection.execute(
            sql.READDRESS_BUILDINGS,
            [one.rakennustunnus for one in changed],
            [one.kuntakoodi for one in changed],
            [write(one) for one in changed],
        )
    job.buildings += len(changed)
    return rows[-1]["building_code"] if rows else None


async def _properties(connection: Connection, event: ManyPeople, job: Job) -> str | None:
    merged = event.merged()
    if merged is None:
        return None
    code, successor = merged
    rows = await connection.fetch(sql.PROPERTIES_OF_JOB, code, job.after, AT_ONCE)
    changed = [msgspec.structs.replace(read_property(row["document"]), kuntakoodi=successor) for row in rows]
    await connection.execute(
        sql.PUT_PROPERTIES,
        [one.kiinteistotunnus for one in changed],
        [one.kuntakoodi for one in changed],
        [write(one) for one in changed],
    )
    return rows[-1]["property_code"] if rows else None


async def _people(connection: Connection, event: ManyPeople, job: Job) -> str | None:
    day = await connection.fetchval(sql.DAY)
    happening = msgspec.structs.replace(event, day=_day(job))
    after = int(job.after or 0)
    found = event.search()
    if found.of_buildings is not None:
        rows = await connection.fetch(sql.RESIDENTS_OF_JOB, *found.of_buildings, _day(job), after, AT_ONCE)
    else:
        rows = await connection.fetch(sql.HOLDERS_OF_JOB, found.in_documents, after, AT_ONCE)
    if not rows:
        return None
    batch = Batch(connection, day)
    people = [row["person_id"] for row in rows]
    await batch.lock(people)
    await batch.apply(UUID(job.event_id), happening)
    made = await batch.write()
    job.looked_at += len(people)
    job.people += len(made.get(UUID(job.event_id), ()))
    job.refused += sum(happening.concerns(document, _day(job)) for document in batch.people.values())
    return str(people[-1])


def _day(job: Job) -> date:
    return date.fromisoformat(job.day)
