"""What follows from every event, whatever it is: derived groups, copies held by relatives, the year-end municipality.

No base data changes without a change published: whatever is altered here is also told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from vaki.register.derive import derive, with_derived
from vaki.register.document import Document, homes, reference, write, year_end_municipality
from vaki.register.due import due_day
from vaki.register.groups import ATTRIBUTE, BY_NAME, KIND, WireGroup, in_member_order
from vaki.register.index import SearchColumns
from vaki.register.item import write_item

if TYPE_CHECKING:
    from vaki.register.events.draft import Draft, Told


@dataclass(frozen=True, slots=True)
class Written:
    """One person's part of an event: the new document and, when something was told, the row of the change log."""

    document: Document
    text: str
    columns: SearchColumns
    item_code: str
    codes: tuple[str, ...]
    municipality_before: str | None
    municipality_after: str | None
    protected: bool
    """Protected before or after the event: its item is censored for ever."""
    groups: str
    base_data: str | None


def finish(draft: Draft) -> list[Written]:
    """All rows of one event, in the order in which persons were touched."""
    _renew_copies(draft)
    written = []
    for person_id, document in draft.altered.items():
        before = draft.people.get(person_id)
        derive(document, before)
        told = draft.told.get(person_id, [])
        told = with_derived(told) + _year_end(before, document, draft.day)
        if told or before is None:
            written.append(_written(document, before, told, draft.day))
    return written


def _written(document: Document, before: Document | None, told: Told, day: date) -> Written:
    for entry in document.entries:
        if entry.key == 0:
            entry.group = in_member_order(entry.group)
    text = write(document)
    was = before.municipality if before else None
    now = document.municipality
    codes = document.codes
    return Written(
        document=document,
        text=text,
        columns=search_columns(document, day),
        item_code=before.code if before else document.code,
        codes=tuple(codes),
        municipality_before=was,
        municipality_after=now,
        protected=document.protected or (before is not None and before.protected),
        groups=write_item(told),
        base_data=text if now is not None and now != was else None,
    )


def search_columns(document: Document, day: date) -> SearchColumns:
    """The columns of a person's row, as of a register day."""
    return SearchColumns(
        document.code,
        document.municipality,
        document.alive,
        document.protected,
        document.birth_date,
        due_day(document, day),
    )


def _renew_copies(draft: Draft) -> None:
    """A reference is a copy: whoever holds one of a person whose name, code or sex changed gets it anew and is told."""
    for person_id in list(draft.altered):
        before = draft.people.get(person_id)
        if before is None:
            continue
        old, new = reference(before), reference(draft.altered[person_id])
        if old == new:
            continue
        for holder in draft.people.values():
            if any(person_id in entry.mentions for entry in holder.entries):
                _renew_in(draft, draft.by_id(holder.person_id), person_id, new)


def _renew_in(draft: Draft, holder: Document, person_id: int, new: WireGroup) -> None:
    for kind in dict.fromkeys(entry.kind for entry in holder.entries if person_id in entry.mentions):
        group = BY_NAME.get(kind)
        if group is None or group.derived_from is not None or group.person_member is None:
            continue
        for entry in holder.entries_of(kind):
            if person_id not in entry.mentions or entry.group[group.person_member] == new:
                continue
            renewed = {**entry.group, group.person_member: new}
            holder.swap(entry.group, renewed)
            if kind != "PERHESUHDE":
                draft.changed(holder, renewed, in_force=holder.all(kind))


def _year_end(before: Document | None, document: Document, day: date) -> Told:
    """The year-end municipality is computed at reading; when an event changes what it gives, the event tells it."""
    was = year_end_municipality(" ".join(homes(before)), day) if before else None
    now = year_end_municipality(" ".join(homes(document)), day)
    if was == now:
        return []
    if now is None:
        return [({KIND: was[KIND], ATTRIBUTE: "POISTETTU", **was}, ())] if was else []
    attribute = "LISATTY" if was is None else "MUUTETTU"
    return [({KIND: now[KIND], ATTRIBUTE: attribute, **now}, ())]
