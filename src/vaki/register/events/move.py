"""Moves within Finland, and moves that did not happen after all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from vaki.register.document import Document
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Dwelling, Event
from vaki.register.events.fields import Day, IdentityCode, ResidenceCode
from vaki.register.events.home import (
    ADDRESS,
    FORMER_HOME,
    FORMER_RESIDENCE,
    HOME,
    KEPT_BY,
    RESIDENCE,
    home_municipality,
    refuse_outside,
    settle,
    street_address,
)
from vaki.register.events.records import closed, day_before, first_day, put
from vaki.register.events.told import same_as
from vaki.register.groups import WireGroup
from vaki.register.wire import read_day

Household = Annotated[tuple[IdentityCode, ...], Meta(min_length=1, description="Who move together")]


def of_household(draft: Draft, codes: Iterable[str]) -> list[Document]:
    """The living persons of a list, each once; refuses a list that names someone twice."""
    people = [draft.living(code) for code in codes]
    if len({document.person_id for document in people}) != len(people):
        raise EventRefused("The same person is named twice.")
    return people


class Move(Event):
    """One person or a household moves to another dwelling in Finland.

    Source: kotikuntalaki 201/1994 2 §; told in the order of docs/wire/muutosrajapinta.md §2.12. Within one
    municipality only the address and the residence code change.
    """

    name: ClassVar[str] = "move"
    person: Household
    to: ResidenceCode
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return self.person

    def dwellings(self) -> Iterable[str]:
        return (self.to,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        dwelling = draft.dwelling(self.to)
        for document in of_household(draft, self.person):
            draft.check_day(day, document)
            refuse_outside(document)
            present = document.one(RESIDENCE)
            if present is not None and present.get("asuinpaikantunnus") == dwelling.residence_code:
                raise EventRefused("The person lives in that dwelling already.")
            settle(draft, document, dwelling, day)


class CancelledMove(Event):
    """A recorded move within Finland did not happen: the person lives where they lived before.

    `back_to` is the residence that the move ended. Source: docs/wire/muutosrajapinta.md §2.3 (cancelled move).
    """

    name: ClassVar[str] = "cancelled_move"
    person: Household
    back_to: ResidenceCode

    def codes(self) -> Iterable[str]:
        return self.person

    def dwellings(self) -> Iterable[str]:
        return (self.back_to,)

    def apply(self, draft: Draft) -> None:
        dwelling = draft.dwelling(self.back_to)
        for document in of_household(draft, self.person):
            _cancel(draft, document, dwelling)


def _cancel(draft: Draft, document: Document, dwelling: Dwelling) -> None:
    moved, since = _present(document)
    former = _ended(document, FORMER_RESIDENCE, "loppupv", since)
    if former is None or former.get("asuinpaikantunnus") != dwelling.residence_code:
        raise EventRefused("The person's last move was not from that dwelling.")
    began = first_day(former)
    if began is None:
        raise EventRefused("It is not known since when the person lived in that dwelling.")
    wrong_address = document.one(ADDRESS)
    address = street_address(dwelling, began)
    document.put(address)
    if wrong_address is not None:
        draft.removed(document, wrong_address, [address])
    draft.corrected(document, closed(address, day_before(since)), address)
    _restore_municipality(draft, document, since)
    restored = _without(former, "loppupv", RESIDENCE)
    document.put(restored)
    document.drop(former)
    draft.removed(document, moved, [restored])
    draft.corrected(document, same_as(former, RESIDENCE), restored)
    draft.removed(document, former)


def _present(document: Document) -> tuple[WireGroup, date]:
    moved = document.one(RESIDENCE)
    since = None if moved is None else first_day(moved)
    if moved is None or since is None:
        raise EventRefused("The person has no move to cancel.")
    return moved, since


def _ended(document: Document, kind: str, member: str, since: date) -> WireGroup | None:
    """The record of history that ended on the day before."""
    for group in document.all(kind):
        if read_day(group.get(member)) == day_before(since):
            return group
    return None


def _without(group: WireGroup, member: str, kind: str) -> WireGroup:
    return same_as({name: value for name, value in group.items() if name != member}, kind)


def _restore_municipality(draft: Draft, document: Document, since: date) -> None:
    present = document.one(HOME)
    if present is None or first_day(present) != since:
        return
    former = _ended(document, FORMER_HOME, "kunnastaPoisMuuttopv", since)
    if former is None:
        return
    restored = _without(former, "kunnastaPoisMuuttopv", HOME)
    document.put(restored)
    document.drop(former)
    draft.removed(document, present, [restored])
    draft.unchanged(document, restored)
    draft.corrected(document, former, _without(former, "kunnastaPoisMuuttopv", FORMER_HOME))
    began = first_day(restored)
    if began is not None:
        put(draft, document, home_municipality(restored["kuntakoodi"], began, KEPT_BY))
