"""The sealer and the clock's follower run in every process: neither keeps the other from its work."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.register.people import family

from vaki.disclosure.sealing import seal_forever
from vaki.postgres.environment import Pools
from vaki.register import clock
from vaki.register.clock import follow_forever, read_clock, start_clock, wall_day
from vaki.register.loading import LoadRow, copy_people, finish_load


async def test_a_real_day_is_published_while_the_ledger_is_sealed(
    pools: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_LOOK_SECONDS", 0.05)
    start = wall_day() - timedelta(days=2)
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, start) for document in family().values()])
        await finish_load(connection)
        await start_clock(connection, "real", start)
    loops = [asyncio.create_task(seal_forever(pools, data=Path(os.environ["VAKI_TEST_DATA"])))]
    await asyncio.sleep(1)
    loops.append(asyncio.create_task(follow_forever(pools.register)))
    try:
        for _ in range(60):
            async with pools.register.acquire() as connection:
                now = await read_clock(connection)
            if now.published == wall_day():
                return
            await asyncio.sleep(0.05)
        pytest.fail("the day was not published")
    finally:
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
