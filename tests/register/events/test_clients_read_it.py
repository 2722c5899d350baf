"""What the known clients need of every event's items and of the base data around it (docs/wire/muutosrajapinta.md §3).

Each client is a model of its parser: what it reads, what it cannot do without, and what it makes of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests.register.events import table
from tests.register.events.scenarios import SCENARIOS

from vaki.register.groups import ATTRIBUTE, BY_NAME, IN_FORCE, KIND

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PRECISIONS = {"PAIVA", "KUUKAUSI", "VUOSI"}
BILINGUAL = {"katunimi", "postiosoite", "postitoimipaikka"}
PRISMATICS_ARRAYS = {
    "henkilonKansalaisuudet",
    "edellisetHenkilotunnukset",
    "nykyisetEdunvalvojat",
    "nykyisetEdunvalvontavaltuutetut",
}
ARRAY_KINDS = {
    "KANSALAISUUS": "henkilonKansalaisuudet",
    "HENKILOTUNNUS_KORJAUS": "edellisetHenkilotunnukset",
    "EDUNVALVONTA": "nykyisetEdunvalvojat",
    "EDUNVALVONTAVALTUUTUS": "nykyisetEdunvalvontavaltuutetut",
}
ORDINARY_CHANGES = {
    "korjattavatKansalaisuudet",
    "korjatutKansalaisuudet",
    "poistetutKansalaisuudet",
    "lisatytKansalaisuudet",
    "muutetutKansalaisuudet",
}

Group = dict[str, Any]
Periods = Counter[tuple[str, str, str | None]]
"""Home municipalities: code, first day, last day."""


def wire(group: Any) -> Group:
    read: Group = json.loads(json.dumps(group))
    return read


def items(title: str) -> list[list[Group]]:
    """What each person's item tells to readers without age rules."""
    return [[wire(group) for group, aged in item if not aged] for item in table.told(title)[1].values()]


def whole(groups: list[Group]) -> Iterator[Group]:
    """Groups with content; those that are in force beside a change too."""
    for group in groups:
        yield group
        yield from group.get(IN_FORCE, ())


