"""Some blocks' families, made once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from vaki.synthetic.population import Source, make_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.synthetic.family.facts import Union
    from vaki.synthetic.households import Block, Person

BLOCKS: Final = 6
SOURCE: Final = Source(100_000, 17, date(2026, 11, 7))


@pytest.fixture(scope="session")
def blocks() -> list[Block]:
    """Blocks one after another, so that what comes by turn comes."""
    return [make_block(SOURCE, number) for number in range(BLOCKS)]


def people(blocks: list[Block]) -> Iterator[Person]:
    for block in blocks:
        yield from block.people


def unions(blocks: list[Block]) -> Iterator[Union]:
    """Each union once."""
    for person in people(blocks):
        yield from (union for union in person.unions if union.one is person)
