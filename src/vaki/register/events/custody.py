"""Custody of children: begun, decided about, ended. Both the child's and the guardian's side are always altered.

Source: laki lapsen huollosta ja tapaamisoikeudesta 361/1983; VNA 128/2010 8 §; wire members and the lists that only
changes carry: docs/wire/muutosrajapinta.md §2.8 and §2.12.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from vaki.codes.sex import Sex
from vaki.register.document import reference
from vaki.register.due import ADULT, birthday
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode, Text
from vaki.register.events.records import closed, first_day
from vaki.register.events.told import custody_change, same_as
from vaki.register.groups import KIND
from vaki.register.groups.values import Asuminen, HuoltajanLaji, HuoltajanRooli, Oikeus
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

Role = HuoltajanRooli
GuardianKind = HuoltajanLaji
Living = Asuminen
RIGHT_IN_TEXT: Final = "HUOLLON_JAKO_KUVATTU_SISALTOTEKSTISSA"
GUARDIAN: Final = "HUOLTAJA"
CHILD: Final = "HUOLLETTAVA"
LAST_DAY: Final = "huoltosuhteenLoppupv"
INFORMED: Final = "TIEDONSAANTIOIKEUTETTU"
"""Not a custodian: someone who has a right to information about the child."""
_RIGHT_TO_INFORMATION: Final = "TIEDONSAANTIOIKEUS"


class Right(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A right that a decision or an agreement gives, up to and with `until` or as long as the relation lasts."""

    right: Oikeus
    text: Text = ""
    until: Day | None = None

    def element(self, since: date, last: date) -> dict[str, Any]:
        """What stands in `oikeudet`; refuses a period that is not within the relation's."""
        until = self.until or last
        if not since <= until <= last:
            raise EventRefused("A right lasts at most as long as the relation.")
        made: dict[str, Any] = {
            "oikeus": self.right,
            "oikeudenAlkupv": wire_day(since),
            "oikeudenLoppupv": wire_day(until),
        }
        return {**made, "sisalto": self.text} if self.text else made


def begin_custody(
    draft: Draft,
    child: Document,
    guardian: Document,
    role: Role,
    since: date,
    *,
    until: date | None = None,
    kind: GuardianKind = "LAKISAATEINEN_HUOLTAJA",
    rights: Iterable[Right] = (),
) -> None:
    """Record both sides; the end is the child's 18th birthday unless an earlier one is given, told in advance."""
    last = until or end_of_custody(child)
    given = [one.element(since, last) for one in rights]
    for document, record_kind, other in ((child, GUARDIAN, guardian), (guardian, CHILD, child)):
        begun = custody(record_kind, reference(other), kind, role, period=(since, last), rights=given)
        document.add(begun, other.person_id)
        if document.person_id in draft.people:
            draft.added(document, custody_change(begun, added=given, relation=True))


def begin_custody_without_code(draft: Draft, child: Document, copy: dict[str, Any], role: Role, since: date) -> None:
    """Record the custody of someone who has no identity code, and so no document of their own."""
    begun = custody(GUARDIAN, copy, "LAKISAATEINEN_HUOLTAJA", role, period=(since, end_of_custody(child)))
    child.add(begun)
    if child.person_id in draft.people:
        draft.added(child, custody_change(begun, relation=True))


def custody(
    record_kind: str,
    copy: dict[str, Any],
    kind: GuardianKind,
    role: Role,
    *,
    period: tuple[date, date],
    rights: Iterable[Any] = (),
) -> WireGroup:
    """HUOLTAJA or HUOLLETTAVA: one side, about the person whose copy is given."""
    return {
        KIND: record_kind,
        "huoltaja" if record_kind == GUARDIAN else "huollettava": copy,
        "huoltajanLaji": kind,
        "huoltajanRooli": role,
        "huoltosuhteenAlkupv": wire_day(period[0]),
        LAST_DAY: wire_day(period[1]),
        "oikeudet": list(rights),
    }


