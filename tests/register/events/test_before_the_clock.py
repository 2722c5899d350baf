"""An event that comes on a day before the clock's own event hides nothing that the day alone changes."""

from __future__ import annotations

from datetime import date

from tests.register.events.scenarios import World

from vaki.register.due import due_day
from vaki.register.events.clock import DayPassed
from vaki.register.groups import ATTRIBUTE, KIND


def occupation(world: World, role: str) -> list[tuple[str, str, bool]]:
    told = world.register.record(world.event("occupation", person=world.code(role), occupation="seppä"))
    return [(group[ATTRIBUTE], group[KIND], aged) for group, aged in told[world.roles[role]]]


def test_the_new_year_is_told() -> None:
    world = World()
    world.register.day = date(2027, 1, 1)
    assert ("MUUTETTU", "VUODENVAIHTEEN_KUNTA", False) in occupation(world, "single")


def test_a_death_of_last_year_recorded_after_the_new_year_was_told_takes_it_back() -> None:
    world = World()
    world.register.day = date(2027, 1, 1)
    world.register.record(DayPassed(person=world.code("single")))
    told = world.register.record(world.event("death", person=world.code("single"), day="2026-11-20"))
    years = [group["vuodenvaihde"] for group, _ in told[4] if group[KIND] == "VUODENVAIHTEEN_KUNTA"]
    assert years == [2025]


def test_the_birthday_is_told() -> None:
    world = World()
    world.register.day = date(2036, 2, 3)
    assert ("POISTETTU", "USKONTOKUNTALAJI", True) in occupation(world, "child")


def test_protection_and_custody_past_their_end_are_due_the_next_day() -> None:
    world = World()
    world.before("protection_begun", person=world.code("single"), until="2026-12-01")
    world.register.day = date(2026, 12, 2)
    occupation(world, "single")
    assert due_day(world.register.people[4], date(2026, 12, 2)) == date(2026, 12, 3)
    world.register.day = date(2036, 2, 3)
    occupation(world, "child")
    assert due_day(world.register.people[3], date(2036, 2, 3)) == date(2036, 2, 4)


def test_the_clock_event_finds_what_an_earlier_one_left() -> None:
    world = World()
    world.register.day = date(2036, 2, 4)
    told = world.register.record(DayPassed(person=world.code("child")))
    assert {group[KIND] for group, _ in told[3]} == {"HUOLTAJA", "HUOLTAJA_SUPPEA", "HUOLTAJA_RAJOITETTU"}
    assert not world.register.record(DayPassed(person=world.code("child")))
