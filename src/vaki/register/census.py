"""The rows that a census of the whole register counts, read in one pass, and what the last census came to.

Nobody's row leaves the one who counts; what is kept is figures only.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.register.clock import midnight

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vaki.register.loading import Connection

AT_ONCE: Final = 500
"""Documents in memory: some five kilobytes each."""
_PEOPLE: Final = "select municipality, alive, birth_date, document from register.person"
_BUILDINGS: Final = "select building_code, coalesce(class_code, '') from register.building order by building_code"
_MOVES: Final = """
select to_char(time at time zone 'Europe/Helsinki', 'YYYY-MM') as month,
    municipality_before is distinct from municipality_after as between_municipalities, count(*) as persons
from register.change where event = 'move' group by 1, 2 order by 1, 2
"""
_EVENTS: Final = """
select (time at time zone 'Europe/Helsinki')::date as day, event, count(distinct event_id) as events
from register.change where time >= $1 and time < $2 and event <> 'day_passed' group by 1, 2 order by 1, 2
"""
_FIRST_LIVED: Final = "select (min(time) at time zone 'Europe/Helsinki')::date from register.change"
_KEPT: Final = "select day, counted from register.census"
_KEEP: Final = """
insert into register.census (day, counted) values ($1, $2)
on conflict (one) do update set day = excluded.day, counted = excluded.counted
"""


class PersonRow(NamedTuple):
    """A person's search columns and document as stored."""

    municipality: str | None
    alive: bool
    born: date | None
    document: str


class Moves(NamedTuple):
    """Persons who moved in a month (2026-08) of the lived log."""

    month: str
    between_municipalities: bool
    persons: int


async def people(connection: Connection) -> AsyncIterator[list[PersonRow]]:
    """Every person in portions. The caller holds a transaction, and with it one state of the register."""
    portion = []
    async for row in connection.cursor(_PEOPLE, prefetch=AT_ONCE):
        portion.append(PersonRow(*row))
        if len(portion) == AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


async def buildings(connection: Connection) -> AsyncIterator[tuple[str, str]]:
    """(code, class) of every building in the order of the codes; the class is empty where none is known."""
    async for row in connection.cursor(_BUILDINGS, prefetch=10_000):
        yield row[0], row[1]


async def moves(connection: Connection) -> list[Moves]:
    """Persons by the month in which they moved, as the change log has it."""
    return [Moves(*row) for row in await connection.fetch(_MOVES)]


class Happened(NamedTuple):
    """Events of a name on a day of the lived log."""

    day: date
    event: str
    events: int


async def events(connection: Connection, first: date, last: date) -> list[Happened]:
    """Events by day and name from `first` to `last`, the days that pass left out."""
    end = midnight(last + timedelta(days=1))
    return [Happened(*row) for row in await connection.fetch(_EVENTS, midnight(first), end)]


async def first_lived(connection: Connection) -> date | None:
    """The day of the oldest row of the change log."""
    day: date | None = await connection.fetchval(_FIRST_LIVED)
    return day


class Kept(NamedTuple):
    """The census last kept: the register's day then, and what was counted, as JSON."""

    day: date
    counted: str


async def keep(connection: Connection, census: Kept) -> None:
    """Put a census in the place of the one before it."""
    await connection.execute(_KEEP, *census)


async def kept(connection: Connection) -> Kept | None:
    """The last census; None when none has been taken. Readable without the right to read people."""
    row = await connection.fetchrow(_KEPT)
    return None if row is None else Kept(*row)