def living_terms(living: Living | None, since: dict[str, Any] | None, last: dict[str, Any]) -> dict[str, Any]:
    """With whom a child lives as a decision settles it, from `since` on; without one, None throughout."""
    return {
        "asuminen": living,
        "asumisenAlkupv": since if living else None,
        "asumisenLoppupv": last if living else None,
    }


def settled(group: WireGroup, terms: dict[str, Any]) -> WireGroup:
    """One side of the custody with other terms, those that are None left out."""
    return same_as({member: value for member, value in group.items() if member not in terms}, None, **terms)


def restore_custody(draft: Draft, relation: Restored, child: Document, guardian: Document) -> None:
    """Custody whose ending was a mistake goes on: KORJATTAVA with the ending, KORJATTU without, on both sides."""
    refuse_guardian(child, guardian)
    last = end_of_custody(child)
    if relation.ended < relation.since or last <= draft.day or not (child.alive and guardian.alive):
        raise EventRefused("There is no such custody to go on.")
    draft.check_day(relation.since, child, guardian)
    role = relation.role or role_of(child, guardian)
    for document, kind, other in ((child, GUARDIAN, guardian), (guardian, CHILD, child)):
        again = custody(kind, reference(other), relation.kind or kind_of(role), role, period=(relation.since, last))
        document.add(again, other.person_id)
        ended = closed(again, relation.ended, LAST_DAY)
        draft.corrected(document, custody_change(ended, relation=True), custody_change(again, relation=True))


