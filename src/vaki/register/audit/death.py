"""The dead: they live nowhere, are bound to nobody, and do nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.audit import contradictions as that
from vaki.register.events.care import GROUP as CARE
from vaki.register.events.custody import CHILD, GUARDIAN
from vaki.register.events.death import LIVED_IN
from vaki.register.events.guardianship import GROUP as GUARDIANSHIP
from vaki.register.events.power_of_attorney import GROUP as POWER_OF_ATTORNEY
from vaki.register.events.union import SEPARATION, UNIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person

_ONLY_THE_LIVING_HAVE: Final = (*LIVED_IN, GUARDIAN, CHILD, GUARDIANSHIP, POWER_OF_ATTORNEY, CARE, SEPARATION)


def death(person: Person) -> Iterator[Found]:
    if person.alive:
        return
    for kind in _ONLY_THE_LIVING_HAVE:
        if person.has(kind):
            yield that.DEAD_LIVES.found(kind=kind)
    for kind in UNIONS:
        if any(not entry.over for entry in person.entries(kind)):
            yield that.DEAD_BOUND.found(kind=kind)
    if person.died and person.died < person.born:
        yield that.DIED_BEFORE_BIRTH.found()
    if person.day and person.died > person.day:
        yield that.DIED_IN_FUTURE.found()
