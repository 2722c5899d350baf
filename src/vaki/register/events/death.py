"""Death, and a death that was recorded in error."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.errors import EventRefused
from vaki.register.events.custody import CHILD, GUARDIAN, end_custody
from vaki.register.events.draft import Draft
from vaki.register.events.fields import ResidenceCode
from vaki.register.events.home import ADDRESS, ADDRESS_ABROAD, FORMER_RESIDENCE, RESIDENCE, end, street_address
from vaki.register.events.marriage import BY_DEATH, UNIONS, end_union, set_status, unions_in_force
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import closed, first_day
from vaki.register.events.told import record, same_as
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

_LIVED_IN: Final = (
    ADDRESS,
    "TILAPAINEN_KOTIMAINEN_OSOITE",
    "TILAPAINEN_KUNTA",
    "KOTIMAINEN_POSTIOSOITE",
    ADDRESS_ABROAD,
    "TILAPAINEN_ULKOMAINEN_OSOITE",
    "ULKOMAINEN_POSTIOSOITE",
    RESIDENCE,
    "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "VAKINAINEN_OLINPAIKASSA_ASUMINEN",
    "VAKINAINEN_ULKOMAILLA_ASUMINEN",
    "TILAPAINEN_OLINPAIKASSA_ASUMINEN",
    "TILAPAINEN_ULKOMAILLA_ASUMINEN",
)


class Death(OnePersonOnADay):
    """A person dies. Marriage, custody and residence end; the home municipality stays as the last one.

    Source: VTJ-laki 661/2009 13 § and 17 §; docs/wire/muutosrajapinta.md §2.5 (which says nothing of the
    consequences: they are ours). The spouse becomes a widow or widower; the dead person's own marital status stays.
    """

    name: ClassVar[str] = "death"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        died = record("KUOLINPAIVA", kuollut=True, kuolinpv=wire_day(day))
        document.put(died)
        draft.added(document, died)
        for kind in _LIVED_IN:
            _forget_later(draft, document, kind, day)
            end(draft, document, kind, day)
        _end_unions(draft, document, day)
        _end_custodies(draft, document, day)


def _forget_later(draft: Draft, document: Document, kind: str, day: date) -> None:
    """What was recorded as beginning after the death never began."""
    for group in document.all(kind):
        since = first_day(group)
        if since is not None and since > day:
            document.drop(group)
            draft.removed(document, group)


def _end_unions(draft: Draft, document: Document, day: date) -> None:
    for kind, left_behind in UNIONS.items():
        for entry in document.entries_of(kind):
            if entry.group.get("voimassaolo") == "PASSIIVI":
                continue
            end_union(draft, document, entry.group, day, BY_DEATH)
            for person_id in entry.mentions:
                spouse = draft.by_id(person_id)
                theirs = spouse.about(kind, document.person_id)
                if theirs is not None:
                    if spouse.alive:
                        set_status(draft, spouse, left_behind)
                    end_union(draft, spouse, theirs, day, BY_DEATH)


def _end_custodies(draft: Draft, document: Document, day: date) -> None:
    for kind in (GUARDIAN, CHILD):
        for entry in document.entries_of(kind):
            if not entry.mentions:
                _end_unlinked(draft, document, entry.group, day)
            for person_id in entry.mentions:
                other = draft.by_id(person_id)
                if kind == GUARDIAN:
                    end_custody(draft, document, other, day)
                else:
                    end_custody(draft, other, document, day)


def _end_unlinked(draft: Draft, document: Document, group: WireGroup, day: date) -> None:
    """The other side has no identity code, and so no document."""
    ended = closed(group, day, "huoltosuhteenLoppupv")
    document.drop(group)
    draft.changed(document, ended)


class DeathUndone(OnePerson):
    """A death recorded in error is undone.

    The marriage that the death ended goes on, unless the spouse has married since. `residence` is the dwelling whose
    residence the death ended; without it the person is left without one, to be given by a move. Custody that the
    death ended begins anew by its own event. Source: docs/wire/muutosrajapinta.md §2.5 (undone death).
    """

    name: ClassVar[str] = "death_undone"
    of_the_dead_too: ClassVar[bool] = True
    residence: ResidenceCode | None = None

    def dwellings(self) -> Iterable[str]:
        return () if self.residence is None else (self.residence,)

    def happen(self, draft: Draft, document: Document) -> None:
        wrong = document.one("KUOLINPAIVA")
        if wrong is None or not wrong.get("kuollut"):
            raise EventRefused("The person's death is not recorded.")
        day = read_day(wrong.get("kuolinpv"))
        document.drop(wrong)
        draft.corrected(document, wrong, record("KUOLINPAIVA", kuollut=False))
        if self.residence is not None:
            self._return_home(draft, document, self.residence, day)
        for kind in UNIONS:
            _restore_union(draft, document, kind, day)

    def _return_home(self, draft: Draft, document: Document, code: str, day: date | None) -> None:
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


def _restore_union(draft: Draft, document: Document, kind: str, day: date | None) -> None:
    for entry in document.entries_of(kind):
        if not _ended_by_death(entry.group, day):
            continue
        for person_id in entry.mentions:
            spouse = draft.by_id(person_id)
            theirs = [other for other in spouse.entries_of(kind) if document.person_id in other.mentions]
            ended = next((other.group for other in theirs if _ended_by_death(other.group, day)), None)
            if ended is None or unions_in_force(spouse) or not spouse.alive:
                continue
            _restore(draft, document, entry.group)
            _restore(draft, spouse, ended)
            _restore_status(draft, spouse, kind)


def _ended_by_death(group: WireGroup, day: date | None) -> bool:
    return group.get("paattymistapa") == BY_DEATH and read_day(group.get("paattymispv")) == day


def _restore(draft: Draft, document: Document, ended: WireGroup) -> None:
    kept = {member: value for member, value in ended.items() if member not in ("paattymispv", "paattymistapa")}
    restored = same_as(kept, voimassaolo="AKTIIVI")
    document.swap(ended, restored)
    draft.corrected(document, ended, restored)


def _restore_status(draft: Draft, spouse: Document, kind: str) -> None:
    wrong = spouse.one("SIVIILISAATY")
    if wrong is not None and wrong["siviilisaaty"] == UNIONS[kind]:
        status = "AVIOLIITOSSA" if kind == "AVIOLIITTO" else "REKISTEROIDYSSA_PARISUHTEESSA"
        right = record("SIVIILISAATY", siviilisaaty=status)
        spouse.swap(wrong, right)
        draft.corrected(spouse, wrong, right)
