"""Calls in an hour: one count of a permit over all workers, which outlives them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest

from vaki.disclosure import deployment, errors, permits
from vaki.disclosure.door import operator
from vaki.disclosure.quota import count_call
from vaki.postgres.environment import Environment, Pools

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOLDER = "0204819-8"
SLOT_SECONDS = 600


async def give(pools: Pools, quota: int | None) -> permits.Permit:
    async with pools.disclosure.acquire() as connection:
        permit_id = await permits.add_permit(
            connection, holder=HOLDER, product="K2000", municipalities=["536"], quota=quota
        )
        return await permits.read_permit(connection, permit_id)


async def call(pools: Pools, permit: permits.Permit) -> int | None:
    """None when the call was let in, else the seconds of Retry-After."""
    async with pools.disclosure.acquire() as connection:
        try:
            await count_call(pools, connection, permit)
        except errors.QuotaExceeded as refused:
            return refused.retry_seconds
    return None


async def calls(pools: Pools, permit: permits.Permit, number: int) -> int:
    """How many of so many calls at once were let in."""
    found = await asyncio.gather(*(call(pools, permit) for _ in range(number)))
    assert all(seconds is None or 1 <= seconds <= 600 for seconds in found)
    return found.count(None)


@pytest.fixture
async def workers(environment: Environment) -> AsyncIterator[list[Pools]]:
    """Three processes' worth of pools; each counts by itself."""
    opened = [await Pools.open(environment, size=4) for _ in range(3)]
    yield opened
    for pools in opened:
        await pools.close()


@pytest.fixture
async def owner(environment: Environment) -> AsyncIterator[Any]:
    assert environment.owner_url is not None
    connection = await asyncpg.connect(environment.owner_url)
    yield connection
    await connection.close()


async def later(owner: Any, seconds: int) -> None:
    """Let so much time have passed since the calls that were counted."""
    assert seconds % SLOT_SECONDS == 0
    await owner.execute("update disclosure.quota set slot = slot - $1", seconds // SLOT_SECONDS)


async def test_all_workers_share_one_count_to_the_last_call(workers: list[Pools]) -> None:
    permit = await give(workers[0], 25)
    found = await asyncio.gather(*(calls(pools, permit, 20) for pools in workers))
    assert sum(found) == 25


async def test_a_restart_forgets_no_call(workers: list[Pools]) -> None:
    permit = await give(workers[0], 10)
    assert await calls(workers[0], permit, 10) == 10
    assert await calls(workers[1], permit, 3) == 0


async def test_a_large_quota_is_kept_within_a_per_cent_and_never_passed(workers: list[Pools]) -> None:
    permit = await give(workers[0], 5_000)
    found = [await calls(pools, permit, number) for pools, number in zip(workers, (7, 8, 5_500), strict=True)]
    assert 4_950 <= sum(found) <= 5_000


async def test_calls_count_for_an_hour_and_no_longer(workers: list[Pools], owner: Any) -> None:
    first, second, third = workers
    permit = await give(first, 10)
    assert await calls(first, permit, 4) == 4
    await later(owner, 1_200)
    assert await calls(second, permit, 9) == 6
    await later(owner, 2_400)
    assert await calls(third, permit, 9) == 0
    await later(owner, 600)
    assert await calls(third, permit, 9) == 4
    await later(owner, 10 * 3_600)
    assert await calls(third, permit, 20) == 10


async def test_a_permits_own_quota_goes_before_the_deployments(
    workers: list[Pools], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(deployment.QUOTA_VARIABLE, "3")
    deployment.deployment.cache_clear()
    try:
        assert await calls(workers[0], await give(workers[0], None), 9) == 3
        assert await calls(workers[0], await give(workers[0], 5), 9) == 5
    finally:
        monkeypatch.undo()
        deployment.deployment.cache_clear()


async def test_the_operators_own_calls_are_not_counted(workers: list[Pools]) -> None:
    assert await calls(workers[0], operator().permit, 3) == 3
    assert await workers[0].disclosure.fetchval("select count(*) from disclosure.quota") == 0


async def test_a_large_quota_costs_a_statement_only_for_a_block_of_calls(workers: list[Pools]) -> None:
    permit = await give(workers[0], 50_000)
    await calls(workers[0], permit, 50)
    assert await workers[0].disclosure.fetchval("select taken[1] from disclosure.quota") == 50
