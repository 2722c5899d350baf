"""Five years of the ledger: what is older goes, nothing else does, and the chain can still be verified."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest
from tests.disclosure.test_ledger import KEY, meddle

from vaki.disclosure import ledger_retention, seal_file, sealing
from vaki.disclosure.verifying import Verified, verify

if TYPE_CHECKING:
    from pathlib import Path

    from vaki.postgres.environment import Environment, Pools

NOW = datetime.now(UTC)
THIS_MONTH = NOW.replace(day=15, hour=12)


def months_ago(number: int, day: int = 15) -> datetime:
    months = THIS_MONTH.year * 12 + THIS_MONTH.month - 1 - number
    return THIS_MONTH.replace(year=months // 12, month=months % 12 + 1, day=day)


async def fill(pools: Pools, environment: Environment, folder: Path, *moments: datetime, seal: bool = True) -> None:
    """A row at each of the moments, whose months have tables of their own, sealed as they come, two at a time."""
    assert environment.owner_url is not None
    owner = await asyncpg.connect(environment.owner_url)
    try:
        for moment in moments:
            for parent in ("disclosure.ledger", "disclosure.ledger_person"):
                await owner.execute("select disclosure.make_partition($1, $2)", parent, moment.date())
    finally:
        await owner.close()
    async with pools.disclosure.acquire() as connection:
        for number, moment in enumerate(moments):
            await connection.execute(
                """
                with written as (
                    insert into disclosure.ledger (made, holder, product, product_version, channel, operation,
                        read_key, subjects, mentioned, censored, groups, censored_groups)
                    values ($1, 'x', 'x', 1, 'cli', 'x', 0, '{1}', '{2}', '{}', '{}', '{}') returning ledger_id, made
                ) insert into disclosure.ledger_waiting select * from written
                """,
                moment,
            )
            if seal and number % 2:
                await sealing.seal(connection, KEY, folder / seal_file.FILE_NAME)
        if seal:
            await sealing.seal(connection, KEY, folder / seal_file.FILE_NAME)


async def drop(pools: Pools, folder: Path) -> list[ledger_retention.Month]:
    async with pools.disclosure.acquire() as connection:
        return await ledger_retention.drop_due(connection, KEY, folder)


async def verified(pools: Pools, folder: Path) -> Verified:
    async with pools.disclosure.acquire() as connection:
        return await verify(connection, KEY, folder)


async def count(pools: Pools, table: str) -> Any:
    return await pools.disclosure.fetchval(f"select count(*) from disclosure.{table}")  # noqa: S608 names of this file


async def test_months_wholly_older_than_five_years_go_and_no_others(
    pools: Pools, environment: Environment, tmp_path: Path
) -> None:
    old = [months_ago(n) for n in (75, 75, 74, 61)]
    # The month that contains the day of five years ago is not wholly older, though some of it is.
    kept = [months_ago(60, day=1), months_ago(60, day=28), months_ago(59), months_ago(1), NOW]
    await fill(pools, environment, tmp_path, *old, *kept)
    assert (await verified(pools, tmp_path)).problems == []
    async with pools.disclosure.acquire() as connection:
        due = await ledger_retention.due(connection)
    assert [(one.month, one.rows) for one in due] == [
        (moment.date().replace(day=1), rows) for moment, rows in ((old[0], 2), (old[2], 1), (old[3], 1))
    ]
    assert await drop(pools, tmp_path) == due
    found = await verified(pools, tmp_path)
    assert (found.problems, found.rows, found.dropped) == ([], 5, 4)
    assert await count(pools, "ledger_person") == 2 * 5
    assert await drop(pools, tmp_path) == []


async def test_the_chain_goes_on_from_where_all_was_dropped(
    pools: Pools, environment: Environment, tmp_path: Path
) -> None:
    await fill(pools, environment, tmp_path, *[months_ago(70)] * 6)
    await drop(pools, tmp_path)
    assert await count(pools, "ledger") == 0
    assert await count(pools, "ledger_seal") == 1
    await fill(pools, environment, tmp_path, NOW, NOW, NOW)
    found = await verified(pools, tmp_path)
    assert (found.problems, found.rows, found.dropped) == ([], 3, 6)


async def test_months_dropped_one_after_the_other_leave_one_chain(
    pools: Pools, environment: Environment, tmp_path: Path
) -> None:
    for number in (80, 75, 70):
        await fill(pools, environment, tmp_path, *[months_ago(number)] * 3)
        await drop(pools, tmp_path)
        assert (await verified(pools, tmp_path)).problems == []
    assert (await verified(pools, tmp_path)).dropped == 9


async def test_a_month_with_rows_that_are_not_sealed_stays(
    pools: Pools, environment: Environment, tmp_path: Path
) -> None:
    await fill(pools, environment, tmp_path, months_ago(70), seal=False)
    with pytest.raises(asyncpg.RaiseError):
        await drop(pools, tmp_path)
    assert await count(pools, "ledger") == 1
    assert await count(pools, "ledger_dropped") == 0


async def test_nobody_of_the_service_can_drop_what_is_not_due(pools: Pools) -> None:
    async with pools.disclosure.acquire() as connection:
        with pytest.raises(asyncpg.RaiseError, match="five years"):
            await connection.execute("select disclosure.drop_ledger_month($1, 0)", months_ago(59).date())
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("delete from disclosure.ledger")


async def test_rows_that_no_month_had_a_table_for_go_too(
    pools: Pools, environment: Environment, tmp_path: Path
) -> None:
    async with pools.disclosure.acquire() as connection:
        for moment in (months_ago(70), months_ago(40)):
            await connection.execute(
                """
                insert into disclosure.ledger (made, holder, product, product_version, channel, operation, read_key,
                    subjects, mentioned, censored, groups, censored_groups)
                values ($1, 'x', 'x', 1, 'cli', 'x', 0, '{}', '{}', '{}', '{}', '{}')
                """,
                moment,
            )
        await connection.execute("insert into disclosure.ledger_waiting select ledger_id, made from disclosure.ledger")
        await sealing.seal(connection, KEY, tmp_path / seal_file.FILE_NAME)
    await drop(pools, tmp_path)
    found = await verified(pools, tmp_path)
    assert (found.problems, found.rows, found.dropped) == ([], 1, 1)


AFTER = {
    "a row taken out, said to have been dropped": [
        "delete from disclosure.ledger where ledger_id = 5",
        "update disclosure.ledger_dropped set ranges = '{1,5}'",
    ],
    "a marker taken out": ["delete from disclosure.ledger_dropped"],
    "a marker with another beginning of the chain": [
        "update disclosure.ledger_dropped set through_seal = through_seal - 1"
    ],
    "a row taken out that is not dropped": ["delete from disclosure.ledger where ledger_id = 6"],
    "a row put in a dropped month": [
        """insert into disclosure.ledger (made, holder, product, product_version, channel, operation, read_key,
        subjects, mentioned, censored, groups, censored_groups)
        values (now() - interval '71 months', 'x', 'x', 1, 'x', 'x', 0, '{}', '{}', '{}', '{}', '{}')"""
    ],
}


@pytest.mark.parametrize("meddling", AFTER, ids=str)
async def test_after_dropping_verification_finds(
    pools: Pools, environment: Environment, tmp_path: Path, meddling: str
) -> None:
    await fill(pools, environment, tmp_path, *[months_ago(70)] * 4, NOW, NOW, NOW, NOW)
    await drop(pools, tmp_path)
    assert (await verified(pools, tmp_path)).problems == []
    meddle(environment, *AFTER[meddling])
    assert (await verified(pools, tmp_path)).problems


async def test_a_crash_between_database_and_file_is_made_good(
    pools: Pools, environment: Environment, tmp_path: Path
) -> None:
    await fill(pools, environment, tmp_path, months_ago(70), months_ago(65), NOW)
    await drop(pools, tmp_path)
    file = tmp_path / seal_file.DROPPED_FILE_NAME
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[1][:20])
    await fill(pools, environment, tmp_path, months_ago(63))
    await drop(pools, tmp_path)
    assert (await verified(pools, tmp_path)).problems == []


async def test_the_sealer_drops_what_is_due(pools: Pools, environment: Environment, tmp_path: Path) -> None:
    import asyncio

    from vaki.disclosure import keys

    moment = months_ago(70)
    key = keys.ledger_key(tmp_path)
    await fill(pools, environment, tmp_path, moment, seal=False)
    async with pools.disclosure.acquire() as connection:
        await sealing.seal(connection, key, tmp_path / seal_file.FILE_NAME)
    sealer = asyncio.create_task(sealing.seal_forever(pools, data=tmp_path))
    for _ in range(100):
        if await count(pools, "ledger_dropped"):
            break
        await asyncio.sleep(0.05)
    sealer.cancel()
    await asyncio.gather(sealer, return_exceptions=True)
    assert await count(pools, "ledger") == 0
