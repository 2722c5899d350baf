"""A death recorded in error, and someone declared dead who is found alive: what the death ended goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from vaki.register.errors import EventRefused
from vaki.register.events.custody import Restored, restore_custody
from vaki.register.events.death import DECLARED, DIED
from vaki.register.events.draft import Draft
from vaki.register.events.fields import ResidenceCode
from vaki.register.events.home import FORMER_RESIDENCE, RESIDENCE, street_address
from vaki.register.events.one_person import OnePerson
from vaki.register.events.records import closed, first_day
from vaki.register.events.told import record, same_as
from vaki.register.events.union import DEATHS, UNIONS, correct_status, restore_union, unions_in_force
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup


class _BackToLife(OnePerson, kw_only=True):
    """The base of events that undo a death.

    The union that the death ended goes on, unless the spouse has entered into another since. `residence` is the
    dwelling whose residence the death ended; without it the person is left without one, to be given by a move.
    `custody` names the children and custodians with whom the death ended custody: it goes on since the day given.
    Guardianship, a power of attorney and care begin anew by their own events.
    """

    of_the_dead_too: ClassVar[bool] = True
    residence: ResidenceCode | None = None
    custody: tuple[Restored, ...] = ()

    def codes(self) -> Iterable[str]:
        return [self.person, *(one.other for one in self.custody)]

    def dwellings(self) -> Iterable[str]:
        return () if self.residence is None else (self.residence,)

    def undo(self, draft: Draft, document: Document, kind: str) -> None:
        wrong = document.one(kind)
        if wrong is None or not wrong.get("kuollut"):
            raise EventRefused("The person's death is not recorded.")
        document.drop(wrong)
        draft.corrected(document, wrong, record(kind, kuollut=False))
        if not document.alive:
            self._refuse_more()
            return
        day = read_day(wrong.get("kuolinpv" if kind == DIED else "kuolleeksijulistamispv"))
        if self.residence is not None:
            _return_home(draft, document, self.residence, day)
        for union in UNIONS:
            _restore_unions(draft, document, union, day)
        for relation in self.custody:
            _restore_custody(draft, document, relation, day)

    def _refuse_more(self) -> None:
        if self.residence is not None or self.custody:
            raise EventRefused("The person is still dead, by the other record.")


class DeathUndone(_BackToLife):
    """A death recorded in error is undone.

    Source: docs/wire/muutosrajapinta.md §2.5 (undone death). Marriage and custody that the death ended go on; of one
    who is declared dead too, only the day of death goes.
    """

    name: ClassVar[str] = "death_undone"

    def happen(self, draft: Draft, document: Document) -> None:
        self.undo(draft, document, DIED)


class FoundAlive(_BackToLife):
    """Someone declared dead is found alive: the declaration is revoked.

    Source: laki kuolleeksi julistamisesta 127/2005 12 §; told as an undone death (docs/wire/muutosrajapinta.md §2.5).
    """

    name: ClassVar[str] = "found_alive"

    def happen(self, draft: Draft, document: Document) -> None:
        self.undo(draft, document, DECLARED)


def _return_home(draft: Draft, document: Document, code: str, day: date | None) -> None:
    dwelling = draft.dwelling(code)
    for former in document.all(FORMER_RESIDENCE):
        since = first_day(former)
        same = former.get("asuinpaikantunnus") == code and read_day(former.get("loppupv")) == day
        if same and since is not None and day is not None:
            address = street_address(dwelling, since)
            document.put(address)
            draft.corrected(document, closed(address, day), address)
            restored = same_as({m: v for m, v in former.items() if m != "loppupv"}, RESIDENCE)
            document.put(restored)
            document.drop(former)
            draft.corrected(document, same_as(former, RESIDENCE), restored)
            draft.removed(document, former)
            return
    raise EventRefused("The death did not end a residence in that dwelling.")


def _restore_custody(draft: Draft, document: Document, relation: Restored, day: date | None) -> None:
    if relation.ended != day:
        raise EventRefused("The death did not end that custody.")
    other = draft.person(relation.other)
    if document.birth_date is None or other.birth_date is None:
        raise EventRefused("The birth dates of child and custodian are not known.")
    older = document.birth_date < other.birth_date
    child, guardian = (other, document) if older else (document, other)
    restore_custody(draft, relation, child, guardian)


def _restore_unions(draft: Draft, document: Document, kind: str, day: date | None) -> None:
    for entry in document.entries_of(kind):
        if not _ended_by_death(entry.group, day):
            continue
        for person_id in entry.mentions:
            spouse = draft.by_id(person_id)
            theirs = [other for other in spouse.entries_of(kind) if document.person_id in other.mentions]
            ended = next((other.group for other in theirs if _ended_by_death(other.group, day)), None)
            if ended is None or unions_in_force(spouse) or not spouse.alive:
                continue
            restore_union(draft, document, entry.group)
            restore_union(draft, spouse, ended)
            for one in (document, spouse):
                correct_status(draft, one, UNIONS[kind].status)


def _ended_by_death(group: WireGroup, day: date | None) -> bool:
    return group.get("paattymistapa") in DEATHS and read_day(group.get("paattymispv")) == day
