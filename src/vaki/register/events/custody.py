"""Custody of children: begun, decided about, ended. Both the child's and the guardian's side are always altered.

Source: laki lapsen huollosta ja tapaamisoikeudesta 361/1983; VNA 128/2010 8 §; wire members and the lists that only
changes carry: docs/wire/muutosrajapinta.md §2.8 and §2.12.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from vaki.codes.sex import Sex
from vaki.register.document import reference
from vaki.register.due import ADULT, birthday
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode, Text
from vaki.register.events.records import closed, first_day
from vaki.register.events.told import custody_change, record, same_as
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

Role = Literal["AITI", "ISA", "ADOPTIOAITI", "ADOPTIOISA", "TUNNUSTANUT_AITI", "MUU_HUOLTAJA"]
GuardianKind = Literal["LAKISAATEINEN_HUOLTAJA", "MAARATTY_HUOLTAJA"]
Living = Literal[
    "VANHEMPIEN_LUONA",
    "AIDIN_LUONA",
    "ISAN_LUONA",
    "VUOROASUMINEN_VANHEMPIEN_LUONA",
    "VUOROASUMINEN_AIDIN_JA_OHEISHUOLTAJAN_LUONA",
    "VUOROASUMINEN_ISAN_JA_OHEISHUOLTAJAN_LUONA",
    "VUOROASUMINEN_VANHEMPIEN_JA_OHEISHUOLTAJAN_LUONA",
    "OHEISHUOLTAJAN_LUONA",
]
RIGHT_IN_TEXT: Final = "HUOLLON_JAKO_KUVATTU_SISALTOTEKSTISSA"
GUARDIAN: Final = "HUOLTAJA"
CHILD: Final = "HUOLLETTAVA"
LAST_DAY: Final = "huoltosuhteenLoppupv"


def begin_custody(
    draft: Draft,
    child: Document,
    guardian: Document,
    role: Role,
    since: date,
    *,
    until: date | None = None,
    kind: GuardianKind = "LAKISAATEINEN_HUOLTAJA",
) -> None:
    """Record both sides; the end is the child's 18th birthday unless an earlier one is given, told in advance."""
    for document, record_kind, member, other in (
        (child, GUARDIAN, "huoltaja", guardian),
        (guardian, CHILD, "huollettava", child),
    ):
        begun = record(
            record_kind,
            **{member: reference(other)},
            huoltajanLaji=kind,
            huoltajanRooli=role,
            huoltosuhteenAlkupv=wire_day(since),
            huoltosuhteenLoppupv=wire_day(until or end_of_custody(child)),
            oikeudet=[],
        )
        document.add(begun, other.person_id)
        if document.person_id in draft.people:
            draft.added(document, custody_change(begun, relation=True))


def end_of_custody(child: Document) -> date:
    """The 18th birthday, on which custody ends."""
    if child.birth_date is None:
        raise EventRefused("The child's birth date is not known.")
    return birthday(child.birth_date, ADULT)


def end_custody(draft: Draft, child: Document, guardian: Document, last: date) -> None:
    """End custody on both sides."""
    close_side(draft, child, GUARDIAN, guardian.person_id, last)
    close_side(draft, guardian, CHILD, child.person_id, last)


def close_side(draft: Draft, document: Document, kind: str, other: int, last: date) -> None:
    """End one side: MUUTETTU with the last day, and those still in force beside it (§2.3)."""
    for entry in document.entries_of(kind):
        if other in entry.mentions:
            ended = closed(entry.group, last, LAST_DAY)
            document.drop(entry.group)
            draft.changed(document, custody_change(ended, relation=True), document.all(kind))


def role_of(child: Document, guardian: Document) -> Role:
    """The guardian's role as the child's parents tell it; MUU_HUOLTAJA for someone else."""
    parent = child.about("VANHEMPI", guardian.person_id)
    if parent is None:
        return "MUU_HUOLTAJA"
    if parent.get("lapsilaatu") == "AITIYS_VAHVISTETTU" and guardian.sex == Sex.WOMAN:
        return "TUNNUSTANUT_AITI"
    role: Role = parent["isaAiti"]
    return role


def _minor(draft: Draft, code: str, day: date) -> Document:
    child = draft.living(code)
    draft.check_day(day, child)
    if day >= end_of_custody(child):
        raise EventRefused("The child is of age.")
    return child


