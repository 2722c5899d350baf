"""A seeding that was cut short: its load leaves nothing behind, its days are gone on with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaki.register.clock import read_clock
from vaki.register.loading import NotEmpty
from vaki.synthetic import seeding
from vaki.synthetic.seeding import Made

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

MADE = Made(60, 1, date(2026, 11, 21))


class CutError(Exception):
    """Somebody has interrupted the seeding."""


async def seed(pools: Pools, cut: tuple[str, int] | None = None) -> None:
    """Seed, and be cut short where so much of one thing is done."""

    def progress(what: str, done: int, _total: int) -> None:
        if cut is not None and what == cut[0] and done >= cut[1]:
            raise CutError

    await seeding.seed(pools.register, MADE, workers=1, progress=progress)


async def test_a_load_cut_short_leaves_nothing_and_days_cut_short_are_gone_on_with(pools: Pools) -> None:
    with pytest.raises(CutError):
        await seed(pools, ("people", 1))
    assert await pools.register.fetchval("select count(*) from register.person") == 0
    for day in (3, 9):
        with pytest.raises(CutError):
            await seed(pools, ("days", day))
    loaded = await pools.register.fetchval("select count(*) from register.person")
    await seed(pools)
    assert await pools.register.fetchval("select count(*) from register.person") >= loaded >= MADE.persons
    async with pools.register.acquire() as connection:
        assert (await read_clock(connection)).day == MADE.as_of
    with pytest.raises(NotEmpty):
        await seed(pools)