class Restored(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Custody as it stood before an ending that was a mistake; its terms are decided about anew."""

    other: IdentityCode
    since: Day
    ended: Day
    role: Role | None = None
    kind: GuardianKind | None = None


def refuse_guardian(child: Document, guardian: Document) -> None:
    if child.person_id == guardian.person_id:
        raise EventRefused("Nobody is their own guardian.")
    if child.about(GUARDIAN, guardian.person_id) is not None:
        raise EventRefused("The person is the child's guardian already.")


def kind_of(role: Role) -> GuardianKind:
    """A parent is a custodian by law, someone else by decision."""
    return "MAARATTY_HUOLTAJA" if role == "MUU_HUOLTAJA" else "LAKISAATEINEN_HUOLTAJA"


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


class OfChildAndGuardian(Event, kw_only=True):
    """The base of events that happen between a child and a guardian."""

    child: IdentityCode
    guardian: IdentityCode

    def codes(self) -> Iterable[str]:
        return (self.child, self.guardian)


class CustodyBegun(OfChildAndGuardian):
    """Someone becomes a child's guardian, or gets a right to information about a child.

    Source: 361/1983 3–4, 6–7 and 9 §. The role is taken from the parenthood unless given; a guardian who is not a
    parent is MUU_HUOLTAJA, by decision (MAARATTY_HUOLTAJA). `kind` TIEDONSAANTIOIKEUTETTU is no custodian: without
    `rights` the right is to information.
    """

    name: ClassVar[str] = "custody_begun"
    role: Role | None = None
    kind: GuardianKind | None = None
    rights: tuple[Right, ...] = ()
    until: Day | None = None
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child, guardian = _minor(draft, self.child, day), draft.living(self.guardian)
        draft.check_day(day, guardian)
        refuse_guardian(child, guardian)
        last = self.until or end_of_custody(child)
        if not day <= last <= end_of_custody(child) or last <= draft.day:
            raise EventRefused("Custody ends at the 18th birthday at the latest, and not before it has begun.")
        role = self.role or ("MUU_HUOLTAJA" if self.kind == INFORMED else role_of(child, guardian))
        rights = self.rights or ((Right(right=_RIGHT_TO_INFORMATION),) if self.kind == INFORMED else ())
        kind = self.kind or kind_of(role)
        begin_custody(draft, child, guardian, role, day, until=last, kind=kind, rights=rights)


class CustodyDecided(OfChildAndGuardian):
    """A court or an agreement settles with whom a child lives, or divides the guardians' rights.

    Source: 361/1983 7–9 §. `rights` is the text of the decision, `given` rights by their names; rights that are in
    neither end. `others` are guardians whom the same decision concerns (shared custody, alternating residence). The
    guardians go on, so all sides tell the new terms as MUUTETTU with the relations in force.
    """

    name: ClassVar[str] = "custody_decided"
    others: tuple[IdentityCode, ...] = ()
    living: Living | None = None
    rights: Text = ""
    given: tuple[Right, ...] = ()
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.child, self.guardian, *self.others)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child = _minor(draft, self.child, day)
        guardians = [draft.living(code) for code in dict.fromkeys((self.guardian, *self.others))]
        changed = [self._settle(draft, child, guardian, day) for guardian in guardians]
        if not any(changed):
            raise EventRefused("The terms of custody are such already.")

    def _settle(self, draft: Draft, child: Document, guardian: Document, day: date) -> bool:
        present = child.about(GUARDIAN, guardian.person_id)
        if present is None or guardian.about(CHILD, child.person_id) is None:
            raise EventRefused("The person is not the child's guardian.")
        began = first_day(present)
        if began is not None and day < began:
            raise EventRefused("The decision is from before the custody began.")
        terms = self._terms(day, present)
        if terms == {member: present.get(member) for member in terms}:
            return False
        for document, kind, other in ((child, GUARDIAN, guardian), (guardian, CHILD, child)):
            _decide(draft, document, kind, other.person_id, terms)
        return True

    def _terms(self, day: date, present: WireGroup) -> dict[str, Any]:
        end = present[LAST_DAY]
        last = date.fromisoformat(end["arvo"])
        given = (Right(right=RIGHT_IN_TEXT, text=self.rights), *self.given) if self.rights else self.given
        held = present.get("oikeudet", [])
        rights = [_kept(right.element(day, last), held) for right in given]
        stays = self.living is not None and self.living == present.get("asuminen")
        since = present.get("asumisenAlkupv") if stays else wire_day(day)
        return {"oikeudet": rights, **living_terms(self.living, since, end)}


def _kept(right: dict[str, Any], held: list[dict[str, Any]]) -> dict[str, Any]:
    """A right that goes on as it was keeps its first day."""
    for old in held:
        if {**right, "oikeudenAlkupv": old.get("oikeudenAlkupv")} == old:
            return old
    return right


def _decide(draft: Draft, document: Document, kind: str, other: int, terms: dict[str, Any]) -> None:
    old = document.about(kind, other)
    if old is None:
        raise EventRefused("The person is not the child's guardian.")
    new = settled(old, terms)
    document.swap(old, new)
    before = [right for right in old.get("oikeudet", []) if right not in new["oikeudet"]]
    after = [right for right in new["oikeudet"] if right not in old.get("oikeudet", [])]
    was, now = ({right["oikeus"] for right in rights} for rights in (before, after))
    change = custody_change(
        new,
        added=[right for right in after if right["oikeus"] not in was],
        removed=[right for right in before if right["oikeus"] not in now],
        altered=[right for right in after if right["oikeus"] in was],
        living=old.get("asuminen") != new.get("asuminen"),
    )
    draft.changed(document, change, document.all(kind))


class CustodyEnded(OfChildAndGuardian):
    """A person is no longer a child's guardian. `day` is the last day.

    Source: 361/1983 3 and 9 §; docs/wire/muutosrajapinta.md §2.3 (closing of HUOLTAJA).
    """

    name: ClassVar[str] = "custody_ended"
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        child, guardian = draft.person(self.child), draft.person(self.guardian)
        draft.check_day(day, child)
        if child.about(GUARDIAN, guardian.person_id) is None:
            raise EventRefused("The person is not the child's guardian.")
        end_custody(draft, child, guardian, day)
