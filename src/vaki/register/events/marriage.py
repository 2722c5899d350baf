"""Marriages: entered into and dissolved, corrected, and recorded in error."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode
from vaki.register.events.name import full_spelling, history_name, rename
from vaki.register.events.told import same_as
from vaki.register.events.union import (
    DIVORCES,
    MARRIAGE,
    NEVER_MARRIED,
    UNIONS,
    begin_union,
    both_ways,
    correct_status,
    end_union,
    pair_of,
    refuse_kin,
    refuse_unfree,
    refuse_unfree_then,
    restore_union,
    set_status,
    status_of,
    union_between,
    unions_in_force,
)
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

Way = Literal["KIRKOLLINEN_VIHKIMINEN", "SIVIILIVIHKIMINEN", "VIHKITAPA_EI_TIEDOSSA"]

_MAIDEN_NAME: Final = "VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI"


class OfTwo(Event, kw_only=True):
    """The base of events that happen to two persons."""

    first: IdentityCode
    second: IdentityCode

    def codes(self) -> Iterable[str]:
        return (self.first, self.second)


class Marriage(OfTwo):
    """Two persons marry; each may take a new surname.

    Source: avioliittolaki 234/1929 4–9 § (of age, not married, not parent and child, not siblings), 946/2017 for the
    surnames. The last surname as unmarried is kept when it changes.
    """

    name: ClassVar[str] = "marriage"
    way: Way = "SIVIILIVIHKIMINEN"
    first_surname: str = ""
    second_surname: str = ""
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        pair = pair_of(draft, self.first, self.second, day)
        refuse_kin(*pair)
        for document in pair:
            refuse_unfree(document, day)
        for document, surname in zip(pair, (self.first_surname, self.second_surname), strict=True):
            if surname:
                _take_surname(draft, document, surname, day)
        begin_union(draft, pair, MARRIAGE, day, self.way)


def _take_surname(draft: Draft, document: Document, surname: str, day: date) -> None:
    whole = document.one("HENKILON_NIMI")
    status = document.one("SIVIILISAATY")
    maiden = full_spelling(whole, "sukunimi") if whole else ""
    rename(draft, document, day, "SUKUNIMEN_MUUTOS_ILMOITUKSELLA", surname=surname)
    if maiden and status is not None and status["siviilisaaty"] == NEVER_MARRIED:
        kept = history_name(_MAIDEN_NAME, maiden, None)
        document.add(kept)
        draft.added(document, kept)


class Divorce(OfTwo):
    """A marriage ends in divorce.

    Source: avioliittolaki 234/1929 25 §. Surnames stay; taking an earlier one back is a name change.
    """

    name: ClassVar[str] = "divorce"
    day: Day | None = None

    def apply(self, draft: Draft) -> None:
        dissolve(draft, pair_of(draft, self.first, self.second), MARRIAGE, self.day)


def dissolve(draft: Draft, pair: tuple[Document, Document], kind: str, day: date | None) -> None:
    """End a union of a kind while both live."""
    when = day or draft.day
    draft.check_day(when, *pair)
    _, own, theirs = union_between(pair, (kind,))
    for document, union in zip(pair, (own, theirs), strict=True):
        set_status(draft, document, UNIONS[kind].divorced)
        end_union(draft, document, union, when, UNIONS[kind].by_divorce)


class MarriageCorrected(OfTwo):
    """The day or the way of a marriage or partnership in force was recorded wrong.

    Source: 661/2009 32 §; both sides tell it as KORJATTAVA and KORJATTU (docs/wire/muutosrajapinta.md §2.2).
    """

    name: ClassVar[str] = "marriage_corrected"
    right_day: Day | None = None
    right_way: Way | None = None

    def apply(self, draft: Draft) -> None:
        pair = pair_of(draft, self.first, self.second, self.right_day)
        kind, *sides = union_between(pair)
        if self.right_way is not None and kind != MARRIAGE:
            raise EventRefused("A registered partnership has no way of wedding.")
        for document, wrong in zip(pair, sides, strict=True):
            right = self._right(document, wrong)
            if right == wrong:
                raise EventRefused("The union is recorded so already.")
            document.swap(wrong, right)
            draft.corrected(document, wrong, right)

    def _right(self, document: Document, wrong: WireGroup) -> WireGroup:
        known = UNIONS[wrong["tietoryhma"]]
        altered: dict[str, object] = {}
        if self.right_day is not None:
            refuse_unfree_then(document, self.right_day)
            altered[known.day] = wire_day(self.right_day)
        if self.right_way is not None:
            altered[known.way] = self.right_way
        return same_as(wrong, None, **altered)


class MarriageUndone(OfTwo):
    """A marriage or partnership was recorded in error: it never was (POISTETTU), and the marital statuses go back.

    Source: 661/2009 32 §; docs/wire/muutosrajapinta.md §2.2. A surname taken at it is undone by its own event.
    """

    name: ClassVar[str] = "marriage_undone"

    def apply(self, draft: Draft) -> None:
        pair = pair_of(draft, self.first, self.second)
        _, *sides = union_between(pair)
        for document, union in zip(pair, sides, strict=True):
            for separation in document.all("ASUMUSERO"):
                document.drop(separation)
                draft.removed(document, separation)
            document.drop(union)
            correct_status(draft, document, status_of(document))
            draft.removed(document, union)


class DivorceUndone(OfTwo):
    """A divorce, or the dissolution of a partnership, was recorded in error: the union goes on.

    Source: 661/2009 32 §. Refused when either has entered into another union since.
    """

    name: ClassVar[str] = "divorce_undone"

    def apply(self, draft: Draft) -> None:
        pair = pair_of(draft, self.first, self.second)
        found = [_last_divorce(document, other) for document, other in both_ways(pair)]
        for document, ended in zip(pair, found, strict=True):
            if unions_in_force(document):
                raise EventRefused("The person has entered into another union since.")
            number = ended.get("jarjestysnumero", 0)
            if any(group.get("jarjestysnumero", 0) > number for kind in UNIONS for group in document.all(kind)):
                raise EventRefused("The person has entered into another union since.")
        for document, ended in zip(pair, found, strict=True):
            restore_union(draft, document, ended)
            correct_status(draft, document, UNIONS[ended["tietoryhma"]].status)


def _last_divorce(document: Document, other: Document) -> WireGroup:
    ended = [
        entry.group
        for kind in UNIONS
        for entry in document.entries_of(kind)
        if other.person_id in entry.mentions and entry.group.get("paattymistapa") in DIVORCES
    ]
    if not ended:
        raise EventRefused("The persons have not divorced.")
    return max(ended, key=lambda group: int(group.get("jarjestysnumero", 0)))
