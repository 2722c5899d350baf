"""All pages of one fetch, the stream and the weekly snapshot are as of one key, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.living import FIRST, SECOND, living, resident
from tests.disclosure.test_changes import START
from tests.disclosure.world import NOKIA, TAMPERE, TODAY, caller, groups, read

from vaki.disclosure import streaming
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.door import base_data_at, base_data_page, base_data_stream, operator, week
from vaki.register.clock import midnight

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

ONE = Bounds(persons=1)


async def pages(
    pools: Pools, asked: Caller, between: Callable[[int], Awaitable[Any]], *, key: int | None = None
) -> tuple[dict[str, bytes], int]:
    """Everybody of the permit, a person a page, something happening after each page; and the key of the fetch."""
    found: dict[str, bytes] = {}
    after, complete, number = None, False, 0
    while not complete:
        page = await base_data_page(pools, asked, None, after, key=key, bounds=ONE)
        for item in page.items:
            assert read(item)["henkilotunnus"] not in found
            found[read(item)["henkilotunnus"]] = item
        after, complete, key, number = page.after, page.complete, page.key, number + 1
        await between(number)
    assert key is not None
    return found, key


async def streamed(pools: Pools, asked: Caller, key: int | None = None) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    async with await base_data_stream(pools, asked, None, key=key) as stream:
        async for items in stream.chunks():
            found |= {read(item)["henkilotunnus"]: item for item in items}
        stream.sent()
    return found


async def test_people_who_move_between_pages_come_once_as_they_were_at_the_first_pages_key(pools: Pools) -> None:
    one, two, three, four = (resident(number, FIRST if number < 5 else SECOND) for number in (1, 2, 3, 5))
    async with living(pools, one, two, three, four) as happen:
        nokia, tampere = await caller(pools), await caller(pools, municipalities=[TAMPERE])
        before = {
            asked.permit.municipalities: (await base_data_page(pools, asked, None)).items for asked in (nokia, tampere)
        }

        async def life(number: int) -> None:
            if number == 1:
                await happen("move", person=[three.code], to=SECOND.residence_code, day=str(TODAY))
                await happen("move", person=[four.code], to=FIRST.residence_code, day=str(TODAY))
                await happen("occupation", person=two.code, occupation="seppä")
            if number == 2:
                await happen("death", person=two.code, day=str(TODAY))
                await happen("occupation", person=three.code, occupation="sorvari")

        found, key = await pages(pools, nokia, life)
        assert key == START
        assert list(found.values()) == before[nokia.permit.municipalities]
        assert (await base_data_page(pools, tampere, None, key=key)).items == before[tampere.permit.municipalities]
        assert list((await streamed(pools, nokia, key)).values()) == before[nokia.permit.municipalities]
        now = {read(item)["henkilotunnus"] for item in (await base_data_page(pools, nokia, None)).items}
        assert now == {one.code, four.code}


async def test_a_permit_of_several_municipalities_gets_each_person_once_in_order(pools: Pools) -> None:
    people = [resident(number, (FIRST, SECOND)[number % 2]) for number in range(1, 8)]
    async with living(pools, *people) as happen:
        both = await caller(pools, municipalities=[NOKIA, TAMPERE])

        async def life(number: int) -> None:
            if number < 5:
                to = (SECOND, FIRST)[number % 2]
                await happen("move", person=[people[-number].code], to=to.residence_code, day=str(TODAY))

        found, _ = await pages(pools, both, life)
        assert list(found) == [one.code for one in people]


async def test_who_has_turned_out_to_be_another_person_does_not_end_a_fetch_before_its_end(pools: Pools) -> None:
    one, two, three, four = people = [resident(number) for number in range(1, 5)]
    async with living(pools, *people) as happen:
        nokia, everybody = await caller(pools), operator()
        for merged, person in ((two, one), (three, four)):
            await happen("codes_merged", person=person.code, dropped=merged.code)
        for asked in (nokia, everybody):
            found, _ = await pages(pools, asked, _nothing, key=START)
            assert list(found) == [one.code, four.code]
            assert list(await streamed(pools, asked, START)) == [one.code, four.code]


async def test_who_is_protected_now_is_censored_as_of_then_and_the_other_way_round(pools: Pools) -> None:
    one, two = resident(1), resident(2)
    async with living(pools, one, two) as happen:
        guarded = await happen("protection_begun", person=two.code)
        await happen("protection_begun", person=one.code)
        await happen("protection_ended", person=two.code)
        nokia = await caller(pools)
        for key, asked in ((START, [one]), (guarded, [one, two])):
            found, _ = await pages(pools, nokia, _nothing, key=key)
            for person in (one, two):
                (address,) = groups(found[person.code], "VAKINAINEN_KOTIMAINEN_OSOITE")
                assert ("turvakiellonAlaisetKentat" in address) is (person in asked)
        entitled = await caller(pools, protected="all")
        found, _ = await pages(pools, entitled, _nothing, key=START)
        assert "katunimi" in groups(found[one.code], "VAKINAINEN_KOTIMAINEN_OSOITE")[0]


async def test_history_covered_by_a_protection_known_of_since_is_withheld_as_of_then(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("move", person=[one.code], to=SECOND.residence_code, day=str(TODAY - timedelta(days=9)))
        moved = await happen("move", person=[one.code], to=FIRST.residence_code, day=str(TODAY - timedelta(days=3)))
        before, _ = await pages(pools, await caller(pools), _nothing)
        await happen("protection_begun", person=one.code, day=str(TODAY - timedelta(days=5)))
        after, _ = await pages(pools, await caller(pools), _nothing, key=moved)
        kind = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
        assert len(groups(before[one.code], kind)) == 2
        assert SECOND.residence_code not in str(groups(after[one.code], kind))


async def test_by_code_as_of_a_key_finds_who_and_which_codes_were_known_then(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        old = one.code
        named = await happen("occupation", person=old, occupation="seppä")
        await happen("code_change", person=old, birth_date="1980-05-18")
        new = await pools.register.fetchval("select code from register.person where person_id = 1")
        born = await happen("birth", mother=new, mother_alone=True, sex="MIES", first_names="Onni", surname="Virtanen")
        child = await pools.register.fetchval("select code from register.person where person_id <> 1")
        asked = [old, new, child]
        then = await base_data_at(pools, operator(), asked, named)
        assert [read(item)["henkilotunnus"] for item in then.items] == [old]
        assert groups(then.items[0], "AMMATTI")[0]["ammatti"] == "seppä"
        now = await base_data_at(pools, operator(), asked, born)
        assert [read(item)["henkilotunnus"] for item in now.items] == asked


async def test_the_weekly_snapshot_is_as_of_the_beginning_of_the_registers_week(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        assert (await week(pools)).key == START
        first = await happen("occupation", person=one.code, occupation="seppä")
        monday = date(2026, 11, 23)
        assert (await week(pools)).day == monday - timedelta(days=7)
        await pools.register.execute("update register.clock set day = $1, time = $2", monday, midnight(monday))
        second = await happen("occupation", person=one.code, occupation="sorvari")
        assert ((await week(pools)).day, (await week(pools)).key) == (monday, first)
        assert second > first
        found = await base_data_at(pools, operator(), [one.code], (await week(pools)).key)
        assert groups(found.items[0], "AMMATTI")[0]["ammatti"] == "seppä"


async def test_a_stream_has_a_row_a_chunk_before_it_is_told_and_one_at_its_end(pools: Pools) -> None:
    people = [resident(number) for number in range(1, 4)]
    rows = "select operation, subjects, read_key from disclosure.ledger order by ledger_id"
    async with living(pools, *people):
        nokia = await caller(pools)
        async with await base_data_stream(pools, nokia, [NOKIA]) as stream:
            async for items in stream.chunks():
                told = await pools.disclosure.fetch(rows)
                assert [(row["operation"], row["subjects"]) for row in told] == [("base_data_stream", [1, 2, 3])]
                assert len(items) == 3
        assert [row["operation"] for row in await pools.disclosure.fetch(rows)][-1] == "base_data_stream_broken"
        await streamed(pools, nokia)
        last = (await pools.disclosure.fetch(rows))[-1]
        assert (last["operation"], last["subjects"], last["read_key"]) == ("base_data_stream_sent", [], START)


async def test_who_becomes_protected_during_a_stream_is_censored_in_its_next_chunk(
    pools: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "CHUNK", Bounds(persons=1))
    async with living(pools, resident(1), two := resident(2)) as happen:
        async with await base_data_stream(pools, await caller(pools), None) as stream:
            chunks = stream.chunks()
            await anext(chunks)
            await asyncio.sleep(0.1)
            await happen("protection_begun", person=two.code)
            (item,) = await anext(chunks)
        (address,) = groups(item, "VAKINAINEN_KOTIMAINEN_OSOITE")
        assert "turvakiellonAlaisetKentat" in address
        assert "katunimi" not in address


async def test_a_stream_whose_chunks_are_cut_by_their_bytes_holds_everybody_once(
    pools: Pools, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [resident(number) for number in range(1, 12)]
    async with living(pools, *people):
        for bounds in (
            Bounds(persons=4, bytes=1),
            Bounds(persons=4, bytes=2_000),
            Bounds(persons=3),
            Bounds(persons=11),
        ):
            monkeypatch.setattr(streaming, "CHUNK", bounds)
            found = []
            async with await base_data_stream(pools, await caller(pools), None) as stream:
                async for items in stream.chunks():
                    found += [read(item)["henkilotunnus"] for item in items]
            assert found == [one.code for one in people]


async def _nothing(_number: int) -> None: ...
