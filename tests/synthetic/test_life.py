"""Life goes on in the register and keeps everything true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from vaki.register.check import audit_people, check_index
from vaki.register.clock import read_clock
from vaki.register.loading import NotEmpty
from vaki.synthetic.life import HOURS, Life, Lived, instant
from vaki.synthetic.seeding import LIVED_DAYS, Made, Seeded, seed, seed_of

if TYPE_CHECKING:
    from pathlib import Path

    from vaki.postgres.environment import Pools

AS_OF = date(2026, 11, 21)
MADE = Made(900, 4, AS_OF)


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module", autouse=True)
async def seeded(module_pools: Pools) -> Seeded:
    """The module's register with its people."""
    return await seed(module_pools.register, MADE, workers=1, progress=silent)


async def test_a_fortnight_is_lived_before_the_day(module_pools: Pools, seeded: Seeded) -> None:
    assert seeded.events > 0
    assert seeded.records > seeded.residents * 1.15
    async with module_pools.register.acquire() as connection:
        clock = await read_clock(connection)
        assert clock.mode == "simulated"
        assert clock.day == clock.published == AS_OF
        assert await seed_of(connection) == MADE.seed
        first = await connection.fetchval("select min(time) from register.change")
    assert first.date() >= AS_OF - timedelta(days=LIVED_DAYS)


async def test_a_register_with_people_is_refused(module_pools: Pools) -> None:
    for made in (MADE, Made(10, 1, AS_OF)):
        with pytest.raises(NotEmpty):
            await seed(module_pools.register, made, workers=1, progress=silent)


async def test_a_day_cut_short_is_finished_and_not_lived_twice(module_pools: Pools) -> None:
    life = Life(module_pools.register, MADE.seed)
    begun = await life.begin_day()
    for hour in range(5):
        await life.hour(begun.day, hour)
    again = Life(module_pools.register, MADE.seed)
    assert await again.lived() == Lived(begun.day, 5)
    assert await again.next_day() == begun.day
    assert await again.lived() == Lived(begun.day, HOURS)
    assert (await again.begin_day()).day == begun.day + timedelta(days=1)


async def test_an_hour_lived_again_records_nothing_again(module_pools: Pools) -> None:
    life = Life(module_pools.register, MADE.seed)
    lived = await life.begin_day()
    for hour in range(lived.hours, HOURS):
        await life.hour(lived.day, hour)
    held = "select array_agg(distinct event_id order by event_id) from register.change where time >= $1"
    began = instant(lived.day, HOURS - 1)
    before = await module_pools.register.fetchval(held, began)
    recorded = life.recorded
    await life.hour(lived.day, HOURS - 1)
    assert await module_pools.register.fetchval(held, began) == before
    assert life.recorded == recorded


async def test_everything_holds_after_days_of_life(module_pools: Pools, run_long: bool) -> None:
    life = Life(module_pools.register, MADE.seed)
    for _ in range(30 if run_long else 4):
        await life.next_day()
    assert [str(one) for one in await check_index(module_pools.register)] == []
    assert [str(one) for one in await audit_people(module_pools.register)] == []
    assert life.refused <= 1 + life.recorded / 20


@pytest.mark.parametrize("table", ["identity_code", "person_name", "residence", "relation"])
async def test_a_row_missing_beside_the_documents_is_found(module_pools: Pools, table: str) -> None:
    await module_pools.register.execute(
        f"delete from register.{table} where ctid = (select ctid from register.{table} limit 1)"  # noqa: S608
    )
    assert len(await check_index(module_pools.register)) >= 1


async def test_a_wrong_search_column_is_found(module_pools: Pools) -> None:
    before = len(await check_index(module_pools.register))
    await module_pools.register.execute("update register.person set municipality = '091' where person_id = 1")
    await module_pools.register.execute("update register.person set municipality = '049' where person_id = 2")
    assert len(await check_index(module_pools.register)) > before


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vaki.cli", *arguments, "--data", str(data)],
        env={name: value for name, value in os.environ.items() if name != "VAKI_DATABASE_URL"},
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_commands_seed_once_and_live_on(tmp_path: Path) -> None:
    made = run(tmp_path, "seed", "--persons", "60", "--as-of", "2026-11-21", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["residents"] >= 55
    again = run(tmp_path, "seed", "--persons", "60", "--as-of", "2026-11-21")
    assert again.returncode == 4
    assert "empty" in again.stderr
    lived = run(tmp_path, "live", "--days", "2", "--json")
    assert [json.loads(line)["day"] for line in lived.stdout.splitlines()] == ["2026-11-22", "2026-11-23"]
    assert run(tmp_path, "live").returncode == 2


def test_a_signal_ends_life_between_two_steps(tmp_path: Path) -> None:
    """Whatever the moment, the command lets go of the database and is gone at once, with the signal's own code."""
    assert run(tmp_path, "seed", "--persons", "40", "--as-of", "2026-11-21").returncode == 0
    for pause in (0.0, 0.13, 0.31):
        living = subprocess.Popen(
            [sys.executable, "-m", "vaki.cli", "live", "--speed", "20000000", "--json", "--data", str(tmp_path)],
            env={name: value for name, value in os.environ.items() if name != "VAKI_DATABASE_URL"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert living.stdout is not None
        living.stdout.readline()
        time.sleep(pause)
        living.terminate()
        living.stdout.read()
        assert living.wait(timeout=10) == 143
        living.stdout.close()
