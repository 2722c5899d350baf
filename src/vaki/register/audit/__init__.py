"""Whether what is recorded of people can be true: a document by itself, beside relatives' and beside the buildings.

Rules are functions of one person and of those whom the person mentions; each kind of contradiction has a name in
`contradictions`. It reads only, names persons by internal number, and never judges who may see what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.audit.contradictions import UNREADABLE
from vaki.register.audit.custody import custody, guardians
from vaki.register.audit.death import death
from vaki.register.audit.form import form
from vaki.register.audit.homes import homes
from vaki.register.audit.identity import identity
from vaki.register.audit.names import names
from vaki.register.audit.periods import periods
from vaki.register.audit.person import Person
from vaki.register.audit.protection import protection
from vaki.register.audit.relatives import relatives
from vaki.register.audit.unions import unions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from vaki.register.audit.contradictions import Found
    from vaki.register.document import Document

__all__ = ["Person", "audit_document", "audit_person"]


_OF_ONE: Final = (form, identity, names, periods, homes, death)
_WITH_OTHERS: Final = (relatives, unions, custody, guardians, protection)
_STUMBLES: Final = (KeyError, TypeError, ValueError, AttributeError)


def audit_person(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    """What does not hold of a person. `people` has everyone whom the document mentions, as far as there is such.

    A rule that stumbles over a document tells so: one that was loaded may have anything in it.
    """
    for rule in _OF_ONE:
        try:
            yield from rule(person)
        except _STUMBLES:
            yield UNREADABLE.found(rule=rule.__name__)
    for beside in _WITH_OTHERS:
        try:
            yield from beside(person, people)
        except _STUMBLES:
            yield UNREADABLE.found(rule=beside.__name__)


def audit_document(document: Document, people: Mapping[int, Document], day: date | None = None) -> Iterator[Found]:
    """As `audit_person`, of documents; without a day nothing that depends on the register's day is asked."""
    mentioned = {other for entry in document.entries for other in entry.mentions}
    known = {other: Person(people[other], day) for other in mentioned if other in people}
    yield from audit_person(Person(document, day), known)
