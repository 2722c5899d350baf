"""Two registers in which the same people live the same lives, and only what protection hides differs, answer alike.

A few random lives in every run, their seed told when it fails; many more with --run-long.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import AsyncExitStack, ExitStack, contextmanager
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import _clone as cloned
from tests.disclosure.living import build
from tests.disclosure.test_changes import START
from tests.disclosure.twin_lives import AFTER, BEFORE, BEGINS, DURING, HOMES_AND_MEETING, TOWNS, Life, Side
from tests.disclosure.world import caller, groups, load, sandbox
from tests.register.people import a_person

from vaki.codes.sex import Sex
from vaki.disclosure.door import base_data, base_data_page, changes
from vaki.postgres.environment import Environment, Pools
from vaki.register.clock import advance
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.disclosure.caller import Caller
    from vaki.postgres.cluster import Cluster
    from vaki.register.document import Document

LIVES, MANY = 12, 40
SINCE = date(2015, 5, 1)
SCHOOL = ["perusopetus"]


def drawing(seed: float) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- it draws lives, not secrets


def people(seed: int, count: int) -> list[Document]:
    draw = drawing(seed)
    return [
        a_person(number, date(1980, 1, 1 + number % 28), Sex.WOMAN, "Aino", "Salo", home=home, since=SINCE)
        for number, home in ((number, draw.choice(HOMES_AND_MEETING[:-1])) for number in range(1, count + 1))
    ]


def lives(seed: int, count: int, *, town_differs: bool) -> list[Life]:
    draw = drawing(seed)
    made = []
    for document in people(seed, count):
        residence = document.one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
        assert residence is not None
        home = next(one for one in HOMES_AND_MEETING if one.residence_code == residence["asuinpaikantunnus"])
        sides = (Side(home, SINCE), Side(home, SINCE))
        made.append(Life(drawing(draw.random()), document, town_differs, draw.random() < 0.3, sides))
    return made


async def live(pools: Pools, seed: int, count: int, side: int, *, town_differs: bool) -> list[int]:
    """Play one side of the lives; the keys between their parts."""
    await load(pools, *people(seed, count), day=BEFORE)
    await build(pools, HOMES_AND_MEETING)
    keys = [START]
    played = lives(seed, count, town_differs=town_differs)
    async with Recorder(pools.register) as recorder:
        for part, day in (("before", BEFORE), ("begin", BEGINS), ("during", DURING), ("after", AFTER)):
            await advance(pools.register, recorder, day)
            for life in played:
                for name, *fields in getattr(life, part)():
                    recorded = await recorder.record(decode(name, fields[side]))
                    keys.append(max(key for _, key, _ in recorded.items))
        await advance(pools.register, recorder, date(2027, 1, 2))
    return keys


async def unentitled(pools: Pools, *, town_differs: bool) -> list[Caller]:
    """Those from whom all is hidden that differs; who is told the municipality is asked only where it is the same."""
    hiding = [await sandbox(pools, "mutpT1x"), await caller(pools, "OPISKELIJA")]
    if town_differs:
        return hiding
    towns = [await caller(pools, municipalities=[town]) for town in TOWNS]
    several = await caller(pools, municipalities=["536", "837"], purposes=SCHOOL)
    return [*hiding, *towns, several, await caller(pools, "OPPIJA", purposes=SCHOOL), await caller(pools, "VAKA")]


async def answers(pools: Pools, asked: Caller, codes: list[str], keys: list[int]) -> list[Any]:
    """Everything that leaves to one caller, by every way there is."""
    told: list[Any] = [await base_data(pools, asked, codes)]
    told += [await changes(pools, asked, key, set(codes)) for key in keys]
    told += [await changes(pools, asked, keys[0], {code}) for code in codes[:3]]
    if asked.permit.municipalities:
        told += [await base_data_page(pools, asked, None)]
        told += [await changes(pools, asked, key, None) for key in keys]
    return told


def alike(items: list[bytes], others: list[bytes]) -> None:
    """What fails names the group that differs first, not a page of thousands."""
    assert len(items) == len(others)
    for item, other in zip(items, others, strict=True):
        if item != other:
            for group, its in zip_longest(groups(item), groups(other)):
                assert group == its
            assert item == other


@pytest.fixture
def two(cluster: Cluster) -> Iterator[list[Environment]]:
    with ExitStack() as stack:
        yield [stack.enter_context(contextmanager(cloned)(cluster)) for _ in range(2)]


async def hold(two: list[Environment], seed: int, count: int, *, town_differs: bool) -> None:
    async with AsyncExitStack() as stack:
        pools = [await stack.enter_async_context(await Pools.open(one, size=2)) for one in two]
        keys, others = [await live(one, seed, count, side, town_differs=town_differs) for side, one in enumerate(pools)]
        assert keys == others
        older = sorted({*drawing(seed).sample(keys, 4), START})
        codes = [row["code"] for row in await pools[0].register.fetch("select code from register.identity_code")]
        asking = [await unentitled(one, town_differs=town_differs) for one in pools]
        for mine, theirs in zip(*asking, strict=True):
            told = [await answers(one, asked, codes, older) for one, asked in zip(pools, (mine, theirs), strict=True)]
            for one, other in zip(*told, strict=True):
                alike(one.items, other.items)
            assert told[0] == told[1]
        entitled = [await sandbox(one, "mutpT1") for one in pools]
        for document in people(seed, count):
            seen = [
                await answers(one, asked, [document.code], [START]) for one, asked in zip(pools, entitled, strict=True)
            ]
            assert seen[0] != seen[1], "nothing differs in this life: nothing was shown"


@pytest.mark.parametrize("town_differs", [True, False], ids=["municipality hidden", "municipality told"])
async def test_what_is_hidden_of_random_lives_alters_no_unentitled_answer(
    two: list[Environment], town_differs: bool
) -> None:
    seed = int(os.environ.get("VAKI_SEED", random.SystemRandom().randrange(10**6)))
    sys.stdout.write(f"VAKI_SEED={seed}\n")
    await hold(two, seed, LIVES, town_differs=town_differs)


@pytest.mark.long
@pytest.mark.parametrize("town_differs", [True, False], ids=["municipality hidden", "municipality told"])
@pytest.mark.parametrize("seed", range(25))
async def test_what_is_hidden_of_many_random_lives_alters_no_unentitled_answer(
    two: list[Environment], seed: int, town_differs: bool
) -> None:
    await hold(two, seed, MANY, town_differs=town_differs)
