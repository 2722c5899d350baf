"""What follows from every event, whatever it is: derived groups, copies held by relatives, the year-end municipality.

No base data changes without a change published: whatever is altered here is also told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.register.derive import derive, with_derived
from vaki.register.document import NEW, Document, homes_field, reference, write, year_end_municipality
from vaki.register.due import ADULT, MINORS_ONLY, OF_MINORS_ONLY, birthday, due_day, ended_by_age
from vaki.register.events.birth import identity
from vaki.register.events.references import PERSON_LISTS, with_renewed_copy
from vaki.register.events.told import CUSTODY, custody_change
from vaki.register.groups import (
    ATTRIBUTE,
    BY_NAME,
    COMPUTED_AT_READING,
    IN_FORCE,
    KIND,
    SENSITIVE,
    WireGroup,
    in_member_order,
)
from vaki.register.index import SearchColumns
from vaki.register.item import AGE_MARK, write_item
from vaki.register.whereabouts import BIRTH_HOME, FROZEN, TRACES_OF_COUNTRY, TRACES_OF_MUNICIPALITY
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Entry
    from vaki.register.events.draft import Draft, Told


_MAY_BE_WITHHELD: Final = FROZEN | {BIRTH_HOME}
_ENDED_WITH_PROTECTION: Final = (SENSITIVE | TRACES_OF_COUNTRY | TRACES_OF_MUNICIPALITY) - {COMPUTED_AT_READING}


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
    """Protected when the event was published: its item is censored for ever. The one that ends protection tells all."""
    groups: str
    base_data: str | None
    gone: bool = False
    """The person was the same as another and leaves the register: lives, and is protected, as that one is."""


def finish(draft: Draft) -> list[Written]:
    """All rows of one event, in the order in which persons were touched."""
    _renew_copies(draft)
    written = []
    for person_id, document in draft.altered.items():
        before = draft.people.get(person_id)
        told = draft.told.get(person_id, [])
        if person_id not in draft.verbatim and person_id not in draft.merged:
            told = _follow(document, before, told, draft)
        if told or before is None or person_id in draft.merged:
            written.append(_written(document, before, told, draft))
    return written


def _follow(document: Document, before: Document | None, told: Told, draft: Draft) -> Told:
    """Derive the document anew; what is told, with everything that follows from it."""
    was = before
    settled: Told = []
    if told and before is not None and before.loaded_as is not None:
        was = _settled(before)
        settled = _differences(before, was)
        _settle(document)
    document.sort()
    derive(document, was)
    whole = settled + _whole_lists(document, with_derived(told))
    if before is not None and not told:
        return []
    day = draft.day
    if not any(group[KIND] == COMPUTED_AT_READING for group, _ in told):
        whole += _year_end(before, document, day, since=day if draft.by_place else day - timedelta(days=1))
    if draft.by_place:
        return whole
    return whole + _birthday(before, told, day) + _age_corrected(before, document, draft)


def _birthday(before: Document | None, told: Told, day: date) -> Told:
    """An event on the birthday may come before the clock's, which then finds nothing due: the row is told here too."""
    if before is None or any(AGE_MARK in group for group, _ in told):
        return []
    return [
        ({KIND: group[KIND], ATTRIBUTE: "POISTETTU", **group, AGE_MARK: True}, ())
        for group in ended_by_age(before, day)
    ]


def _age_corrected(before: Document | None, document: Document, draft: Draft) -> Told:
    """A birth date put right can make an adult of a minor, or a minor of an adult: products with age rules hear of it.

    Of those whom a person has in custody only the ones who are adults after all: the others' new copies are told.
    """
    if before is None:
        return []
    told: Told = []
    day = draft.day
    if before.birth_date != document.birth_date:
        minor = _is_minor(document.birth_date, day)
        if minor != _is_minor(before.birth_date, day):
            attribute, holder = ("LISATTY", document) if minor else ("POISTETTU", before)
            told += [_by_age(entry, attribute) for entry in holder.entries if entry.kind in MINORS_ONLY]
    for entry in before.entries:
        if entry.kind in OF_MINORS_ONLY and _is_minor(_birth_of_mentioned(entry.group), day):
            mentioned = [draft.merged.get(person, person) for person in entry.mentions]
            renewed = [one for person in mentioned if (one := document.about(entry.kind, person))]
            if renewed and not any(_is_minor(_birth_of_mentioned(one), day) for one in renewed):
                told.append(_by_age(entry, "POISTETTU"))
    return told


