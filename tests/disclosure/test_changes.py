"""Changes: whose, in which order, how far; coming under a permit's municipality and leaving it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.world import (
    HELSINKI,
    NOKIA,
    TAMPERE,
    TODAY,
    address,
    caller,
    code_of,
    groups,
    kinds,
    load,
    person,
    read,
    record,
    recording,
    sandbox,
)

from vaki.disclosure import errors, tail
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.door import changes, key_of_day, operator
from vaki.register.clock import midnight
from vaki.register.item import AGE_MARK
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.postgres.environment import Pools
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft

START = 5_000_000_000


def work(draft: Draft, document: Document, trade: str = "puuseppä") -> None:
    group = record("AMMATTI", ammatti=trade)
    had = document.one("AMMATTI") is not None
    document.put(group)
    (draft.changed if had else draft.added)(document, group)


def move(draft: Draft, document: Document, town: str) -> None:
    old_home, old_address = document.one("KOTIKUNTA"), document.one("VAKINAINEN_KOTIMAINEN_OSOITE")
    assert old_home is not None
    assert old_address is not None
    home = record("KOTIKUNTA", kuntakoodi=town, kuntaanMuuttopv=wire_day(TODAY))
    document.put(home)
    new = address("Uusikatu", town, TODAY)
    document.put(new)
    former = record(
        "EDELLINEN_KOTIKUNTA",
        kuntakoodi=old_home["kuntakoodi"],
        kuntaanMuuttopv=old_home["kuntaanMuuttopv"],
        kunnastaPoisMuuttopv=wire_day(date(2026, 11, 20)),
    )
    document.add(former)
    draft.added(document, new)
    draft.changed(document, {**old_address, "loppupv": wire_day(date(2026, 11, 20))})
    draft.added(document, home)
    draft.changed(document, former)


def to(town: str) -> Callable[[Draft, Document], None]:
    """A move to another municipality, as a happening."""
    return lambda draft, document: move(draft, document, town)


async def test_changes_follow_the_key_and_end_up_to_date(pools: Pools) -> None:
    one, two = person(1), person(2)
    await load(pools, one, two)
    async with recording(pools) as happen:
        first = await happen(work, one)
        second = await happen(work, two)
    asked = await sandbox(pools, "mutpT1")
    answer = await changes(pools, asked, START, {one.code, two.code})
    assert [read(item)["henkilotunnus"] for item in answer.items] == [one.code, two.code]
    assert (answer.key, answer.up_to_date) == (second, True)
    item = read(answer.items[0])
    assert list(item) == ["henkilotunnus", "tietoryhmat", "muutospv"]
    assert item["muutospv"] == "2026-11-20T22:00:00.000Z"
    assert item["tietoryhmat"] == [{"tietoryhma": "AMMATTI", "muutosattribuutti": "LISATTY", "ammatti": "puuseppä"}]
    assert [read(item)["henkilotunnus"] for item in (await changes(pools, asked, first, {two.code})).items] == [
        two.code
    ]
    assert (await changes(pools, asked, second, {two.code})).items == []


async def test_the_key_advances_though_nobody_listed_changed(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    asked = await sandbox(pools, "mutpT1")
    empty = await changes(pools, asked, 0, {one.code})
    assert (empty.items, empty.key, empty.up_to_date) == ([], START, True)
    async with recording(pools) as happen:
        key = await happen(work, one)
    for codes in (set[str](), {code_of(8)}, {"\0", "nonsense"}):
        answer = await changes(pools, asked, START, codes)
        assert (answer.items, answer.key, answer.up_to_date) == ([], key, True)


@pytest.mark.parametrize("tail_rows", [20_000, 1])
async def test_a_full_page_says_that_more_waits(pools: Pools, monkeypatch: pytest.MonkeyPatch, tail_rows: int) -> None:
    monkeypatch.setattr(tail, "TAIL_ROWS", tail_rows)
    one = person(1)
    await load(pools, one)
    async with recording(pools) as happen:
        keys = [await happen(work, one) for _ in range(5)]
    asked = await sandbox(pools, "mutpT1")
    since, seen = START, []
    while True:
        answer = await changes(pools, asked, since, {one.code}, bounds=Bounds(items=2))
        seen.append(len(answer.items))
        since = answer.key
        if answer.up_to_date:
            break
    assert seen == [2, 2, 1]
    assert since == keys[-1]


async def test_memory_and_log_give_the_same_changes(pools: Pools, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [person(number, town=NOKIA if number % 3 else HELSINKI) for number in range(1, 8)]
    await load(pools, *people)
    async with recording(pools) as happen:
        await asyncio.gather(*(happen(work, one) for one in people for _ in range(3)))
    town, codes = await caller(pools), await sandbox(pools, "mutpT1")
    listed = {people[0].code, people[2].code, people[4].code}
    questions = [(codes, listed), (town, None), (town, listed), (operator(), None)]
    remembered = [await changes(pools, *question[:1], START, question[1]) for question in questions]
    monkeypatch.setattr(tail.Tail, "reaches", lambda _tail, _since: False)
    assert [await changes(pools, *question[:1], START, question[1]) for question in questions] == remembered
    assert [len(answer.items) for answer in remembered] == [9, 15, 6, 21]


async def test_any_code_a_person_has_had_finds_changes_before_and_after_the_code_change(pools: Pools) -> None:
    one = person(1)
    old, new = one.code, code_of(21)
    await load(pools, one)

    def change_code(draft: Draft, document: Document) -> None:
        group = record(
            "HENKILOTUNNUS_KORJAUS",
            aktiivinenHenkilotunnus=new,
            edellisetHenkilotunnukset=[old],
            muutettuHenkilotunnus=new,
            voimassaolo="AKTIIVI",
        )
        document.put(group)
        draft.added(document, group)

    async with recording(pools) as happen:
        await happen(work, one)
        await happen(change_code, one)
        await happen(lambda draft, document: work(draft, document, "opettaja"), one)
    asked = await sandbox(pools, "mutpT1")
    by_old = await changes(pools, asked, START, {old})
    by_new = await changes(pools, asked, START, {new})
    both = await changes(pools, asked, START, {old, new})
    assert by_old.items == by_new.items == both.items
    assert [read(item)["henkilotunnus"] for item in by_old.items] == [old, old, new]


async def test_a_permit_by_codes_needs_codes(pools: Pools) -> None:
    await load(pools, person(1))
    with pytest.raises(errors.CodesNeeded):
        await changes(pools, await caller(pools, "VAKA"), START, None)


async def test_who_moves_in_comes_with_every_group_of_the_product_as_added(pools: Pools) -> None:
    one = person(1, town=HELSINKI)
    await load(pools, one)
    async with recording(pools) as happen:
        await happen(to(NOKIA), one)
        await happen(work, one)
    answer = await changes(pools, await caller(pools), START, None)
    entering, ordinary = answer.items
    assert all(group["muutosattribuutti"] == "LISATTY" for group in groups(entering))
    assert all(list(group)[:2] == ["tietoryhma", "muutosattribuutti"] for group in groups(entering))
    assert kinds(entering) == [
        "HENKILOTUNNUS_KORJAUS",
        "SUKUPUOLI",
        "HENKILON_NIMI",
        "SYNTYMAKOTIKUNTA",
        "SYNTYMAPAIVA",
        "VAKINAINEN_KOTIMAINEN_OSOITE",
        "KOTIKUNTA",
        "EDELLINEN_KOTIKUNTA",
        "VUODENVAIHTEEN_KUNTA",
    ]
    assert kinds(ordinary) == ["AMMATTI"]


async def test_who_moves_out_leaves_the_new_municipality_and_address_then_nothing(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    town, newer = await caller(pools), await caller(pools, municipalities=[TAMPERE])
    async with recording(pools) as happen:
        await happen(work, one)
        await happen(to(TAMPERE), one)
        last = await happen(work, one)
    answer = await changes(pools, town, START, None)
    ordinary, leaving = answer.items
    assert kinds(ordinary) == ["AMMATTI"]
    assert [(group["tietoryhma"], group["muutosattribuutti"]) for group in groups(leaving)] == [
        ("VAKINAINEN_KOTIMAINEN_OSOITE", "LISATTY"),
        ("KOTIKUNTA", "LISATTY"),
    ]
    assert groups(leaving, "KOTIKUNTA")[0]["kuntakoodi"] == TAMPERE
    assert answer.key == last
    by_code = await changes(pools, town, START, {one.code})
    assert by_code.items == answer.items
    assert len((await changes(pools, newer, START, None)).items) == 2


async def test_a_move_between_two_municipalities_of_one_permit_is_an_ordinary_change(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    both = await caller(pools, municipalities=[NOKIA, TAMPERE])
    async with recording(pools) as happen:
        await happen(to(TAMPERE), one)
    (item,) = (await changes(pools, both, START, None)).items
    assert [group["muutosattribuutti"] for group in groups(item)][:4] == ["LISATTY", "MUUTETTU", "LISATTY", "MUUTETTU"]


async def test_the_ending_of_a_marriage_in_force_is_told_once_and_its_later_life_not(pools: Pools) -> None:
    one = person(1)
    marriage = record("AVIOLIITTO", puoliso={"sukunimi": "Toinen"}, voimassaolo="AKTIIVI", vihkipv=wire_day(TODAY))
    one.add(marriage)
    await load(pools, one)

    def end(draft: Draft, document: Document) -> None:
        (was,) = document.in_force("AVIOLIITTO")
        ended = {**was, "voimassaolo": "PASSIIVI", "paattymispv": wire_day(TODAY)}
        document.swap(was, ended)
        draft.changed(document, ended, in_force=document.all("AVIOLIITTO"))

    def rename(draft: Draft, document: Document) -> None:
        (was,) = document.all("AVIOLIITTO")
        renamed = {**was, "puoliso": {"sukunimi": "Uusi"}}
        document.swap(was, renamed)
        draft.changed(document, renamed)

    async with recording(pools) as happen:
        await happen(end, one)
        await happen(rename, one)
    (told,) = (await changes(pools, await caller(pools), START, None)).items
    (ending,) = groups(told)
    assert ending["voimassaolo"] == "PASSIIVI"
    assert "voimassaolevatTiedot" not in ending
    assert len((await changes(pools, operator(), START, None)).items) == 2


async def test_rows_for_age_rules_go_only_to_products_with_the_rule(pools: Pools) -> None:
    child = person(1, born=date(2008, 11, 21), religion="EV_LUT")
    await load(pools, child)

    def grow(draft: Draft, document: Document) -> None:
        for group in document.all("USKONTOKUNTALAJI"):
            draft.removed(document, {**group, AGE_MARK: True})

    async with recording(pools) as happen:
        await happen(grow, child)
    told = await changes(pools, await caller(pools, purposes=["lukio"]), START, None)
    assert kinds(told.items[0]) == ["USKONTOKUNTALAJI"]
    assert groups(told.items[0])[0]["muutosattribuutti"] == "POISTETTU"
    for other in (await caller(pools), operator()):
        assert (await changes(pools, other, START, None)).items == []


async def test_a_days_changes_start_from_the_newest_key_before_it_in_finland(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    asked = operator()
    assert await key_of_day(pools, asked, TODAY) == START
    async with recording(pools) as happen:
        first = await happen(work, one)
        async with pools.register.acquire() as connection:
            await connection.execute(
                "update register.clock set day = $1, time = $2", date(2026, 11, 22), midnight(date(2026, 11, 22))
            )
        await happen(work, one)
    assert await key_of_day(pools, asked, date(2026, 11, 22)) == first
    assert await key_of_day(pools, asked, date(2026, 11, 21)) == START
    assert await key_of_day(pools, asked, date(1, 1, 1)) == START
    with pytest.raises(errors.FutureDay):
        await key_of_day(pools, asked, date(2026, 11, 23))


async def test_no_caller_is_up_to_date_while_an_acknowledged_event_is_missing(pools: Pools) -> None:
    people = [person(number) for number in range(1, 21)]
    await load(pools, *people)
    codes = {one.code for one in people}
    asked = await sandbox(pools, "mutpT1")
    acknowledged: set[int] = set()
    missing: list[int] = []
    stop = asyncio.Event()

    async def poll() -> None:
        since = START
        while not stop.is_set():
            before = set(acknowledged)
            answer = await changes(pools, asked, since, codes)
            missing.extend(key for key in before if key > since and key > answer.key and answer.up_to_date)
            since = answer.key
            await asyncio.sleep(0)

    async with recording(pools) as happen:

        async def live(one: Document) -> None:
            for _ in range(10):
                acknowledged.add(await happen(work, one))

        pollers = [asyncio.create_task(poll()) for _ in range(3)]
        await asyncio.gather(*(live(one) for one in people))
        stop.set()
        await asyncio.gather(*pollers)
    assert missing == []
    assert len((await changes(pools, asked, START, codes)).items) == 200
