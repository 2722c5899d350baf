"""Moments that base data is asked as of: the newest change before a day, and the weekly snapshot's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from vaki.disclosure import sql
from vaki.disclosure.errors import RegisterNotReady
from vaki.register.clock import midnight

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools


@dataclass(frozen=True, slots=True)
class Week:
    """The weekly snapshot: the day it was taken, and the key that it is as of."""

    day: date
    key: int


async def week(pools: Pools) -> Week:
    """The snapshot of the register's week: as its Monday began in Finland (docs/decisions/0402).

    Before the log, the people as they were loaded. Raises RegisterNotReady. Tells nothing about anybody, so it leaves
    no ledger row.
    """
    async with pools.disclosure.acquire() as connection:
        day = await connection.fetchval(sql.TODAY)
        if day is None:
            raise RegisterNotReady
        monday = day - timedelta(days=day.weekday())
        row = await connection.fetchrow(sql.KEY_OF_DAY, midnight(monday))
    if row is None:
        raise RegisterNotReady
    return Week(monday, int(row["key"]))
