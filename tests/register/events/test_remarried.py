"""Who marries the same person again has an ended union and one in force, and both hold the spouse's copy."""

from __future__ import annotations

from tests.register.events.scenarios import World
from tests.register.people import plain
from tests.register.reading import Reader


def test_a_new_name_is_told_in_the_ended_union_as_well_as_in_the_one_in_force() -> None:
    world = World()
    pair = {"first": world.code("mother"), "second": world.code("father")}
    world.before("divorce", **pair)
    world.before("marriage", **pair)
    base = world.register.base_data(1)
    item = world.register.record(
        world.event("name_change", person=world.code("father"), first_names="Eero Olavi", surname="Virtanen")
    )[1]
    reader = Reader(base, world.register.day)
    reader.apply([group for group, _ in item])
    assert plain(reader.groups) == plain(world.register.base_data(1))
