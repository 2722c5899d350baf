"""Judicial separation of spouses (asumusero), as older or foreign decisions have it: begun and ended.

Source: avioliittolaki 234/1929 before 411/1987; the group's members are ours (docs/decisions/0104). A separation ends
with the marriage too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from vaki.register.document import reference
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day
from vaki.register.events.marriage import OfTwo
from vaki.register.events.told import record
from vaki.register.events.union import (
    MARRIAGE,
    SEPARATED,
    SEPARATION,
    UNIONS,
    both_ways,
    correct_status,
    end_separation,
    pair_of,
    set_status,
    union_between,
)
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.groups import WireGroup


class SeparationBegun(OfTwo):
    """Spouses are separated by a decision; the marriage goes on.

    Source: 234/1929 before 411/1987; SIVIILISAATY ASUMUSEROSSA (docs/wire/muutosrajapinta.md §2.11).
    """

    name: ClassVar[str] = "separation_begun"
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        pair = pair_of(draft, self.first, self.second, day)
        _, own, _ = union_between(pair, (MARRIAGE,))
        wed = read_day(own.get("vihkipv"))
        if wed is not None and day < wed:
            raise EventRefused("The spouses would be separated before they married.")
        if any(document.one(SEPARATION) is not None for document in pair):
            raise EventRefused("The spouses are separated already.")
        for document, other in both_ways(pair):
            set_status(draft, document, SEPARATED)
            begun = separation(reference(other), day)
            document.add(begun, other.person_id)
            draft.added(document, begun)


def separation(copy: dict[str, Any], day: date) -> WireGroup:
    """ASUMUSERO: one side, about the spouse whose copy is given."""
    return record(SEPARATION, puoliso=copy, alkupv=wire_day(day))


class SeparationEnded(OfTwo):
    """The separation of spouses ends and the marriage goes on; or, with `in_error`, it never was.

    Source: 234/1929 before 411/1987; 661/2009 32 § for one recorded in error (POISTETTU).
    """

    name: ClassVar[str] = "separation_ended"
    in_error: bool = False
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        pair = pair_of(draft, self.first, self.second, day)
        for document, other in both_ways(pair):
            present = document.about(SEPARATION, other.person_id)
            if present is None:
                raise EventRefused("The spouses are not separated.")
            if self.in_error:
                correct_status(draft, document, UNIONS[MARRIAGE].status)
                document.drop(present)
                draft.removed(document, present)
            else:
                set_status(draft, document, UNIONS[MARRIAGE].status)
                end_separation(draft, document, day)