def members(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every member at any depth."""
    if isinstance(value, dict):
        for own, content in value.items():
            yield own, content
            yield from members(content, own)
    elif isinstance(value, list):
        for one in value:
            yield from members(one, name)


def evaka(group: Group) -> None:
    """One bad item fails its whole fetch; it never looks at the attribute."""
    if group[KIND] == "TURVAKIELTO":
        assert isinstance(group["turvakieltoAktiivinen"], bool)
    if group[KIND] == "HUOLTAJA_SUPPEA":
        assert isinstance(group["huoltaja"], dict)
        assert isinstance(group["huoltajanRooli"], str)
        assert isinstance(group["huoltajanLaji"], str)
    if group[KIND] == "HENKILOTUNNUS_KORJAUS":
        assert group["voimassaolo"] in {"AKTIIVI", "PASSIIVI"}
        assert isinstance(group["muutettuHenkilotunnus"], str)
        assert isinstance(group["edellisetHenkilotunnukset"], list)
        assert isinstance(group["aktiivinenHenkilotunnus"], str)
    for name, value in members(group):
        if isinstance(value, dict) and "arvo" in value:
            assert DAY.fullmatch(value["arvo"]), name
            assert value["tarkkuus"] in PRECISIONS
        assert value is not None


def onr(group: Group) -> None:
    """A missing member is a null error, and the item stays in error."""
    needed = {
        "TURVAKIELTO": "turvakieltoAktiivinen",
        "KUOLINPAIVA": "kuollut",
        "KANSALAISUUS": "henkilonKansalaisuudet",
        "HUOLTAJA": "huoltaja",
    }
    if group[KIND] in needed:
        assert needed[group[KIND]] in group
    if (group[KIND], group.get(ATTRIBUTE)) == ("KOTIKUNTA", "POISTETTU"):
        assert group[IN_FORCE][0]["kuntakoodi"]
    for beside in group.get(IN_FORCE, ()):
        assert beside[KIND] == group[KIND]
        assert ATTRIBUTE not in beside
        assert not {"huoltosuhteenMuutos", "lisatytOikeudet"} & beside.keys()


def helsinki_and_the_others(group: Group) -> None:
    if group[KIND] == "HENKILON_NIMI":
        assert {"etunimi", "sukunimi"} <= group.keys()
    if group[KIND] == "VAKINAINEN_KOTIMAINEN_OSOITE":
        assert re.fullmatch(r"[0-9]{3}", group.get("huoneistonumero", "000"))
        assert isinstance(group.get("osoitenumero", 1), int)
    if group[KIND] in ARRAY_KINDS:
        assert ARRAY_KINDS[group[KIND]] in group
    foreign = group[KIND] == "ULKOMAINEN_POSTIOSOITE"
    for name, value in members(group):
        if name in PRISMATICS_ARRAYS:
            assert isinstance(value, list)
        if name in BILINGUAL and not foreign:
            assert value
            assert {*value} <= {"fi", "sv"}


@pytest.mark.parametrize("title", SCENARIOS)
def test_every_item_can_be_read_by_every_client(title: str) -> None:
    for item in items(title):
        for group in whole(item):
            evaka(group)
            onr(group)
            helsinki_and_the_others(group)


@pytest.mark.parametrize("title", SCENARIOS)
def test_base_data_around_every_event_can_be_read_by_every_client(title: str) -> None:
    world, _ = table.told(title)
    for person in world.register.people:
        for group in map(wire, world.register.base_data(person)):
            assert ATTRIBUTE not in group
            evaka(group)
            onr(group)
            helsinki_and_the_others(group)


@pytest.mark.parametrize("title", SCENARIOS)
def test_what_is_right_comes_directly_after_what_was_wrong(title: str) -> None:
    for item in items(title):
        steps = [(group[ATTRIBUTE], group[KIND]) for group in item]
        for at, (attribute, kind) in enumerate(steps):
            if attribute == "KORJATTAVA":
                assert steps[at + 1] == ("KORJATTU", kind)
            if attribute == "KORJATTU":
                assert steps[at - 1] == ("KORJATTAVA", kind)


@pytest.mark.parametrize("title", SCENARIOS)
def test_told_members_stand_in_wire_order_after_the_attribute(title: str) -> None:
    for item in items(title):
        for group in item:
            assert list(group)[:2] == [KIND, ATTRIBUTE]
            for one in whole([group]):
                known = [name for name in one if name in BY_NAME[one[KIND]].members] if one[KIND] in BY_NAME else []
                order = {name: at for at, name in enumerate(BY_NAME[one[KIND]].members)} if known else {}
                assert known == sorted(known, key=order.__getitem__)


@pytest.mark.parametrize("title", SCENARIOS)
def test_a_change_of_citizenship_has_all_five_lists(title: str) -> None:
    for item in items(title):
        for group in item:
            if group[KIND] == "KANSALAISUUS" and group[ATTRIBUTE] != "LISATIETO":
                assert group.keys() >= ORDINARY_CHANGES


@pytest.mark.parametrize("title", [title for title in SCENARIOS if not title.startswith("loaded")])
def test_onr_follows_home_municipalities_without_losing_one(title: str) -> None:
    """It finds the period to close, to put right or to delete by code and first day, and ends with base data's.

    KOTIKUNTA as MUUTETTU is what stands already, told when protection begins or ends.
    """
    prepared, event = table.prepared(title)
    register = prepared.register
    held = {person: homes(register.base_data(person)) for person in register.people}
    told = register.record(event)
    for person, item in told.items():
        mine = held.get(person, Counter())
        for group, aged in item:
            if not aged:
                follow(mine, wire(group))
        assert +mine == homes(register.base_data(person))


def homes(groups: Any) -> Periods:
    return Counter(period(wire(one)) for one in groups if one[KIND] in {"KOTIKUNTA", "EDELLINEN_KOTIKUNTA"})


def period(group: Group) -> tuple[str, str, str | None]:
    last = group.get("kunnastaPoisMuuttopv")
    return group["kuntakoodi"], group.get("kuntaanMuuttopv", {}).get("arvo", ""), last and last["arvo"]


def follow(held: Periods, group: Group) -> None:
    attribute = group[ATTRIBUTE]
    told = period(group) if group[KIND] in {"KOTIKUNTA", "EDELLINEN_KOTIKUNTA"} else None
    if told is None or attribute == "LISATIETO" or (group[KIND], attribute) == ("KOTIKUNTA", "MUUTETTU"):
        return
    if attribute in {"POISTETTU", "KORJATTAVA"}:
        assert held[told] > 0, group
        held[told] -= 1
    elif attribute == "MUUTETTU" and group[KIND] == "EDELLINEN_KOTIKUNTA":
        assert held[told[0], told[1], None] > 0, group
        held[told[0], told[1], None] -= 1
        held[told] += 1
    else:
        held[told] += 1
