"""The base of events that happen to one person: whom they name, and what is asked of the person and the day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document


class OnePerson(Event, kw_only=True):
    """An event of one person; a living one, unless the class says otherwise. Subclasses implement `happen`."""

    of_the_dead_too: ClassVar[bool] = False
    person: IdentityCode

    def codes(self) -> Iterable[str]:
        return (self.person,)

    def apply(self, draft: Draft) -> None:
        self.happen(draft, self.subject(draft))

    def subject(self, draft: Draft) -> Document:
        """The person's document; refuses the dead where the event is one of the living."""
        return draft.person(self.person) if self.of_the_dead_too else draft.living(self.person)

    def happen(self, draft: Draft, document: Document) -> None:
        """Alter the person's document and tell the changes, as `Event.apply`."""
        raise NotImplementedError


class OnePersonOnADay(OnePerson, kw_only=True):
    """As `OnePerson`, on a day of the person's life that is not in the future. Subclasses implement `happen_on`."""

    day: Day | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        day = self.day or draft.day
        draft.check_day(day, document)
        self.happen_on(draft, document, day)

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        """As `happen`, on a day that is the register's own when none was given."""
        raise NotImplementedError
