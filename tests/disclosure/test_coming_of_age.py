"""K2000 §7: custody of under-18s and religion of minors only, whoever's the age is; children and parents at any age.

Tested on both records: base data, and a change that happens on the day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.world import HELSINKI, NOKIA, caller, family, groups, kinds, load, person, read, recording

from vaki.disclosure.base import base_data
from vaki.disclosure.changes import changes
from vaki.register.clock import advance
from vaki.register.document import Document, reference
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools
    from vaki.register.events.draft import Draft

BIRTHDAY = date(2026, 11, 25)
EVE = BIRTHDAY - timedelta(days=1)
BORN = date(2008, 11, 25)
GROWN = date(2000, 5, 5)
SCHOOL = ["perusopetus"]
DAYS = pytest.mark.parametrize(("day", "minor"), [(EVE, True), (BIRTHDAY, False)], ids=["the day before", "birthday"])


def household() -> tuple[Document, Document]:
    """A mother and her child, who comes of age on BIRTHDAY; the mother's religion is told to nobody."""
    mother = person(1, religion="EV_LUT")
    child = person(2, born=BORN, religion="ORT")
    family(mother, child)
    return mother, child


async def move_to(pools: Pools, day: date) -> None:
    async with Recorder(pools.register) as recorder:
        await advance(pools.register, recorder, day)


async def told_of(pools: Pools, customer: Caller, one: Document) -> list[str]:
    return kinds((await base_data(pools, customer, [one.code])).items[0])


def touch(kind: str) -> Any:
    """An event that tells anew every line of a kind as it was on the first day, whoever has come of age since."""

    def act(draft: Draft, document: Document, *others: Document) -> None:
        member = {"HUOLTAJA": "huoltaja", "HUOLLETTAVA": "huollettava", "LAPSI": "lapsi", "VANHEMPI": "vanhempi"}.get(
            kind
        )
        group: dict[str, Any] = {"tietoryhma": kind}
        if member is None:
            group["uskontokuntalaji"] = "REK_USK"
        else:
            group[member] = reference(others[0])
        draft.changed(document, group)

    return act


async def test_a_child_who_turns_out_to_be_a_grown_person_is_nobodys_to_look_after(pools: Pools) -> None:
    mother, child = household()
    grown = person(4, born=GROWN)
    await load(pools, mother, child, grown, day=EVE)
    customer = await caller(pools, purposes=SCHOOL)
    async with Recorder(pools.register) as recorder:
        await recorder.record(decode("codes_merged", {"person": grown.code, "dropped": child.code}))
    items = (await changes(pools, customer, 0, None)).items
    of_mother = next(item for item in items if read(item)["henkilotunnus"] == mother.code)
    assert [one["muutosattribuutti"] for one in groups(of_mother, "HUOLLETTAVA")] == ["POISTETTU"]
    assert "HUOLLETTAVA" not in await told_of(pools, customer, mother)


@DAYS
async def test_base_data_tells_custody_and_religion_until_the_birthday(pools: Pools, day: date, minor: bool) -> None:
    mother, child = household()
    await load(pools, mother, child, day=EVE)
    customer = await caller(pools, purposes=SCHOOL)
    await move_to(pools, day)
    of_child = await told_of(pools, customer, child)
    assert ("HUOLTAJA" in of_child, "USKONTOKUNTALAJI" in of_child) == (minor, minor)
    of_mother = await told_of(pools, customer, mother)
    assert ("HUOLLETTAVA" in of_mother) is minor
    assert "USKONTOKUNTALAJI" not in of_mother
    assert "VANHEMPI" in of_child
    assert "LAPSI" in of_mother


@DAYS
async def test_a_change_is_told_by_the_age_on_its_day(pools: Pools, day: date, minor: bool) -> None:
    mother, child = household()
    await load(pools, mother, child, day=EVE)
    customer = await caller(pools, purposes=SCHOOL)
    await move_to(pools, day)
    told: dict[str, bool] = {}
    for kind in ("HUOLTAJA", "USKONTOKUNTALAJI", "HUOLLETTAVA", "VANHEMPI", "LAPSI"):
        subject, other = (mother, child) if kind in ("HUOLLETTAVA", "LAPSI") else (child, mother)
        since = (await changes(pools, customer, 0, None)).key
        async with recording(pools) as happen:
            await happen(touch(kind), subject, other)
        items = (await changes(pools, customer, since, None)).items
        own = [item for item in items if read(item)["henkilotunnus"] == subject.code]
        told[kind] = any(one["muutosattribuutti"] == "MUUTETTU" for item in own for one in groups(item, kind))
    assert told == {
        "HUOLTAJA": minor,
        "USKONTOKUNTALAJI": minor,
        "HUOLLETTAVA": minor,
        "VANHEMPI": True,
        "LAPSI": True,
    }


async def test_the_religion_of_an_adult_is_never_told_though_the_child_is_a_minor(pools: Pools) -> None:
    mother, child = household()
    await load(pools, mother, child, day=EVE)
    customer = await caller(pools, purposes=SCHOOL)
    async with recording(pools) as happen:
        await happen(touch("USKONTOKUNTALAJI"), mother)
        await happen(touch("HUOLTAJA"), mother, child)
    assert [kinds(item) for item in (await changes(pools, customer, 0, None)).items] == []


