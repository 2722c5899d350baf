"""Adoption and its annulment. The full kinds tell of it, the narrower hide it (docs/wire/muutosrajapinta.md §2.12).

Source: adoptiolaki 22/2012.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from vaki.codes.sex import Sex
from vaki.register.due import ADULT, birthday
from vaki.register.errors import EventRefused
from vaki.register.events.custody import GUARDIAN, LAST_DAY, begin_custody, end_custody, end_of_custody
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode
from vaki.register.events.kinship import (
    ADOPTED,
    end_parenthood,
    ended_parenthoods,
    parents_of,
    relate,
    restore_parenthood,
    too_young,
)
from vaki.register.events.one_person import OnePersonOnADay
from vaki.register.events.records import closed, day_before
from vaki.register.events.told import custody_change
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups.values import IsaAiti

Adopters = Annotated[tuple[IdentityCode, ...], Meta(min_length=1, max_length=2, description="Who adopt")]


class Adoption(Event):
    """One person or two together adopt someone, from `day` on.

    Source: 22/2012 2–6, 11 and 18 §. The earlier parents' relations end the day before as PERHESUHDE PASSIIVI; the one
    who `stays` (the adopter's spouse) keeps theirs, custody included. The adopters get the custody of a child.
    """

    name: ClassVar[str] = "adoption"
    person: IdentityCode
    adopters: Adopters
    stays: IdentityCode | None = None
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return [code for code in (self.person, *self.adopters, self.stays) if code]

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        adopted = draft.living(self.person)
        adopters = [draft.living(code) for code in self.adopters]
        stays = None if self.stays is None else draft.person(self.stays)
        draft.check_day(day, adopted, *adopters)
        _refuse(adopted, adopters, stays, day)
        before = [entry for entry in parents_of(adopted) if stays is None or stays.person_id not in entry.mentions]
        for parent in adopters:
            relate(draft, adopted, parent, _role(parent), ADOPTED, since=day)
        for entry in before:
            end_parenthood(draft, adopted, entry, day_before(day))
        if end_of_custody(adopted) > draft.day:
            _end_custodies(draft, adopted, day_before(day), stays)
            for parent in adopters:
                begin_custody(draft, adopted, parent, _role(parent), day)


def _role(parent: Document) -> IsaAiti:
    return "ADOPTIOAITI" if parent.sex == Sex.WOMAN else "ADOPTIOISA"


def _refuse(adopted: Document, adopters: list[Document], stays: Document | None, day: date) -> None:
    if len({document.person_id for document in (adopted, *adopters)}) != 1 + len(adopters):
        raise EventRefused("Nobody adopts themselves, and no one adopts twice at once.")
    if stays is not None:
        if len(adopters) != 1 or adopted.about("VANHEMPI", stays.person_id) is None:
            raise EventRefused("Only a parent stays one, beside one who adopts.")
        if stays.person_id == adopters[0].person_id:
            raise EventRefused("The one who stays a parent does not adopt.")
    for parent in adopters:
        if adopted.about("VANHEMPI", parent.person_id) or parent.about("VANHEMPI", adopted.person_id):
            raise EventRefused("The persons are parent and child already.")
        if parent.birth_date is None or birthday(parent.birth_date, ADULT) > day:
            raise EventRefused("Only an adult can adopt.")
        if adopted.birth_date is None or too_young(parent.birth_date, adopted.birth_date):
            raise EventRefused("A parent would be a child.")


def _end_custodies(draft: Draft, child: Document, last: date, stays: Document | None = None) -> None:
    for entry in child.entries_of(GUARDIAN):
        if stays is not None and stays.person_id in entry.mentions:
            continue
        for person_id in entry.mentions:
            end_custody(draft, child, draft.by_id(person_id), last)
        if not entry.mentions:
            ended = closed(entry.group, last, LAST_DAY)
            child.drop(entry.group)
            draft.changed(child, custody_change(ended, relation=True), child.all(GUARDIAN))


class AdoptionAnnulled(OnePersonOnADay):
    """An adoption is annulled; `day` is its last day. The parents whom it had replaced are parents again.

    Source: 22/2012 20 §; VTJ-laki 661/2009 32 § for one recorded in error. Custody of a child is decided about anew by
    its own event.
    """

    name: ClassVar[str] = "adoption_annulled"
    of_the_dead_too: ClassVar[bool] = True

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        adoptive = [entry for entry in parents_of(document) if entry.group.get("lapsilaatu") == ADOPTED]
        if not adoptive:
            raise EventRefused("The person is not adopted.")
        began = {read_day(entry.group.get("alkupv")) for entry in adoptive}
        for entry in adoptive:
            end_parenthood(draft, document, entry, day)
            for guardian in document.entries_of(GUARDIAN):
                if guardian.mentions and guardian.mentions == entry.mentions:
                    end_custody(draft, document, draft.by_id(guardian.mentions[0]), day)
        for start in began - {None}:
            if start is not None:
                for former in ended_parenthoods(document, day_before(start)):
                    restore_parenthood(draft, document, former)
