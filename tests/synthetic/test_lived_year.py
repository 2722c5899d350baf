"""A whole year of life leaves nothing that contradicts itself."""

from __future__ import annotations

import os
import time
from collections import Counter
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaki.register.check import audit_people, check_index
from vaki.register.sweep import Crew
from vaki.synthetic.life import Life
from vaki.synthetic.seeding import Made, seed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.postgres.environment import Pools

MADE = Made(100_000, 7, date(2026, 11, 21))
DAYS = 365
WORKERS = os.cpu_count() or 1


@contextmanager
def timed(phase: str, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    began = time.monotonic()
    yield
    with capsys.disabled():
        print(f"\n{phase}: {time.monotonic() - began:.0f} s", end="", flush=True)  # noqa: T201 -- for whoever waits


async def findings(pools: Pools) -> Counter[str]:
    """How much of each kind the audit and the check of the tables find."""
    crew = Crew(pools.environment.register_url, WORKERS)
    found = [*await audit_people(pools.register, crew=crew), *await check_index(pools.register, crew=crew)]
    return Counter(one.name for one in found)


@pytest.mark.long
@pytest.mark.timeout(3 * 3600)
async def test_nothing_contradicts_itself_after_seeding_or_after_a_lived_year(
    pools: Pools, capsys: pytest.CaptureFixture[str]
) -> None:
    with timed("seed", capsys):
        await seed(pools.register, MADE, workers=WORKERS, progress=lambda *_: None)
    with timed("audit", capsys):
        assert await findings(pools) == {}
    life = Life(pools.register, MADE.seed)
    with timed("year", capsys):
        for _ in range(DAYS):
            await life.next_day()
    with timed("audit", capsys):
        assert await findings(pools) == {}
    assert life.refused <= 1 + life.recorded / 20
