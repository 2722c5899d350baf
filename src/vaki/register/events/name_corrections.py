"""Names that were recorded wrong, and changes of name that did not happen.

Source: VTJ-laki 661/2009 32 §; docs/wire/muutosrajapinta.md §2.2 (KORJATTAVA and KORJATTU) and §2.11 (`nimilaji`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.name import CALL_NAME, HISTORY, full_spelling, history_name, names, present_name
from vaki.register.events.one_person import OnePerson
from vaki.register.events.records import first_day
from vaki.register.events.spelling import reduced
from vaki.register.events.told import same_as
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

_MEMBERS: Final = {"ETUNIMI": "etunimi", "SUKUNIMI": "sukunimi"}
_WHOLE: Final = "HENKILON_NIMI"


class NameCorrected(OnePerson):
    """First names or a surname were recorded wrong; the wrong name stays as KORJATTU_ETUNIMI or KORJATTU_SUKUNIMI.

    Source: 661/2009 32 §. The call name that was one of the wrong first names is corrected too.
    """

    name: ClassVar[str] = "name_corrected"
    of_the_dead_too: ClassVar[bool] = True
    first_names: str = ""
    surname: str = ""

    def happen(self, draft: Draft, document: Document) -> None:
        wrong = document.one(_WHOLE)
        if wrong is None:
            raise EventRefused("The person has no name yet.")
        was = {kind: full_spelling(wrong, member) for kind, member in _MEMBERS.items()}
        right = names(self.first_names or was["ETUNIMI"], self.surname or was["SUKUNIMI"], first_day(wrong))
        becomes = {kind: full_spelling(right, member) for kind, member in _MEMBERS.items()}
        if was == becomes:
            raise EventRefused("The person has that name already.")
        document.swap(wrong, right)
        draft.corrected(document, wrong, right)
        for kind in _MEMBERS:
            if was[kind] != becomes[kind]:
                _correct_present(draft, document, kind, was[kind], becomes[kind])
                kept = history_name(f"KORJATTU_{kind}", was[kind], None)
                document.add(kept)
                draft.added(document, kept)
        _correct_call_name(draft, document, was["ETUNIMI"].split(), becomes["ETUNIMI"].split())


def _correct_present(draft: Draft, document: Document, kind: str, was: str, becomes: str) -> None:
    present = present_name(document, kind)
    if present is not None and full_spelling(present, "nimi") == was:
        right = same_as(present, nimi=reduced(becomes), nimiUTF8=becomes)
        document.swap(present, right)
        draft.corrected(document, present, right)


def _correct_call_name(draft: Draft, document: Document, was: list[str], becomes: list[str]) -> None:
    for wrong, right in zip(was, becomes, strict=False):
        if wrong != right and right and len(was) == len(becomes):
            _correct_present(draft, document, CALL_NAME, wrong, right)


class NameChangeUndone(OnePerson):
    """The last change of name did not happen: the earlier name is in force again.

    Source: 661/2009 32 §. The new name is removed (POISTETTU) and the one it had replaced corrected back.
    """

    name: ClassVar[str] = "name_change_undone"
    of_the_dead_too: ClassVar[bool] = True

    def happen(self, draft: Draft, document: Document) -> None:
        wrong = document.one(_WHOLE)
        day = None if wrong is None else first_day(wrong)
        if wrong is None or day is None:
            raise EventRefused("The person's name has not changed.")
        earlier = {kind: _ended_on(document, kind, day) for kind in (*_MEMBERS, CALL_NAME)}
        changed = [kind for kind in _MEMBERS if earlier[kind] is not None and _begun_on(document, kind, day)]
        if not changed:
            raise EventRefused("The earlier name is not known.")
        restored = {
            kind: full_spelling(earlier[kind] or {}, "nimi") if kind in changed else full_spelling(wrong, member)
            for kind, member in _MEMBERS.items()
        }
        right = names(restored["ETUNIMI"], restored["SUKUNIMI"], _since(document, day))
        document.swap(wrong, right)
        draft.corrected(document, wrong, right)
        for kind in (*_MEMBERS, CALL_NAME):
            _go_back(draft, document, kind, day, earlier[kind])


def _begun_on(document: Document, kind: str, day: date) -> WireGroup | None:
    present = present_name(document, kind)
    return present if present is not None and first_day(present) == day else None


def _ended_on(document: Document, kind: str, day: date) -> WireGroup | None:
    """The name that the change ended; of several that ended that day, the one that began last."""
    ended = [
        group
        for group in document.all(HISTORY)
        if group["nimilaji"] == f"EDELLINEN_{kind}" and read_day(group.get("loppupv")) == day
    ]
    return max(ended, key=lambda group: first_day(group) or date.min, default=None)


def _since(document: Document, day: date) -> date | None:
    """Since when the earlier names stood together: the later of the changes before."""
    begun = [
        since
        for group in document.all(HISTORY)
        for since in (first_day(group),)
        if group["nimilaji"].endswith(tuple(_MEMBERS)) and since is not None and since < day
    ]
    return max(begun, default=None)


def _go_back(draft: Draft, document: Document, kind: str, day: date, earlier: WireGroup | None) -> None:
    mistaken = _begun_on(document, kind, day)
    if mistaken is not None:
        document.drop(mistaken)
        draft.removed(document, mistaken)
    if earlier is None:
        return
    if "alkupv" not in earlier and kind != CALL_NAME:
        document.drop(earlier)
        draft.removed(document, earlier)
        return
    kept = {member: value for member, value in earlier.items() if member != "loppupv"}
    again = same_as(kept, nimilaji=f"NYKYINEN_{kind}")
    document.swap(earlier, again)
    draft.corrected(document, earlier, again)
