"""A second event of one day: what a person told of themselves is corrected, and a second move is refused."""

from __future__ import annotations

from typing import Any

import pytest
from tests.register.events.scenarios import World
from tests.register.people import NOKIA_FLAT, NOKIA_HOME, plain
from tests.register.reading import Reader

from vaki.register.errors import EventRefused
from vaki.register.groups import ATTRIBUTE, KIND

MAIL = {"postal_code": "37101", "post_office": "Nokia"}
TWICE: list[tuple[str, dict[str, Any], dict[str, Any], set[str]]] = [
    ("email", {"address": "a@example.fi"}, {"address": "b@example.fi"}, {"SAHKOPOSTIOSOITE"}),
    ("postal_address", {"address": "PL 1", **MAIL}, {"address": "PL 2", **MAIL}, {"KOTIMAINEN_POSTIOSOITE"}),
]


@pytest.mark.parametrize(("name", "first", "second", "kinds"), TWICE, ids=[row[0] for row in TWICE])
def test_what_was_told_earlier_the_same_day_is_corrected(
    name: str, first: dict[str, Any], second: dict[str, Any], kinds: set[str]
) -> None:
    world = World()
    world.before(name, person=world.code("mother"), **first)
    base = world.register.base_data(1)
    item = world.register.record(world.event(name, person=world.code("mother"), **second))[1]
    told = [(group[ATTRIBUTE], group[KIND]) for group, _ in item]
    assert {kind for _, kind in told} == kinds
    assert [attribute for attribute, _ in told] == ["KORJATTAVA", "KORJATTU"] * len(kinds)
    reader = Reader(base, world.register.day)
    reader.apply([group for group, _ in item])
    assert plain(reader.groups) == plain(world.register.base_data(1))


@pytest.mark.parametrize(("name", "fields"), [(row[0], row[1]) for row in TWICE], ids=[row[0] for row in TWICE])
def test_the_same_again_on_the_same_day_is_refused(name: str, fields: dict[str, Any]) -> None:
    world = World()
    world.before(name, person=world.code("mother"), **fields)
    with pytest.raises(EventRefused, match="already"):
        world.before(name, person=world.code("mother"), **fields)


def test_a_second_move_of_one_day_is_refused_because_the_first_began_that_day() -> None:
    world = World()
    world.before("move", person=[world.code("single")], to=NOKIA_FLAT.residence_code, day="2026-11-15")
    with pytest.raises(EventRefused, match="began the same day"):
        world.before("move", person=[world.code("single")], to=NOKIA_HOME.residence_code, day="2026-11-15")
