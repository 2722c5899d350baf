"""Marriages and partnerships as the groups that tell them, and the marital status that follows from them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from vaki.register.events import union as events
from vaki.register.events.separation import separation
from vaki.register.events.union import NEVER_MARRIED, SEPARATED, UNIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.groups import WireGroup
    from vaki.synthetic.family.facts import SpouseAbroad, Union
    from vaki.synthetic.households import Person

_BEGINNING = attrgetter("wedding")


def in_order(person: Person) -> list[Union]:
    """The person's unions, oldest first."""
    return sorted(person.unions, key=_BEGINNING) if len(person.unions) > 1 else person.unions


def marital_status(person: Person) -> str:
    """Marital status as it stands, or stood at death."""
    unions = in_order(person)
    if not unions:
        return NEVER_MARRIED
    last = unions[-1]
    known = UNIONS[last.kind]
    if last.ended is None:
        return known.status if last.separated is None else SEPARATED
    if last.by_death:
        return known.status if person.died == last.ended else known.widowed
    return known.divorced


def told_of(union: Union, partner: dict[str, Any], number: int) -> Iterator[WireGroup]:
    """The union as one of the two is told it; `number` is which of that person's unions it is."""
    group = events.union(union.kind, partner, union.wedding, union.way, number)
    if union.ended is not None and union.ended_by is not None:
        group = events.ended(group, union.ended, union.ended_by)
    yield group
    if union.separated is not None and union.ended is None:
        yield separation(partner, union.separated)


def told_of_abroad(spouse: SpouseAbroad) -> WireGroup:
    """A marriage to someone who has no identity code."""
    return events.union(events.MARRIAGE, spouse.facts.reference(spouse.wedding), spouse.wedding, spouse.way, 1)
