"""What tells a protected person's country or municipality beside the censored groups is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.disclosure.living import SECOND, living, resident
from tests.disclosure.test_changes import START
from tests.disclosure.test_protection import SIXTEEN
from tests.disclosure.world import caller, groups, kinds, sandbox

from vaki.disclosure.door import base_data, changes

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

SWEDEN = b'"752"'
COUNTRY = {"POISSAOLO", "VALTIO_JOHON_MUUTTANUT", "VALTIO_JOSTA_MUUTTANUT"}
MUNICIPALITY = {"VAESTOKIRJANPITOKUNTA", "SUOMEEN_MUUTTOPAIVA"}


async def test_the_country_of_a_protected_emigrant_is_told_when_protection_ends_and_not_before(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        asked = await sandbox(pools, "mutpT1x")
        await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("emigration", person=[one.code], country="752", place="Umeå", day="2026-11-05")
        abroad = (await base_data(pools, asked, [one.code])).items[0]
        await happen("immigration", person=one.code, to=SECOND.residence_code, from_country="752", day="2026-11-15")
        back = (await base_data(pools, asked, [one.code])).items[0]
        told = (await changes(pools, asked, START, {one.code})).items
        for item in (abroad, back, *told):
            assert not (COUNTRY | MUNICIPALITY) & {*kinds(item)}
            assert SWEDEN not in item
        assert [kinds(item) for item in told[1:]] == [SIXTEEN] * 2
        since = await happen("protection_ended", person=one.code, day="2026-11-20") - 1
        (ended,) = (await changes(pools, asked, since, {one.code})).items
        after = (await base_data(pools, asked, [one.code])).items[0]
        for kind in ("VAESTOKIRJANPITOKUNTA", "SUOMEEN_MUUTTOPAIVA", "VALTIO_JOSTA_MUUTTANUT"):
            assert [group["muutosattribuutti"] for group in groups(ended, kind)] == ["LISATIETO"]
            assert groups(after, kind)


async def test_a_municipality_sees_that_the_protected_came_and_not_from_which_country(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        asked = await caller(pools, municipalities=[SECOND.municipality])
        await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("emigration", person=[one.code], country="752", place="Umeå", day="2026-11-05")
        await happen("immigration", person=one.code, to=SECOND.residence_code, from_country="752", day="2026-11-15")
        (entered,) = (await changes(pools, asked, START, None)).items
        base = (await base_data(pools, asked, [one.code])).items[0]
        for item in (entered, base):
            assert not COUNTRY & {*kinds(item)}
            assert groups(item, "SUOMEEN_MUUTTOPAIVA")
            assert SWEDEN not in item


async def test_a_request_for_left_out_groups_alone_is_not_answered_with_them(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("emigration", person=[one.code], country="752", day="2026-11-05")
        asked = await sandbox(pools, "mutpT1x")
        only = frozenset({"POISSAOLO", "VALTIO_JOHON_MUUTTANUT"})
        assert kinds((await base_data(pools, asked, [one.code], only)).items[0]) == []
        assert (await changes(pools, asked, START, {one.code}, only)).items == []
