"""Scenarios of protection (turvakielto)."""

from __future__ import annotations

from tests.register.events.scenarios.world import World, scenario

from vaki.register.events.draft import Event


@scenario("protection_begun: up to a day")
def _(world: World) -> Event:
    return world.event("protection_begun", person=world.code("single"), until="2031-11-19")


@scenario("protection_extended: until further notice")
def _(world: World) -> Event:
    world.before("protection_begun", person=world.code("single"), until="2031-11-19")
    return world.event("protection_extended", person=world.code("single"))


@scenario("protection_ended: of someone with an e-mail address")
def _(world: World) -> Event:
    world.before("email", person=world.code("single"), address="veikko@example.fi", day="2026-11-01")
    world.before("protection_begun", person=world.code("single"), day="2026-11-10")
    return world.event("protection_ended", person=world.code("single"))
