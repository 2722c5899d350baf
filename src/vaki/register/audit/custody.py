"""Custody of children and guardianship of adults: only of whom they can be, and only by the living."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.audit import contradictions as that
from vaki.register.audit.person import day_of
from vaki.register.events.care import GROUP as CARE
from vaki.register.events.custody import CHILD, GUARDIAN, LAST_DAY
from vaki.register.events.guardianship import GROUP as GUARDIANSHIP
from vaki.register.events.power_of_attorney import GROUP as POWER_OF_ATTORNEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person

_OF_ADULTS: Final = (GUARDIANSHIP, POWER_OF_ATTORNEY)


def custody(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    for kind in (GUARDIAN, CARE):
        if person.has(kind) and person.day and person.grown and person.grown <= person.day:
            yield that.CUSTODY_GROWN.found(kind=kind)
    for entry in person.entries(GUARDIAN):
        last = day_of(entry.group, LAST_DAY)
        if person.grown and not ("" < last <= person.grown) and not person.as_loaded:
            yield that.CUSTODY_LONG.found(kind=entry.kind)
    for kind in (GUARDIAN, CHILD):
        for entry in person.entries(kind):
            for other in entry.mentions:
                if other in people and not people[other].alive:
                    yield that.CUSTODY_BY_DEAD.found(kind=kind, other=other)


def guardians(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    for kind in _OF_ADULTS:
        for entry in person.entries(kind):
            since = day_of(entry.group, "alkupv")
            if since and person.grown and since < person.grown:
                yield that.WARD_MINOR.found(kind=kind)
            for other in entry.mentions:
                guardian = people.get(other)
                if guardian is None:
                    continue
                if not guardian.alive:
                    yield that.GUARDIAN_DEAD.found(kind=kind, other=other)
                elif guardian.grown and person.day and guardian.grown > person.day:
                    yield that.GUARDIAN_MINOR.found(kind=kind, other=other)
