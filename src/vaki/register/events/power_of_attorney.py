"""Continuing power of attorney (edunvalvontavaltuutus): confirmed, ended, withdrawn. Told of its grantor only.

Source: laki edunvalvontavaltuutuksesta 648/2007; members as in docs/wire/muutosrajapinta.md §2.10.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from vaki.register.errors import EventRefused
from vaki.register.events.fields import IdentityCode
from vaki.register.events.guardianship import adult_copy, mentioned, refuse_minor, tell_end, withdraw
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.references import PERSON_LISTS, PersonWithoutCode
from vaki.register.events.told import record
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

GROUP: Final = "EDUNVALVONTAVALTUUTUS"
_ATTORNEYS, _PERSON = PERSON_LISTS[GROUP]


class Attorney(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one of a person and a person without an identity code."""

    person: IdentityCode | None = None
    without_code: PersonWithoutCode | None = None

    def copy(self, draft: Draft, grantor: Document, day: date) -> dict[str, Any]:
        if (self.person is None) == (self.without_code is None):
            raise EventRefused("An attorney is a person with or without an identity code.")
        if self.without_code is not None:
            return self.without_code.reference(day)
        return adult_copy(draft, self.person or "", grantor, day)


class PowerOfAttorneyConfirmed(OnePersonOnADay):
    """A continuing power of attorney that the person gave earlier is confirmed and enters into force.

    Source: 648/2007 24 §.
    """

    name: ClassVar[str] = "power_of_attorney_confirmed"
    attorneys: Annotated[tuple[Attorney, ...], Meta(min_length=1, description="Who act for the person")]

    def codes(self) -> Iterable[str]:
        return [self.person, *(one.person for one in self.attorneys if one.person is not None)]

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        refuse_minor(document, day)
        if document.one(GROUP) is not None:
            raise EventRefused("The person's power of attorney is in force already.")
        confirmed = power_of_attorney(day, [one.copy(draft, document, day) for one in self.attorneys])
        document.add(confirmed, *mentioned(draft, (one.person for one in self.attorneys)))
        draft.added(document, confirmed)


def power_of_attorney(day: date, copies: list[dict[str, Any]]) -> WireGroup:
    """EDUNVALVONTAVALTUUTUS in force from that day, held by those whose copies are given."""
    elements = [{_PERSON: copy, "valtuutussuhteenAlkupv": wire_day(day)} for copy in copies]
    return record(GROUP, alkupv=wire_day(day), **{_ATTORNEYS: elements})


class PowerOfAttorneyEnded(OnePersonOnADay):
    """A continuing power of attorney is cancelled or ends. `day` is the last day.

    Source: 648/2007 26–27 §; told as MUUTETTU with `paattymispv`.
    """

    name: ClassVar[str] = "power_of_attorney_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.one(GROUP) is None:
            raise EventRefused("The person has no power of attorney in force.")
        tell_end(draft, document, GROUP, day)


class PowerOfAttorneyWithdrawn(OnePerson):
    """The confirmation of a power of attorney was recorded in error: it never was in force (POISTETTU).

    Source: 661/2009 32 § (correction of what is wrong).
    """

    name: ClassVar[str] = "power_of_attorney_withdrawn"

    def happen(self, draft: Draft, document: Document) -> None:
        withdraw(draft, document, GROUP, "The person has no power of attorney in force.")