def _by_age(entry: Entry, attribute: str) -> tuple[WireGroup, tuple[int, ...]]:
    return {KIND: entry.kind, ATTRIBUTE: attribute, **entry.group, AGE_MARK: True}, entry.mentions


def _is_minor(birth: date | None, day: date) -> bool:
    return birth is not None and birthday(birth, ADULT) > day


def _birth_of_mentioned(group: WireGroup) -> date | None:
    return read_day(group["huollettava"].get("syntymapv"))


def _settle(document: Document) -> None:
    """End the state in which a document stands as it was loaded: from now on it is like any other."""
    codes = document.codes
    if not any(group.get("aktiivinenHenkilotunnus") for group in document.all("HENKILOTUNNUS_KORJAUS")):
        document.put(identity(codes[0], codes[1:]))
    document.drop_kind(COMPUTED_AT_READING)
    document.loaded_as = None


def _settled(loaded: Document) -> Document:
    settled = loaded.clone()
    _settle(settled)
    derive(settled)
    return settled


def _differences(before: Document, after: Document) -> Told:
    """What a reader of the one must hear to hold the other; the year-end municipality is told by itself."""
    told: Told = []
    for attribute, one, other in (("POISTETTU", before, after), ("LISATTY", after, before)):
        there = [entry.group for entry in other.entries]
        for entry in one.entries:
            if entry.group in there:
                there.remove(entry.group)
            elif entry.kind != COMPUTED_AT_READING:
                told.append(({KIND: entry.kind, ATTRIBUTE: attribute, **entry.group}, entry.mentions))
    return told


def _whole_lists(document: Document, told: Told) -> Told:
    """PERHESUHDE is made from two kinds, so the list in force beside a change is read from the document.

    Whom the list mentions is mentioned by the change.
    """
    if not any(_tells_whole_list(group) for group, _ in told):
        return told
    in_force = document.in_force("PERHESUHDE")
    beside = [person for entry in document.entries if entry.group in in_force for person in entry.mentions]
    whole: Told = []
    for group, persons in told:
        mentioned = persons
        if _tells_whole_list(group):
            group[IN_FORCE] = in_force
            mentioned = tuple(dict.fromkeys((*persons, *beside)))
        whole.append((group, mentioned))
    return whole


def _tells_whole_list(group: WireGroup) -> bool:
    return group[KIND] == "PERHESUHDE" and IN_FORCE in group


def _written(document: Document, before: Document | None, told: Told, draft: Draft) -> Written:
    if document.person_id not in draft.verbatim:
        for entry in document.entries:
            if entry.key == NEW:
                entry.group = in_member_order(entry.group)
    document.withhold(written=before is not None and before.protected)
    frozen = before is not None and before.protected and document.protected
    if before is not None and frozen:
        document.keep(before)
    else:
        document.kept = ()
    text = write(document)
    was = before.municipality if before else None
    was = draft.renumbered.get(was, was) if was else None
    same = draft.altered.get(draft.merged.get(document.person_id, document.person_id), document)
    gone = same is not document
    now = same.municipality
    revived = before is not None and not before.alive and document.alive
    codes = document.codes
    return Written(
        document=document,
        text=text,
        columns=search_columns(document, draft.day),
        item_code=before.code if before else document.code,
        codes=tuple(codes),
        municipality_before=was,
        municipality_after=now,
        protected=same.protected,
        groups=write_item(
            told, [*_withheld(document, before, told, everything=frozen), *_left(document, before, told)]
        ),
        base_data=text if now is not None and (now != was or revived) and not gone else None,
        gone=gone,
    )


