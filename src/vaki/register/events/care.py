"""Children taken into care (huostaanotto): begun and ended; at 18 it ends by the clock's event.

Source: lastensuojelulaki 417/2007 40 and 47 §; docs/wire/muutosrajapinta.md §2.10 (POISTETTU on decision or at 18).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.due import ADULT, birthday
from vaki.register.errors import EventRefused
from vaki.register.events.one_person import OnePersonOnADay
from vaki.register.events.records import closed, take_away
from vaki.register.events.told import record
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

GROUP: Final = "HUOSTAANOTTO"


class TakenIntoCare(OnePersonOnADay):
    """A child is taken into care; custody stays with the custodians.

    Source: 417/2007 40 §.
    """

    name: ClassVar[str] = "taken_into_care"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.birth_date is None or birthday(document.birth_date, ADULT) <= draft.day:
            raise EventRefused("Only a child can be taken into care.")
        if document.one(GROUP) is not None:
            raise EventRefused("The child is in care already.")
        begun = in_care(day)
        document.add(begun)
        draft.added(document, begun)


def in_care(day: date) -> WireGroup:
    """HUOSTAANOTTO of that day on."""
    return record(GROUP, huostaanotto=True, alkupv=wire_day(day))


class CareEnded(OnePersonOnADay):
    """Care ends by decision; one that was recorded in error ends the same way, as the record is removed.

    Source: 417/2007 47 §; docs/wire/muutosrajapinta.md §2.10.
    """

    name: ClassVar[str] = "care_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        present = document.one(GROUP)
        if present is None:
            raise EventRefused("The child is not in care.")
        closed(present, day)
        take_away(draft, document, GROUP)
