"""A census of the register counts what was loaded into it, and what has moved since."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.synthetic.figures.counting import DAY, OF_PERSONS, redrawn

from vaki.register.document import read
from vaki.synthetic.figures import BOUND, compare
from vaki.synthetic.figures.census import ABROAD, DEAD
from vaki.synthetic.figures.taking import take
from vaki.synthetic.life import Life
from vaki.synthetic.loading import load_population
from vaki.synthetic.population import Source

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

FEW = Source(300, 6, DAY)
MANY = Source(100_000, 7, DAY)


async def _load(pools: Pools, source: Source, workers: int) -> None:
    async with pools.register.acquire() as connection, connection.transaction():
        await load_population(connection, source, workers=workers, progress=lambda *_: None)


async def test_it_counts_what_was_loaded(pools: Pools) -> None:
    await _load(pools, FEW, 1)
    told: list[tuple[int, int]] = []
    census = await take(pools.register, progress=lambda done, whole: told.append((done, whole)))
    rows = await pools.register.fetch("select person_id, key, document from register.person")
    people = [read(row["document"], row["person_id"], row["key"]) for row in rows]
    residents = [one for one in people if one.alive and one.municipality not in {"198", "199", "200"}]
    assert told[-1] == (len(people), len(people))
    assert (census.day, census.states.total(), census.residents) == (DAY, len(people), len(residents))
    assert census.municipalities == Counter(one.municipality for one in residents)
    assert census.languages == Counter((one.one("AIDINKIELI") or {}).get("kielikoodi", "") for one in residents)
    homes = Counter(
        home["asuinpaikantunnus"]
        for one in people
        if one.alive and (home := one.one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")) is not None
    )
    sizes = Counter[int]()
    for (size, building_class), number in census.homes.items():
        sizes[size] += number
        assert len(building_class) == 4
    assert sizes == Counter(homes.values())


async def test_it_counts_those_who_have_moved(pools: Pools) -> None:
    await _load(pools, FEW, 1)
    life = Life(pools.register, 6)
    for _ in range(8):
        await life.next_day()
    census = await take(pools.register)
    moved = await pools.register.fetchval("select count(*) from register.change where event = 'move'")
    assert census.moves.total() == moved > 0
    assert {month for month, _ in census.moves} == {"2026-11"}


@pytest.mark.long
@pytest.mark.timeout(1500)
async def test_at_a_hundred_thousand_everything_is_the_countrys(pools: Pools) -> None:
    await _load(pools, MANY, 2)
    census = await take(pools.register)
    compared = compare(census)
    assert {one.name: round(one.distance, 4) for one in compared if one.distance > BOUND} == {}
    assert 0.0015 <= census.protected / census.residents <= 0.0025
    assert 0.2 <= (census.states[DEAD] + census.states[ABROAD]) / census.states.total() <= 0.3
    for column in (*OF_PERSONS, "household size", "dwelling type"):
        again = {one.name: one.distance for one in compare(redrawn(census, column))}
        assert again[column] > BOUND
