"""Either clock, thirty days on: each day published on its own, protection ended on its day, the register whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.register.people import TODAY
from tests.register.test_clock import SINGLE, go, populate

from vaki.register.check import check_index
from vaki.register.clock import midnight, read_clock, wall_day
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

AHEAD = timedelta(days=30)
PROTECTED = timedelta(days=10)


@pytest.mark.parametrize("mode", ["simulated", "real"])
async def test_thirty_days_pass_one_by_one(pools: Pools, mode: str) -> None:
    begins = TODAY if mode == "simulated" else wall_day() - AHEAD
    await populate(pools, begins, mode)
    async with Recorder(pools.register) as recorder:
        await recorder.record(decode("protection_begun", {"person": SINGLE, "until": str(begins + PROTECTED)}))
    days = await go(pools, begins + AHEAD if mode == "simulated" else None)
    assert days == [begins + timedelta(days=number) for number in range(1, 31)]
    async with pools.register.acquire() as connection:
        clock = await read_clock(connection)
    assert (clock.day, clock.published) == (begins + AHEAD, begins + AHEAD)
    (ended,) = await pools.register.fetch(
        "select time, groups from register.change "
        "where event = 'day_passed' and person_id = 4 and groups like '%TURVAKIELTO%'"
    )
    assert f'"arvo":"{begins + PROTECTED}"' in ended["groups"]
    if mode == "simulated":
        assert ended["time"] == midnight(begins + PROTECTED + timedelta(days=1))
    assert not await pools.register.fetchval("select protected from register.person where person_id = 4")
    assert await pools.register.fetchval("select min(due) from register.person") > begins + AHEAD
    assert await check_index(pools.register) == []
