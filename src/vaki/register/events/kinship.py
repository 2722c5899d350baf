"""Parent and child: recorded on both sides, ended, restored; and the letter of a child's place among its mother's.

A parenthood that has ended is removed (POISTETTU) and stands on as PERHESUHDE PASSIIVI (docs/wire/muutosrajapinta.md
§2.3). *Our choice*: the letter (jarjestyskirjain) is the next free one among the mother's children when the child is
first recorded as hers; it stays the child's as long as she is its mother, in LAPSI, VANHEMPI and JARJESTYSKIRJAIN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vaki.codes.sex import Sex
from vaki.register.document import reference
from vaki.register.errors import EventRefused
from vaki.register.events.records import first_day, take_away
from vaki.register.events.told import record
from vaki.register.groups import KIND
from vaki.register.groups.values import IsaAiti, Lapsilaatu, Vanhemmuusnimike
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document, Entry
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

CHILD: Final = "LAPSI"
PARENT: Final = "VANHEMPI"
RELATION: Final = "PERHESUHDE"
LETTER: Final = "JARJESTYSKIRJAIN"
ADOPTED: Final = "SAATU_ADOPTIOLAPSEKSI"
SECOND_MOTHER: Final = "AITIYS_VAHVISTETTU"
YOUNGEST_PARENT: Final = 10
"""Years; a parent younger than this is a mistake in the notice."""
MOST_PARENTS: Final = 2

_LAST_LETTER: Final = ord("Z") - ord("A")
_MEMBER: Final = {CHILD: "lapsi", PARENT: "vanhempi"}
_HELD: Final = ("isaAiti", "lapsilaatu", "vanhemmuusnimike", "alkupv")


def too_young(parent_born: date | None, born: date) -> bool:
    """Whether someone would have become a parent as a child, or before their own birth."""
    return parent_born is not None and born.year - parent_born.year < YOUNGEST_PARENT


def relate(
    draft: Draft,
    child: Document,
    parent: Document,
    role: IsaAiti,
    quality: Lapsilaatu,
    *,
    since: date | None = None,
    again: bool = False,
) -> None:
    """LAPSI and VANHEMPI, one in each document; a person new to the register is told as a whole later.

    A child who is its mother's `again` gets the first letter that is free, which is the one it had.
    """
    title = title_of(Sex(parent.sex))
    letter = _next_letter(draft, parent, again=again) if has_letter(role, quality) else None
    for document, kind, other in ((parent, CHILD, child), (child, PARENT, parent)):
        made = parenthood(kind, reference(other), role, quality, title, since=since, letter=letter)
        document.add(made, other.person_id)
        _tell(draft, document, made)
    if letter is not None:
        _give_letter(draft, child, letter)


def relate_without_code(
    draft: Draft,
    child: Document,
    copy: dict[str, Any],
    role: IsaAiti,
    quality: Lapsilaatu,
    *,
    since: date | None = None,
) -> None:
    """VANHEMPI of someone without an identity code, who has no document."""
    title = {"MIES": "ISA", "NAINEN": "AITI"}.get(copy["sukupuoli"], role.removeprefix("ADOPTIO"))
    made = parenthood(PARENT, copy, role, quality, title, since=since)
    child.add(made)
    _tell(draft, child, made)


def _tell(draft: Draft, document: Document, made: WireGroup) -> None:
    if document.person_id in draft.people:
        draft.added(document, made)


def title_of(sex: Sex) -> Vanhemmuusnimike:
    """What a parent is called now, whatever the role at the birth."""
    return "ISA" if sex is Sex.MAN else "AITI"


def parenthood(
    kind: str,
    copy: dict[str, Any],
    role: IsaAiti,
    quality: Lapsilaatu,
    title: str,
    *,
    since: date | None = None,
    letter: str | None = None,
) -> WireGroup:
    """LAPSI or VANHEMPI: one side, about the person whose copy is given."""
    made: WireGroup = {
        KIND: kind,
        _MEMBER[kind]: copy,
        "isaAiti": role,
        "vanhemmuusnimike": title,
        "lapsilaatu": quality,
    }
    if since is not None:
        made["alkupv"] = wire_day(since)
    if letter is not None:
        made["jarjestyskirjain"] = letter
    if quality == ADOPTED:
        made["adoptiosuhde"] = {} if since is None else {"alkupv": made["alkupv"]}
    return made


def has_letter(role: str, quality: str) -> bool:
    """Whether the parent is the mother among whose children the letter tells the place."""
    return role.endswith("AITI") and quality != SECOND_MOTHER


def _next_letter(draft: Draft, mother: Document, *, again: bool) -> str | None:
    """The letter after the last one of her children, or the first that is free; None beyond Z."""
    entries = mother.entries_of(CHILD)
    used = [ord(letter) - ord("A") for entry in entries for letter in _letters(draft, entry)]
    place = min({*range(_LAST_LETTER + 2)} - {*used}) if again else max((len(entries) - 1, *used)) + 1
    return chr(ord("A") + place) if place <= _LAST_LETTER else None


def _letters(draft: Draft, entry: Entry) -> set[str]:
    """The letter of the child that a line of the mother's tells of, as the line and the child's document have it."""
    found = {entry.group.get("jarjestyskirjain")}
    for person_id in entry.mentions:
        child = draft.altered.get(person_id) or draft.people.get(person_id)
        own = None if child is None else child.one(LETTER)
        found.add(None if own is None else own["jarjestyskirjain"])
    return {letter for letter in found if letter}


def _give_letter(draft: Draft, child: Document, letter: str) -> None:
    made = record(LETTER, jarjestyskirjain=letter)
    had = child.one(LETTER)
    child.put(made)
    if child.person_id in draft.people:
        if had is None:
            draft.added(child, made)
        elif had != made:
            draft.changed(child, made)


def correct_letter(draft: Draft, child: Document, letter: str) -> None:
    """The child's letter, wherever it stands; refuses one that another child of the mother has."""
    wrong = child.one(LETTER)
    right = record(LETTER, jarjestyskirjain=letter)
    if wrong is None or wrong == right:
        raise EventRefused("The child has no letter, or that one.")
    for entry in parents_of(child):
        if not has_letter(entry.group["isaAiti"], entry.group["lapsilaatu"]):
            continue
        for mother in (draft.by_id(person_id) for person_id in entry.mentions):
            siblings = [one for one in mother.entries_of(CHILD) if child.person_id not in one.mentions]
            if any(letter in _letters(draft, sibling) for sibling in siblings):
                raise EventRefused("Another child of the mother has that letter.")
            _correct_letter_in(draft, mother, mother.about(CHILD, child.person_id), letter)
        _correct_letter_in(draft, child, entry.group, letter)
    child.swap(wrong, right)
    draft.corrected(child, wrong, right)


