"""The register's own clock: a day at a time, never back, each day published once (decision 11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.register.people import TODAY, family

from vaki.register.clock import ClockWouldGoBack, advance, midnight, move_time, read_clock, start_clock, wall_day
from vaki.register.errors import NotReady
from vaki.register.events.catalogue import decode
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

SINGLE = family()["single"].code
NEW_YEAR = date(TODAY.year + 1, 1, 1)


async def populate(pools: Pools, day: date = TODAY, mode: str = "simulated") -> None:
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, day) for document in family().values()])
        await finish_load(connection)
        await start_clock(connection, "real" if mode == "real" else "simulated", day)


async def go(pools: Pools, to: date | None = None) -> list[date]:
    """Advance, and tell which days were published on the way."""
    days: list[date] = []
    async with Recorder(pools.register) as recorder:
        await advance(pools.register, recorder, to, progress=lambda day, _count: days.append(day))
    return days


async def log(pools: Pools) -> list[tuple[int, str, str]]:
    rows = await pools.register.fetch("select person_id, event, groups from register.change order by person_id, key")
    return [tuple(row) for row in rows]


async def test_a_day_is_published_once_however_often_it_is_asked_for(pools: Pools) -> None:
    await populate(pools)
    assert await go(pools, NEW_YEAR) == [TODAY + timedelta(days=n) for n in range(1, (NEW_YEAR - TODAY).days + 1)]
    published = await log(pools)
    assert published
    assert await go(pools, NEW_YEAR) == []
    assert await log(pools) == published


async def test_days_missed_together_are_caught_up_one_by_one(pools: Pools) -> None:
    await populate(pools)
    async with Recorder(pools.register) as recorder:
        code = family()["single"].code
        until = (TODAY + timedelta(days=3)).isoformat()
        await recorder.record(decode("protection_begun", {"person": code, "until": until}))
    await go(pools, TODAY + timedelta(days=10))
    ended = await pools.register.fetchrow("select time from register.change where event = 'day_passed'")
    assert ended is not None
    assert ended["time"] == midnight(TODAY + timedelta(days=4))


async def test_a_day_cut_short_is_finished_and_nobody_is_told_twice(pools: Pools) -> None:
    await populate(pools)
    await go(pools, NEW_YEAR - timedelta(days=1))
    async with pools.register.acquire() as connection:
        await connection.execute("update register.clock set day = $1, time = $2", NEW_YEAR, midnight(NEW_YEAR))
    async with Recorder(pools.register) as recorder:
        from uuid import uuid5

        from vaki.register.clock import _DAY_EVENTS
        from vaki.register.events.clock import DayPassed

        own = uuid5(uuid5(_DAY_EVENTS, NEW_YEAR.isoformat()), "1")
        await recorder.record(DayPassed(person=family()["mother"].code), event_id=own)
    assert await go(pools, NEW_YEAR) == [NEW_YEAR]
    told = [person for person, event, groups in await log(pools) if event == "day_passed" and "vuodenvaihde" in groups]
    assert told == [1, 2, 3, 4, 5]


async def test_the_clock_never_goes_back(pools: Pools) -> None:
    await populate(pools)
    with pytest.raises(ClockWouldGoBack):
        await go(pools, TODAY - timedelta(days=1))
    async with pools.register.acquire() as connection:
        later = midnight(TODAY) + timedelta(hours=9)
        await move_time(connection, later)
        await move_time(connection, later - timedelta(hours=1))
        assert (await read_clock(connection)).time == later


async def test_a_real_clock_follows_the_wall_and_catches_up_after_downtime(pools: Pools) -> None:
    start = wall_day() - timedelta(days=3)
    await populate(pools, start, "real")
    days = await go(pools)
    assert days == [start + timedelta(days=n) for n in range(1, (wall_day() - start).days + 1)]
    async with Recorder(pools.register) as recorder:
        recorded = await recorder.record(
            decode("occupation", {"person": family()["single"].code, "occupation": "seppä"})
        )
    assert abs(recorded.items[0][2] - datetime.now(UTC)) < timedelta(minutes=1)


async def test_a_simulated_clock_stands_still_and_gives_changes_their_time(pools: Pools) -> None:
    await populate(pools)
    assert await go(pools) == []
    async with Recorder(pools.register) as recorder:
        recorded = await recorder.record(
            decode("occupation", {"person": family()["single"].code, "occupation": "seppä"})
        )
    assert recorded.items[0][2] == midnight(TODAY)


async def test_thirty_days_ahead_leave_the_register_in_agreement_with_itself(pools: Pools) -> None:
    from vaki.register.check import audit_people, check_index

    await populate(pools)
    await go(pools, TODAY + timedelta(days=30))
    await go(pools, TODAY + timedelta(days=60))
    assert await check_index(pools.register) == []
    assert [finding for finding in await audit_people(pools.register) if "dwelling" not in finding.what] == []


async def test_a_register_without_a_clock_says_what_to_do(pools: Pools) -> None:
    async with pools.register.acquire() as connection:
        with pytest.raises(NotReady):
            await read_clock(connection)
