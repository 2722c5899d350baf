"""Death and the declaration of death: what they end in the documents of the dead and of those near."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.errors import EventRefused
from vaki.register.events.care import GROUP as CARE
from vaki.register.events.custody import CHILD, GUARDIAN, end_custody
from vaki.register.events.draft import Draft
from vaki.register.events.guardianship import GROUP as GUARDIANSHIP
from vaki.register.events.guardianship import leave_posts, tell_end
from vaki.register.events.home import ADDRESS, ADDRESS_ABROAD, RESIDENCE, end
from vaki.register.events.one_person import OnePersonOnADay
from vaki.register.events.power_of_attorney import GROUP as POWER_OF_ATTORNEY
from vaki.register.events.records import closed, first_day, take_away
from vaki.register.events.told import custody_change, record
from vaki.register.events.union import UNIONS, end_union, set_status
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

DIED: Final = "KUOLINPAIVA"
DECLARED: Final = "KUOLLEEKSIJULISTAMISPAIVA"
LIVED_IN: Final = (
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
    """A person dies. Marriage, custody, guardianship, care and residence end; the home municipality stays as the last.

    Source: VTJ-laki 661/2009 13 § and 17 §; docs/wire/muutosrajapinta.md §2.5 (which says nothing of the
    consequences: they are ours). The spouse becomes a widow or widower; the dead person's own marital status stays.
    Of one who was declared dead before, only the day of death is recorded.
    """

    name: ClassVar[str] = "death"
    of_the_dead_too: ClassVar[bool] = True

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.one(DIED) is not None:
            raise EventRefused("The person is dead already.")
        died = record(DIED, kuollut=True, kuolinpv=wire_day(day))
        declared = not document.alive
        document.put(died)
        draft.added(document, died)
        if not declared:
            end_life(draft, document, day)


class DeclaredDead(OnePersonOnADay):
    """A missing person is declared dead; `day` is the day of death that the decision gives.

    Source: laki kuolleeksi julistamisesta 127/2005 9 §; docs/wire/muutosrajapinta.md §2.5. What ends is what death
    ends.
    """

    name: ClassVar[str] = "declared_dead"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        declared = record(DECLARED, kuollut=True, kuolleeksijulistamispv=wire_day(day))
        document.put(declared)
        draft.added(document, declared)
        end_life(draft, document, day)


def end_life(draft: Draft, document: Document, day: date) -> None:
    """End what a death ends, in the person's document and in those of the people near."""
    for kind in LIVED_IN:
        _forget_later(draft, document, kind, day)
        end(draft, document, kind, day)
    _end_unions(draft, document, day)
    _end_custodies(draft, document, day)
    for kind in (GUARDIANSHIP, POWER_OF_ATTORNEY):
        began = _first_day_of(document, kind)
        if began is not None and began > day:
            take_away(draft, document, kind)
        tell_end(draft, document, kind, day)
    take_away(draft, document, CARE)
    leave_posts(draft, document)


def _first_day_of(document: Document, kind: str) -> date | None:
    group = document.one(kind)
    return None if group is None else first_day(group)


def _forget_later(draft: Draft, document: Document, kind: str, day: date) -> None:
    """What was recorded as beginning after the death never began."""
    for group in document.all(kind):
        since = first_day(group)
        if since is not None and since > day:
            document.drop(group)
            draft.removed(document, group)


def _end_unions(draft: Draft, document: Document, day: date) -> None:
    for kind, known in UNIONS.items():
        for entry in document.entries_of(kind):
            if entry.group.get("voimassaolo") == "PASSIIVI":
                continue
            end_union(draft, document, entry.group, day, known.by_death)
            for person_id in entry.mentions:
                spouse = draft.by_id(person_id)
                theirs = spouse.about(kind, document.person_id)
                if theirs is not None:
                    if spouse.alive:
                        set_status(draft, spouse, known.widowed)
                    end_union(draft, spouse, theirs, day, known.by_death)


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
    draft.changed(document, custody_change(ended, relation=True), document.all(group["tietoryhma"]))
