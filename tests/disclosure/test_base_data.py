"""Base data: whose, in which order, which groups, as of which day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.world import (
    HELSINKI,
    NOKIA,
    TAMPERE,
    TODAY,
    caller,
    code_of,
    family,
    groups,
    kinds,
    load,
    person,
    read,
    recording,
    sandbox,
)

from vaki.disclosure import errors
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.door import base_data, base_data_page, operator
from vaki.register.groups import PLACE
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft


async def test_persons_come_in_the_order_asked_and_unknown_codes_are_missing(pools: Pools) -> None:
    await load(pools, person(1), person(2), person(3))
    asked = [code_of(3), "010180-999X", code_of(1), "x", "\0" * 11, code_of(3), code_of(2)]
    answer = await base_data(pools, await sandbox(pools, "mutpT1"), asked)
    assert [read(item)["henkilotunnus"] for item in answer.items] == [code_of(3), code_of(1), code_of(2)]


async def test_a_passive_code_finds_its_person_and_heads_the_item(pools: Pools) -> None:
    changed = person(1)
    old = code_of(9)
    changed.put({**changed.one("HENKILOTUNNUS_KORJAUS"), "edellisetHenkilotunnukset": [old]})  # type: ignore[dict-item]
    await load(pools, changed)
    answer = await base_data(pools, await sandbox(pools, "mutpT1"), [old, code_of(1)])
    assert [read(item)["henkilotunnus"] for item in answer.items] == [old, code_of(1)]
    assert groups(answer.items[0]) == groups(answer.items[1])
    (identity,) = groups(answer.items[0], "HENKILOTUNNUS_KORJAUS")
    assert identity["aktiivinenHenkilotunnus"] == code_of(1)


async def test_groups_come_in_wire_order_with_the_year_end_municipality_computed(pools: Pools) -> None:
    await load(pools, person(1))
    answer = await base_data(pools, await sandbox(pools, "mutpT1"), [code_of(1)])
    places = [PLACE[kind] for kind in kinds(answer.items[0])]
    assert places == sorted(places)
    assert groups(answer.items[0], "VUODENVAIHTEEN_KUNTA") == [
        {"tietoryhma": "VUODENVAIHTEEN_KUNTA", "kuntakoodi": NOKIA, "vuodenvaihde": 2025}
    ]


async def test_asked_groups_narrow_and_never_widen(pools: Pools) -> None:
    await load(pools, person(1))
    asked = frozenset({"HENKILON_NIMI", "VAESTOKIRJANPITOKUNTA", "NO_SUCH_GROUP"})
    answer = await base_data(pools, await caller(pools), [code_of(1)], asked)
    assert kinds(answer.items[0]) == ["HENKILON_NIMI"]


async def test_kinds_that_the_catalogue_does_not_know_go_to_products_with_every_group(pools: Pools) -> None:
    odd = person(1)
    odd.add({"tietoryhma": "TUNTEMATON_RYHMA", "arvo": "x"})
    await load(pools, odd)
    assert "TUNTEMATON_RYHMA" in kinds((await base_data(pools, await sandbox(pools, "mutpT1"), [code_of(1)])).items[0])
    assert "TUNTEMATON_RYHMA" in kinds((await base_data(pools, await sandbox(pools, "mutpT1x"), [code_of(1)])).items[0])
    assert "TUNTEMATON_RYHMA" not in kinds((await base_data(pools, await caller(pools), [code_of(1)])).items[0])


@pytest.mark.parametrize(("day", "told"), [(date(2026, 11, 20), True), (date(2026, 11, 21), False)])
async def test_religion_is_told_of_minors_only_and_for_schooling_only(pools: Pools, day: date, told: bool) -> None:
    child = person(1, born=date(2008, 11, 21), religion="EV_LUT")
    await load(pools, child, day=day)
    school = await caller(pools, purposes=["perusopetus"])
    other = await caller(pools, purposes=["rakentaminen"])
    assert bool(groups((await base_data(pools, school, [child.code])).items[0], "USKONTOKUNTALAJI")) is told
    assert not groups((await base_data(pools, other, [child.code])).items[0], "USKONTOKUNTALAJI")


async def test_a_person_is_read_as_of_the_last_day_published_for_them(pools: Pools) -> None:
    child = person(1, born=date(2008, 11, 22), religion="EV_LUT")
    await load(pools, child)
    async with pools.register.acquire() as connection:
        await connection.execute("update register.clock set day = $1", date(2026, 11, 25))
    school = await caller(pools, purposes=["lukio"])
    assert groups((await base_data(pools, school, [child.code])).items[0], "USKONTOKUNTALAJI")


@pytest.mark.parametrize(("day", "told"), [(date(2026, 11, 20), True), (date(2026, 11, 21), False)])
async def test_custody_is_told_while_the_child_is_under_eighteen(pools: Pools, day: date, told: bool) -> None:
    mother, child = person(1), person(3, born=date(2008, 11, 21))
    family(mother, child)
    await load(pools, mother, child, day=day)
    answer = await base_data(pools, await caller(pools), [mother.code, child.code])
    mothers, childs = (set(kinds(item)) for item in answer.items)
    assert ("HUOLLETTAVA" in mothers) is told
    assert ("HUOLTAJA" in childs) is told
    assert "LAPSI" in mothers
    assert "VANHEMPI" in childs


async def test_ended_marriages_are_not_told(pools: Pools) -> None:
    married = person(1)
    for state, spouse in (("PASSIIVI", "Entinen"), ("AKTIIVI", "Nykyinen")):
        married.add({"tietoryhma": "AVIOLIITTO", "puoliso": {"sukunimi": spouse}, "voimassaolo": state})
    await load(pools, married)
    told = groups((await base_data(pools, await caller(pools), [code_of(1)])).items[0], "AVIOLIITTO")
    assert [group["puoliso"]["sukunimi"] for group in told] == ["Nykyinen"]
    assert len(groups((await base_data(pools, operator(), [code_of(1)])).items[0], "AVIOLIITTO")) == 2


async def test_a_municipality_gets_its_living_residents_in_pages(pools: Pools) -> None:
    dead = person(4)
    dead.add({"tietoryhma": "KUOLINPAIVA", "kuollut": True, "kuolinpv": wire_day(TODAY)})
    await load(
        pools, person(1), person(2, town=HELSINKI), person(3), dead, person(5), person(6, town=TAMPERE), person(7)
    )
    town = await caller(pools)
    codes, after, complete, pages = [], None, False, 0
    while not complete:
        page = await base_data_page(pools, town, [NOKIA], after, bounds=Bounds(persons=2))
        codes += [read(item)["henkilotunnus"] for item in page.items]
        after, complete, pages = page.after, page.complete, pages + 1
    assert codes == [code_of(number) for number in (1, 3, 5, 7)]
    assert pages == 2


async def test_another_municipality_is_refused_and_its_people_are_unknown(pools: Pools) -> None:
    await load(pools, person(1), person(2, town=HELSINKI))
    town = await caller(pools)
    with pytest.raises(errors.OtherMunicipality):
        await base_data_page(pools, town, [NOKIA, HELSINKI])
    answer = await base_data(pools, town, [code_of(2), code_of(1)])
    assert [read(item)["henkilotunnus"] for item in answer.items] == [code_of(1)]


async def test_a_permit_by_codes_has_no_selection_of_its_own(pools: Pools) -> None:
    await load(pools, person(1))
    with pytest.raises(errors.CodesNeeded):
        await base_data_page(pools, await caller(pools, "VAKA"), [NOKIA])


async def test_a_register_without_a_clock_is_not_ready(pools: Pools) -> None:
    with pytest.raises(errors.RegisterNotReady):
        await base_data(pools, operator(), [code_of(1)])


async def test_base_data_is_as_of_the_newest_change(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    assert (await base_data(pools, operator(), [one.code])).key == 5_000_000_000

    def work(draft: Draft, document: Document) -> None:
        group = {"tietoryhma": "AMMATTI", "ammatti": "puuseppä"}
        document.put(group)
        draft.added(document, group)

    async with recording(pools) as happen:
        key = await happen(work, one)
    answer = await base_data(pools, operator(), [one.code])
    assert answer.key == key
    assert groups(answer.items[0], "AMMATTI")[0]["ammatti"] == "puuseppä"
