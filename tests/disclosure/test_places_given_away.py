"""Places of protected persons that could be told by the way: beside, before, after or among what is hidden."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.living import FIRST, SECOND, living, resident
from tests.disclosure.world import caller, groups, read, sandbox
from tests.register.people import a_person, plain

import vaki.disclosure.changes
from vaki.codes.sex import Sex
from vaki.disclosure import tail
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.door import base_data, changes
from vaki.register import bulk
from vaki.register.clock import advance
from vaki.register.events.catalogue import decode
from vaki.register.events.many import ManyPeople
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document

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


@pytest.mark.parametrize("in_memory", [True, False], ids=["memory", "log"])
@pytest.mark.parametrize("fits", ["items", "rows"])
async def test_no_border_of_a_page_tells_that_a_street_was_renamed_for_one_of_the_protected(
    pools: Pools, monkeypatch: pytest.MonkeyPatch, fits: str, in_memory: bool
) -> None:
    if not in_memory:
        monkeypatch.setattr(tail.Tail, "reaches", lambda _tail, _since: False)
    hidden, elsewhere = resident(1), resident(2, SECOND)
    others = [resident(number, SECOND) for number in (3, 4, 5)]
    async with living(pools, hidden, elsewhere, *others) as happen:
        for one in (hidden, elsewhere):
            since = await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("occupation", person=others[0].code, occupation="seppä")
        await happen("occupation", person=others[1].code, occupation="kutoja")
        renamed = decode("street_renamed", RENAMING)
        assert isinstance(renamed, ManyPeople)
        await bulk.run(pools.register, renamed)
        asked = await caller(pools, "ASREK") if fits == "rows" else await caller(pools, municipalities=["536", "837"])

        async def pages(of: Document, *, most: int) -> list[tuple[list[bytes], int, bool]]:
            at = since
            found: list[tuple[list[bytes], int, bool]] = []
            bounds = Bounds(items=most if fits == "items" else 5000)
            if fits == "rows":
                monkeypatch.setattr(vaki.disclosure.changes, "PAGE_ROWS", most)
            while not found or not found[-1][2]:
                told = await changes(pools, asked, at, {of.code, *(one.code for one in others)}, bounds=bounds)
                found.append((told.items, told.key, told.up_to_date))
                at = told.key
            return found

        for most in (1, 2):
            assert await pages(hidden, most=most) == await pages(elsewhere, most=most)
        await happen("occupation", person=others[2].code, occupation="kelloseppä")
        for most in (1, 2, 3):
            assert await pages(hidden, most=most) == await pages(elsewhere, most=most)


async def test_a_group_of_unknown_kind_does_not_open_an_old_key_to_past_places(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        entitled, asked = await sandbox(pools, "mutpT1"), await sandbox(pools, "mutpT1x")
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-01")
        known = groups((await base_data(pools, entitled, [one.code])).items[0])
        past = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
        without = [group for group in known if group["tietoryhma"] != past]
        new = {"tietoryhma": "UUSI_RYHMA", "arvo": 1}
        since = await happen("loaded", henkilotunnus=one.code, tietoryhmat=without)
        await happen("loaded", henkilotunnus=one.code, tietoryhmat=[new, *known])
        await happen("loaded", henkilotunnus=one.code, tietoryhmat=without)
        assert any(groups(item, past) for item in (await changes(pools, asked, since, {one.code})).items)
        await happen("protection_begun", person=one.code, day="2026-11-20")
        assert not groups((await base_data(pools, asked, [one.code])).items[0], past)
        assert not any(groups(item, past) for item in (await changes(pools, asked, since, {one.code})).items)


async def test_past_places_of_one_who_is_loaded_under_protection_are_withheld(pools: Pools) -> None:
    one, other = resident(1), resident(2)
    past = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
    async with living(pools, one) as happen:
        entitled, asked = await sandbox(pools, "mutpT1"), await sandbox(pools, "mutpT1x")
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2020-10-01")
        known = groups((await base_data(pools, entitled, [one.code])).items[0])
        told = [group for group in known if group["tietoryhma"] != "HENKILOTUNNUS_KORJAUS"]
        ban = {"tietoryhma": "TURVAKIELTO", "turvakieltoAktiivinen": True}
        since = await happen("loaded", henkilotunnus=other.code, tietoryhmat=[*told, ban]) - 1
        assert groups((await base_data(pools, entitled, [other.code])).items[0], past)
        (base,) = (await base_data(pools, asked, [other.code])).items
        (change,) = (await changes(pools, asked, since, {other.code})).items
        for item in (base, change):
            assert not groups(item, past)
            assert groups(item, "SYNTYMAKOTIKUNTA")
