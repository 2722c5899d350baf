"""Places of protected persons that could be told by the way: beside, before, after or among what is hidden."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.living import SECOND, living, resident
from tests.disclosure.world import caller, groups, read, sandbox

from vaki.disclosure.door import base_data, changes
from vaki.register.clock import advance
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

HIDING = ("mutpT1x", "OPISKELIJA", "ASREK")
STAY = "TILAPAINEN_KOTIMAINEN_OSOITE"


async def unentitled(pools: Pools, product: str) -> Caller:
    return await (sandbox if product.startswith("mutp") else caller)(pools, product)


@pytest.mark.parametrize("product", HIDING)
async def test_a_stay_that_ends_with_the_protection_is_told_only_to_the_entitled(pools: Pools, product: str) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01", until="2026-11-25")
        stay = {"to": SECOND.residence_code, "day": "2026-11-10", "until": "2026-11-25"}
        since = await happen("temporary_address", person=one.code, **stay)
        async with Recorder(pools.register) as recorder:
            await advance(pools.register, recorder, date(2026, 11, 27))
        asked, entitled = await unentitled(pools, product), await sandbox(pools, "mutpT1")
        (item,) = (await changes(pools, asked, since, {one.code})).items
        assert [group["turvakieltoAktiivinen"] for group in groups(item, "TURVAKIELTO")] == [False]
        assert groups(item, "VAKINAINEN_KOTIMAINEN_OSOITE")
        assert SECOND.building_code.encode() not in item
        (item,) = (await changes(pools, entitled, since, {one.code})).items
        assert [group["muutosattribuutti"] for group in groups(item, STAY)] == ["MUUTETTU"]


async def test_a_home_that_loading_takes_away_with_the_protection_is_told_only_to_the_entitled(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01")
        since = await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-11-10")
        entitled = await sandbox(pools, "mutpT1")
        known = read((await base_data(pools, entitled, [one.code])).items[0])["tietoryhmat"]
        places = {"TURVAKIELTO", "VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"}
        left = [group for group in known if group["tietoryhma"] not in places]
        await happen("loaded", henkilotunnus=one.code, tietoryhmat=left)
        for product in HIDING:
            for item in (await changes(pools, await unentitled(pools, product), since, {one.code})).items:
                assert SECOND.building_code.encode() not in item
        (item,) = (await changes(pools, entitled, since, {one.code})).items
        assert [group["muutosattribuutti"] for group in groups(item, "VAKINAINEN_KOTIMAINEN_OSOITE")] == ["POISTETTU"]
