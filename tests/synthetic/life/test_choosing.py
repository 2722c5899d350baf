"""Choosing costs the same at any size: every query walks an index, and personas are left alone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from vaki.register import choosing
from vaki.register.clock import read_clock
from vaki.synthetic.draws import Draws
from vaki.synthetic.life.choosing import FIRST, View
from vaki.synthetic.life.happenings import HAPPENINGS
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.postgres.environment import Pools

DAY = date(2026, 11, 7)
SEED = 5
QUERIES = {
    "NEXT_RESIDENTS": ([300, 500], date(1950, 1, 1), date(1990, 1, 1), None),
    "HOUSEHOLD": ("150000000V A001 ",),
    "VACANT": ("536", 300),
    "LIVED_IN": ("150000000V A001 ",),
    "DOCUMENT": (300,),
    "DOCUMENTS": ([300, 301],),
    "PERSON": (300,),
    "RESIDENT": (300,),
    "HOLDERS": (300, 1500, "x", True),
    "LATELY": ("move", 20_000, FIRST),
    "IN_MUNICIPALITY": ("536", 300, 20),
    "PROTECTED": (300,),
    "UNNAMED": ([f"{(DAY - timedelta(days=ago)):%d%m%y}" for ago in range(92)], FIRST),
    "BUILDING": ("150000000V",),
    "DWELLINGS_OF": ("150000000V",),
    "BUILDINGS_AMONG": (["150000000V"],),
    "HOMES_BEFORE": (FIRST,),
    "LAST_ID": (),
}
ENDS_OF_AN_INDEX = {"LAST_ID", "LATELY"}
"""Queries that read an index from its end on, for which no condition stands in the plan."""
WALKS = {
    "NEXT_RESIDENTS": ("person_pkey", "(person_id >= draw.least)"),
    "HOLDERS": ("person_pkey", "(person_id >= "),
    "VACANT": ("building_pkey", "(building_code >= start.code)"),
    "UNNAMED": ("identity_code_pkey", "((code >= born.prefix) AND (code < (born.prefix || "),
    "LATELY": ("change_pkey", ""),
}
"""The index that a query walks from some place on, and the condition by which it begins there.

Another index may be as good in a small register, and then costs the whole of a municipality or of a log in a large one.
"""


@pytest.fixture(scope="module", autouse=True)
async def loaded(module_pools: Pools) -> None:
    async with module_pools.register.acquire() as connection, connection.transaction():
        await load_population(connection, Source(900, SEED, DAY), workers=1, progress=lambda *_: None)


@pytest.mark.parametrize("name", QUERIES)
async def test_no_query_reads_a_whole_table(module_pools: Pools, name: str) -> None:
    """In a small table reading it whole is cheaper, so that is forbidden: what remains must be an index."""
    async with module_pools.register.acquire() as connection, connection.transaction():
        await connection.execute("set local enable_seqscan = off")
        rows = await connection.fetch(f"explain {getattr(choosing, name)}", *QUERIES[name])
    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan" not in plan, plan
    scans = plan.count("Index Scan") + plan.count("Index Only Scan")
    assert plan.count("Index Cond") >= scans - (name in ENDS_OF_AN_INDEX), plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _begins(node: dict[str, Any], index: str, condition: str) -> bool:
    return node.get("Index Name") == index and condition in node.get("Index Cond", "").replace('"', "")


@pytest.mark.parametrize("name", WALKS)
async def test_a_walk_begins_at_its_place_and_needs_no_sorting(module_pools: Pools, name: str) -> None:
    """What is limited and sorted first was read whole. As above, a small table's cheaper ways are forbidden."""
    index, condition = WALKS[name]
    async with module_pools.register.acquire() as connection, connection.transaction():
        await connection.execute("set local enable_seqscan = off")
        await connection.execute("set local enable_bitmapscan = off")
        rows = await connection.fetch(f"explain (format json) {getattr(choosing, name)}", *QUERIES[name])
    nodes = list(_nodes(json.loads(rows[0][0])[0]["Plan"]))
    limited = [child["Node Type"] for one in nodes if one["Node Type"] == "Limit" for child in one["Plans"]]
    assert any(_begins(one, index, condition) for one in nodes)
    assert "Sort" not in limited


async def test_life_never_chooses_a_persona(module_pools: Pools) -> None:
    personas = {
        row["code"]
        for row in await module_pools.register.fetch(
            "select code from register.identity_code where person_id < $1", FIRST
        )
    }
    assert personas
    named: set[str] = set()
    found = 0
    async with module_pools.register.acquire() as connection:
        day = (await read_clock(connection)).day
        view = await View.of(connection, day + timedelta(days=1))
        for name, happening in HAPPENINGS.items():
            events = await happening(view, Draws(SEED, name))
            named.update(code for event in events for code in event.codes())
            found += bool(events)
    assert found > len(HAPPENINGS) / 2
    assert not named & personas


async def test_nobody_is_chosen_twice_in_an_hour(module_pools: Pools) -> None:
    async with module_pools.register.acquire() as connection:
        view = await View.of(connection, (await read_clock(connection)).day)
        named: list[str] = []
        for number in range(40):
            events = await HAPPENINGS["occupation"](view, Draws(SEED, "twice", number % 3))
            view.take(events)
            named += [code for event in events for code in event.codes()]
    assert len(named) == len(set(named)) > 3
