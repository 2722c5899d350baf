"""The ledger row names exactly the persons whose data is in the bytes, whatever is asked of whom by whom."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.disclosure.test_changes import START, to, work
from tests.disclosure.test_protection import begin, end
from tests.disclosure.world import (
    HELSINKI,
    NOKIA,
    TAMPERE,
    caller,
    code_of,
    family,
    load,
    person,
    read,
    record,
    recording,
    sandbox,
)

from vaki.disclosure import reading
from vaki.disclosure.door import base_data, base_data_page, changes, operator
from vaki.register.document import Document, reference
from vaki.register.groups import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools
    from vaki.register.events.draft import Draft

PEOPLE = 24
BIRTHS = [date(1980, 5, 17), date(2008, 11, 20), date(2008, 11, 21), date(2015, 1, 1)]


def born(number: int) -> date:
    return BIRTHS[number % len(BIRTHS)] if number > PEOPLE // 2 else BIRTHS[0]


def population() -> list[Document]:
    dice = random.Random(4)  # noqa: S311
    people = [
        person(
            number,
            born=born(number),
            town=dice.choice([NOKIA, NOKIA, HELSINKI]),
            protected_since=date(2020, 1, 1) if number % 5 == 0 else None,
            religion="EV_LUT" if number % 2 else None,
        )
        for number in range(1, PEOPLE + 1)
    ]
    adults, children = people[: PEOPLE // 2], people[PEOPLE // 2 :]
    for child in children:
        for parent in dice.sample(adults, 2):
            family(parent, child)
    for one, other in zip(adults[::2], adults[1::2], strict=True):
        state = dice.choice(["AKTIIVI", "PASSIIVI"])
        one.add(record("AVIOLIITTO", puoliso=reference(other), voimassaolo=state), other.person_id)
        other.add(record("AVIOLIITTO", puoliso=reference(one), voimassaolo=state), one.person_id)
    return people


def retell(kind: str) -> Callable[[Draft, Document], None]:
    """Every group of the kind told as changed."""

    def act(draft: Draft, document: Document) -> None:
        for group in document.all(kind):
            draft.changed(document, group)

    return act


@pytest.fixture(scope="module")
async def askers(module_pools: Pools) -> list[Caller]:
    """A register in which things have happened, and everyone who may ask."""
    pools = module_pools
    people = population()
    await load(pools, *people)
    dice = random.Random(5)  # noqa: S311
    acts = [work, to(NOKIA), to(TAMPERE), *map(retell, ("LAPSI", "HUOLTAJA", "HUOLLETTAVA", "AVIOLIITTO", "LAPSI"))]
    async with recording(pools) as happen:
        for _ in range(80):
            await happen(dice.choice(acts), dice.choice(people))
        await happen(begin, people[0])
        await happen(end, people[4])
    return [
        operator(),
        await sandbox(pools, "mutpT1"),
        await sandbox(pools, "mutpT1x"),
        await caller(pools, purposes=["lukio"]),
        await caller(pools, municipalities=[NOKIA, HELSINKI]),
        await caller(pools, "VAKA"),
        await caller(pools, "OPPIJA", purposes=["perusopetus"]),
    ]


def named(items: list[bytes]) -> tuple[set[int], set[int]]:
    """(subjects, mentioned) by the codes that are in the bytes."""
    by_code = {code_of(number, born(number)): number for number in range(1, PEOPLE + 1)}
    subjects, others = set(), set()
    for item in items:
        subject = by_code[read(item)["henkilotunnus"]]
        subjects.add(subject)
        others |= {number for code, number in by_code.items() if number != subject and code.encode() in item}
    return subjects, others


async def newest(pools: Pools) -> reading.LedgerRow:
    async with pools.disclosure.acquire() as connection:
        return (await reading.newest(connection, 1))[0]


asked_kinds = st.none() | st.frozensets(st.sampled_from(sorted(BY_NAME)), max_size=12)
since_keys = st.integers(START, START + 85)
asked_people = st.lists(st.integers(1, PEOPLE), max_size=6)


@settings(max_examples=60, deadline=None)
@given(who=st.integers(0, 6), numbers=asked_people, kinds=asked_kinds)
async def test_base_data(
    module_pools: Pools, askers: list[Caller], who: int, numbers: list[int], kinds: frozenset[str] | None
) -> None:
    answer = await base_data(module_pools, askers[who], [code_of(one, born(one)) for one in numbers], kinds)
    row = await newest(module_pools)
    subjects, others = named(answer.items)
    assert set(row.subjects) == subjects
    assert set(row.mentioned) == others
    told = {group["tietoryhma"] for item in answer.items for group in read(item)["tietoryhmat"]}
    assert told <= set(row.groups) | set(row.censored_groups)


@settings(max_examples=60, deadline=None)
@given(who=st.integers(0, 6), numbers=st.none() | asked_people, about=st.tuples(since_keys, asked_kinds))
async def test_changes(
    module_pools: Pools,
    askers: list[Caller],
    who: int,
    numbers: list[int] | None,
    about: tuple[int, frozenset[str] | None],
) -> None:
    drawn, kinds = about
    since = min(drawn, await module_pools.disclosure.fetchval("select max(key) from register.change"))
    selects = askers[who].permit.rights.selection != "codes"
    listed = None if numbers is None and selects else {code_of(one, born(one)) for one in numbers or ()}
    answer = await changes(module_pools, askers[who], since, listed, kinds)
    row = await newest(module_pools)
    subjects, others = named(answer.items)
    assert set(row.subjects) == subjects
    assert set(row.mentioned) == others
    told = {group["tietoryhma"] for item in answer.items for group in read(item)["tietoryhmat"]}
    assert told == set(row.groups) | set(row.censored_groups)


@settings(max_examples=20, deadline=None)
@given(who=st.sampled_from([0, 3, 4]), after=st.integers(0, PEOPLE), kinds=asked_kinds)
async def test_pages(
    module_pools: Pools, askers: list[Caller], who: int, after: int, kinds: frozenset[str] | None
) -> None:
    answer = await base_data_page(module_pools, askers[who], None, after, kinds)
    row = await newest(module_pools)
    subjects, others = named(answer.items)
    assert set(row.subjects) == subjects
    assert set(row.mentioned) == others