class CustodyBegun(Event):
    """Someone becomes a child's guardian.

    Source: 361/1983 3–4 and 6–7 §. The role is taken from the parenthood unless given; a guardian who is not a parent
    is MUU_HUOLTAJA, by decision (MAARATTY_HUOLTAJA).
    """

    name: ClassVar[str] = "custody_begun"
    child: IdentityCode
    guardian: IdentityCode
    role: Role | None = None
    kind: GuardianKind | None = None
    until: Day | None = None
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.child, self.guardian)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child, guardian = _minor(draft, self.child, day), draft.living(self.guardian)
        draft.check_day(day, guardian)
        if child.person_id == guardian.person_id:
            raise EventRefused("Nobody is their own guardian.")
        if child.about(GUARDIAN, guardian.person_id) is not None:
            raise EventRefused("The person is the child's guardian already.")
        last = self.until or end_of_custody(child)
        if not day <= last <= end_of_custody(child) or last <= draft.day:
            raise EventRefused("Custody ends at the 18th birthday at the latest, and not before it has begun.")
        role = self.role or role_of(child, guardian)
        kind: GuardianKind = self.kind or ("MAARATTY_HUOLTAJA" if role == "MUU_HUOLTAJA" else "LAKISAATEINEN_HUOLTAJA")
        begin_custody(draft, child, guardian, role, day, until=last, kind=kind)


class CustodyDecided(Event):
    """A court or an agreement settles with whom a child lives, or divides the guardians' rights.

    Source: 361/1983 7–9 §. `rights` is the text of the decision; without it earlier rights end. The guardian goes on,
    so both sides tell the new terms as MUUTETTU with the relations in force.
    """

    name: ClassVar[str] = "custody_decided"
    child: IdentityCode
    guardian: IdentityCode
    living: Living | None = None
    rights: Text = ""
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.child, self.guardian)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child, guardian = _minor(draft, self.child, day), draft.living(self.guardian)
        present = child.about(GUARDIAN, guardian.person_id)
        if present is None or guardian.about(CHILD, child.person_id) is None:
            raise EventRefused("The person is not the child's guardian.")
        began = first_day(present)
        if began is not None and day < began:
            raise EventRefused("The decision is from before the custody began.")
        terms = self._terms(day, present)
        if terms == {member: present.get(member) for member in terms}:
            raise EventRefused("The terms of custody are such already.")
        for document, kind, other in ((child, GUARDIAN, guardian), (guardian, CHILD, child)):
            self._decide(draft, document, kind, other.person_id, terms)

    def _terms(self, day: date, present: WireGroup) -> dict[str, Any]:
        last = present[LAST_DAY]
        rights = [
            {
                "oikeus": RIGHT_IN_TEXT,
                "oikeudenAlkupv": wire_day(day),
                "oikeudenLoppupv": last,
                "sisalto": self.rights,
            }
        ]
        return {
            "oikeudet": rights if self.rights else [],
            "asuminen": self.living,
            "asumisenAlkupv": wire_day(day) if self.living else None,
            "asumisenLoppupv": last if self.living else None,
        }

    def _decide(self, draft: Draft, document: Document, kind: str, other: int, terms: dict[str, Any]) -> None:
        old = document.about(kind, other)
        if old is None:
            raise EventRefused("The person is not the child's guardian.")
        new = same_as({member: value for member, value in old.items() if member not in terms}, **terms)
        document.swap(old, new)
        change = custody_change(
            new,
            added=[right for right in new["oikeudet"] if right not in old.get("oikeudet", [])],
            removed=[right for right in old.get("oikeudet", []) if right not in new["oikeudet"]],
            living=old.get("asuminen") != new.get("asuminen"),
        )
        draft.changed(document, change, document.all(kind))


class CustodyEnded(Event):
    """A person is no longer a child's guardian. `day` is the last day.

    Source: 361/1983 3 and 9 §; docs/wire/muutosrajapinta.md §2.3 (closing of HUOLTAJA).
    """

    name: ClassVar[str] = "custody_ended"
    child: IdentityCode
    guardian: IdentityCode
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.child, self.guardian)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child, guardian = draft.person(self.child), draft.person(self.guardian)
        draft.check_day(day, child)
        if child.about(GUARDIAN, guardian.person_id) is None:
            raise EventRefused("The person is not the child's guardian.")
        end_custody(draft, child, guardian, day)
