"""Life goes on: the events of a day, chosen from the register as it stands and recorded like anyone else's.

A day is lived in twelve hours. How many of what happens in each follows from the seed and the day alone; to whom,
from the register as the hour begins. An event's id follows from seed, day, hour and number, and the last hour lived
is kept, so that a day cut short is finished and nothing happens twice. An event of many people is kept before it is
run, and run to its end before anything else.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

import msgspec

from vaki.register import bulk
from vaki.register.choosing import RESIDENTS
from vaki.register.clock import Clock, advance, midnight, move_time, read_clock
from vaki.register.errors import EventRefused, RegisterError
from vaki.register.events.catalogue import decode
from vaki.register.events.many import LostPersons, ManyPeople, described
from vaki.register.recorder import Recorder
from vaki.synthetic.draws import Draws
from vaki.synthetic.life import rates
from vaki.synthetic.life.choosing import View
from vaki.synthetic.life.happenings import HAPPENINGS, NAMING
from vaki.synthetic.life.seasons import is_lost_day
from vaki.synthetic.life.table import RATES

if TYPE_CHECKING:
    import asyncpg

    from vaki.register.events.draft import Event

FIRST_HOUR: Final = 7
HOURS: Final = 12
_PROGRESS: Final = "life"
_LOST_HOUR: Final = 4
_EVENTS: Final = UUID("3d6e0b52-3f5c-5f0e-8a59-52d4f8f1c6a7")


class ClockFollowsWall(RegisterError):
    """The register's clock follows the wall clock, so no days can be lived ahead."""


class Lived(msgspec.Struct, frozen=True):
    """How far life has come: the day, and how many of its hours."""

    day: date
    hours: int


class _State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a life.

    `residents` is the number of them in the month of `counted` (year and month); `jobs` are events of many people
    that have begun and may not have ended: their names and fields.
    """

    day: date
    hours: int
    residents: int = 0
    counted: tuple[int, int] = (0, 0)
    jobs: tuple[tuple[str, dict[str, Any]], ...] = ()

    def at(self, day: date, hours: int, *jobs: tuple[str, dict[str, Any]]) -> _State:
        return msgspec.structs.replace(self, day=day, hours=hours, jobs=jobs)


class Life:
    """The life of one register; counts what it recorded and what the register refused."""

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record], seed: int) -> None:
        self._pool = pool
        self._seed = seed
        self._drawn: tuple[date, dict[int, list[tuple[int, str]]]] | None = None
        self.recorded = 0
        self.refused = 0
        self.not_found = 0
        """Happenings for which the register had nobody."""

    async def lived(self) -> Lived:
        """How far life has come. On the day that the register was loaded, nothing is left to live."""
        async with self._pool.acquire() as connection:
            clock = await read_clock(connection)
        kept = await self._kept()
        if kept is None:
            return Lived(clock.day, HOURS)
        return Lived(clock.day, kept.hours if kept.day == clock.day else 0)

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
            await self._keep((await self._state(clock.day)).at(clock.day, 0))
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
        state = await self._state(day)
        await self._finish(state)
        numbered = self._of_hour(day, hour, state.residents)
        jobs: list[tuple[str, dict[str, Any]]] = []
        if numbered or (is_lost_day(day) and hour == _LOST_HOUR):
            async with self._pool.acquire() as connection:
                await move_time(connection, instant(day, hour))
                events = await self._events(await View.of(connection, day), hour, numbered)
            jobs = [(event.name, described(event)) for _, event in events if isinstance(event, ManyPeople)]
            await self._record([one for one in events if not isinstance(one[1], ManyPeople)])
        state = state.at(day, hour + 1, *jobs)
        await self._keep(state)
        await self._finish(state)

    async def _record(self, events: list[tuple[UUID, Event]]) -> None:
        if not events:
            return
        async with Recorder(self._pool) as recorder:
            for answer in await recorder.record_all(events):
                if isinstance(answer, EventRefused):
                    self.refused += 1
                elif not answer.already:
                    self.recorded += 1

    async def _finish(self, state: _State) -> None:
        """Run the events of many people that have begun to their end."""
        for name, fields in state.jobs:
            event = decode(name, fields)
            if isinstance(event, ManyPeople):
                try:
                    await bulk.run(self._pool, event)
                except EventRefused:
                    self.refused += 1
                else:
                    self.recorded += 1
        if state.jobs:
            await self._keep(state.at(state.day, state.hours))

    async def _state(self, day: date) -> _State:
        """What is kept, with the residents counted once a month."""
        kept = await self._kept() or _State(day, 0)
        month = (day.year, day.month)
        if kept.counted == month:
            return kept
        return msgspec.structs.replace(kept, residents=int(await self._pool.fetchval(RESIDENTS)), counted=month)

    async def _kept(self) -> _State | None:
        state = await self._pool.fetchval("select state from register.progress where name = $1", _PROGRESS)
        return None if state is None else msgspec.json.decode(state, type=_State)

    async def _keep(self, state: _State) -> None:
        await self._pool.execute(
            "insert into register.progress values ($1, $2) on conflict (name) do update set state = excluded.state",
            _PROGRESS,
            msgspec.json.encode(state).decode(),
        )

    def _of_hour(self, day: date, hour: int, residents: int) -> list[tuple[int, str]]:
        """The happenings of an hour, numbered within their day."""
        if self._drawn is None or self._drawn[0] != day:
            names = rates.of_day(Draws(self._seed, "day", day), day, residents, self._seed, RATES)
            hours: dict[int, list[tuple[int, str]]] = {}
            for number, name in [*enumerate(names), (len(names), NAMING)]:
                at = Draws(self._seed, "hour", day, name, number).below(HOURS)
                hours.setdefault(at, []).append((number, name))
            self._drawn = day, hours
        return self._drawn[1].get(hour, [])

    async def _events(self, view: View, hour: int, numbered: list[tuple[int, str]]) -> list[tuple[UUID, Event]]:
        events: list[tuple[UUID, Event]] = []
        for number, name in numbered:
            brought = await HAPPENINGS[name](view, Draws(self._seed, "life", view.day, name, number))
            view.take(brought)
            self.not_found += not brought and name != NAMING
            for part, event in enumerate(brought):
                own = f"{self._seed}/{view.day}/{hour}/{name}/{number}/{part}"
                events.append((uuid5(_EVENTS, own), event))
        if is_lost_day(view.day) and hour == _LOST_HOUR:
            run = LostPersons(day=view.day)
            events.append((uuid5(_EVENTS, f"{self._seed}/{view.day}/{run.name}"), run))
        return events


def instant(day: date, hour: int) -> datetime:
    """When an hour of a day's life begins."""
    return midnight(day) + timedelta(hours=FIRST_HOUR + hour)
