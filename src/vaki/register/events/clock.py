"""The daily clock event: what dates alone change (docs/decisions/0003 and 0011)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from vaki.register.document import homes, year_end_municipality
from vaki.register.due import ADULT, birthday, ended_by_age, has_birthday
from vaki.register.events.care import GROUP as CARE
from vaki.register.events.custody import CHILD, GUARDIAN, LAST_DAY
from vaki.register.events.draft import Draft
from vaki.register.events.one_person import OnePerson
from vaki.register.events.protection import BAN, end_protection
from vaki.register.events.records import take_away
from vaki.register.events.temporary import end_planned
from vaki.register.events.told import custody_change
from vaki.register.groups import COMPUTED_AT_READING, KIND
from vaki.register.item import AGE_MARK
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup


class DayPassed(OnePerson):
    """A register day begins for one person, the day before having been published.

    Ends protection and temporary stays whose last day has passed and custody whose end has come, tells the new
    year-end municipality and the birthday that ends a product's age rule. Each side of a custody is told in its own
    person's event. A day on which nothing is due alters nothing.
    """

    name: ClassVar[str] = "day_passed"
    of_the_dead_too: ClassVar[bool] = True

    def happen(self, draft: Draft, document: Document) -> None:
        for kind in (GUARDIAN, CHILD):
            _end_custody(draft, document, kind)
        _end_care(draft, document)
        _come_of_age(draft, document)
        _turn_the_year(draft, document)
        end_planned(draft, document)
        _end_protection(draft, document)
        _tell_birthday(draft, document)


def _end_custody(draft: Draft, document: Document, kind: str) -> None:
    ended = [group for group in document.all(kind) if _over(group, draft.day)]
    for group in ended:
        document.drop(group)
    for group in ended:
        draft.changed(document, custody_change(group, relation=True), document.all(kind))


def _end_care(draft: Draft, document: Document) -> None:
    born = document.birth_date
    if born is not None and birthday(born, ADULT) <= draft.day:
        take_away(draft, document, CARE)


def _over(group: WireGroup, day: date) -> bool:
    last = read_day(group.get(LAST_DAY))
    return last is not None and last <= day


def _come_of_age(draft: Draft, document: Document) -> None:
    """Products that tell religion of minors only take it away on this row, which other products do not read."""
    for group in ended_by_age(document, draft.day):
        draft.removed(document, {**group, AGE_MARK: True})


def _tell_birthday(draft: Draft, document: Document) -> None:
    """A row without content if there is no other: by it permits whose conditions name an age see who comes and goes."""
    if has_birthday(document, draft.day) and not draft.told.get(document.person_id):
        draft.unchanged(document, {KIND: "SYNTYMAPAIVA", AGE_MARK: True})


def _turn_the_year(draft: Draft, document: Document) -> None:
    field = " ".join(homes(document))
    was = year_end_municipality(field, draft.day - timedelta(days=1))
    if document.loaded_as is not None:
        was = document.one(COMPUTED_AT_READING)
    now = year_end_municipality(field, draft.day)
    if now is not None and was != now:
        if was is None:
            draft.added(document, now)
        else:
            draft.changed(document, now)


def _end_protection(draft: Draft, document: Document) -> None:
    ban = document.one(BAN)
    if ban is None or not document.protected:
        return
    last = read_day(ban.get("turvaLoppuPv"))
    if last is not None and last < draft.day:
        end_protection(draft, document, last)
