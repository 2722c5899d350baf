"""Non-disclosure for personal safety (turvakielto): begun, extended, ended.

Source: VTJ-laki 661/2009 36–38 §; docs/wire/muutosrajapinta.md §2.6. The log holds what is hidden in clear: it is
censored at reading, for those who may not see it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.document import homes, year_end_municipality
from vaki.register.errors import EventRefused
from vaki.register.events.addresses import remove_contact
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.told import record
from vaki.register.groups import (
    COMPUTED_AT_READING,
    KIND,
    PLACE,
    SENSITIVE,
    TRACES_OF_COUNTRY,
    TRACES_OF_MUNICIPALITY,
)
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

BAN: Final = "TURVAKIELTO"
_TRACES: Final = TRACES_OF_COUNTRY | TRACES_OF_MUNICIPALITY
_BESIDE: Final = frozenset({"KOTIKUNTA", "TILAPAINEN_KUNTA", COMPUTED_AT_READING}) | _TRACES
"""Told as accompanying data when protection ends, as KOTIKUNTA is in the examples; the other kinds as MUUTETTU."""


def hidden_groups(document: Document, day: date, kinds: AbstractSet[str] = SENSITIVE) -> list[WireGroup]:
    """Every group of the kinds, in wire order, the year-end municipality as computed for the day."""
    found = [entry.group for entry in document.entries if entry.kind in kinds and entry.kind != COMPUTED_AT_READING]
    year_end = year_end_municipality(" ".join(homes(document)), day)
    if year_end is not None:
        found.append(year_end)
    return sorted(found, key=lambda group: PLACE[group[KIND]])


def begin_protection(draft: Draft, document: Document, since: date, until: date | None) -> None:
    """TURVAKIELTO LISATTY and everything it hides as MUUTETTU."""
    ban = record(BAN, turvaLoppuPv=None if until is None else wire_day(until), turvakieltoAktiivinen=True)
    document.put(ban)
    document.protections = (*document.protections, (since.isoformat(), ""))
    draft.added(document, ban)
    for group in hidden_groups(document, draft.day):
        draft.changed(document, group)


def end_protection(draft: Draft, document: Document, last: date) -> None:
    """TURVAKIELTO MUUTETTU with its last day, then everything that was hidden or left out, in clear."""
    ended = record(BAN, turvaLoppuPv=wire_day(last), turvakieltoAktiivinen=False)
    document.drop_kind(BAN)
    *earlier, (since, _) = document.protections or (("0001-01-01", ""),)
    document.protections = (*earlier, (since, max(since, last.isoformat())))
    draft.changed(document, ended)
    remove_contact(draft, document)
    for group in hidden_groups(document, draft.day, SENSITIVE | _TRACES):
        if group[KIND] in _BESIDE:
            draft.unchanged(document, group)
        else:
            draft.changed(document, group)


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