async def test_what_ends_on_the_birthday_is_taken_away_on_it(pools: Pools) -> None:
    """The clock event closes custody on both sides and takes back the religion that had been told of a minor."""
    mother, child = household()
    await load(pools, mother, child, day=EVE)
    customer = await caller(pools, purposes=SCHOOL)
    without_schooling = await caller(pools, purposes=["vesi"])
    await move_to(pools, BIRTHDAY)
    told = {read(item)["henkilotunnus"]: item for item in (await changes(pools, customer, 0, None)).items}
    assert [(one["tietoryhma"], one["muutosattribuutti"]) for one in groups(told[child.code])] == [
        ("HUOLTAJA", "MUUTETTU"),
        ("USKONTOKUNTALAJI", "POISTETTU"),
    ]
    assert kinds(told[mother.code]) == ["HUOLLETTAVA"]
    others = (await changes(pools, without_schooling, 0, None)).items
    assert {kind for item in others for kind in kinds(item)} == {"HUOLTAJA", "HUOLLETTAVA"}


async def test_religion_is_told_for_basic_and_upper_secondary_education_only(pools: Pools) -> None:
    mother, child = household()
    await load(pools, mother, child, day=EVE)
    purposes = {"none": [], "others": ["vesi", "varhaiskasvatus", "ammatillinen"], "basic": SCHOOL, "upper": ["lukio"]}
    customers = {name: await caller(pools, purposes=given) for name, given in purposes.items()}
    async with recording(pools) as happen:
        await happen(touch("USKONTOKUNTALAJI"), child)
    expected = {"none": False, "others": False, "basic": True, "upper": True}
    base = {name: await told_of(pools, customer, child) for name, customer in customers.items()}
    assert {name: "USKONTOKUNTALAJI" in told for name, told in base.items()} == expected
    changed = {name: (await changes(pools, customer, 0, None)).items for name, customer in customers.items()}
    assert {name: bool(items) for name, items in changed.items()} == expected


async def test_children_and_parents_of_any_age_are_told(pools: Pools) -> None:
    grandmother = person(3, born=date(1930, 2, 3))
    old_child = person(4, born=date(1955, 6, 7), town=HELSINKI)
    for holder, kin, member, other in (
        (grandmother, "LAPSI", "lapsi", old_child),
        (old_child, "VANHEMPI", "vanhempi", grandmother),
    ):
        holder.add({"tietoryhma": kin, member: reference(other), "isaAiti": "AITI"}, other.person_id)
    await load(pools, grandmother, old_child, day=EVE)
    both = await caller(pools, municipalities=[NOKIA, HELSINKI])
    assert "LAPSI" in await told_of(pools, both, grandmother)
    assert "VANHEMPI" in await told_of(pools, both, old_child)


@pytest.mark.parametrize(("before", "after", "told"), [(BORN, GROWN, "POISTETTU"), (GROWN, BORN, "LISATTY")])
async def test_a_birth_date_put_right_takes_custody_and_religion_away_or_brings_them(
    pools: Pools, before: date, after: date, told: str
) -> None:
    mother = person(1, religion="EV_LUT")
    child = person(2, born=before, religion="ORT")
    family(mother, child)
    await load(pools, mother, child, day=EVE)
    customer = await caller(pools, purposes=SCHOOL)
    async with Recorder(pools.register) as recorder:
        await recorder.record(decode("code_change", {"person": child.code, "birth_date": after.isoformat()}))
    items = (await changes(pools, customer, 0, None)).items
    of_child, of_mother = (
        next(item for item in items if read(item)["henkilotunnus"] == one.code) for one in (child, mother)
    )
    for kind in ("HUOLTAJA", "USKONTOKUNTALAJI"):
        assert [one["muutosattribuutti"] for one in groups(of_child, kind)] == [told]
    expected = "POISTETTU" if told == "POISTETTU" else "MUUTETTU"
    assert [one["muutosattribuutti"] for one in groups(of_mother, "HUOLLETTAVA")] == [expected]


async def test_a_change_is_told_by_the_birth_date_known_on_its_day(pools: Pools) -> None:
    """Of whom was a minor then the guardian's new data are told, though the birth date is put right by now."""
    mother, child = household()
    await load(pools, mother, child, day=EVE)
    customer = await caller(pools, purposes=SCHOOL)
    async with Recorder(pools.register) as recorder:
        await recorder.record(decode("sex_change", {"person": mother.code, "sex": "MIES"}))
        await recorder.record(decode("code_change", {"person": child.code, "birth_date": GROWN.isoformat()}))
    items = [read(item) for item in (await changes(pools, customer, 0, None)).items]
    of_child = [one for item in items if item["henkilotunnus"] == child.code for one in item["tietoryhmat"]]
    of_guardian = [one for one in of_child if one["tietoryhma"] == "HUOLTAJA"]
    assert [one["muutosattribuutti"] for one in of_guardian][-1] == "POISTETTU"
    assert {one["huoltaja"]["sukupuoli"] for one in of_guardian} == {"MIES"}
    assert len(of_guardian) > 1
