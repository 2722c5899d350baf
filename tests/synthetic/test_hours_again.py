"""A day lived again, hour by hour, records nothing again, though it would choose other people now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vaki.synthetic.life import HOURS, Life
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

SEED = 6


async def test_a_whole_day_lived_again_records_nothing(pools: Pools) -> None:
    async with pools.register.acquire() as connection, connection.transaction():
        await load_population(connection, Source(700, SEED, date(2026, 11, 7)), workers=1, progress=lambda *_: None)
    life = Life(pools.register, SEED)
    day = await life.next_day()
    recorded = life.recorded
    assert recorded > 0
    held = "select count(*), max(key) from register.change"
    before = await pools.register.fetchrow(held)
    for hour in range(HOURS):
        await life.hour(day, hour)
    assert life.recorded == recorded
    assert await pools.register.fetchrow(held) == before
