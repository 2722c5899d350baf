"""Seeding: an empty register gets its people as they were two weeks before a day, and lives up to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec

from vaki.register.choosing import COUNTS
from vaki.register.loading import refresh_statistics
from vaki.synthetic.life import HOURS, Life
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    import asyncpg

    from vaki.synthetic.loading import Progress

LIVED_DAYS: Final = 14
"""Days that are lived through events before the as-of day, so that the change log has something to tell."""
_NAME: Final = "population"


class Made(msgspec.Struct, frozen=True):
    """What the register's population was made from, kept in `register.progress`."""

    persons: int
    seed: int
    as_of: date


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seeding did: records loaded, residents among them, events recorded and refused in the lived days."""

    records: int
    residents: int
    events: int
    refused: int
    as_of: date


async def seed(pool: asyncpg.Pool[asyncpg.Record], made: Made, *, workers: int, progress: Progress) -> Seeded:
    """Fill an empty register; go on where an interrupted seeding of the same population was left.

    Raises LoadUnderWay, and NotEmpty when the register holds people made from anything else, or lived up to the day
    already.
    """
    if not await _begun(pool, made):
        async with pool.acquire() as connection:
            source = Source(made.persons, made.seed, made.as_of - timedelta(days=LIVED_DAYS))
            notes = {_NAME: msgspec.json.encode(made).decode()}
            await load_population(connection, source, workers=workers, progress=progress, notes=notes)
            await refresh_statistics(connection)
    life = Life(pool, made.seed)
    while not await _lived_up_to(life, made.as_of):
        day = await life.next_day()
        progress("days", LIVED_DAYS - (made.as_of - day).days, LIVED_DAYS)
    row = await pool.fetchrow(COUNTS)
    counted = dict(row) if row is not None else {"records": 0, "residents": 0}
    return Seeded(**counted, events=life.recorded, refused=life.refused, as_of=made.as_of)


async def _lived_up_to(life: Life, day: date) -> bool:
    lived = await life.lived()
    return lived.day > day or (lived.day == day and lived.hours >= HOURS)


async def _begun(pool: asyncpg.Pool[asyncpg.Record], made: Made) -> bool:
    """Whether this very population has been loaded and has days left to live."""
    state = await pool.fetchval(
        "select state from register.progress where name = $1 and exists (select from register.clock)", _NAME
    )
    if state is None or msgspec.json.decode(state, type=Made) != made:
        return False
    return not await _lived_up_to(Life(pool, made.seed), made.as_of)


async def seed_of(connection: Any) -> int:
    """The seed that the register's population was made from; 0 for one that came from elsewhere."""
    made = await made_of(connection)
    return 0 if made is None else made.seed


async def made_of(connection: Any) -> Made | None:
    """What the register's population was made from; None for one that came from elsewhere."""
    state = await connection.fetchval("select state from register.progress where name = $1", _NAME)
    return None if state is None else msgspec.json.decode(state, type=Made)
