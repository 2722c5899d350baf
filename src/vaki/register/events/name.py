"""Names: given, changed, and which of the first names a person is called by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Name
from vaki.register.events.one_person import OnePersonOnADay
from vaki.register.events.records import first_day
from vaki.register.events.spelling import checked_first_names, checked_name, reduced
from vaki.register.events.told import record, same_as
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

WayOfChange = Literal[
    "NIMENMUUTOS_ULKOMAILLA",
    "ETUNIMEN_MUUTOS_HAKEMUKSELLA",
    "ETUNIMEN_MUUTOS_ILMOITUKSELLA",
    "SUKUNIMEN_MUUTOS_ILMOITUKSELLA",
    "LAPSEN_SUKUNIMEN_MUUTOS_ILMOITUKSELLA",
    "VIIMEKSI_NAIMATTOMANA_OLLUT_SUKUNIMI_TAKAISIN",
    "NAIMISIIN_MENNESSA_OLLUT_SUKUNIMI_TAKAISIN",
]
"""`nimenmuutostapa` of the code list, as far as these events lead to it."""

HISTORY = "NIMENMUUTOS_LAAJA"
CALL_NAME = "KUTSUMANIMI"


def names(first_names: str, surname: str, since: date | None = None) -> WireGroup:
    """HENKILON_NIMI; `alkupv` only where the names are not the first ones. Refuses what is not a name."""
    first = checked_first_names(first_names)
    last = checked_name(surname)
    return record(
        "HENKILON_NIMI",
        etunimi=reduced(first),
        sukunimi=reduced(last),
        etunimiUTF8=first,
        sukunimiUTF8=last,
        alkupv=None if since is None else wire_day(since),
    )


def history_name(name_kind: str, name: str, since: date | None, way: str | None = None) -> WireGroup:
    """NIMENMUUTOS_LAAJA, from which NIMENMUUTOS and KUTSUMANIMI follow."""
    return record(
        HISTORY,
        nimilaji=name_kind,
        nimi=reduced(name),
        nimiUTF8=name,
        nimenmuutostapa=way,
        alkupv=None if since is None else wire_day(since),
    )


def replace_name(draft: Draft, document: Document, name_kind: str, *, old: str, new: str, day: date, way: str) -> None:
    """NYKYINEN_x LISATTY and EDELLINEN_x MUUTETTU; the old name's last day equals the new one's first (§2.12)."""
    present = present_name(document, name_kind)
    added = history_name(f"NYKYINEN_{name_kind}", new, day, way)
    if present is None:
        former = record(
            HISTORY, nimilaji=f"EDELLINEN_{name_kind}", nimi=reduced(old), nimiUTF8=old, loppupv=wire_day(day)
        )
        document.add(former)
    else:
        former = former_name(present, day)
        document.swap(present, former)
    document.add(added)
    draft.added(document, added)
    draft.changed(document, former)


def present_name(document: Document, name_kind: str) -> WireGroup | None:
    for group in document.all(HISTORY):
        if group["nimilaji"] == f"NYKYINEN_{name_kind}":
            return group
    return None


def former_name(present: WireGroup, day: date) -> WireGroup:
    since = first_day(present)
    if since is not None and day < since:
        raise EventRefused("The earlier name would end before it began.")
    return same_as(
        {member: value for member, value in present.items() if member != "nimenmuutostapa"},
        nimilaji=present["nimilaji"].replace("NYKYINEN_", "EDELLINEN_", 1),
        loppupv=wire_day(day),
    )


def full_spelling(group: WireGroup, member: str) -> str:
    """The full spelling of a name, or the only one there is."""
    return str(group.get(f"{member}UTF8") or group.get(member, ""))


def rename(
    draft: Draft,
    document: Document,
    day: date,
    way: str,
    *,
    first_names: str = "",
    surname: str = "",
    call_name: str = "",
) -> None:
    """Change first names, surname or both (the empty text keeps one), told in the order of §2.12.

    A call name that is not among the new first names ends. Refuses a change that changes nothing.
    """
    old = document.one("HENKILON_NIMI")
    if old is None:
        raise EventRefused("The person has no name yet.")
    since = first_day(old)
    if since is not None and day < since:
        raise EventRefused("The earlier name would end before it began.")
    was = {"ETUNIMI": full_spelling(old, "etunimi"), "SUKUNIMI": full_spelling(old, "sukunimi")}
    new = names(first_names or was["ETUNIMI"], surname or was["SUKUNIMI"], day)
    becomes = {"ETUNIMI": new["etunimiUTF8"], "SUKUNIMI": new["sukunimiUTF8"]}
    if was == becomes:
        raise EventRefused("The person has that name already.")
    document.put(new)
    draft.changed(document, new)
    for name_kind in ("ETUNIMI", "SUKUNIMI"):
        if was[name_kind] != becomes[name_kind]:
            replace_name(draft, document, name_kind, old=was[name_kind], new=becomes[name_kind], day=day, way=way)
    if call_name:
        give_call_name(draft, document, call_name, day)
    else:
        _end_lost_call_name(draft, document, day)


def _end_lost_call_name(draft: Draft, document: Document, day: date) -> None:
    present = present_name(document, CALL_NAME)
    if present is not None and not _is_among(full_spelling(present, "nimi"), document):
        former = former_name(present, day)
        document.swap(present, former)
        draft.changed(document, former)


def give_call_name(draft: Draft, document: Document, name: str, day: date) -> None:
    """Take one of the first names as the call name, in the place of the one before."""
    checked = checked_name(name)
    if not _is_among(checked, document):
        raise EventRefused("The call name is not one of the person's first names.")
    present = present_name(document, CALL_NAME)
    if present is None:
        added = history_name(f"NYKYINEN_{CALL_NAME}", checked, day)
        document.add(added)
        draft.added(document, added)
    elif full_spelling(present, "nimi") == checked:
        raise EventRefused("The person is called by that name already.")
    else:
        was = full_spelling(present, "nimi")
        replace_name(draft, document, CALL_NAME, old=was, new=checked, day=day, way="KUTSUMANIMEN_MUUTOS")


def _is_among(name: str, document: Document) -> bool:
    whole = document.one("HENKILON_NIMI")
    first_names = "" if whole is None else full_spelling(whole, "etunimi")
    parts = first_names.split()
    return name in parts or name in first_names.replace("-", " ").split() or name == first_names


class Naming(OnePersonOnADay):
    """A newborn gets first names and a surname; first names are given within three months of birth.

    Source: etu- ja sukunimilaki 946/2017 4 §; relatives' copies of the child follow.
    """

    name: ClassVar[str] = "naming"
    first_names: Name
    surname: Name
    call_name: str = ""

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.one("HENKILON_NIMI") is not None:
            raise EventRefused("The person has a name already.")
        given = names(self.first_names, self.surname)
        document.put(given)
        draft.added(document, given)
        if self.call_name:
            give_call_name(draft, document, self.call_name, document.birth_date or day)


class NameChange(OnePersonOnADay):
    """A person's first names, surname or both change.

    Source: etu- ja sukunimilaki 946/2017; told in the order of docs/wire/muutosrajapinta.md §2.12.
    """

    name: ClassVar[str] = "name_change"
    first_names: str = ""
    surname: str = ""
    call_name: str = ""
    way: WayOfChange | None = None

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        way = self.way or ("ETUNIMEN_MUUTOS_HAKEMUKSELLA" if self.first_names else "SUKUNIMEN_MUUTOS_ILMOITUKSELLA")
        rename(
            draft,
            document,
            day,
            way,
            first_names=self.first_names,
            surname=self.surname,
            call_name=self.call_name,
        )


class CallNameChange(OnePersonOnADay):
    """A person tells by which of the first names they are called (kutsumanimi).

    Source: VNA 128/2010 1 §; told as KUTSUMANIMI in docs/wire/muutosrajapinta.md §2.12.
    """

    name: ClassVar[str] = "call_name_change"
    call_name: Name

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        give_call_name(draft, document, self.call_name, day)
