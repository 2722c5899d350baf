"""A resident whose record goes into that of someone who lives elsewhere leaves the municipality."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.living import FIRST, SECOND, living, resident
from tests.disclosure.test_changes import START
from tests.disclosure.world import NOKIA, TAMPERE, caller, groups, kinds, read, sandbox

from vaki.disclosure import tail
from vaki.disclosure.door import base_data, changes, operator
from vaki.disclosure.reading import of_person

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

GOING, STAYING = resident(1, FIRST), resident(2, SECOND)
LAST = {"VAKINAINEN_KOTIMAINEN_OSOITE", "KOTIKUNTA"}


async def told(pools: Pools, asked: Caller, codes: set[str] | None = None, since: int = START) -> list[bytes]:
    return (await changes(pools, asked, since, codes)).items


def headed(items: list[bytes]) -> list[str]:
    return [read(item)["henkilotunnus"] for item in items]


@pytest.mark.parametrize("in_memory", [True, False], ids=["memory", "log"])
async def test_the_last_item_tells_where_the_person_lives_under_the_code_known_there(
    pools: Pools, monkeypatch: pytest.MonkeyPatch, in_memory: bool
) -> None:
    if not in_memory:
        monkeypatch.setattr(tail.Tail, "reaches", lambda _tail, _since: False)
    async with living(pools, GOING, STAYING) as happen:
        nokia = await caller(pools)
        since = await happen("codes_merged", person=STAYING.code, dropped=GOING.code)
        await happen("occupation", person=GOING.code, occupation="seppä")
        (last,) = await told(pools, nokia)
        assert headed([last]) == [GOING.code]
        assert set(kinds(last)) == LAST
        assert {group["muutosattribuutti"] for group in groups(last)} == {"LISATTY"}
        assert {group["kuntakoodi"] for group in groups(last)} == {TAMPERE}
        assert await told(pools, nokia, since=since) == []
        row = await pools.disclosure.fetchrow("select subjects from disclosure.ledger order by ledger_id limit 1")
        assert row is not None
        assert row["subjects"] == [STAYING.person_id]


async def test_whoever_has_the_person_still_gets_the_surviving_records_item_alone(pools: Pools) -> None:
    async with living(pools, GOING, STAYING) as happen:
        await happen("codes_merged", person=STAYING.code, dropped=GOING.code)
        both = {GOING.code, STAYING.code}
        by_code = await sandbox(pools, "mutpT1")
        assert headed(await told(pools, await caller(pools, municipalities=[TAMPERE]))) == [STAYING.code]
        assert headed(await told(pools, await caller(pools, municipalities=[NOKIA, TAMPERE]))) == [STAYING.code]
        for codes in (both, {GOING.code}, {STAYING.code}):
            assert headed(await told(pools, by_code, codes)) == [STAYING.code]


async def test_a_record_that_goes_into_a_neighbours_tells_nothing_of_its_own(pools: Pools) -> None:
    neighbour = resident(3, FIRST)
    async with living(pools, GOING, neighbour) as happen:
        await happen("codes_merged", person=neighbour.code, dropped=GOING.code)
        assert headed(await told(pools, await caller(pools))) == [neighbour.code]


@pytest.mark.parametrize("ended", [False, True])
async def test_where_a_protected_person_lives_is_censored_also_after_the_protection(pools: Pools, ended: bool) -> None:
    async with living(pools, GOING, STAYING) as happen:
        since = await happen("protection_begun", person=STAYING.code)
        await happen("codes_merged", person=STAYING.code, dropped=GOING.code)
        if ended:
            await happen("protection_ended", person=STAYING.code)
        for protected in ("none", "all"):
            (last,) = await told(pools, await caller(pools, protected=protected), since=since)
            (address,) = groups(last, "VAKINAINEN_KOTIMAINEN_OSOITE")
            assert ("katunimi" in address) is (protected == "all")


async def test_a_tailored_permit_of_the_region_loses_the_person_too(pools: Pools) -> None:
    async with living(pools, GOING, STAYING) as happen:
        await happen("codes_merged", person=STAYING.code, dropped=GOING.code)
        (last,) = await told(pools, await region(pools, NOKIA))
        assert (headed([last]), set(kinds(last))) == ([GOING.code], LAST)
        for town in ((TAMPERE,), (NOKIA, TAMPERE)):
            assert headed(await told(pools, await region(pools, *town))) == [STAYING.code]


async def region(pools: Pools, *towns: str) -> Caller:
    return await caller(pools, "VAESTO", conditions=json.dumps({"municipalities": towns}))


async def test_who_was_given_data_of_the_record_that_fell_away_is_found_by_either_code(pools: Pools) -> None:
    last = resident(3, SECOND)
    async with living(pools, GOING, STAYING, last) as happen:
        by_code = await sandbox(pools, "mutpT1")
        for one in (GOING, STAYING, last):
            await base_data(pools, by_code, [one.code])
        await happen("codes_merged", person=STAYING.code, dropped=GOING.code)
        assert await subjects(pools, last.code) == [[last.person_id]]
        await happen("codes_merged", person=last.code, dropped=STAYING.code)
        for code in (GOING.code, last.code):
            left = [asked for asked in await subjects(pools, code) if asked]
            assert left[-3:] == [[last.person_id], [STAYING.person_id], [GOING.person_id]]


async def subjects(pools: Pools, code: str) -> list[list[int]]:
    return [list(row.subjects) for row in await of_person(pools, operator(), code, 100)]
