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
