"""Relations on both sides, copies as the relative's own document has them, and what parents and children can be."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from vaki.register.audit import contradictions as that
from vaki.register.audit.person import STORED_RELATION, TO_THE_DAY, day_of
from vaki.register.events.kinship import ADOPTED, MOST_PARENTS, SECOND_MOTHER, too_young
from vaki.register.groups import BY_NAME, KIND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaki.register.audit.contradictions import Found
    from vaki.register.audit.person import Person
    from vaki.register.document import Entry
    from vaki.register.groups import WireGroup

_OTHER_SIDE: Final = {
    "LAPSI": "VANHEMPI",
    "VANHEMPI": "LAPSI",
    "HUOLTAJA": "HUOLLETTAVA",
    "HUOLLETTAVA": "HUOLTAJA",
    "AVIOLIITTO": "AVIOLIITTO",
    "REKISTEROITY_PARISUHDE": "REKISTEROITY_PARISUHDE",
    "ASUMUSERO": "ASUMUSERO",
    STORED_RELATION: STORED_RELATION,
}
_OWN_NUMBERING: Final = "jarjestysnumero"
_ROLE: Final = "rooli"
_CODE: Final = "henkilotunnus"
_BORN_AFTER_DEATH: Final = timedelta(days=300)
_OLDEST_MOTHER: Final = 60
_ONE_BIRTH: Final = timedelta(days=3)
_BETWEEN_BIRTHS: Final = timedelta(days=180)


def relatives(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    for entry in person.stored:
        known = BY_NAME[entry.kind]
        if known.person_member is None and known.person_list is None:
            continue
        yield from _copies(person, entry, people)
        if entry.kind in _OTHER_SIDE:
            for other in entry.mentions:
                if other in people and not _is_mutual(person, entry, people[other]):
                    yield that.ONE_SIDED.found(kind=entry.kind, other=other)
    yield from _parents(person, people)
    yield from _children(person)
    yield from _near_kin(person, people)


def copies_in(group: WireGroup) -> list[dict[str, Any]]:
    """The copies of persons that stand in a group."""
    known = BY_NAME[group[KIND]]
    if known.person_member is not None:
        return [group[known.person_member]] if known.person_member in group else []
    if known.person_list is None:
        return []
    whole, member = known.person_list
    return [element[member] for element in group.get(whole, ()) if member in element]


def _copies(person: Person, entry: Entry, people: Mapping[int, Person]) -> Iterator[Found]:
    copies = copies_in(entry.group)
    if person.id in entry.mentions:
        yield that.SELF.found(kind=entry.kind)
    for other in entry.mentions:
        if other not in people:
            yield that.UNKNOWN_PERSON.found(kind=entry.kind, other=other)
            continue
        told = people[other].reference
        if told in copies:
            copies.remove(told)
            facts = entry.group.get("lisatiedot", {})
            if facts.get(_CODE, told[_CODE]) != told[_CODE]:
                yield that.COPY_STALE.found(kind=entry.kind, other=other)
        else:
            yield that.COPY_STALE.found(kind=entry.kind, other=other)
            copies = copies[1:]
    if any(_CODE in copy for copy in copies) and not person.as_loaded:
        yield that.COPY_UNLINKED.found(kind=entry.kind)


def _is_mutual(person: Person, entry: Entry, other: Person) -> bool:
    back = _OTHER_SIDE[entry.kind]
    return any(
        person.id in one.mentions and _same_terms(entry.group, one.group)
        for one in other.entries(back)
        if back != STORED_RELATION or one.over
    )


def _same_terms(one: WireGroup, other: WireGroup) -> bool:
    if one.get(_ROLE) is not None and one.get(_ROLE) == other.get(_ROLE):
        return False
    left, right = (
        {name: value for name, value in group.items() if name not in (KIND, member, _OWN_NUMBERING, _ROLE)}
        for group, member in ((one, BY_NAME[one[KIND]].person_member), (other, BY_NAME[other[KIND]].person_member))
    )
    return left == right


def gave_birth(group: WireGroup) -> bool:
    """Whether a LAPSI or VANHEMPI is of a mother who gave birth to the child."""
    return group.get("isaAiti") == "AITI" and group.get("lapsilaatu") not in (ADOPTED, SECOND_MOTHER)


def _parents(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    entries = person.entries("VANHEMPI")
    if len(entries) > MOST_PARENTS:
        yield that.PARENTS_MANY.found()
    if sum(gave_birth(entry.group) for entry in entries) > 1:
        yield that.MOTHERS_TWO.found()
    for entry in entries:
        for other in entry.mentions:
            parent = people.get(other)
            if parent is not None and person.born and parent.born:
                yield from _parent(person, parent, entry.group)


def _parent(person: Person, parent: Person, group: WireGroup) -> Iterator[Found]:
    born, theirs = date.fromisoformat(person.born), date.fromisoformat(parent.born)
    if born <= theirs or too_young(theirs, born):
        yield that.PARENT_YOUNG.found(other=parent.id)
    mother = gave_birth(group)
    if mother and born.year - theirs.year > _OLDEST_MOTHER:
        yield that.MOTHER_OLD.found(other=parent.id)
    if parent.died and group.get("lapsilaatu") != ADOPTED:
        last = date.fromisoformat(parent.died)
        if born > (last if mother else last + _BORN_AFTER_DEATH):
            yield that.BORN_AFTER_DEATH.found(other=parent.id)
    own, told = person.one("JARJESTYSKIRJAIN"), group.get("jarjestyskirjain")
    if mother and own is not None and told is not None and own.get("jarjestyskirjain") != told:
        yield that.LETTER_DIFFERS.found()


def _children(person: Person) -> Iterator[Found]:
    borne = [entry.group for entry in person.entries("LAPSI") if gave_birth(entry.group)]
    days = sorted(
        date.fromisoformat(day_of(group["lapsi"], "syntymapv"))
        for group in borne
        if group.get("lapsi", {}).get("syntymapv", {}).get("tarkkuus") == TO_THE_DAY
    )
    if any(_ONE_BIRTH < later - earlier < _BETWEEN_BIRTHS for earlier, later in pairwise(days)):
        yield that.SIBLINGS_CLOSE.found()
    letters = [group["jarjestyskirjain"] for group in borne if "jarjestyskirjain" in group]
    if len(set(letters)) != len(letters):
        yield that.LETTERS.found()


def _near_kin(person: Person, people: Mapping[int, Person]) -> Iterator[Found]:
    parents, children = person.ids("VANHEMPI"), person.ids("LAPSI")
    spouses = person.ids("AVIOLIITTO") | person.ids("REKISTEROITY_PARISUHDE")
    for other in sorted(parents & (children | spouses)):
        yield that.KIN_LOOP.found(other=other)
    for other in sorted(spouses):
        theirs = people[other].ids("VANHEMPI") if other in people else set()
        if other in parents or other in children or parents & theirs:
            yield that.MARRIED_KIN.found(other=other)
