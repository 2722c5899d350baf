"""Base data fetched at one key, and the changes after it, give the base data fetched later: through the door."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.disclosure.world import read
from tests.register.people import plain
from tests.register.reading import Reader

from vaki.disclosure.door import base_data_page, changes, operator
from vaki.register.clock import advance
from vaki.register.errors import EventRefused
from vaki.register.recorder import Recorder
from vaki.synthetic.draws import Draws
from vaki.synthetic.life.choosing import View
from vaki.synthetic.life.happenings import HAPPENINGS
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

BEGAN = date(2026, 12, 29)
DAYS = 5
"""Over the turn of the year, so that the clock has much to tell."""
SEED = 12


async def everybody(pools: Pools) -> tuple[dict[str, Any], int]:
    """Base data by code, and the key it is as of."""
    found: dict[str, Any] = {}
    after, complete, key = None, False, 0
    while not complete:
        page = await base_data_page(pools, operator(), None, after)
        found |= {item["henkilotunnus"]: item["tietoryhmat"] for item in map(read, page.items)}
        after, complete, key = page.after, page.complete, page.key
    return found, key


def active_code(groups: list[dict[str, Any]]) -> str:
    return next(str(one["aktiivinenHenkilotunnus"]) for one in groups if one.get("aktiivinenHenkilotunnus"))


async def live(pools: Pools, day: date) -> int:
    """Move the clock to the day and let everything that can happen happen on it, twice; how much was recorded."""
    recorded = 0
    async with Recorder(pools.register) as recorder:
        await advance(pools.register, recorder, day)
        for name, happening in HAPPENINGS.items():
            for time in range(2):
                async with pools.register.acquire() as connection:
                    view = await View.of(connection, day)
                    events = await happening(view, Draws(SEED, day, name, time))
                answers = await recorder.record_all([(uuid4(), event) for event in events])
                recorded += sum(not isinstance(answer, EventRefused) for answer in answers)
    return recorded


async def test_whoever_follows_holds_what_a_new_fetch_gives(pools: Pools) -> None:
    async with pools.register.acquire() as connection, connection.transaction():
        await load_population(connection, Source(700, SEED, BEGAN), workers=1, progress=lambda *_: None)
    held, key = await everybody(pools)
    recorded = 0
    for day in (BEGAN + timedelta(days=number) for number in range(1, DAYS + 1)):
        recorded += await live(pools, day)
        told = await changes(pools, operator(), key, None)
        assert told.up_to_date
        for item in map(read, told.items):
            reader = Reader(held.pop(item["henkilotunnus"], []), day)
            reader.apply(item["tietoryhmat"])
            held[active_code(reader.groups)] = reader.groups
        key = told.key
    fetched, at = await everybody(pools)
    assert at == key
    assert held.keys() == fetched.keys()
    different = [code for code in fetched if plain(held[code]) != plain(fetched[code])]
    assert different == [], json.dumps([held[different[0]], fetched[different[0]]], ensure_ascii=False)
    assert recorded > 150
