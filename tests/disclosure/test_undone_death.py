"""One whose death is undone comes back to the readers of a municipality as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.disclosure.living import FIRST, living, resident
from tests.disclosure.test_protection import FIVE, censored
from tests.disclosure.world import caller, groups, kinds, sandbox

from vaki.disclosure.door import base_data_page, changes

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools


async def test_an_undone_death_brings_the_person_to_the_municipality_after_the_correction(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        since = await happen("death", person=one.code, day="2026-11-10")
        town = await caller(pools)
        assert (await base_data_page(pools, town, None)).items == []
        await happen("death_undone", person=one.code, residence=FIRST.residence_code)
        (item,) = (await changes(pools, town, since, None)).items
        assert [group["muutosattribuutti"] for group in groups(item)[:2]] == ["KORJATTAVA", "KORJATTU"]
        assert kinds(item)[:2] == ["KUOLINPAIVA"] * 2
        assert {group["muutosattribuutti"] for group in groups(item)[2:]} == {"LISATTY"}
        (base,) = (await base_data_page(pools, town, None)).items
        assert kinds(item)[2:] == kinds(base)


async def test_an_undone_death_is_an_ordinary_change_to_readers_by_code_and_other_municipalities(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        since = await happen("death", person=one.code, day="2026-11-10")
        await happen("death_undone", person=one.code)
        (item,) = (await changes(pools, await sandbox(pools, "mutpT1"), since, {one.code})).items
        assert kinds(item) == ["KUOLINPAIVA"] * 2
        assert (await changes(pools, await caller(pools, municipalities=["091"]), since, None)).items == []


async def test_a_protected_person_whose_death_is_undone_comes_censored(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01")
        since = await happen("death", person=one.code, day="2026-11-10")
        await happen("death_undone", person=one.code, residence=FIRST.residence_code)
        (item,) = (await changes(pools, await caller(pools), since, None)).items
        assert censored(item) == FIVE
        assert FIRST.residence_code.encode() not in item


async def test_a_corrected_death_goes_to_the_last_home_municipality_and_brings_nobody_back(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        since = await happen("death", person=one.code, day="2026-11-10")
        await happen("death_corrected", person=one.code, right_day="2026-11-08")
        town = await caller(pools)
        (item,) = (await changes(pools, town, since, None)).items
        told = [(group["tietoryhma"], group["muutosattribuutti"]) for group in groups(item)]
        assert told[:2] == [("KUOLINPAIVA", "KORJATTAVA"), ("KUOLINPAIVA", "KORJATTU")]
        assert ("KOTIKUNTA", "LISATTY") not in told
        assert (await base_data_page(pools, town, None)).items == []
        assert (await changes(pools, await caller(pools, municipalities=["091"]), since, None)).items == []
