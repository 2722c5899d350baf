"""Two registers in which the same people live the same lives, and only what protection hides differs, answer alike.

Asked over HTTP, by every product and in every way, statuses, heads and bodies are equal; small pages end alike.

A few random lives in every run, their seed told when it fails; many more with --run-long.
"""

from __future__ import annotations

import os
import random
import re
import sys
from contextlib import AsyncExitStack, ExitStack, contextmanager
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import _clone as cloned
from tests.disclosure.living import build
from tests.disclosure.test_changes import START
from tests.disclosure.twin_lives import AFTER, BEFORE, BEGINS, DURING, HOMES_AND_MEETING, TOWNS, Fields, Life, Side
from tests.disclosure.world import caller, groups, load, record, sandbox
from tests.oracle.asking import accounts, asking
from tests.oracle.planting import PLANTED, plant
from tests.oracle.rules import HIDDEN_WITH_THE_TOWN
from tests.oracle.searching import Mint
from tests.register.people import a_person

from vaki.codes.sex import Sex
from vaki.disclosure.base import base_data_at
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.door import base_data, base_data_page, changes
from vaki.postgres.environment import Environment, Pools
from vaki.register.clock import advance
from vaki.register.derive import derive
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.disclosure.caller import Caller
    from vaki.postgres.cluster import Cluster
    from vaki.register.document import Document

LIVES, MANY = 8, 40
HELD = 3
SMALL = Bounds(persons=3, items=3, bytes=3_000)
REQUEST_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,27}")
SINCE = date(2015, 5, 1)
SCHOOL = ["perusopetus"]


def drawing(seed: float) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- it draws lives, not secrets


def people(seed: int, count: int) -> list[Document]:
    """Those whose lives begin alike in both registers."""
    draw = drawing(seed)
    return [
        a_person(number, date(1980, 1, 1 + number % 28), Sex.WOMAN, "Aino", "Salo", home=home, since=SINCE)
        for number, home in ((number, draw.choice(HOMES_AND_MEETING[:-1])) for number in range(1, count + 1))
    ]


def held(seed: int, side: int, *, town_differs: bool) -> list[Document]:
    """People protected all along, of whom the registers hold other values, and more addresses or fewer."""
    made = []
    for number in range(901, 901 + HELD):
        documents = []
        for of in range(2):
            document = a_person(number, date(1970, 1, number - 890), Sex.WOMAN, "Oona", "Lehto", since=SINCE)
            town = "009" if of and town_differs else "005"
            plant(document, Mint(10_000 * (2 * number + of)), town, f"01{of}")
            document.put(record("TURVAKIELTO", turvaLoppuPv=wire_day(date(2028, 1, 1)), turvakieltoAktiivinen=True))
            document.protections = (("2000-01-01", ""),)
            documents.append(document)
        own, other = documents[side], documents[0]
        draw = drawing(seed + 2 * number + side)
        for kind in PLANTED:
            if kind in HIDDEN_WITH_THE_TOWN and not town_differs:
                alike_in_both = other.all(kind)
                own.drop_kind(kind)
                for group in alike_in_both:
                    own.add(group)
            elif kind != "KOTIKUNTA" and draw.random() < 0.4:
                own.drop_kind(kind)
            elif kind.startswith("TILAPAINEN_") and draw.random() < 0.3:
                own.add({**own.all(kind)[0], "alkupv": wire_day(date(2020, 1, 1))})
        derive(own)
        made.append(own)
    return made


def held_lives(documents: list[Document], side: int) -> Iterator[tuple[str, Fields]]:
    """What happens to them, the same in both registers but for what it says of places."""
    for one in documents:
        code = {"person": one.code}
        yield "email", {**code, "address": f"{'ab'[side]}@example.fi", "day": str(DURING - timedelta(days=side))}
        yield "occupation", {**code, "occupation": "kulkija"}
        mail = {"address": f"PL {side}", "postal_code": "37101", "post_office": "Nokia"}
        yield "postal_address", {**code, **mail, "day": str(DURING - timedelta(days=side))}
        yield "birth", {"mother": one.code, "sex": "NAINEN", "day": str(DURING)}
        yield "code_change", code
    yield "death", {"person": documents[0].code, "day": str(DURING)}
    yield "protection_extended", {"person": documents[1].code, "until": "2030-01-01"}


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
    protected = held(seed, side, town_differs=town_differs)
    await load(pools, *people(seed, count), *protected, day=BEFORE)
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
            if part == "during":
                for name, given in held_lives(protected, side):
                    await recorder.record(decode(name, given))
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
    """Everything that leaves to one caller, whole, as of earlier keys and in small pages."""
    told: list[Any] = [await base_data(pools, asked, codes)]
    told += [await base_data_at(pools, asked, codes, key) for key in keys]
    told += [await changes(pools, asked, key, set(codes)) for key in keys]
    told += [await changes(pools, asked, keys[0], {code}) for code in codes[:3]]
    told += [await changes(pools, asked, key, set(codes), bounds=SMALL) for key in keys]
    if asked.permit.municipalities:
        told += [await base_data_page(pools, asked, None)]
        told += [await base_data_page(pools, asked, None, key=key, bounds=SMALL) for key in keys]
        told += [await changes(pools, asked, key, None) for key in keys]
    return told


async def over_http(pools: Pools, codes: list[str], keys: list[int], *, town_differs: bool) -> dict[str, Any]:
    """Every answer to every unentitled account, but for the server's date."""
    told: dict[str, Any] = {}
    async with asking(pools) as asker:
        for account in await accounts(pools, [*TOWNS, "005", "009"]):
            if account.entitled or (town_differs and account.told_the_town):
                continue
            for number, way in enumerate(asker.ways(account)):
                for key in keys:
                    answer = await asker.ask(account, way, codes, key)
                    told[f"{account.name} {number} {way.url} {key}"] = (
                        answer.status,
                        [line for line in answer.head.split(b"\r\n") if not line.startswith(b"date:")],
                        REQUEST_ID.sub(b"", answer.body),
                    )
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
        same, differing = [await over_http(one, codes, older[:2], town_differs=town_differs) for one in pools]
        for asked, answer in same.items():
            assert answer == differing[asked], asked
        entitled = [await sandbox(one, "mutpT1") for one in pools]
        shown = 0
        for document in people(seed, count):
            seen = [
                await answers(one, asked, [document.code], [START]) for one, asked in zip(pools, entitled, strict=True)
            ]
            shown += seen[0] != seen[1]
        assert shown > count // 2, "most lives do not differ: nothing was shown"


@pytest.mark.parametrize("town_differs", [True, False], ids=["municipality hidden", "municipality told"])
async def test_what_is_hidden_of_random_lives_alters_no_unentitled_answer(
    two: list[Environment], town_differs: bool
) -> None:
    seed = int(os.environ.get("VAKI_SEED", random.SystemRandom().randrange(10**6)))
    sys.stdout.write(f"VAKI_SEED={seed}\n")
    await hold(two, seed, LIVES, town_differs=town_differs)


@pytest.mark.long
@pytest.mark.parametrize("town_differs", [True, False], ids=["municipality hidden", "municipality told"])
@pytest.mark.parametrize("seed", range(6))
async def test_what_is_hidden_of_many_random_lives_alters_no_unentitled_answer(
    two: list[Environment], seed: int, town_differs: bool
) -> None:
    await hold(two, seed, MANY, town_differs=town_differs)
