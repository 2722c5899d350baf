"""Scenarios of records that were wrong."""

from __future__ import annotations

from datetime import date

from tests.register.events.scenarios.world import World, scenario

from vaki.register.events.draft import Event
from vaki.register.wire import day as wire_day


@scenario("correction: the start of a residence code")
def _(world: World) -> Event:
    kind = "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
    group = world.register.people[4].one(kind) or {}
    wrong = {member: value for member, value in group.items() if member != "tietoryhma"}
    right = {**wrong, "alkupv": wire_day(date(2020, 1, 2))}
    return world.event("correction", person=world.code("single"), kind=kind, wrong=wrong, right=right)


@scenario("correction: a wedding day, on both sides")
def _(world: World) -> Event:
    group = world.register.people[1].one("AVIOLIITTO") or {}
    wrong = {member: value for member, value in group.items() if member != "tietoryhma"}
    right = {**wrong, "vihkipv": wire_day(date(2012, 6, 17))}
    return world.event("correction", person=world.code("mother"), kind="AVIOLIITTO", wrong=wrong, right=right)


@scenario("correction: a record that was missing")
def _(world: World) -> Event:
    right = {"uskontokunta": 275, "alkupv": wire_day(date(2019, 9, 13))}
    return world.event("correction", person=world.code("single"), kind="USKONTOKUNTA", right=right)


@scenario("correction: one more record of history that was missing")
def _(world: World) -> Event:
    right = {"uskontokunta": 590, "loppupv": wire_day(date(2019, 9, 12))}
    return world.event("correction", person=world.code("single"), kind="HISTORIAA_USKONTOKUNNASTA", right=right)


@scenario("correction: a record that should not be there")
def _(world: World) -> Event:
    wrong = {"uskontokuntalaji": "EV_LUT"}
    return world.event("correction", person=world.code("single"), kind="USKONTOKUNTALAJI", wrong=wrong)


@scenario("correction: a reference person, known by code")
def _(world: World) -> Event:
    return world.event(
        "correction", person=world.code("single"), kind="VIITEHENKILO", right={}, about=world.code("mother")
    )


@scenario("correction: an earlier name of a reference person")
def _(world: World) -> Event:
    right = {"nimilaji": "EDELLINEN_SUKUNIMI", "nimi": "Laine", "nimiUTF8": "Laine"}
    kind = "VIITEHENKILON_EDELLINEN_NIMI"
    return world.event("correction", person=world.code("single"), kind=kind, right=right, about=world.code("mother"))


@scenario("correction: earlier codes of a reference person")
def _(world: World) -> Event:
    world.before("code_change", person=world.code("mother"))
    kind = "VIITEHENKILON_EDELLISET_HENKILOTUNNUKSET"
    right = {"edellisetHenkilotunnukset": world.register.people[1].codes[1:]}
    return world.event("correction", person=world.code("single"), kind=kind, right=right, about=world.code("mother"))


@scenario("child_letter_corrected: where it stands with the mother too")
def _(world: World) -> Event:
    world.before("birth", mother=world.code("mother"), sex="MIES", day="2026-10-20")
    return world.event("child_letter_corrected", person=world.code("new"), letter="C")
