"""Moves to a dwelling in Finland."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode, ResidenceCode
from vaki.register.events.home import RESIDENCE, refuse_outside, settle

if TYPE_CHECKING:
    from vaki.register.document import Document

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
