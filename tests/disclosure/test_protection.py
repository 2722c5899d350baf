"""What is told of protected persons, and what is not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.disclosure.test_changes import START, to, work
from tests.disclosure.world import (
    HELSINKI,
    NOKIA,
    TAMPERE,
    TODAY,
    address,
    caller,
    groups,
    kinds,
    load,
    person,
    record,
    recording,
    sandbox,
)

from vaki.disclosure.door import base_data, changes, operator
from vaki.disclosure.products import get
from vaki.register.events.protection import begin_protection, end_protection
from vaki.register.groups import BY_NAME, PLACE, SENSITIVE
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft

SIXTEEN = sorted(SENSITIVE, key=PLACE.__getitem__)
FIVE = [
    "VAKINAINEN_KOTIMAINEN_OSOITE",
    "KOTIMAINEN_POSTIOSOITE",
    "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "VAKINAINEN_OLINPAIKASSA_ASUMINEN",
    "VAKINAINEN_ULKOMAILLA_ASUMINEN",
]
"""What K2000 has of the sixteen and does not pass."""


def begin(draft: Draft, document: Document) -> None:
    begin_protection(draft, document, date(2026, 11, 1), None)


def end(draft: Draft, document: Document) -> None:
    end_protection(draft, document, draft.day)


def history(kind: str, since: date, until: date, town: str = HELSINKI) -> dict[str, object]:
    if kind == "EDELLINEN_KOTIKUNTA":
        return record(kind, kuntakoodi=town, kuntaanMuuttopv=wire_day(since), kunnastaPoisMuuttopv=wire_day(until))
    return record(kind, kuntakoodi=town, alkupv=wire_day(since), loppupv=wire_day(until))


def censored(item: bytes) -> list[str]:
    return [group["tietoryhma"] for group in groups(item) if "turvakiellonAlaisetKentat" in group]


async def test_a_protected_person_has_one_censored_object_a_kind_also_of_kinds_without_data(pools: Pools) -> None:
    one = person(1, protected_since=date(2020, 1, 1))
    one.add(address("Toinen", NOKIA, TODAY))
    await load(pools, one)
    item = (await base_data(pools, await sandbox(pools, "mutpT1x"), [one.code])).items[0]
    assert censored(item) == SIXTEEN
    assert [PLACE[kind] for kind in kinds(item)] == sorted(PLACE[kind] for kind in kinds(item))
    for kind in SIXTEEN:
        assert groups(item, kind) == [{"tietoryhma": kind, "turvakiellonAlaisetKentat": list(BY_NAME[kind].hidden)}]
    assert not groups(item, "VAESTOKIRJANPITOKUNTA")
    assert b"Salakatu" not in item
    assert NOKIA.encode() not in item


async def test_k2000_passes_the_home_municipality_and_nothing_else_of_the_sixteen(pools: Pools) -> None:
    one = person(1, protected_since=date(2020, 1, 1))
    await load(pools, one)
    item = (await base_data(pools, await caller(pools), [one.code])).items[0]
    assert censored(item) == FIVE
    assert groups(item, "KOTIKUNTA")[0]["kuntakoodi"] == NOKIA
    assert groups(item, "VUODENVAIHTEEN_KUNTA")[0]["kuntakoodi"] == NOKIA


async def test_the_entitled_and_the_operator_see_everything(pools: Pools) -> None:
    one = person(1, protected_since=date(2020, 1, 1))
    await load(pools, one)
    for asked in (operator(), await sandbox(pools, "mutpT1"), await caller(pools, protected="all")):
        item = (await base_data(pools, asked, [one.code])).items[0]
        assert censored(item) == []
        assert b"Salakatu" in item


async def test_history_of_place_is_withheld_where_it_overlaps_protection(pools: Pools) -> None:
    one = person(1, protected_since=date(2020, 1, 1))
    for kind in ("EDELLINEN_KOTIKUNTA", "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "ENTINEN_ULKOMAILLA_ASUMINEN"):
        one.add(history(kind, date(2005, 1, 1), date(2010, 2, 28)))
        one.add(history(kind, date(2018, 1, 1), date(2021, 2, 28), TAMPERE))
    await load(pools, one)
    town = (await base_data(pools, await caller(pools), [one.code])).items[0]
    assert len(groups(town, "EDELLINEN_KOTIKUNTA")) == 2
    assert len(groups(town, "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")) == 1
    assert len(groups(town, "ENTINEN_ULKOMAILLA_ASUMINEN")) == 1
    hidden = (await base_data(pools, await sandbox(pools, "mutpT1x"), [one.code])).items[0]
    assert len(groups(hidden, "EDELLINEN_KOTIKUNTA")) == 1
    assert TAMPERE.encode() not in hidden


async def test_the_birthplace_of_one_born_under_protection_is_left_out(pools: Pools) -> None:
    child = person(1, born=date(2024, 5, 1), protected_since=date(2024, 5, 1))
    adult = person(3, protected_since=date(2024, 5, 1))
    await load(pools, child, adult)
    items = (await base_data(pools, await caller(pools), [child.code, adult.code])).items
    assert [bool(groups(item, "SYNTYMAKOTIKUNTA")) for item in items] == [False, True]


async def test_the_item_that_begins_protection_has_every_censored_group_of_the_product(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    async with recording(pools) as happen:
        await happen(begin, one)
    (item,) = (await changes(pools, await caller(pools), START, None)).items
    assert kinds(item)[0] == "TURVAKIELTO"
    assert groups(item, "TURVAKIELTO")[0]["muutosattribuutti"] == "LISATTY"
    assert censored(item) == FIVE
    for kind in FIVE:
        (group,) = groups(item, kind)
        assert list(group) == ["tietoryhma", "muutosattribuutti", "turvakiellonAlaisetKentat"]
        assert group["muutosattribuutti"] == "MUUTETTU"
    (item,) = (await changes(pools, await sandbox(pools, "mutpT1x"), START, {one.code})).items
    assert censored(item) == SIXTEEN


async def test_the_item_that_ends_protection_is_in_clear_and_what_was_told_during_it_stays_censored(
    pools: Pools,
) -> None:
    one = person(1)
    await load(pools, one)
    async with recording(pools) as happen:
        await happen(begin, one)
        await happen(to(TAMPERE), one)
        await happen(end, one)
    began, moved, ended = (await changes(pools, await sandbox(pools, "mutpT1x"), START, {one.code})).items
    assert censored(began) == censored(moved) == SIXTEEN
    assert kinds(moved) == SIXTEEN
    assert censored(ended) == []
    assert groups(ended, "VAKINAINEN_KOTIMAINEN_OSOITE")[0]["katunimi"] == {"fi": "Uusikatu"}


async def test_a_change_published_before_protection_is_censored_after_it_began(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    async with recording(pools) as happen:
        await happen(
            lambda draft, document: draft.changed(document, document.all("VAKINAINEN_KOTIMAINEN_OSOITE")[0]), one
        )
        await happen(work, one)
        clear = await changes(pools, await caller(pools), START, None)
        await happen(begin, one)
    assert b"Salakatu" in clear.items[0]
    moved, worked, _ = (await changes(pools, await caller(pools), START, None)).items
    assert kinds(moved) == FIVE
    assert censored(moved) == FIVE
    assert worked == clear.items[1]


async def test_an_event_on_hidden_groups_gives_one_fixed_item_whichever_it_touches(pools: Pools) -> None:
    people = [person(number, protected_since=date(2020, 1, 1)) for number in (1, 3, 5)]
    await load(pools, *people)

    def postal(draft: Draft, document: Document) -> None:
        group = record("KOTIMAINEN_POSTIOSOITE", postiosoite={"fi": "PL 1"}, postinumero="00100")
        document.put(group)
        draft.added(document, group)

    def street(draft: Draft, document: Document) -> None:
        for group in document.all("VAKINAINEN_KOTIMAINEN_OSOITE"):
            draft.changed(document, group)
            draft.removed(document, group)

    def former(draft: Draft, document: Document) -> None:
        group = history("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", date(2019, 1, 1), date(2022, 1, 1))
        document.add(group)
        draft.added(document, group)

    async with recording(pools) as happen:
        for act, one in zip((postal, street, former), people, strict=True):
            await happen(act, one)
    for asked, hidden in ((await caller(pools), FIVE), (await sandbox(pools, "mutpT1x"), SIXTEEN)):
        items = (await changes(pools, asked, START, {one.code for one in people})).items
        assert [kinds(item) for item in items] == [hidden] * 3
        assert groups(items[0]) == groups(items[1]) == groups(items[2])


async def test_asking_for_one_group_does_not_tell_which_hidden_group_an_event_touched(pools: Pools) -> None:
    people = [person(number, protected_since=date(2020, 1, 1)) for number in (1, 3)]
    await load(pools, *people)

    def postal(draft: Draft, document: Document) -> None:
        draft.added(document, record("KOTIMAINEN_POSTIOSOITE", postinumero="00100"))
        document.put(record("KOTIMAINEN_POSTIOSOITE", postinumero="00100"))

    def street(draft: Draft, document: Document) -> None:
        for group in document.all("VAKINAINEN_KOTIMAINEN_OSOITE"):
            draft.changed(document, group)

    async with recording(pools) as happen:
        await happen(postal, people[0])
        await happen(street, people[1])
    asked = frozenset({"KOTIMAINEN_POSTIOSOITE"})
    items = (await changes(pools, await caller(pools), START, None, asked)).items
    assert [kinds(item) for item in items] == [["KOTIMAINEN_POSTIOSOITE"]] * 2


async def test_who_moves_in_under_protection_comes_censored(pools: Pools) -> None:
    one = person(1, town=HELSINKI, protected_since=date(2020, 1, 1))
    await load(pools, one)
    async with recording(pools) as happen:
        await happen(to(NOKIA), one)
    (item,) = (await changes(pools, await caller(pools), START, None)).items
    assert censored(item) == FIVE
    assert groups(item, "KOTIKUNTA")[0]["kuntakoodi"] == NOKIA
    assert all(group["muutosattribuutti"] == "LISATTY" for group in groups(item))
    assert b"Uusikatu" not in item
    assert b"Salakatu" not in item


async def test_who_moves_out_leaves_no_address_when_protected_then_or_since(pools: Pools) -> None:
    before, since = person(1, protected_since=date(2020, 1, 1)), person(3)
    await load(pools, before, since)
    async with recording(pools) as happen:
        await happen(to(TAMPERE), before)
        await happen(to(TAMPERE), since)
        await happen(begin, since)
    items = (await changes(pools, await caller(pools), START, None)).items
    assert [kinds(item) for item in items] == [["VAKINAINEN_KOTIMAINEN_OSOITE", "KOTIKUNTA"]] * 2
    for item in items:
        assert censored(item) == ["VAKINAINEN_KOTIMAINEN_OSOITE"]
        assert groups(item, "KOTIKUNTA")[0]["kuntakoodi"] == TAMPERE


async def test_without_its_censored_objects_and_with_the_item_that_ends_protection_a_reader_holds_base_data(
    pools: Pools,
) -> None:
    one = person(1)
    await load(pools, one)
    asked = await sandbox(pools, "mutpT1x")
    async with recording(pools) as happen:
        await happen(begin, one)
        held = groups((await base_data(pools, asked, [one.code])).items[0])
        since = await happen(end, one) - 1
    (item,) = (await changes(pools, asked, since, {one.code})).items
    assert groups(item, "TURVAKIELTO")[0]["turvakieltoAktiivinen"] is False
    kept = [
        group for group in held if "turvakiellonAlaisetKentat" not in group and group["tietoryhma"] != "TURVAKIELTO"
    ]
    brought = [
        {member: value for member, value in group.items() if member != "muutosattribuutti"}
        for group in groups(item)
        if group["tietoryhma"] != "TURVAKIELTO"
    ]
    base = groups((await base_data(pools, asked, [one.code])).items[0])
    assert sorted(map(str, [*kept, *brought])) == sorted(map(str, base))


EVERY_PRODUCT = ["mutpT1x", "K2000", "OPPIJA", "VAKA", "OPISKELIJA", "ASREK"]


def of_product(product: str) -> list[str]:
    """What the product has of the sixteen and does not pass, as the descriptions of products say."""
    chosen = get(product)
    passes = {"KOTIKUNTA", "VUODENVAIHTEEN_KUNTA"} if chosen.protection == "VAIN_KOTIKUNTATIEDOT_VALITETAAN" else set()
    return [kind for kind in SIXTEEN if kind in chosen.in_wire_order and kind not in passes]


@pytest.mark.parametrize("product", EVERY_PRODUCT)
async def test_every_product_gets_all_it_censors_when_protection_begins_and_in_clear_when_it_ends(
    pools: Pools, product: str
) -> None:
    bare, full = person(1), person(3)
    bare.drop_kind("VAKINAINEN_KOTIMAINEN_OSOITE")
    full.add(record("KOTIMAINEN_POSTIOSOITE", postiosoite={"fi": "PL 1"}, postinumero="37101"))
    await load(pools, bare, full)
    asked = await (sandbox if product.startswith("mutp") else caller)(pools, product)
    async with recording(pools) as happen:
        for one in (bare, full):
            since = await happen(begin, one) - 1
            (began,) = (await changes(pools, asked, since, {one.code})).items
            assert censored(began) == of_product(product)
            assert all(
                group["muutosattribuutti"] == "MUUTETTU" for kind in censored(began) for group in groups(began, kind)
            )
            assert b"Salakatu" not in began
            since = await happen(end, one) - 1
            (ended,) = (await changes(pools, asked, since, {one.code})).items
            assert censored(ended) == []
    assert b"Salakatu" in ended
    assert {"VAKINAINEN_KOTIMAINEN_OSOITE", "KOTIMAINEN_POSTIOSOITE"} <= {*kinds(ended)}


@pytest.mark.parametrize("product", EVERY_PRODUCT)
async def test_every_product_gets_one_fixed_item_of_what_touches_only_what_it_censors(
    pools: Pools, product: str
) -> None:
    people = [person(number, protected_since=date(2020, 1, 1)) for number in (1, 3, 5)]
    await load(pools, *people)

    def street(draft: Draft, document: Document) -> None:
        for group in document.all("VAKINAINEN_KOTIMAINEN_OSOITE"):
            draft.changed(document, group)

    def postal(draft: Draft, document: Document) -> None:
        group = record("KOTIMAINEN_POSTIOSOITE", postiosoite={"fi": "PL 1"}, postinumero="00100")
        document.put(group)
        draft.added(document, group)

    def two(draft: Draft, document: Document) -> None:
        street(draft, document)
        postal(draft, document)

    asked = await (sandbox if product.startswith("mutp") else caller)(pools, product)
    async with recording(pools) as happen:
        for act, one in zip((street, postal, two), people, strict=True):
            await happen(act, one)
    items = (await changes(pools, asked, START, {one.code for one in people})).items
    fixed = [
        {"tietoryhma": kind, "muutosattribuutti": "MUUTETTU", "turvakiellonAlaisetKentat": list(BY_NAME[kind].hidden)}
        for kind in of_product(product)
    ]
    assert [groups(item) for item in items] == [fixed] * 3
