"""Names beside first names and surname: middle name, patronymic, and earlier names that are recorded afterwards.

Source: VNA 128/2010 1 §; docs/wire/muutosrajapinta.md §2.8 and §2.11 (`nimilaji`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Day, Name
from vaki.register.events.name import HISTORY, former_name, full_spelling, history_name, present_name, replace_name
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.spelling import checked_first_names, checked_name
from vaki.register.events.told import same_as
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document

_MIDDLE: Final = "VALINIMI"
_PATRONYMIC: Final = "PATRONYYMI"


class MiddleName(OnePersonOnADay):
    """A person takes a middle name of a foreign naming custom, changes it, or with the empty text gives it up.

    Source: VNA 128/2010 1 §.
    """

    name: ClassVar[str] = "middle_name"
    middle_name: str

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        present = present_name(document, _MIDDLE)
        was = "" if present is None else full_spelling(present, "nimi")
        new = checked_name(self.middle_name) if self.middle_name else ""
        if was == new:
            raise EventRefused("The person's middle name is that already.")
        if present is None:
            added = history_name(f"NYKYINEN_{_MIDDLE}", new, day)
            document.add(added)
            draft.added(document, added)
        elif new:
            replace_name(draft, document, _MIDDLE, old=was, new=new, day=day, way="VALINIMEN_MUUTOS")
        else:
            former = former_name(present, day)
            document.swap(present, former)
            draft.changed(document, former)


class Patronymic(OnePerson):
    """A person's patronymic is recorded; the empty text takes it away. An earlier one is not kept.

    Source: VNA 128/2010 1 §.
    """

    name: ClassVar[str] = "patronymic"
    patronymic: str

    def happen(self, draft: Draft, document: Document) -> None:
        held = [group for group in document.all(HISTORY) if group["nimilaji"] == _PATRONYMIC]
        new = history_name(_PATRONYMIC, checked_name(self.patronymic), None) if self.patronymic else None
        if held == ([] if new is None else [new]):
            raise EventRefused("The person's patronymic is that already.")
        for group in held:
            document.drop(group)
        if new is not None:
            document.add(new)
            draft.added(document, new)
        for group in held:
            draft.removed(document, group)


class FormerNameRecorded(OnePerson):
    """A name that a person had earlier, here or abroad, is recorded afterwards.

    Source: VTJ-laki 661/2009 13 §. One recorded in error is removed by `correction`.
    """

    name: ClassVar[str] = "former_name_recorded"
    of_the_dead_too: ClassVar[bool] = True
    kind: Literal[
        "EDELLINEN_ETUNIMI",
        "EDELLINEN_SUKUNIMI",
        "EDELLINEN_VALINIMI",
        "VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI",
    ]
    former: Name
    since: Day | None = None
    until: Day | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        for day in (self.since, self.until):
            if day is not None:
                draft.check_day(day, document)
        if self.since is not None and self.until is not None and self.until < self.since:
            raise EventRefused("The earlier name would end before it began.")
        checked = checked_first_names(self.former) if self.kind == "EDELLINEN_ETUNIMI" else checked_name(self.former)
        plain = history_name(self.kind, checked, self.since)
        made = plain if self.until is None else same_as(plain, loppupv=wire_day(self.until))
        if made in document.all(HISTORY):
            raise EventRefused("That name is recorded already.")
        document.add(made)
        draft.added(document, made)
