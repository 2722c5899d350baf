"""What the unentitled were told of past places stays as it was under protection, and is made true at its end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.living import FIRST, SECOND, THIRD, living, resident
from tests.disclosure.test_changes import START
from tests.disclosure.test_protection import SIXTEEN
from tests.disclosure.world import caller, groups, kinds, read, sandbox
from tests.register.people import plain
from tests.register.reading import Reader

from vaki.disclosure.base import base_data_at
from vaki.disclosure.door import base_data, changes
from vaki.register import bulk
from vaki.register.events.catalogue import decode
from vaki.register.events.many import ManyPeople

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

FORMER, FORMER_HOME = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "EDELLINEN_KOTIKUNTA"
TODAY = date(2026, 11, 21)


async def fetched(pools: Pools, asked: Caller, code: str) -> list[dict[str, Any]]:
    return groups((await base_data(pools, asked, [code])).items[0])


async def followed(pools: Pools, asked: Caller, code: str, held: list[dict[str, Any]], since: int) -> list[str]:
    """What a reader who held base data at a key holds after every change since."""
    reader = Reader(held, TODAY)
    for item in (await changes(pools, asked, since, {code})).items:
        reader.apply(read(item)["tietoryhmat"])
    return plain(reader.groups)


def of_kind(held: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [group for group in held if group["tietoryhma"] == kind]


async def test_a_move_cancelled_under_protection_alters_nothing_for_the_unentitled_until_the_end(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        asked, entitled = await sandbox(pools, "mutpT1x"), await sandbox(pools, "mutpT1")
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-25")
        before = await fetched(pools, asked, one.code)
        began = await happen("protection_begun", person=one.code, day="2026-11-01")
        hidden = await fetched(pools, asked, one.code)
        assert of_kind(hidden, FORMER) == of_kind(before, FORMER) != []
        assert of_kind(hidden, FORMER_HOME) == of_kind(before, FORMER_HOME) != []
        cancelled = await happen("cancelled_move", person=[one.code], back_to=FIRST.residence_code)
        assert await fetched(pools, asked, one.code) == hidden
        assert of_kind(await fetched(pools, entitled, one.code), FORMER) == []
        (item,) = (await changes(pools, asked, cancelled - 1, {one.code})).items
        assert kinds(item) == SIXTEEN
        await happen("protection_ended", person=one.code, day="2026-11-20")
        clear = await fetched(pools, asked, one.code)
        assert of_kind(clear, FORMER) == of_kind(clear, FORMER_HOME) == []
        assert plain(clear) == plain(await fetched(pools, entitled, one.code))
        assert await followed(pools, asked, one.code, before, began - 1) == plain(clear)
        assert await followed(pools, asked, one.code, hidden, began) == plain(clear)


async def test_a_municipality_that_is_told_where_people_were_hears_of_the_cancelled_move(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        asked = await caller(pools, municipalities=["536", "837"])
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-25")
        await happen("protection_begun", person=one.code, day="2026-11-01")
        held = await fetched(pools, asked, one.code)
        since = await happen("cancelled_move", person=[one.code], back_to=FIRST.residence_code) - 1
        after = await fetched(pools, asked, one.code)
        assert of_kind(after, FORMER_HOME) == []
        assert of_kind(after, FORMER) == of_kind(held, FORMER) != []
        assert await followed(pools, asked, one.code, held, since) == plain(after)


async def test_of_a_move_cancelled_before_protection_an_old_key_tells_what_base_data_tells_today(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-01")
        await happen("move", person=[one.code], to=THIRD.residence_code, day="2026-10-10")
        await happen("cancelled_move", person=[one.code], back_to=SECOND.residence_code)
        await happen("protection_begun", person=one.code, day="2026-11-01")
        asked, town = await sandbox(pools, "mutpT1x"), await caller(pools, municipalities=["837"])
        told = await fetched(pools, asked, one.code)
        assert [group["asuinpaikantunnus"] for group in of_kind(told, FORMER)] == [FIRST.residence_code]
        for item in (await changes(pools, asked, START, {one.code})).items:
            assert SECOND.residence_code.encode() not in item
            assert SECOND.municipality.encode() not in item
            assert all(
                group in told
                for group in (
                    {member: value for member, value in one.items() if member != "muutosattribuutti"}
                    for kind in (FORMER, FORMER_HOME)
                    for one in groups(item, kind)
                )
            )
        for item in (await changes(pools, town, START, {one.code})).items:
            assert all(group["asuinpaikantunnus"] == FIRST.residence_code for group in groups(item, FORMER))


@pytest.mark.parametrize("product", ["mutpT1x", "mutpT1", "K2000", "OPPIJA", "VAKA", "OPISKELIJA", "ASREK"])
async def test_a_reader_who_applies_the_item_that_begins_protection_holds_base_data(pools: Pools, product: str) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        asked = await (sandbox if product.startswith("mutp") else caller)(pools, product)
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-01")
        await happen("emigration", person=[one.code], country="752", day="2026-10-20")
        await happen("immigration", person=one.code, to=FIRST.residence_code, from_country="752", day="2026-10-31")
        held = await fetched(pools, asked, one.code)
        since = await happen("protection_begun", person=one.code, day="2026-10-25") - 1
        hidden = await fetched(pools, asked, one.code)
        assert await followed(pools, asked, one.code, held, since) == plain(hidden)
        if product == "mutpT1x":
            assert len(of_kind(held, FORMER)) == len(of_kind(hidden, FORMER)) == 2
            assert [len(of_kind(of, "ENTINEN_ULKOMAILLA_ASUMINEN")) for of in (held, hidden)] == [1, 0]
        await happen("move", person=[one.code], to=THIRD.residence_code, day="2026-11-10")
        await happen("protection_ended", person=one.code, day="2026-11-20")
        if product != "K2000":
            after = await fetched(pools, asked, one.code)
            assert await followed(pools, asked, one.code, held, since) == plain(after)


async def test_what_is_corrected_into_a_time_of_protection_after_its_end_is_gone_for_whoever_was_told(
    pools: Pools,
) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        asked = await sandbox(pools, "mutpT1x")
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-01")
        await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("protection_ended", person=one.code, day="2026-11-10")
        held = await fetched(pools, asked, one.code)
        (wrong,) = ({**group} for group in of_kind(held, FORMER))
        del wrong["tietoryhma"]
        right = {**wrong, "loppupv": {"arvo": "2026-11-05", "tarkkuus": "PAIVA"}}
        since = await happen("correction", person=one.code, kind=FORMER, wrong=wrong, right=right) - 1
        (item,) = (await changes(pools, asked, since, {one.code})).items
        assert [group["muutosattribuutti"] for group in groups(item, FORMER)] == ["POISTETTU"]
        after = await fetched(pools, asked, one.code)
        assert of_kind(after, FORMER) == []
        assert await followed(pools, asked, one.code, held, since) == plain(after)


async def test_two_cancelled_moves_leave_the_order_in_which_past_places_are_told(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        asked = await sandbox(pools, "mutpT1x")
        for day, home in ((1, SECOND), (5, THIRD), (9, FIRST)):
            await happen("move", person=[one.code], to=home.residence_code, day=f"2026-10-{day:02}")
        await happen("protection_begun", person=one.code, day="2026-11-01")
        hidden = await fetched(pools, asked, one.code)
        assert len(of_kind(hidden, FORMER)) == 3
        for home in (THIRD, SECOND):
            await happen("cancelled_move", person=[one.code], back_to=home.residence_code)
            assert await fetched(pools, asked, one.code) == hidden
        await happen("move", person=[one.code], to=THIRD.residence_code, day="2026-11-08")
        assert await fetched(pools, asked, one.code) == hidden


async def test_a_newborns_birth_municipality_is_told_when_neither_it_nor_its_mother_is_protected(pools: Pools) -> None:
    mother = resident(1)
    async with living(pools, mother) as happen:
        asked, town = await sandbox(pools, "mutpT1x"), await caller(pools, municipalities=["837"])
        await happen("move", person=[mother.code], to=SECOND.residence_code, day="2026-10-20")
        await happen("protection_begun", person=mother.code, day="2026-11-01")
        born = await happen("birth", mother=mother.code, sex="NAINEN", day="2026-11-18")
        code = await pools.register.fetchval("select code from register.person order by person_id desc limit 1")
        for who in (asked, town):
            for item in [
                (await base_data(pools, who, [code])).items[0],
                *(await changes(pools, who, START, {code})).items,
            ]:
                assert not groups(item, "SYNTYMAKOTIKUNTA")
        entitled = await fetched(pools, await sandbox(pools, "mutpT1"), code)
        assert of_kind(entitled, "SYNTYMAKOTIKUNTA") == [{"tietoryhma": "SYNTYMAKOTIKUNTA", "kuntakoodi": "837"}]
        await happen("protection_ended", person=code, day="2026-11-20")
        held = await fetched(pools, asked, code)
        assert not of_kind(held, "SYNTYMAKOTIKUNTA")
        since = await happen("protection_ended", person=mother.code, day="2026-11-21") - 2
        for who in (asked, town):
            (item,) = (await changes(pools, who, since, {code})).items
            assert [one["muutosattribuutti"] for one in groups(item, "SYNTYMAKOTIKUNTA")] == ["LISATIETO"]
        assert await followed(pools, asked, code, held, since) == plain(await fetched(pools, asked, code))
        assert all(
            not groups(item, "SYNTYMAKOTIKUNTA") for item in (await changes(pools, asked, born - 5, {code})).items[:1]
        )


async def test_a_child_whose_protection_outlasts_its_mothers_is_told_at_its_own_end(pools: Pools) -> None:
    mother = resident(1)
    async with living(pools, mother) as happen:
        asked = await sandbox(pools, "mutpT1x")
        await happen("protection_begun", person=mother.code, day="2026-11-01")
        await happen("birth", mother=mother.code, sex="NAINEN", day="2026-11-18")
        code = await pools.register.fetchval("select code from register.person order by person_id desc limit 1")
        since = await happen("protection_ended", person=mother.code, day="2026-11-20")
        assert not of_kind(await fetched(pools, asked, code), "SYNTYMAKOTIKUNTA")
        await happen("protection_ended", person=code, day="2026-11-21")
        (item,) = (await changes(pools, asked, since, {code})).items
        assert groups(item, "SYNTYMAKOTIKUNTA")
        assert of_kind(await fetched(pools, asked, code), "SYNTYMAKOTIKUNTA")


async def test_death_tells_nothing_of_whether_the_protected_had_an_address(pools: Pools) -> None:
    housed, homeless = resident(1), resident(2)
    for kind in ("VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
        homeless.drop_kind(kind)
    async with living(pools, housed, homeless) as happen:
        for one in (housed, homeless):
            await happen("protection_begun", person=one.code, day="2026-11-01")
            await happen("death", person=one.code, day="2026-11-20")
        for asked in (await caller(pools), await caller(pools, "ASREK"), await caller(pools, "VAKA")):
            told = [
                [groups(item) for item in (await changes(pools, asked, START, {one.code})).items]
                for one in (housed, homeless)
            ]
            assert told[0] == told[1]


async def test_a_renamed_street_tells_nothing_of_the_protected_who_live_there(pools: Pools) -> None:
    one, neighbour = resident(1), resident(2)
    async with living(pools, one, neighbour) as happen:
        since = await happen("protection_begun", person=one.code, day="2026-11-01")
        renaming = {"municipality": FIRST.municipality, "street": FIRST.street["fi"], "to": "Honkatie"}
        event = decode("street_renamed", renaming)
        assert isinstance(event, ManyPeople)
        await bulk.run(pools.register, event)
        codes = {one.code, neighbour.code}
        for asked in (await sandbox(pools, "mutpT1x"), await caller(pools), await caller(pools, "ASREK")):
            told = (await changes(pools, asked, since, codes)).items
            assert [read(item)["henkilotunnus"] for item in told] == [neighbour.code]
        told = (await changes(pools, await sandbox(pools, "mutpT1"), since, codes)).items
        assert {read(item)["henkilotunnus"] for item in told} == codes


async def test_base_data_as_of_an_earlier_key_tells_no_more_of_past_places_than_it_does_today(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-01")
        earlier = await happen("move", person=[one.code], to=THIRD.residence_code, day="2026-10-10")
        asked = await sandbox(pools, "mutpT1x")
        then = groups((await base_data_at(pools, asked, [one.code], earlier)).items[0], FORMER)
        assert [group["asuinpaikantunnus"] for group in then] == [FIRST.residence_code, SECOND.residence_code]
        await happen("cancelled_move", person=[one.code], back_to=SECOND.residence_code)
        await happen("protection_begun", person=one.code, day="2026-11-01")
        for item in (await base_data_at(pools, asked, [one.code], earlier)).items:
            assert SECOND.residence_code.encode() not in item
            assert [group["asuinpaikantunnus"] for group in groups(item, FORMER)] == [FIRST.residence_code]


async def test_a_foreign_code_heard_of_under_protection_is_told_at_its_end(pools: Pools) -> None:
    one = resident(1)
    foreign = "ULKOMAINEN_HENKILOTUNNUS"
    async with living(pools, one) as happen:
        asked = await sandbox(pools, "mutpT1x")
        await happen("foreign_code_recorded", person=one.code, code="A-1", country="233", day="2026-10-01")
        await happen("protection_begun", person=one.code, day="2026-11-01")
        held = await fetched(pools, asked, one.code)
        assert [group["ulkomainenHenkilotunnus"] for group in of_kind(held, foreign)] == ["A-1"]
        since = await happen("foreign_code_recorded", person=one.code, code="B-2", country="752", day="2026-11-05")
        assert await fetched(pools, asked, one.code) == held
        (item,) = (await changes(pools, asked, since - 1, {one.code})).items
        assert kinds(item) == SIXTEEN
        await happen("protection_ended", person=one.code, day="2026-11-20")
        clear = await fetched(pools, asked, one.code)
        assert [group["ulkomainenHenkilotunnus"] for group in of_kind(clear, foreign)] == ["A-1", "B-2"]
        assert await followed(pools, asked, one.code, held, since) == plain(clear)