def _correct_letter_in(draft: Draft, document: Document, group: WireGroup | None, letter: str) -> None:
    if group is not None and "jarjestyskirjain" in group:
        right = {**group, "jarjestyskirjain": letter}
        document.swap(group, right)
        draft.corrected(document, group, right)


def parents_of(child: Document) -> list[Entry]:
    return child.entries_of(PARENT)


def end_parenthood(draft: Draft, child: Document, entry: Entry, last: date) -> None:
    """End the parenthood that a line of the child's tells, on both sides; it stays as a relation no longer in force."""
    for person_id in entry.mentions:
        parent = draft.by_id(person_id)
        own = parent.about(CHILD, child.person_id)
        if own is not None:
            _end_side(draft, parent, own, last, child.person_id)
    _end_side(draft, child, entry.group, last, *entry.mentions)
    if has_letter(entry.group["isaAiti"], entry.group["lapsilaatu"]):
        take_away(draft, child, LETTER)


def _end_side(draft: Draft, document: Document, group: WireGroup, last: date, *mentions: int) -> None:
    since = first_day(group)
    if since is not None and last < since:
        raise EventRefused("The parenthood would end before it began.")
    document.drop(group)
    draft.removed(document, group)
    ended = ended_parenthood(group, last)
    document.add(ended, *mentions)
    draft.added(document, ended)


def ended_parenthood(group: WireGroup, last: date) -> WireGroup:
    """PERHESUHDE PASSIIVI: what stays of a LAPSI or VANHEMPI that has ended."""
    return record(
        RELATION,
        henkilo=group[_MEMBER[group[KIND]]],
        rooli="LAPSI" if group[KIND] == CHILD else "VANHEMPI",
        loppupv=wire_day(last),
        voimassaolo="PASSIIVI",
        **{member: group[member] for member in _HELD if member in group},
    )


def ended_parenthoods(child: Document, last: date | None = None) -> list[Entry]:
    """The child's lines of parents who no longer are, those that ended on a day when one is given."""
    return [
        entry
        for entry in child.entries_of(RELATION)
        if entry.group.get("voimassaolo") == "PASSIIVI"
        and entry.group.get("rooli") == "VANHEMPI"
        and (last is None or read_day(entry.group.get("loppupv")) == last)
    ]


def restore_parenthood(draft: Draft, child: Document, entry: Entry) -> None:
    """A parenthood goes on whose ending was a mistake, or ended with the adoption that had ended it."""
    group = entry.group
    since = first_day(group)
    if not entry.mentions:
        _drop_ended(draft, child, group)
        relate_without_code(draft, child, group["henkilo"], group["isaAiti"], group["lapsilaatu"], since=since)
    for person_id in entry.mentions:
        parent = draft.by_id(person_id)
        _drop_ended(draft, child, group)
        for own in parent.entries_of(RELATION):
            other_side = {**group, "henkilo": own.group["henkilo"], "rooli": "LAPSI"}
            if child.person_id in own.mentions and own.group == other_side:
                _drop_ended(draft, parent, own.group)
                break
        relate(draft, child, parent, group["isaAiti"], group["lapsilaatu"], since=since, again=True)


def _drop_ended(draft: Draft, document: Document, group: WireGroup) -> None:
    document.drop(group)
    draft.removed(document, group)
