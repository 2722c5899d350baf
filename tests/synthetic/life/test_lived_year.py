"""A year lived in a register: what is in the change log at its end is what the rates say, whoever was chosen."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING

import pytest

from vaki.register.check import check_index
from vaki.register.clock import midnight
from vaki.synthetic.life import Life
from vaki.synthetic.life.rates import NATION
from vaki.synthetic.life.table import MOVERS_BETWEEN, MOVERS_WITHIN, RATES
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

PERSONS = 20_000
SEED = 9
EVE = date(2026, 12, 31)
DEVIATIONS = 5.0
_SPREAD = {"dwelling_registered": 4.0, "protection_begun": 2.0, "protection_ended": 2.0}
"""Where one happening brings several events, their number spreads more than Poisson's: the mean square of how many a
happening brings, by its mean, at least."""
_EVENTS = """
select event, extract(month from day)::integer as month, count(*) as happened from (
    select distinct on (event_id) event, (time at time zone 'Europe/Helsinki')::date as day
    from register.change where time >= $1 order by event_id, key
) as own group by 1, 2
"""
_PLACE_EVENTS = """
select event, extract(month from day)::integer as month, count(*) as happened from register.place_event
where event_id not in (select event_id from register.change) group by 1, 2
"""
_MOVED = """
select count(*) filter (where groups like '%"tietoryhma":"KOTIKUNTA"%') as between, count(*) as all
from register.change where event = 'move' and time >= $1
"""


def within(count: float, mean: float, spread: float = 1.0) -> bool:
    return abs(count - mean) <= DEVIATIONS * sqrt(mean * spread) + DEVIATIONS


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_a_lived_year_has_what_the_rates_say(pools: Pools) -> None:
    async with pools.register.acquire() as connection, connection.transaction():
        await load_population(connection, Source(PERSONS, SEED, EVE), workers=2, progress=lambda *_: None)
    await pools.register.execute("select register.refresh_statistics()")
    life = Life(pools.register, SEED)
    while (await life.lived()).day.year == EVE.year or (await life.lived()).day < date(EVE.year + 1, 12, 31):
        await life.next_day()
    assert life.refused <= 0.005 * life.recorded
    assert life.not_found <= 0.02 * life.recorded
    counted: Counter[tuple[str, int]] = Counter()
    rows = await pools.register.fetch(_EVENTS, midnight(date(EVE.year + 1, 1, 1)))
    for row in [*rows, *await pools.register.fetch(_PLACE_EVENTS)]:
        counted[row["event"], row["month"]] += row["happened"]
    means: Counter[tuple[str, int]] = Counter()
    for rate in RATES:
        for event, each in rate.events:
            for month in range(1, 13):
                share = rate.months[month - 1] / sum(rate.months)
                means[event, month] += rate.a_year * each * share * PERSONS / NATION  # type: ignore[assignment]
    for event in {event for event, _ in means}:
        mean = sum(means[event, month] for month in range(1, 13))
        happened = sum(counted[event, month] for month in range(1, 13))
        assert within(happened, mean, _SPREAD.get(event, 1.0)), (event, happened, mean)
        for month in range(1, 13):
            assert within(counted[event, month], means[event, month], _SPREAD.get(event, 1.0)), (event, month)
    moved = await pools.register.fetchrow(_MOVED, midnight(date(EVE.year + 1, 1, 1)))
    assert moved is not None
    assert abs(moved["between"] / (MOVERS_BETWEEN * PERSONS / NATION) - 1) < 0.2
    assert abs(moved["all"] / ((MOVERS_BETWEEN + MOVERS_WITHIN) * PERSONS / NATION) - 1) < 0.12
    assert await check_index(pools.register) == []
