"""A scenario made to happen, a step at a time."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from vaki.register import bulk
from vaki.register.choosing import CODES_OF, HEAD, LAST_ID, TOUCHED
from vaki.register.clock import advance, read_clock
from vaki.register.due import ADULT, birthday
from vaki.register.events.catalogue import decode
from vaki.register.events.many import ManyPeople
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.life import ClockFollowsWall
from vaki.synthetic.life.choosing import View
from vaki.synthetic.scenarios.casting import Cast, People, of_anybody, of_person
from vaki.synthetic.scenarios.story import Act, Scenario, Text, get

if TYPE_CHECKING:
    import asyncpg

    from vaki.register.document import Document
    from vaki.register.recorder import Recorder

_DAY: Final = re.compile(r"\$day(?:(?P<by>[+-][0-9]+)(?P<years>y?))?")


@dataclass(frozen=True, slots=True)
class Step:
    """One step that has happened. The changes that it brought lie after `since`, up to and with `key`."""

    number: int
    of: int
    """How many steps the scenario has."""
    text: Text
    day: date
    """The register's day, after the step."""
    event: str | None
    """The event's name; None when the clock was moved."""
    since: int
    key: int
    codes: tuple[str, ...]
    """Codes, as their items are headed, of those whom it touched, the cast first.

    Of a moved clock, and of an event of many people at once, the cast alone.
    """
    municipalities: tuple[str, ...]
    """Where they live, and where they lived before the step: three digits each, also 198 to 200."""


DAYS: Final[dict[str, Callable[[Document, date], date]]] = {
    "coming_of_age": lambda person, day: day if person.birth_date is None else birthday(person.birth_date, ADULT),
    "new_year": lambda _, day: date(day.year + 1, 1, 1),
}
"""Days that a clock step may name: computed from the person whose story it is, and the register's day."""


async def run(
    pool: asyncpg.Pool[asyncpg.Record], recorder: Recorder, name: str, person: str | None = None
) -> AsyncIterator[Step]:
    """Make a scenario happen to the person of a code, or to someone whom it fits; yields each step when published.

    `pool` is the register's. Raises what the package's docstring says.
    """
    scenario = get(name)
    play = _Play(pool, recorder, scenario, await _cast(pool, scenario, person))
    for number, act in enumerate(scenario.steps, 1):
        yield await play.step(number, act)


async def _cast(pool: asyncpg.Pool[asyncpg.Record], scenario: Scenario, person: str | None) -> Cast:
    async with pool.acquire() as connection:
        clock = await read_clock(connection)
        if scenario.moves_clock and clock.mode == "real":
            raise ClockFollowsWall
        view = View(connection, clock.day, int(await connection.fetchval(LAST_ID)))
        draws = Draws("scenario", scenario.name, clock.day, await connection.fetchval(HEAD))
        if person is None:
            return await of_anybody(scenario, view, draws)
        return await of_person(scenario, view, draws, person)


@dataclass(slots=True)
class _Play:
    pool: asyncpg.Pool[asyncpg.Record]
    recorder: Recorder
    scenario: Scenario
    cast: Cast

    async def step(self, number: int, act: Act) -> Step:
        since = int(await self.pool.fetchval(HEAD))
        if act.moves_clock:
            await advance(self.pool, self.recorder, await self._goal(act))
            touched = self.cast.ids
        else:
            touched = await self._record(act)
        async with self.pool.acquire() as connection:
            day = (await read_clock(connection)).day
            rows = await connection.fetch(TOUCHED, since, touched)
            key = int(await connection.fetchval(HEAD))
        own = self.cast.ids
        changed = dict.fromkeys(sorted((row["person_id"] for row in rows), key=lambda one: _place(own, one)))
        codes = {row["person_id"]: row["code"] for row in rows}
        homes = [row[member] for row in rows for member in ("municipality_before", "municipality_after")]
        return Step(
            number,
            len(self.scenario.steps),
            act.text,
            day,
            act.event or None,
            since,
            key,
            tuple(codes[one] for one in changed),
            tuple(dict.fromkeys(home for home in homes if home)),
        )

    async def _goal(self, act: Act) -> date:
        async with self.pool.acquire() as connection:
            day = (await read_clock(connection)).day
            if not act.until:
                return day + timedelta(days=act.days)
            view = View(connection, day, 0)
            return max(day, DAYS[act.until](await view.document(self.cast.people["person"].ids[0]), day))

    async def _record(self, act: Act) -> list[int]:
        """Publish the act's event; those of whom something changed, as `Step.codes` says."""
        async with self.pool.acquire() as connection:
            day = (await read_clock(connection)).day
            last = int(await connection.fetchval(LAST_ID))
            rows = await connection.fetch(CODES_OF, self.cast.ids)
        codes = {row["person_id"]: row["code"] for row in rows}
        event = decode(act.event, {name: self._value(value, codes, day) for name, value in act.fields.items()})
        if isinstance(event, ManyPeople):
            await bulk.run(self.pool, event)
            return self.cast.ids
        recorded = await self.recorder.record(event)
        touched = [person for person, _, _ in recorded.items]
        if act.makes:
            self.cast.people[act.makes] = People(tuple(person for person in touched if person > last))
        return touched

    def _value(self, value: Any, codes: dict[int, str], day: date) -> Any:
        """A field's value with the cast and the day put in; a list of people is put in whole."""
        if isinstance(value, dict):
            return {name: self._value(one, codes, day) for name, one in value.items()}
        if isinstance(value, list):
            return [code for one in value for code in self._several(one, codes, day)]
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        on_day = _DAY.fullmatch(value)
        if on_day is not None:
            by = int(on_day["by"] or 0)
            return (years_after(day, by) if on_day["years"] else day + timedelta(days=by)).isoformat()
        name = value[1:]
        if name in self.cast.people:
            return codes[self.cast.people[name].ids[0]]
        return self.cast.dwellings[name] if name in self.cast.dwellings else self.cast.words[name]

    def _several(self, value: Any, codes: dict[int, str], day: date) -> list[Any]:
        if isinstance(value, str) and value[1:] in self.cast.people:
            return [codes[one] for one in self.cast.people[value[1:]].ids]
        return [self._value(value, codes, day)]


def _place(own: list[int], person: int) -> tuple[int, int]:
    """The cast first, in its own order; then everyone else by number."""
    return (own.index(person), 0) if person in own else (len(own), person)
