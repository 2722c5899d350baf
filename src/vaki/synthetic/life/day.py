"""Life goes on: the events of a day, chosen from the register as it stands and recorded like anyone else's.

A day is lived in twelve hours. How many of what happens in each follows from the seed and the day alone; to whom,
from the register as the hour begins. An event's id follows from seed, day, hour and number, and the last hour lived
is kept, so that a day cut short is finished and nothing happens twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

import msgspec

from vaki.register.choosing import RESIDENTS
from vaki.register.clock import Clock, advance, midnight, move_time, read_clock
from vaki.register.errors import EventRefused, RegisterError
from vaki.register.recorder import Recorder
from vaki.synthetic.draws import Draws
from vaki.synthetic.life import family, moving, notices, rates, smaller_notices
from vaki.synthetic.life.choosing import View

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import asyncpg

    from vaki.register.events.draft import Event

    Happening = Callable[[View, Draws], Awaitable[list[Event]]]

FIRST_HOUR: Final = 7
HOURS: Final = 12
_PROGRESS: Final = "life"
_EVENTS: Final = UUID("3d6e0b52-3f5c-5f0e-8a59-52d4f8f1c6a7")
HAPPENINGS: Final[dict[str, Happening]] = {
    "birth": family.birth,
    "death": family.death,
    "marriage": family.marriage,
    "divorce": family.divorce,
    "custody_decided": family.custody_decided,
    "guardian_added": family.guardian_added,
    "move_within": moving.move_within,
    "move_between": moving.move_between,
    "cancelled_move": moving.cancelled_move,
    "immigration": moving.immigration,
    "emigration": moving.emigration,
    "name_change": notices.name_change,
    "call_name_change": notices.call_name_change,
    "service_language": notices.service_language,
    "mother_tongue": notices.mother_tongue,
    "citizenship": notices.citizenship,
    "protection_begun": notices.protection_begun,
    "protection_ended": notices.protection_ended,
    "code_change": notices.code_change,
    "sex_change": notices.sex_change,
    "correction": notices.correction,
    "occupation": smaller_notices.occupation,
    "religion": smaller_notices.religion,
    "email": smaller_notices.email,
    "ban_set": smaller_notices.ban_set,
    "ban_lifted": smaller_notices.ban_lifted,
    "temporary_address": smaller_notices.temporary_address,
    "temporary_address_ended": smaller_notices.temporary_address_ended,
    "postal_address": smaller_notices.postal_address,
    "postal_address_ended": smaller_notices.postal_address_ended,
    "naming": family.naming,
}


class ClockFollowsWall(RegisterError):
    """The register's clock follows the wall clock, so no days can be lived ahead."""


class Lived(msgspec.Struct, frozen=True):
    """How far life has come: the day, and how many of its hours."""

    day: date
    hours: int


class Life:
    """The life of one register; counts what it recorded and what the register refused."""

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record], seed: int) -> None:
        self._pool = pool
        self._seed = seed
        self._residents: dict[date, int] = {}
        self.recorded = 0
        self.refused = 0

    async def lived(self) -> Lived:
        """How far life has come. On the day that the register was loaded, nothing is left to live."""
        async with self._pool.acquire() as connection:
            clock = await read_clock(connection)
            state = await connection.fetchval("select state from register.progress where name = $1", _PROGRESS)
        if state is None:
            return Lived(clock.day, HOURS)
        kept = msgspec.json.decode(state, type=Lived)
        return kept if kept.day == clock.day else Lived(clock.day, 0)

    async def refuse_in_real_time(self) -> None:
        """Raises ClockFollowsWall when days cannot be lived ahead of time."""
        async with self._pool.acquire() as connection:
            clock = await read_clock(connection)
        if clock.mode == "real":
            raise ClockFollowsWall

    async def begin_day(self) -> Lived:
        """The day to live: the one that was cut short, or else the next, its clock event published."""
        lived = await self.lived()
        if lived.hours >= HOURS:
            clock = await self.pass_midnight(lived.day + timedelta(days=1))
            lived = Lived(clock.day, 0)
            await self._keep(lived)
        return lived

    async def next_day(self) -> date:
        """Live a whole day, or finish the one that was cut short; the day lived."""
        lived = await self.begin_day()
        for hour in range(lived.hours, HOURS):
            await self.hour(lived.day, hour)
        return lived.day

    async def pass_midnight(self, to: date | None = None) -> Clock:
        """Move the clock (in real mode to the wall's day) and publish the clock events of the days that pass."""
        async with Recorder(self._pool) as recorder:
            return await advance(self._pool, recorder, to)

    async def hour(self, day: date, hour: int) -> None:
        """Live one hour of the clock's own day."""
        async with self._pool.acquire() as connection:
            await move_time(connection, instant(day, hour))
            view = await View.of(connection, day)
            if hour == 0 or day not in self._residents:
                self._residents = {day: await _residents(view)}
            events = await self._events(view, hour)
        async with Recorder(self._pool) as recorder:
            for answer in await recorder.record_all(events):
                if isinstance(answer, EventRefused):
                    self.refused += 1
                elif not answer.already:
                    self.recorded += 1
        await self._keep(Lived(day, hour + 1))

    async def _keep(self, lived: Lived) -> None:
        await self._pool.execute(
            "insert into register.progress values ($1, $2) on conflict (name) do update set state = excluded.state",
            _PROGRESS,
            msgspec.json.encode(lived).decode(),
        )

    async def _events(self, view: View, hour: int) -> list[tuple[UUID, Event]]:
        happening = rates.of_day(Draws(self._seed, "day", view.day), view.day, self._residents[view.day], self._seed)
        events: list[tuple[UUID, Event]] = []
        for number, name in [*enumerate(happening), (len(happening), "naming")]:
            draws = Draws(self._seed, "life", view.day, name, number)
            if draws.below(HOURS) != hour:
                continue
            for part, event in enumerate(await HAPPENINGS[name](view, draws)):
                own = f"{self._seed}/{view.day}/{hour}/{name}/{number}/{part}"
                events.append((uuid5(_EVENTS, own), event))
        return events


def instant(day: date, hour: int) -> datetime:
    """When an hour of a day's life begins."""
    return midnight(day) + timedelta(hours=FIRST_HOUR + hour)


async def _residents(view: View) -> int:
    """About how many residents there are: counted where that is cheap, estimated beyond."""
    if view.last_id <= 200_000:  # noqa: PLR2004 -- rows that are counted in some ten milliseconds
        return int(await view.connection.fetchval(RESIDENTS))
    return int(view.last_id * 0.78)
