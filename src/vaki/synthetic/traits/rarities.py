"""Rare things, dealt out by turn: each to so many persons of every block, so that none is left to luck.

A town of one block has each once already, and 100 000 persons have each forty times. Nobody is dealt two: what is
written of a rare thing need not know of any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaki.synthetic.draws import Draws
from vaki.synthetic.history import NATIVE
from vaki.synthetic.households import RESIDENTS_A_BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaki.synthetic.households import Person
    from vaki.synthetic.traits.setting import Setting

    Who = Callable[[Person, Setting], bool]


class Rarity(NamedTuple):
    """Something that happens to few: to whom it can, and to how many in a whole block."""

    name: str
    who: Who
    times: float = 1.0


def deal(setting: Setting, rarities: Iterable[Rarity]) -> dict[int, str]:
    """Rare things by the number of the person in the block."""
    people = setting.block.people
    whole = sum(person.resident for person in people) / RESIDENTS_A_BLOCK
    dealt: dict[int, str] = {}
    for rarity in rarities:
        draws = Draws(setting.seed, "rare", setting.block.number, rarity.name)
        wanted = rarity.times * whole
        for _ in range(int(wanted) + draws.chance(wanted % 1)):
            start = draws.below(len(people))
            for person in (*people[start:], *people[:start]):
                if person.index not in dealt and rarity.who(person, setting):
                    dealt[person.index] = rarity.name
                    break
    return dealt


def resident(person: Person, setting: Setting) -> bool:
    del setting
    return person.household is not None


def grown(person: Person, setting: Setting) -> bool:
    """A resident of age who is not at the parents'."""
    return person.household is not None and not person.at_home and person.age(setting.day) >= 20  # noqa: PLR2004


def native(person: Person, setting: Setting) -> bool:
    """As `grown`, speaking a language of the country."""
    return person.language in NATIVE and grown(person, setting)


def foreign(person: Person, setting: Setting) -> bool:
    """As `grown`, come from abroad."""
    return person.language not in NATIVE and grown(person, setting) and setting.histories.arrived(person) is not None


def alone(person: Person, setting: Setting) -> bool:
    """As `native`, alone in a dwelling."""
    home = person.household
    return home is not None and home.dwelling and len(home.people) == 1 and native(person, setting)


def unbound(person: Person, setting: Setting) -> bool:
    """As `native`, never married and without children."""
    return native(person, setting) and not person.unions and not person.children


def minor(person: Person, setting: Setting) -> bool:
    """A resident schoolchild."""
    return person.household is not None and person.language in NATIVE and 8 <= person.age(setting.day) <= 17  # noqa: PLR2004


def without_dwelling(person: Person, setting: Setting) -> bool:
    del setting
    return person.household is not None and not person.household.dwelling


def emigrant(person: Person, setting: Setting) -> bool:
    """Someone who speaks a language of the country and has moved abroad as a grown person."""
    del setting
    return person.left is not None and person.language in NATIVE and bool(person.country_to) and not person.at_home


def dead(person: Person, setting: Setting) -> bool:
    del setting
    return person.died is not None
