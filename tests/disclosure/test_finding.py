"""Finding many persons hands them out in portions, each under a row of the ledger of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.disclosure.world import code_of, load, person

from vaki.disclosure import search
from vaki.disclosure.door import operator

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools


async def test_more_than_a_portion_comes_whole_and_every_portion_has_its_row(
    pools: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PORTION", 2)
    await load(pools, *(person(number) for number in range(1, 6)))
    seen = []
    async for portion in search.find_in_portions(pools, operator(), limit=10_000):
        seen.append([one.code for one in portion])
        assert await pools.disclosure.fetchval("select count(*) from disclosure.ledger") == len(seen)
    codes = [code_of(number) for number in range(1, 6)]
    assert seen == [codes[:2], codes[2:4], codes[4:]]
    assert [one.code for one in await search.find(pools, operator(), limit=4)] == codes[:4]


async def test_who_asks_and_finds_nobody_is_in_the_ledger(pools: Pools) -> None:
    await load(pools, person(1))
    assert await search.find(pools, operator(), name="zzz") == []
    assert await pools.disclosure.fetchval("select count(*) from disclosure.ledger") == 1
