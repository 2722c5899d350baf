"""History of place that is written while a person is protected is withheld, whatever its period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.disclosure.living import FIRST, SECOND, THIRD, living, resident
from tests.disclosure.test_changes import START
from tests.disclosure.test_protection import SIXTEEN
from tests.disclosure.world import caller, groups, kinds, sandbox

from vaki.disclosure.door import base_data, changes

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

FORMER = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"


async def test_a_place_filed_late_with_a_period_before_protection_is_withheld_then_and_ever_after(
    pools: Pools,
) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-20")
        await happen("move", person=[one.code], to=THIRD.residence_code, day="2026-10-25")
        asked = await sandbox(pools, "mutpT1x")
        during = await changes(pools, asked, START, {one.code})
        base = (await base_data(pools, asked, [one.code])).items[0]
        for item in (*during.items[1:], base):
            assert SECOND.residence_code.encode() not in item
            assert SECOND.municipality.encode() not in item
            assert not groups(item, FORMER)
        assert [kinds(item) for item in during.items[1:]] == [SIXTEEN] * 2
        await happen("protection_ended", person=one.code, day="2026-11-20")
        await happen("occupation", person=one.code, occupation="seppä")
        after = (await base_data(pools, asked, [one.code])).items[0]
        assert not groups(after, FORMER)
        assert not groups(after, "EDELLINEN_KOTIKUNTA")
        for item in (await changes(pools, asked, START, {one.code})).items:
            assert SECOND.residence_code.encode() not in item
        entitled = (await base_data(pools, await sandbox(pools, "mutpT1"), [one.code])).items[0]
        assert len(groups(entitled, FORMER)) == 2


async def test_a_record_from_before_protection_is_told_as_before_when_another_is_withheld(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-01")
        await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("move", person=[one.code], to=THIRD.residence_code, day="2026-10-20")
        asked = await sandbox(pools, "mutpT1x")
        base = (await base_data(pools, asked, [one.code])).items[0]
        assert [group["asuinpaikantunnus"] for group in groups(base, FORMER)] == [FIRST.residence_code]


async def test_what_is_withheld_stays_withheld_when_it_is_corrected_after_protection(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-20")
        await happen("protection_ended", person=one.code, day="2026-11-20")
        (clear,) = groups((await base_data(pools, await sandbox(pools, "mutpT1"), [one.code])).items[0], FORMER)
        wrong = {member: value for member, value in clear.items() if member != "tietoryhma"}
        right = {**wrong, "loppupv": {"arvo": "2016-01-01", "tarkkuus": "PAIVA"}}
        since = await happen("correction", person=one.code, kind=FORMER, wrong=wrong, right=right) - 1
        for asked in (await sandbox(pools, "mutpT1x"), await caller(pools)):
            assert (await changes(pools, asked, since, {one.code})).items == []
            assert not groups((await base_data(pools, await sandbox(pools, "mutpT1x"), [one.code])).items[0], FORMER)
