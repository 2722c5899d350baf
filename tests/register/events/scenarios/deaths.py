"""Scenarios of deaths that were none, and of the declaration of death."""

from __future__ import annotations

from typing import Any

from tests.register.events.scenarios.world import World, scenario
from tests.register.people import NOKIA_HOME

from vaki.register.events.draft import Event

DAY = "2026-11-19"


def custody_of_child(world: World) -> list[dict[str, Any]]:
    return [{"other": world.code("child"), "since": "2018-02-03", "ended": DAY}]


@scenario("declared_dead: a spouse and parent")
def _(world: World) -> Event:
    return world.event("declared_dead", person=world.code("father"), day=DAY)


@scenario("death: the day of death of someone declared dead")
def _(world: World) -> Event:
    world.before("declared_dead", person=world.code("father"), day=DAY)
    return world.event("death", person=world.code("father"), day="2026-11-15")


@scenario("death_corrected: a spouse")
def _(world: World) -> Event:
    world.before("death", person=world.code("father"), day=DAY)
    return world.event("death_corrected", person=world.code("father"), right_day="2026-11-15")


@scenario("death_corrected: the day that a declaration gave")
def _(world: World) -> Event:
    world.before("declared_dead", person=world.code("single"), day=DAY)
    return world.event("death_corrected", person=world.code("single"), right_day="2026-11-15")


@scenario("found_alive: a spouse and parent, with home and custody")
def _(world: World) -> Event:
    world.before("declared_dead", person=world.code("father"), day=DAY)
    return world.event(
        "found_alive",
        person=world.code("father"),
        residence=NOKIA_HOME.residence_code,
        custody=custody_of_child(world),
    )


@scenario("death_undone: a spouse and parent, with home and custody")
def _(world: World) -> Event:
    world.before("death", person=world.code("father"), day=DAY)
    return world.event(
        "death_undone",
        person=world.code("father"),
        residence=NOKIA_HOME.residence_code,
        custody=custody_of_child(world),
    )


@scenario("death_undone: the spouse has married again")
def _(world: World) -> Event:
    world.before("death", person=world.code("father"), day="2025-11-19")
    world.before("marriage", first=world.code("mother"), second=world.code("single"), day="2026-11-10")
    return world.event("death_undone", person=world.code("father"))


@scenario("death_undone: a child, with custody")
def _(world: World) -> Event:
    world.before("death", person=world.code("child"), day=DAY)
    custody = [{"other": world.code(role), "since": "2018-02-03", "ended": DAY} for role in ("mother", "father")]
    return world.event("death_undone", person=world.code("child"), custody=custody)


@scenario("death_undone: of someone who stays declared dead")
def _(world: World) -> Event:
    world.before("declared_dead", person=world.code("father"), day=DAY)
    world.before("death", person=world.code("father"), day="2026-11-15")
    return world.event("death_undone", person=world.code("father"))
