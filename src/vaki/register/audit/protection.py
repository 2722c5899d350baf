"""Non-disclosure for personal safety: its periods, and what is withheld because of it (docs/decisions/0301, 0307)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vaki.register.audit import contradictions as that
from vaki.register.audit.relatives import gave_birth
from vaki.register.document import is_covered
from vaki.register.whereabouts import BIRTH_HOME, FROZEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person

_BAN: Final = "TURVAKIELTO"
_CONTACT: Final = ("KOTIMAINEN_YHTEYSOSOITE", "ULKOMAINEN_YHTEYSOSOITE")


def protection(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    document = person.document
    periods = document.protections
    lasting = bool(periods) and not periods[-1][1]
    if document.protected != lasting:
        yield that.PROTECTION_TOLD.found()
    if any(until and until < since for since, until in periods) or any(
        not until or later <= until for (_, until), (later, _) in pairwise(periods)
    ):
        yield that.PROTECTION_PERIODS.found()
    if lasting and "" < person.told_day(_BAN, "turvaLoppuPv") < person.day:
        yield that.PROTECTION_OVERDUE.found()
    if not document.protected:
        for kind in _CONTACT:
            if person.has(kind):
                yield that.CONTACT_IDLE.found(kind=kind)
        if document.kept:
            yield that.KEPT_IDLE.found()
    if not person.as_loaded:
        yield from _withheld(person, people)


def _withheld(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    periods = person.document.protections
    for kind in FROZEN:
        for entry in person.entries(kind):
            if periods and not entry.withheld and is_covered(entry.group, periods):
                yield that.NOT_WITHHELD.found(kind=kind)
    for entry in person.document.entries:
        if entry.withheld and entry.kind != BIRTH_HOME and (not periods or entry.kind not in FROZEN):
            yield that.WITHHELD_IDLY.found(kind=entry.kind)
    homes = person.entries(BIRTH_HOME)
    if not homes:
        return
    mothers = [
        people[other]
        for entry in person.entries("VANHEMPI")
        for other in entry.mentions
        if other in people and gave_birth(entry.group)
    ]
    under = any(_born_under(person, mother) for mother in mothers)
    if under and not all(entry.withheld for entry in homes):
        yield that.BIRTH_HOME_TOLD.found()
    protected = person.document.protected or any(mother.document.protected for mother in mothers)
    if not protected and any(entry.withheld for entry in homes):
        yield that.WITHHELD_IDLY.found(kind=BIRTH_HOME)


def _born_under(person: Person, mother: Person) -> bool:
    """Whether someone was born during the mother's protection that is still in force."""
    periods = mother.document.protections
    return mother.document.protected and bool(periods) and person.born > periods[-1][0]
