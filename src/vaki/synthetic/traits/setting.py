"""What the traits are made from: the block and where its people have lived, and one person in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vaki.synthetic.draws import Draws
    from vaki.synthetic.history import Histories, Stay
    from vaki.synthetic.households import Block, Person
    from vaki.synthetic.naming import Names
    from vaki.synthetic.places import Place
    from vaki.synthetic.traits.citizenship import Origin


@dataclass(frozen=True, slots=True)
class Setting:
    """What the people of a block share. `first_id` is the internal number of the first of them."""

    seed: int
    block: Block
    places: Sequence[Place]
    histories: Histories
    first_id: int

    @property
    def day(self) -> date:
        return self.block.day


@dataclass(slots=True)
class Subject:
    """One person, and what several traits ask about: drawn once, from one stream."""

    person: Person
    draws: Draws
    last: date
    """The last day of which the register tells: of the death, of the move abroad, or the day of the population."""
    stays: tuple[Stay, ...]
    arrived: date | None
    """The day of the move to Finland of someone who came from abroad."""
    roots: Origin
    names: Names
    born_elsewhere: str
    """The municipality of birth, when it is not that of the first home which is told; else nothing."""
    rare: str
    """The rare thing that was dealt to this person (`rarities`), or nothing."""

    @property
    def age(self) -> int:
        return self.person.age(self.last)