def _withheld(document: Document, before: Document | None, told: Told, *, everything: bool) -> list[int]:
    """Numbers of the told lines that are withheld as in `document`; a correction's two lines go together."""
    kinds = {group[KIND] for group, _ in told} & _MAY_BE_WITHHELD
    if not kinds:
        return []
    open_to_all = [entry.group for entry in document.entries if entry.kind in kinds and not entry.withheld]
    covered = [entry.group for entry in document.entries if entry.kind in kinds and entry.withheld]
    covered += [
        one.group
        for one in (before.entries if before else ())
        if one.kind in kinds and one.withheld and one.group not in open_to_all
    ]
    numbers: list[int] = []
    for at, (group, _) in enumerate(told):
        if group[KIND] not in kinds:
            continue
        corrects = group[ATTRIBUTE] == "KORJATTU" and at - 1 in numbers
        if (everything and group[KIND] in FROZEN) or corrects or _content(group) in covered:
            numbers.append(at)
    return numbers


def _left(document: Document, before: Document | None, told: Told) -> list[int]:
    """Numbers of the told lines of places that the event which ends protection takes away: known only under it.

    What is still there the same item tells in clear; of the rest those who were told nothing have nothing to lose.
    """
    if before is None or not before.protected or document.protected:
        return []
    held = [entry.group for entry in document.entries if entry.kind in _ENDED_WITH_PROTECTION]
    return [
        at
        for at, (group, _) in enumerate(told)
        if group[KIND] in _ENDED_WITH_PROTECTION
        and not all(record in held for record in (_content(group), *group.get(IN_FORCE, ())))
    ]


def _content(group: WireGroup) -> WireGroup:
    return {member: value for member, value in group.items() if member not in (ATTRIBUTE, IN_FORCE)}


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
        if before is None or person_id in draft.merged:
            continue
        new = reference(draft.altered[person_id])
        if reference(before) == new:
            continue
        for holder in draft.people.values():
            if any(person_id in entry.mentions for entry in holder.entries):
                _renew_in(draft, draft.by_id(holder.person_id), before, new)


def _renew_in(draft: Draft, holder: Document, person: Document, new: WireGroup) -> None:
    mentioning = [entry for entry in holder.entries if person.person_id in entry.mentions]
    for kind in dict.fromkeys(entry.kind for entry in mentioning):
        known = BY_NAME.get(kind)
        if known is None or known.derived_from is not None:
            continue
        for entry in holder.entries_of(kind):
            if person.person_id not in entry.mentions:
                continue
            renewed = with_renewed_copy(entry.group, person.codes, new)
            if renewed is not entry.group:
                holder.swap(entry.group, renewed)
                tell_renewed(draft, holder, entry.group, renewed)


def tell_renewed(draft: Draft, holder: Document, old: WireGroup, renewed: WireGroup) -> None:
    """A record whose copy of a person was made anew; PERHESUHDE in force follows from kinds told by themselves."""
    kind = renewed[KIND]
    over = renewed.get("voimassaolo") == "PASSIIVI"
    if kind == "PERHESUHDE":
        if over:
            draft.corrected(holder, old, renewed)
        return
    said = custody_change(renewed) if kind in CUSTODY else renewed
    draft.changed(holder, said, in_force=() if over or kind in PERSON_LISTS else holder.in_force(kind))


def _year_end(before: Document | None, document: Document, day: date, *, since: date) -> Told:
    """The year-end municipality is computed at reading; when an event changes what it gives, the event tells it.

    On the first of January the clock's event may have come or not, so what was is what the day gave, or `since`, the
    day before: unless both gave what is now, it is told.
    """
    was = _year_end_of(before, since)
    now = _year_end_of(document, day)
    if was == now == _year_end_of(before, day):
        return []
    if now is None:
        return [({KIND: was[KIND], ATTRIBUTE: "POISTETTU", **was}, ())] if was else []
    attribute = "LISATTY" if was is None else "MUUTETTU"
    return [({KIND: now[KIND], ATTRIBUTE: attribute, **now}, ())]


def _year_end_of(document: Document | None, day: date) -> WireGroup | None:
    if document is None:
        return None
    return document.one(COMPUTED_AT_READING) or year_end_municipality(homes_field(document), day)
