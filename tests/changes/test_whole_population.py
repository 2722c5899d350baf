"""Everything that a made-up population holds, and everything that then happens to it, is as the description says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.changes.described import check_answer
from tests.changes.serving import served

from vaki.changes.routes import Limits
from vaki.postgres.environment import Pools
from vaki.register.loading import FIRST_KEY
from vaki.synthetic.seeding import Made, seed

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment

MADE = Made(persons=400, seed=7, as_of=date(2026, 11, 1))


@pytest.mark.parametrize("account", ["mutpT1", "mutpT1x"])
async def test_every_answer_about_everybody_fits_the_description(module_environment: Environment, account: str) -> None:
    async with await Pools.open(module_environment, size=4) as pools:
        if not await pools.register.fetchval("select count(*) from register.person"):
            await seed(pools.register, MADE, workers=1, progress=lambda _what, _done, _all: None)
        codes = [row["code"] for row in await pools.register.fetch("select code from register.person")]
        async with (
            served(pools, Limits()) as address,
            httpx.AsyncClient(
                base_url=f"{address}/api/v1", auth=(account, "pwd"), event_hooks={"response": [check_answer]}
            ) as client,
        ):
            met = await base_data_of(client, codes)
            await changes_of(client, codes)
    assert set(met) == set(codes)
    assert sum(met.values()) == len(codes)


async def base_data_of(client: httpx.AsyncClient, codes: list[str]) -> Counter[str]:
    """How often each person came."""
    met: Counter[str] = Counter()
    for at in range(0, len(codes), 200):
        answer = await client.post("/perustiedot", json={"hetulista": codes[at : at + 200]})
        assert answer.status_code == 200
        met.update(item["henkilotunnus"] for item in answer.json()["perustiedot"])
    return met


async def changes_of(client: httpx.AsyncClient, codes: list[str]) -> None:
    """Follow the key to the end."""
    key, up_to_date = FIRST_KEY, False
    while not up_to_date:
        answer = await client.post("/muutokset", json={"viimeisinKirjausavain": key, "hetulista": codes})
        assert answer.status_code == 200
        page = answer.json()
        assert page["viimeisinKirjausavain"] > key or page["ajanTasalla"]
        key, up_to_date = page["viimeisinKirjausavain"], page["ajanTasalla"]
