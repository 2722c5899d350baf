"""A seeding that was cut short is gone on with wherever it was cut, and until it is finished nothing is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import psycopg
import pytest

from vaki.disclosure import door
from vaki.disclosure.errors import RegisterNotReady
from vaki.postgres.cluster import at, running
from vaki.register.clock import read_clock
from vaki.register.errors import NotReady
from vaki.register.loading import LoadUnderWay, NotEmpty, loading
from vaki.synthetic import population, seeding
from vaki.synthetic.seeding import Made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.postgres.environment import Pools

VAKI = [sys.executable, "-P", "-m", "vaki.cli"]
MADE = Made(60, 1, date(2026, 11, 21))
EVERYTHING = """
select md5(string_agg(told, e'\n' order by told)) from (
    select p::text from register.person p union all select i::text from register.identity_code i
    union all select n::text from register.person_name n union all select r::text from register.residence r
    union all select r::text from register.relation r union all select b::text from register.building b
    union all select d::text from register.dwelling d union all select p::text from register.property p
) as everything (told)
"""
INDEXES = """
select array_agg(indexdef order by indexdef) from pg_indexes where schemaname = 'register'
"""


class CutError(Exception):
    """Somebody has interrupted the seeding."""


async def seed(pools: Pools, cut: tuple[str, int] | None = None, made: Made = MADE) -> None:
    """Seed, and be cut short where so much of one thing is done."""

    def progress(what: str, done: int, _total: int) -> None:
        if cut is not None and what == cut[0] and done >= cut[1]:
            raise CutError

    await seeding.seed(pools.register, made, workers=1, progress=progress)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A population of several blocks that is made in no time."""
    monkeypatch.setattr(population, "RESIDENTS_A_BLOCK", 25)


@pytest.mark.usefixtures("small_blocks")
async def test_a_seeding_cut_short_again_and_again_ends_as_one_that_was_not(pools: Pools, module_pools: Pools) -> None:
    indexes = await pools.register.fetchval(INDEXES)
    with pytest.raises(CutError):  # what another one left is taken away
        await seed(pools, ("indexes", 2), Made(80, 2, MADE.as_of))
    for what, done in (
        ("families", 2),
        ("people", 1),
        ("people", 40),
        ("buildings", 5),
        ("indexes", 1),
        ("indexes", 4),
    ):
        with pytest.raises(CutError):
            await seed(pools, (what, done))
        async with pools.register.acquire() as connection:
            with pytest.raises(NotReady):
                await read_clock(connection)
        with pytest.raises(RegisterNotReady):
            await door.base_data_page(pools, door.operator(), ["536"], 0)
    for day in (3, 9):
        with pytest.raises(CutError):
            await seed(pools, ("days", day))
    await seed(pools)
    async with pools.register.acquire() as connection:
        assert (await read_clock(connection)).day == MADE.as_of
    with pytest.raises(NotEmpty):
        await seed(pools)
    await seed(module_pools)
    assert await pools.register.fetchval(EVERYTHING) == await module_pools.register.fetchval(EVERYTHING)
    assert await pools.register.fetchval(INDEXES) == indexes
    assert await pools.register.fetchval("select count(*) from register.load_portion") == 0


async def test_two_do_not_load_at_the_same_time(pools: Pools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaki.register.loading._PATIENCE_SECONDS", 0.1)
    async with pools.register.acquire() as connection, loading(connection, "somebody else's"):
        with pytest.raises(LoadUnderWay):
            await seed(pools)


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="vk-"))
    folder.chmod(0o711)
    yield folder
    rmtree(folder)


def test_a_killed_seeding_is_gone_on_with_by_the_same_command(data: Path) -> None:
    words = [*VAKI, "seed", "--persons", "3000", "--as-of", "2026-11-21", "--json"]
    words += ["--workers", "2", "--data", str(data)]
    done = subprocess.run([*VAKI, "db", "migrate", "--data", str(data)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    with running(data):
        process = subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL)
        while portions(data) == 0:
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
        process.wait()
        assert portions(data) > 0
        deadline = time.monotonic() + 20
        while alive(process.pid):  # what it had started ends by itself
            assert time.monotonic() < deadline
            time.sleep(0.05)
        done = subprocess.run(words, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        with psycopg.connect(at(data).role_url("register")) as connection:
            row = connection.execute(
                "select count(*), count(distinct code), (select count(*) from register.identity_code where active),"
                " (select count(distinct person_id) from register.identity_code) from register.person"
            ).fetchone()
    assert row is not None
    assert len(set(row)) == 1
    assert row[0] >= json.loads(done.stdout)["residents"] >= 2950


def portions(data: Path) -> int:
    with psycopg.connect(at(data).role_url("register")) as connection:
        row = connection.execute("select count(*) from register.load_portion").fetchone()
    return 0 if row is None else int(row[0])


def alive(group: int) -> bool:
    """Whether any process of the group lives."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
