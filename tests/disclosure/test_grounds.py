"""People of other municipalities, by code and on a ground; the parts of a permit's own selection; keys too old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.living import FIRST, SECOND, THIRD, living, resident
from tests.disclosure.test_changes import START
from tests.disclosure.world import HELSINKI, NOKIA, TAMPERE, TODAY, caller, groups, kinds, load, person, read

from vaki.disclosure import errors, tail
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.door import base_data, base_data_page, changes
from vaki.register.clock import midnight

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

GROUNDS = [
    (None, {1}),
    ("services-elsewhere", {1, 2, 3, 4, 5, 6, 7}),
    ("other-law", {1, 2, 3, 4, 5, 6, 7}),
    ("no-home-municipality", {1, 4, 5, 6, 7}),
]
HOMES = (NOKIA, TAMPERE, HELSINKI, "198", "199", "200", None)


async def codes_told(pools: Pools, asked: Caller, codes: list[str]) -> set[str]:
    return {read(item)["henkilotunnus"] for item in (await base_data(pools, asked, codes)).items}


@pytest.mark.parametrize(("ground", "found"), GROUNDS)
async def test_a_code_finds_people_of_other_municipalities_on_a_ground_only(
    pools: Pools, ground: str | None, found: set[int]
) -> None:
    people = {number: person(number, town=home) for number, home in enumerate(HOMES, 1)}
    await load(pools, *people.values())
    nokia = await caller(pools, ground=ground)
    told = await codes_told(pools, nokia, [one.code for one in people.values()])
    assert told == {people[number].code for number in found}
    assert len((await base_data_page(pools, nokia, None)).items) == 1


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize(("ground", "found"), GROUNDS)
async def test_changes_by_code_are_those_of_whom_base_data_finds(
    pools: Pools, monkeypatch: pytest.MonkeyPatch, ground: str | None, found: set[int], in_memory: bool
) -> None:
    homes = {1: FIRST, 2: SECOND, 3: THIRD}
    people = {number: resident(number, home) for number, home in homes.items()}
    people |= {4: person(4, town="200")}
    async with living(pools, *people.values()) as happen:
        for one in people.values():
            await happen("occupation", person=one.code, occupation="seppä")
        if not in_memory:
            monkeypatch.setattr(tail.Tail, "reaches", lambda _tail, _since: False)
        nokia = await caller(pools, ground=ground)
        answer = await changes(pools, nokia, START, {one.code for one in people.values()})
        told = {read(item)["henkilotunnus"] for item in answer.items}
        assert told == {people[number].code for number in found if number in people}
        assert all(kinds(item) == ["AMMATTI"] for item in answer.items)


async def test_a_move_of_someone_from_elsewhere_is_an_ordinary_change_on_a_ground(pools: Pools) -> None:
    one = resident(1, SECOND)
    async with living(pools, one) as happen:
        await happen("move", person=[one.code], to=THIRD.residence_code, day=str(TODAY))
        elsewhere = await caller(pools, ground="services-elsewhere")
        (item,) = (await changes(pools, elsewhere, START, {one.code})).items
        assert {"EDELLINEN_KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"} <= set(kinds(item))
        assert (await changes(pools, await caller(pools), START, {one.code})).items == []


async def test_without_a_ground_who_leaves_is_told_once_by_code_too_and_then_no_more(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("move", person=[one.code], to=SECOND.residence_code, day=str(TODAY))
        await happen("occupation", person=one.code, occupation="seppä")
        (item,) = (await changes(pools, await caller(pools), START, {one.code})).items
        assert groups(item, "KOTIKUNTA")[0]["kuntakoodi"] == TAMPERE
        assert set(kinds(item)) == {"KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE"}


async def test_on_the_ground_of_no_home_whoever_finds_one_elsewhere_leaves(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("emigration", person=[one.code], country="752", day=str(TODAY - timedelta(days=2)))
        await happen("immigration", person=one.code, to=SECOND.residence_code, from_country="752", day=str(TODAY))
        await happen("occupation", person=one.code, occupation="seppä")
        ground = await caller(pools, ground="no-home-municipality")
        abroad, back = (await changes(pools, ground, START, {one.code})).items
        assert "VALTIO_JOHON_MUUTTANUT" in kinds(abroad)
        assert set(kinds(back)) == {"KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE"}


async def test_a_part_of_the_permits_municipalities_is_followed_by_itself(pools: Pools) -> None:
    one, two = resident(1), resident(2, SECOND)
    async with living(pools, one, two) as happen:
        both = await caller(pools, municipalities=[NOKIA, TAMPERE])
        await happen("move", person=[one.code], to=SECOND.residence_code, day=str(TODAY))
        await happen("occupation", person=two.code, occupation="seppä")
        whole = (await changes(pools, both, START, None)).items
        assert "EDELLINEN_KOTIKUNTA" in kinds(whole[0])
        nokia = (await changes(pools, both, START, None, municipalities=[NOKIA])).items
        assert [set(kinds(item)) for item in nokia] == [{"KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE"}]
        tampere = (await changes(pools, both, START, None, municipalities=[TAMPERE])).items
        assert {group["muutosattribuutti"] for group in groups(tampere[0])} == {"LISATTY"}
        assert [read(item)["henkilotunnus"] for item in tampere] == [one.code, two.code]
        with pytest.raises(errors.OtherMunicipality):
            await changes(pools, both, START, None, municipalities=[NOKIA, HELSINKI])


async def test_a_key_older_than_changes_are_kept_is_refused(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        old = await happen("occupation", person=one.code, occupation="seppä")
        nokia = await caller(pools)
        later = TODAY + timedelta(days=60)
        for day, answered in ((later, True), (later + timedelta(days=1), False)):
            await pools.register.execute("update register.clock set day = $1, time = $2", day, midnight(day))
            if answered:
                assert len((await changes(pools, nokia, START, None, kept_days=60)).items) == 1
                continue
            for codes in (None, {one.code}, set[str]()):
                with pytest.raises(errors.KeyTooOld):
                    await changes(pools, nokia, START, codes, kept_days=60)
        assert (await changes(pools, nokia, old, None, kept_days=60)).items == []
        new = await happen("occupation", person=one.code, occupation="sorvari")
        assert (await changes(pools, nokia, old, None, kept_days=60)).key == new


async def test_a_page_ends_before_it_holds_too_many_bytes(pools: Pools) -> None:
    people = [resident(number) for number in (1, 2, 3)]
    async with living(pools, *people) as happen:
        nokia = await caller(pools)
        page = await base_data_page(pools, nokia, None, bounds=Bounds(bytes=1))
        assert (len(page.items), page.complete) == (1, False)
        for one in people:
            await happen("occupation", person=one.code, occupation="seppä")
        answer = await changes(pools, nokia, START, None, bounds=Bounds(bytes=1))
        assert (len(answer.items), answer.up_to_date) == (1, False)
