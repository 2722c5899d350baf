"""Scenarios of days that pass."""

from __future__ import annotations

from datetime import date

from tests.register.events.scenarios.world import World, scenario

from vaki.register.events.clock import DayPassed
from vaki.register.events.draft import Event


@scenario("day_passed: a new year")
def _(world: World) -> Event:
    world.register.day = date(2027, 1, 1)
    return DayPassed(person=world.code("single"))


@scenario("day_passed: the day after protection")
def _(world: World) -> Event:
    world.before("protection_begun", person=world.code("single"), until="2026-12-01", day="2026-11-10")
    world.register.day = date(2026, 12, 2)
    return DayPassed(person=world.code("single"))


@scenario("day_passed: the child's 18th birthday")
def _(world: World) -> Event:
    world.register.day = date(2036, 2, 3)
    return DayPassed(person=world.code("child"))


@scenario("day_passed: the child's 18th birthday, for a guardian")
def _(world: World) -> Event:
    world.register.day = date(2036, 2, 3)
    return DayPassed(person=world.code("mother"))


@scenario("day_passed: the 18th birthday of a child in care")
def _(world: World) -> Event:
    world.before("taken_into_care", person=world.code("child"), day="2026-11-10")
    world.register.day = date(2036, 2, 3)
    return DayPassed(person=world.code("child"))
