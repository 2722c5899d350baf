"""The day of a death, or of being declared dead, put right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.errors import EventRefused
from vaki.register.events.death import DECLARED, DIED
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day
from vaki.register.events.one_person import OnePerson
from vaki.register.events.records import first_day
from vaki.register.events.told import same_as
from vaki.register.events.union import UNIONS
from vaki.register.groups import HISTORY_OF_PLACE
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

_DAY_OF: Final = {DIED: "kuolinpv", DECLARED: "kuolleeksijulistamispv"}
_LAST_DAY_OF: Final = {
    **dict.fromkeys(HISTORY_OF_PLACE - {"EDELLINEN_KOTIKUNTA"}, "loppupv"),
    **dict.fromkeys(UNIONS, "paattymispv"),
}
"""The history that a death writes, by the member that holds its day."""


class DeathCorrected(OnePerson):
    """The day of a death, or the day of death that a declaration gave, was recorded wrong; `right_day` is the day.

    What the death ended has its last day put right with it, the spouse's side too. Source: VTJ-laki 661/2009 32 §;
    docs/wire/muutosrajapinta.md §2.2 and §2.5.
    """

    name: ClassVar[str] = "death_corrected"
    of_the_dead_too: ClassVar[bool] = True
    right_day: Day

    def happen(self, draft: Draft, document: Document) -> None:
        draft.check_day(self.right_day, document)
        kind, wrong = _recorded(document)
        recorded = read_day(wrong.get(_DAY_OF[kind]))
        if recorded == self.right_day:
            raise EventRefused("The day is recorded so already.")
        _put_right(draft, document, wrong, _DAY_OF[kind], self.right_day)
        if recorded is None or (kind == DIED and document.one(DECLARED) is not None):
            return
        _ended_with(draft, document, None, recorded, self.right_day)
        for spouse in _spouses(document):
            _ended_with(draft, draft.by_id(spouse), document.person_id, recorded, self.right_day)


def _recorded(document: Document) -> tuple[str, WireGroup]:
    """The death, or the declaration where no death is known."""
    for kind in _DAY_OF:
        group = document.one(kind)
        if group is not None and group.get("kuollut"):
            return kind, group
    raise EventRefused("The person is not dead.")


def _spouses(document: Document) -> list[int]:
    return [person for kind in UNIONS for entry in document.entries_of(kind) for person in entry.mentions]


def _ended_with(draft: Draft, document: Document, dead: int | None, recorded: date, right: date) -> None:
    """Put right what ended on the recorded day: all of the dead person's history, or a spouse's union with them."""
    for entry in list(document.entries):
        member = _LAST_DAY_OF.get(entry.kind)
        if member is None or read_day(entry.group.get(member)) != recorded:
            continue
        union = UNIONS.get(entry.kind)
        if union is not None and entry.group.get("paattymistapa") != union.by_death:
            continue
        if dead is not None and dead not in entry.mentions:
            continue
        began = first_day(entry.group) or read_day(entry.group.get("vihkipv", entry.group.get("virallistamispv")))
        if began is not None and began > right:
            raise EventRefused("The day is before something began that the death ended: undo the death instead.")
        _put_right(draft, document, entry.group, member, right)


def _put_right(draft: Draft, document: Document, wrong: WireGroup, member: str, day: date) -> None:
    right = same_as(wrong, None, **{member: wire_day(day)})
    document.swap(wrong, right)
    draft.corrected(document, wrong, right)
