"""A derived group is never other than its source says, in base data and in changes, whatever has happened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.register.events.any_event import any_event
from tests.register.events.scenarios import SCENARIOS
from tests.register.events.table import prepared
from tests.register.groups import following
from tests.register.people import Register, family

from vaki.register.derive import SOURCES, derive, with_derived
from vaki.register.document import Document
from vaki.register.errors import EventRefused
from vaki.register.groups import BY_NAME, values
from vaki.register.groups.forms import example

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.register.events.draft import Event

LIFE = 8
Group = dict[str, Any]


def of_kind(groups: list[Group], kind: str) -> list[Group]:
    return [following.content(group) for group in groups if group["tietoryhma"] == kind]


def in_force(groups: list[Group]) -> list[Group]:
    return [one for one in of_kind(groups, "PERHESUHDE") if one["voimassaolo"] == "AKTIIVI"]


def base_data_follows(groups: list[Group], register: Register) -> None:
    for derived in following.CONTENT_OF:
        assert of_kind(groups, derived) == following.in_base_data(groups, derived), derived
    assert in_force(groups) == following.relations(groups)
    year_end = following.year_end(groups, register.day)
    assert of_kind(groups, "VUODENVAIHTEEN_KUNTA") == ([year_end] if year_end else [])


def change_follows(item: list[Group], before: list[Group], after: list[Group]) -> None:
    for derived in following.CONTENT_OF:
        assert following.told(item, derived) == following.in_changes(item, derived), derived
    relations_are_told(item, after)
    year_end_is_told(item, before, after)
    history_is_told(item, before, after)


def relations_are_told(item: list[Group], after: list[Group]) -> None:
    rows = following.told(item, "PERHESUHDE")
    sources = [group for group in item if group["tietoryhma"] in following.FAMILY]
    assert [row for row in rows if row[1]["voimassaolo"] == "AKTIIVI"] == [
        (
            group["muutosattribuutti"],
            following.relation(group),
            following.relations(after) if "voimassaolevatTiedot" in group else None,
        )
        for group in sources
    ]
    taken = [following.relation(group) for group in sources if group["muutosattribuutti"] == "POISTETTU"]
    for attribute, content, _ in rows:
        if attribute == "LISATTY" and content["voimassaolo"] == "PASSIIVI" and sources:
            was = {member: value for member, value in content.items() if member != "loppupv"}
            assert {**was, "voimassaolo": "AKTIIVI"} in taken


def year_end_is_told(item: list[Group], before: list[Group], after: list[Group]) -> None:
    was, now = (of_kind(groups, "VUODENVAIHTEEN_KUNTA") for groups in (before, after))
    rows = following.told(item, "VUODENVAIHTEEN_KUNTA")
    if was == now:
        # all that a protection hides or hid is told anew with its beginning and its end
        protection = any(group["tietoryhma"] == "TURVAKIELTO" for group in item)
        assert rows == [] or (protection and [(content, still) for _, content, still in rows] == [(now[0], None)])
    elif now:
        assert rows == [("MUUTETTU" if was else "LISATTY", now[0], None)]
    else:
        assert rows == [("POISTETTU", was[0], None)]


def history_is_told(item: list[Group], before: list[Group], after: list[Group]) -> None:
    for present, former in following.FORMER.items():
        ended = [
            content
            for attribute, content, _ in following.told(item, present)
            if attribute == "MUUTETTU" and "loppupv" in content
        ]
        for content in ended:
            assert ("LISATTY", content, None) in following.told(item, former)
            assert content in of_kind(after, former)
    homes = following.told(item, "KOTIKUNTA")
    old = of_kind(before, "KOTIKUNTA")
    moved = bool(old) and [attribute for attribute, _, _ in homes] == ["LISATTY"]
    if moved and old[0]["kuntaanMuuttopv"]["arvo"] < homes[0][1]["kuntaanMuuttopv"]["arvo"]:
        left = {**old[0], "kunnastaPoisMuuttopv": following.day_before(homes[0][1]["kuntaanMuuttopv"])}
        assert ("MUUTETTU", left, None) in following.told(item, "EDELLINEN_KOTIKUNTA")
        assert left in of_kind(after, "EDELLINEN_KOTIKUNTA")


def as_derived(register: Register) -> set[int]:
    """Those whose document is not one taken in as it was, which may lack what follows from its groups."""
    return {person for person, document in register.people.items() if document.loaded_as is None}


def happens(register: Register, event: Event) -> None:
    derived = as_derived(register)
    before = {person: register.base_data_before(person) for person in register.people}
    try:
        items = register.record(event)
    except EventRefused:
        return
    derived = {person for person in as_derived(register) if person in derived or person not in before}
    for person in derived:
        base_data_follows(register.base_data(person), register)
    for person in derived & items.keys():
        item = [group for group, aged in items[person] if not aged]
        change_follows(item, before.get(person, []), register.base_data(person))


ROLES = get_args(values.HuoltajanRooli)
HOMES = ("KOTIKUNTA", "EDELLINEN_KOTIKUNTA")
TOWNS = st.sampled_from(["091", "536"])
TURNS = st.sampled_from(["2024-12-31", "2025-01-01", "2025-12-30", "2025-12-31", "2026-01-01", "2026-05-05"])


def on(day: str) -> dict[str, str]:
    return {"arvo": day, "tarkkuus": "PAIVA"}


@st.composite
def any_source(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Group:
    """A group from which others follow, of any role and any name."""
    group = example(draw(st.sampled_from(sorted(SOURCES))))
    varied = {"huoltajanRooli": ROLES, "nimilaji": get_args(values.Nimilaji), "isaAiti": get_args(values.IsaAiti)}
    for member, names in varied.items():
        if member in group:
            group[member] = draw(st.sampled_from(names))
    for member in ("alkupv", "adoptiosuhde", "jarjestyskirjain", "asuminen"):
        if member in group and draw(st.booleans()):
            del group[member]
    return group


@given(
    st.lists(any_source(), max_size=8), st.lists(st.tuples(TURNS, st.sampled_from(["091", "536"])), max_size=4), TURNS
)
def test_what_follows_from_any_lines_is_in_base_data(
    sources: list[Group], homes: list[tuple[str, str]], today: str
) -> None:
    document = Document(1)
    for number, (since, code) in enumerate(sorted(dict(homes).items(), reverse=True)):
        document.add({"tietoryhma": HOMES[min(number, 1)], "kuntakoodi": code, "kuntaanMuuttopv": on(since)})
    for group in sources:
        document.add(group)
    derive(document)
    register = Register({1: document}, day=date.fromisoformat(today))
    base_data_follows(register.base_data(1), register)


@given(st.lists(st.tuples(any_source(), st.lists(any_source(), max_size=3), st.booleans()), max_size=6))
def test_what_follows_from_any_lines_is_told_with_them(lines: list[tuple[Group, list[Group], bool]]) -> None:
    changes: list[tuple[Group, tuple[int, ...]]] = []
    for group, others, beside in lines:
        told = {**group, "muutosattribuutti": "MUUTETTU"}
        if beside:
            told["voimassaolevatTiedot"] = [one for one in others if one["tietoryhma"] == group["tietoryhma"]]
        changes.append((told, ()))
    item = [group for group, _ in with_derived(changes)]
    for derived in following.CONTENT_OF:
        rows, expected = following.told(item, derived), following.in_changes(item, derived)
        assert rows == expected, derived


def test_every_derived_kind_of_the_catalogue_is_looked_at() -> None:
    derived = {name for name, group in BY_NAME.items() if group.derived_from is not None}
    assert derived == {*following.CONTENT_OF, "VUODENVAIHTEEN_KUNTA"}
    assert all(BY_NAME[kind].derived_from == source for kind, (source, _) in following.CONTENT_OF.items())


@pytest.mark.parametrize("title", SCENARIOS)
def test_what_follows_is_told_with_its_source_in_every_scenario(title: str) -> None:
    world, event = prepared(title)
    happens(world.register, event)


ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def live(data: st.DataObject) -> None:
    register = Register.of(family())
    for _ in range(LIFE):
        happens(register, data.draw(any_event(register)))


@settings(ANY, max_examples=200)
@given(st.data())
def test_what_follows_is_told_with_its_source_in_any_life(data: st.DataObject) -> None:
    live(data)


@pytest.mark.long
@settings(ANY, max_examples=2000)
@given(st.data())
def test_what_follows_is_told_with_its_source_in_many_lives(data: st.DataObject) -> None:
    live(data)
