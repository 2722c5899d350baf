"""The register's own clock, and the event that publishes what dates alone change (docs/decisions/0011).

*Real* follows the wall clock in Europe/Helsinki; *simulated* stands still until it is moved, a day at a time. Neither
goes back. This module is the only place of the room that reads the wall clock, and only in real mode.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import asyncpg

from vaki.register.errors import NotReady, RegisterError
from vaki.register.events.clock import DayPassed
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

HELSINKI: Final = ZoneInfo("Europe/Helsinki")
CHUNK: Final = 500
_LOOK_SECONDS: Final = 20.0
# Of this service's advisory locks 1 is the key sequencer's and 2 the ledger sealer's.
TRY_LOCK: Final = "select pg_try_advisory_lock(7824, 3)"
UNLOCK: Final = "select pg_advisory_unlock(7824, 3)"
_log = logging.getLogger(__name__)
_DAY_EVENTS: Final = UUID("6f0f4a9e-6d1c-5d54-9a0a-2f6c7e3b1d11")
Mode = Literal["real", "simulated"]


class ClockWouldGoBack(RegisterError):
    """The register's clock never goes back."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The register's day and time; `published` is the last day whose clock event is out."""

    mode: Mode
    day: date
    time: datetime
    published: date


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Finland, in UTC."""
    return datetime.combine(day, time.min, HELSINKI).astimezone(UTC)


def wall_day() -> date:
    """Today in Finland by the wall clock; for a clock in real mode only."""
    return datetime.now(HELSINKI).date()


async def read_clock(connection: Connection) -> Clock:
    """Raises NotReady when the register has no clock yet."""
    row = await connection.fetchrow("select mode, day, time, published from register.clock")
    if row is None:
        raise NotReady
    return Clock(cast("Mode", row["mode"]), row["day"], row["time"], row["published"])


async def start_clock(connection: Connection, mode: Mode, day: date) -> None:
    """Give an empty register its clock, everything up to `day` counted as published."""
    await connection.execute(
        "insert into register.clock (mode, day, time, published) values ($1, $2, $3, $2)", mode, day, midnight(day)
    )


async def move_time(connection: Connection, to: datetime) -> None:
    """Move a simulated clock within its day; a time already passed is left as it is."""
    await connection.execute("update register.clock set time = greatest(time, $1) where mode = 'simulated'", to)


async def advance(
    pool: asyncpg.Pool[asyncpg.Record],
    recorder: Recorder,
    to: date | None = None,
    *,
    progress: Callable[[date, int], None] | None = None,
) -> Clock:
    """Move the clock day by day up to `to` (real mode: up to today) and publish each day's clock event.

    A day cut short is finished by the next call: who has been published is no longer due. Raises ClockWouldGoBack.
    """
    async with pool.acquire() as connection:
        clock = await read_clock(connection)
    goal = wall_day() if clock.mode == "real" else (to or clock.day)
    if goal < clock.day:
        raise ClockWouldGoBack
    while clock.published < goal:
        day = clock.published + timedelta(days=1)
        async with pool.acquire() as connection:
            await connection.execute(
                "update register.clock set day = greatest(day, $1), time = greatest(time, $2)", day, midnight(day)
            )
        count = await _publish_day(pool, recorder, day)
        async with pool.acquire() as connection:
            await connection.execute("update register.clock set published = $1 where published < $1", day)
            clock = await read_clock(connection)
        if progress is not None:
            progress(day, count)
    return clock


async def follow_forever(pool: asyncpg.Pool[asyncpg.Record]) -> None:
    """Keep the register's day published until cancelled; of several processes one does, under an advisory lock.

    A clock in real mode is moved to each new day. One in simulated mode is left where it stands, but a day that was
    cut short is finished.
    """
    while True:
        try:
            async with pool.acquire() as connection:
                if await connection.fetchval(TRY_LOCK):
                    try:
                        async with Recorder(pool) as recorder:
                            await advance(pool, recorder)
                    finally:
                        # A session that is over already must not hide that this task has been cancelled.
                        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError):
                            await connection.execute(UNLOCK)
        except NotReady:
            pass
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            _log.warning("the day could not be published: %s; trying again", type(error).__name__)
        await asyncio.sleep(_LOOK_SECONDS)


async def _publish_day(pool: asyncpg.Pool[asyncpg.Record], recorder: Recorder, day: date) -> int:
    """Publish the day to everyone for whom it is due; the number of persons."""
    event_id = uuid5(_DAY_EVENTS, day.isoformat())
    done = 0
    after = 0
    while True:
        rows = await pool.fetch(
            "select person_id, code from register.person where due <= $1 and person_id > $2 "
            "order by person_id limit $3",
            day,
            after,
            CHUNK,
        )
        if not rows:
            return done
        events = [(uuid5(event_id, str(row["person_id"])), DayPassed(person=row["code"])) for row in rows]
        for answer in await recorder.record_all(events):
            if isinstance(answer, Exception):
                raise answer
        done += len(rows)
        after = rows[-1]["person_id"]
