"""Marriages and partnerships: one at a time, between the living, and the marital status that follows from them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vaki.register.audit import contradictions as that
from vaki.register.audit.person import day_of
from vaki.register.events.union import DEATHS, SEPARATED, SEPARATION, UNIONS, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person
    from vaki.register.document import Entry

_YOUNGEST_SPOUSE: Final = 15
_FOR_EVER: Final = "9999-12-31"


def unions(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    entries = [entry for kind in UNIONS for entry in person.entries(kind)]
    if entries:
        yield from _one_at_a_time(entries)
        for entry in entries:
            yield from _between_the_living(person, entry, people)
    if not person.as_loaded:
        yield from _status(person, entries)
    spouses = {other for entry in entries if not entry.over for other in entry.mentions}
    for entry in person.entries(SEPARATION):
        if not spouses.issuperset(entry.mentions) or not spouses:
            yield that.SEPARATED_UNBOUND.found()


def _one_at_a_time(entries: list[Entry]) -> Iterator[Found]:
    if sum(not entry.over for entry in entries) > 1:
        yield that.UNIONS_IN_FORCE.found()
    periods = sorted(filter(all, map(_period, entries)))
    if any(later < until for (_, until), (later, _) in pairwise(periods)):
        yield that.UNIONS_OVERLAP.found()
    numbers = [entry.group["jarjestysnumero"] for entry in entries if "jarjestysnumero" in entry.group]
    if len(set(numbers)) != len(numbers):
        yield that.UNION_NUMBERS.found()


def _period(entry: Entry) -> tuple[str, str]:
    """(wedding, end); a union that is over without telling when has no end that is known."""
    until = day_of(entry.group, "paattymispv")
    return day_of(entry.group, UNIONS[entry.kind].day), until if entry.over else _FOR_EVER


def _between_the_living(person: Person, entry: Entry, people: Mapping[int, Person]) -> Iterator[Found]:
    group = entry.group
    since, until = day_of(group, UNIONS[entry.kind].day), day_of(group, "paattymispv")
    if since and person.born and since < person.age_day(_YOUNGEST_SPOUSE):
        yield that.MARRIED_YOUNG.found(kind=entry.kind)
    others = [people[other] for other in entry.mentions if other in people]
    for other in others:
        if not other.alive and (not entry.over or (other.died and max(since, until) > other.died)):
            yield that.UNION_WITH_DEAD.found(kind=entry.kind, other=other.id)
    by_death = group.get("paattymistapa") in DEATHS
    if by_death and others and until not in {one.died for one in (person, *others)}:
        yield that.UNION_OUTLIVED.found(kind=entry.kind)


def _status(person: Person, entries: list[Entry]) -> Iterator[Found]:
    """What the unions give. One who married abroad may have the status without the record; one with a record has all.

    The dead keep the status that they died with.
    """
    group = person.one("SIVIILISAATY")
    if group is None or not entries:
        return
    status, expected = group.get("siviilisaaty"), {status_of(person.document)}
    if not person.alive:
        last = max(entries, key=lambda entry: int(entry.group.get("jarjestysnumero", 0)))
        if day_of(last.group, "paattymispv") == person.died:
            expected |= {UNIONS[last.kind].status, SEPARATED}
    if status in expected:
        return
    bound = {SEPARATED, *(known.status for known in UNIONS.values())}
    if any(not entry.over for entry in entries):
        yield that.STATUS_UNBOUND.found()
    elif status in bound:
        yield that.STATUS_BOUND.found()
    else:
        yield that.STATUS_DIFFERS.found()
