"""What holds of every event that is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.register.events.scenarios import World

from vaki.register.document import write
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode

Fields = dict[str, Any]
Row = tuple[str, Callable[[World], None], str, Callable[[World], Fields]]
"""A title, what has happened before, the event's name and its fields."""


def nothing(_world: World) -> None:
    pass


def alters_nothing(before: Callable[[World], None], name: str, fields: Callable[[World], Fields]) -> str:
    """Refused with a sentence without personal data, and without a trace; the sentence."""
    world = World()
    before(world)
    documents = {person: write(document) for person, document in world.register.people.items()}
    codes = [document.code for document in world.register.people.values()]
    with pytest.raises(EventRefused) as refused:
        world.register.record(decode(name, fields(world)))
    message = refused.value.message
    assert message.endswith(".")
    assert not any(code in message for code in codes)
    assert {person: write(document) for person, document in world.register.people.items()} == documents
    return message
