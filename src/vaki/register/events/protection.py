"""Non-disclosure for personal safety (turvakielto): begun, extended, ended.

Source: VTJ-laki 661/2009 36–38 §; docs/wire/muutosrajapinta.md §2.6. The log holds what is hidden in clear: it is
censored at reading, for those who may not see it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.document import homes, year_end_municipality
from vaki.register.errors import EventRefused
from vaki.register.events.addresses import remove_contact
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.told import record
from vaki.register.groups import COMPUTED_AT_READING, HISTORY_OF_PLACE, KIND, PLACE, SENSITIVE
from vaki.register.whereabouts import BIRTH_HOME, FROZEN, TOLD_ANEW
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

BAN: Final = "TURVAKIELTO"
_BESIDE: Final = frozenset({"KOTIKUNTA", "TILAPAINEN_KUNTA", COMPUTED_AT_READING}) | TOLD_ANEW
"""Told as accompanying data when protection ends, as KOTIKUNTA is in the examples; the other kinds as MUUTETTU."""


def begin_protection(draft: Draft, document: Document, since: date, until: date | None) -> None:
    """TURVAKIELTO LISATTY, everything it hides as MUUTETTU, and what may still be told of other traces of place."""
    ban = record(BAN, turvaLoppuPv=None if until is None else wire_day(until), turvakieltoAktiivinen=True)
    document.put(ban)
    document.protections = (*document.protections, (since.isoformat(), ""))
    draft.added(document, ban)
    for group in _whereabouts(document, draft.day):
        if group[KIND] in TOLD_ANEW:
            draft.unchanged(document, group)
        else:
            draft.changed(document, group)


def end_protection(draft: Draft, document: Document, last: date) -> None:
    """TURVAKIELTO MUUTETTU with its last day, then everything that was hidden or left out, in clear."""
    ended = record(BAN, turvaLoppuPv=wire_day(last), turvakieltoAktiivinen=False)
    document.drop_kind(BAN)
    *earlier, (since, _) = document.protections or (("0001-01-01", ""),)
    document.protections = (*earlier, (since, max(since, last.isoformat())))
    document.entries = [
        entry.marked(withheld=False) if entry.kind in FROZEN - HISTORY_OF_PLACE else entry for entry in document.entries
    ]
    draft.changed(document, ended)
    remove_contact(draft, document)
    for group in _whereabouts(document, draft.day):
        if group[KIND] in _BESIDE:
            draft.unchanged(document, group)
        else:
            draft.changed(document, group)
    _tell_birth_homes(draft, document, since)


def _whereabouts(document: Document, day: date) -> list[WireGroup]:
    """All that tells where a person is or was, in wire order, the year-end municipality as computed for the day."""
    kinds = (SENSITIVE | TOLD_ANEW) - {COMPUTED_AT_READING}
    found = [entry.group for entry in document.entries if entry.kind in kinds]
    year_end = year_end_municipality(" ".join(homes(document)), day)
    if year_end is not None:
        found.append(year_end)
    return sorted(found, key=lambda group: PLACE[group[KIND]])


def withhold_birth_home(child: Document) -> None:
    """Mark where the mother lived when the child was born, because she is protected."""
    child.entries = [entry.marked(withheld=True) if entry.kind == BIRTH_HOME else entry for entry in child.entries]


def _tell_birth_homes(draft: Draft, document: Document, since: str) -> None:
    """The birth municipality of the person, and of children, that nobody's protection hides any more."""
    born = document.birth_date
    if _has_withheld_birth_home(document) or (born is not None and born.isoformat() >= since):
        _tell_birth_home(draft, document)
    for kind, other in list(document.relatives()):
        child = draft.people.get(other)
        if kind == "LAPSI" and child is not None and not child.protected and _has_withheld_birth_home(child):
            _tell_birth_home(draft, draft.by_id(other))


def _has_withheld_birth_home(document: Document) -> bool:
    return any(entry.withheld for entry in document.entries_of(BIRTH_HOME))


def _tell_birth_home(draft: Draft, child: Document) -> None:
    """Told of a child who is not protected, unless the mother is: then when her protection ends."""
    mothers = [
        person
        for entry in child.entries_of("VANHEMPI")
        if entry.group.get("isaAiti") == "AITI"
        for person in entry.mentions
    ]
    if any((draft.altered.get(one) or draft.people[one]).protected for one in mothers if one in draft.people):
        withhold_birth_home(child)
        return
    child.entries = [entry.marked(withheld=False) if entry.kind == BIRTH_HOME else entry for entry in child.entries]
    for group in child.all(BIRTH_HOME):
        draft.unchanged(child, group)


def _refuse_end(draft: Draft, since: date, until: date | None) -> None:
    if until is not None and (until < since or until < draft.day):
        raise EventRefused("The end lies before the start or before today.")


class ProtectionBegun(OnePersonOnADay):
    """Non-disclosure for personal safety is granted to a person, until further notice or up to and with `until`.

    Source: 661/2009 36–37 § (five years at first).
    """

    name: ClassVar[str] = "protection_begun"
    until: Day | None = None

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.protected:
            raise EventRefused("The person is protected already.")
        if document.protections and day.isoformat() <= document.protections[-1][1]:
            raise EventRefused("The person was protected at that time.")
        _refuse_end(draft, day, self.until)
        begin_protection(draft, document, day, self.until)


class ProtectionExtended(OnePerson):
    """Protection goes on up to and with another day, or until further notice.

    Source: 661/2009 37 § (two years at a time).
    """

    name: ClassVar[str] = "protection_extended"
    until: Day | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        old = document.one(BAN)
        if old is None or not document.protected:
            raise EventRefused("The person is not protected.")
        planned = read_day(old.get("turvaLoppuPv"))
        if planned == self.until:
            raise EventRefused("Protection lasts until that day already.")
        if planned is None or (self.until is not None and self.until < planned):
            raise EventRefused("An extension does not shorten protection.")
        new = record(BAN, turvaLoppuPv=None if self.until is None else wire_day(self.until), turvakieltoAktiivinen=True)
        document.put(new)
        draft.changed(document, new)


class ProtectionEnded(OnePersonOnADay):
    """Protection ends before its planned day, or at last when there was none. `day` is the last day.

    Source: 661/2009 38 §; the item brings everything that was hidden (docs/wire/muutosrajapinta.md §2.6).
    """

    name: ClassVar[str] = "protection_ended"
    of_the_dead_too: ClassVar[bool] = True

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if not document.protected:
            raise EventRefused("The person is not protected.")
        if document.protections and day.isoformat() < document.protections[-1][0]:
            raise EventRefused("Protection would end before it began.")
        end_protection(draft, document, day)
