"""Places of protected persons that could be told by the way: beside, before, after or among what is hidden."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.living import FIRST, SECOND, living, resident
from tests.disclosure.world import caller, groups, read, sandbox
from tests.register.people import a_person, plain

from vaki.codes.sex import Sex
from vaki.disclosure.door import base_data, changes
from vaki.register import bulk
from vaki.register.clock import advance
from vaki.register.events.catalogue import decode
from vaki.register.events.many import ManyPeople
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

HIDING = ("mutpT1x", "OPISKELIJA", "ASREK")
RENAMING = {"municipality": FIRST.municipality, "street": FIRST.street["fi"], "to": "Honkatie"}
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


@pytest.mark.parametrize("product", ["OPISKELIJA", "ASREK"])
async def test_whether_a_move_without_an_address_left_the_municipality_is_not_told(pools: Pools, product: str) -> None:
    within, across = resident(1), resident(2)
    async with living(pools, within, across) as happen:
        for one in (within, across):
            await happen("protection_begun", person=one.code, day="2026-11-01")
            shelter = {"municipality": FIRST.municipality, "kind": 902, "number": "0001", "day": "2026-11-05"}
            since = await happen("move_to_stay", person=[one.code], **shelter)
        for one, town in ((within, FIRST.municipality), (across, SECOND.municipality)):
            other = {"municipality": town, "kind": 902, "number": "0002", "day": "2026-11-10"}
            await happen("move_to_stay", person=[one.code], **other)
        asked = await unentitled(pools, product)
        told = [(await changes(pools, asked, since, {one.code})).items for one in (within, across)]
        assert [len(items) for items in told] == [1, 1]
        assert groups(told[0][0]) == groups(told[1][0])


@pytest.mark.parametrize("product", ["OPPIJA", "VAKA"])
async def test_a_move_gives_the_censored_block_whatever_the_new_place_is(pools: Pools, product: str) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01")
        asked, blocks = await unentitled(pools, product), []
        for day, number, town in (("05", "0001", FIRST), ("08", "0002", FIRST), ("11", "0003", SECOND)):
            place = {"municipality": town.municipality, "kind": 902, "number": number, "day": f"2026-11-{day}"}
            since = await happen("move_to_stay", person=[one.code], **place) - 1
            (item,) = (await changes(pools, asked, since, {one.code})).items
            blocks.append([group for group in groups(item) if "turvakiellonAlaisetKentat" in group])
        assert blocks[0] == blocks[1] == blocks[2] != []


async def test_no_old_key_tells_where_one_was_born_whose_protection_reaches_back_to_the_birth(pools: Pools) -> None:
    mother = resident(1)
    async with living(pools, mother) as happen:
        since = await happen("email", person=mother.code, address="aino@example.fi", day="2026-11-02")
        await happen("birth", mother=mother.code, sex="NAINEN", day="2026-11-18")
        code = await pools.register.fetchval("select code from register.person order by person_id desc limit 1")
        await happen("protection_begun", person=code, day="2026-11-18")
        for asked in (await caller(pools), await sandbox(pools, "mutpT1x")):
            born, *_ = (await changes(pools, asked, since, {code})).items
            for item in (born, *(await base_data(pools, asked, [code])).items):
                assert groups(item, "SYNTYMAPAIVA")
                assert not groups(item, "SYNTYMAKOTIKUNTA")


@pytest.mark.parametrize("published", [True, False], ids=["after the clock", "before the clock"])
@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2026, 12, 24)], ids=["new year", "18th birthday"])
async def test_a_street_renamed_on_a_day_of_note_tells_nothing_of_the_protected(
    pools: Pools, day: date, published: bool
) -> None:
    born = date(2008, 12, 24)
    one = a_person(1, born, Sex.WOMAN, "Aino", "Virtanen", home=FIRST, since=born)
    one.add({"tietoryhma": "USKONTOKUNTALAJI", "uskontokuntalaji": "EI_USKONTOKUNTAA"})
    async with living(pools, one) as happen:
        await happen("protection_begun", person=one.code, day="2026-11-01")
        asked = await caller(pools, purposes=["perusopetus"])
        async with Recorder(pools.register) as recorder:
            await advance(pools.register, recorder, day if published else day - timedelta(days=1))
            await pools.register.execute("update register.clock set day = $1", day)
            since = await pools.register.fetchval("select max(key) from register.change")
            renamed = decode("street_renamed", RENAMING)
            assert isinstance(renamed, ManyPeople)
            finished = await bulk.run(pools.register, renamed)
            assert finished.job.people == 1
            assert (await changes(pools, asked, since, None)).items == []
            held = groups((await base_data(pools, asked, [one.code])).items[0])
            await advance(pools.register, recorder, day)
        told = (await changes(pools, asked, since, None)).items
        assert len(told) == (0 if published else 1)
        for item in told:
            for group in groups(item):
                held = [known for known in held if known["tietoryhma"] != group["tietoryhma"]]
                if group.pop("muutosattribuutti") != "POISTETTU":
                    held.append(group)
        now = groups((await base_data(pools, asked, [one.code])).items[0])
        assert plain(held) == plain(now)
