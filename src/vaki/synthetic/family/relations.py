"""Who is told in whose document, and by which group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaki.codes.sex import Sex
from vaki.register.document import Entry, reference
from vaki.register.due import ADULT, birthday
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic.draws import Draws
from vaki.synthetic.family.unions import in_order, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup
    from vaki.synthetic.households import Block, Person


class Relations:
    """The relations of one block's people. `documents` are theirs, in the order of `block.people`."""

    def __init__(self, seed: int, block: Block, documents: Sequence[Document]) -> None:
        self._seed = seed
        self._block = block
        self._documents = documents
        self._copies = [reference(document) for document in documents]

    def of(self, person: Person) -> Iterator[Entry]:
        """The lines of a person's document that name others, kind by kind."""
        for group, other in self._told(person):
            yield Entry(group, 0, (self._documents[other.index].person_id,))

    def _told(self, person: Person) -> Iterator[tuple[WireGroup, Person]]:
        copies = self._copies
        for child in sorted(person.children, key=lambda one: (one.born, one.index)):
            yield _childhood("LAPSI", "lapsi", copies[child.index], child, person), child
        for parent in _parents(person):
            yield _childhood("VANHEMPI", "vanhempi", copies[parent.index], person, parent), parent
        for child in person.children:
            if self._in_custody(child, person):
                yield _custody("HUOLLETTAVA", "huollettava", copies[child.index], child, person), child
        for parent in _parents(person):
            if self._in_custody(person, parent):
                yield _custody("HUOLTAJA", "huoltaja", copies[parent.index], person, parent), parent
        for number, union in enumerate(in_order(person), start=1):
            partner = union.partner(person)
            for group in told_of(union, copies[partner.index], number):
                yield group, partner

    def _in_custody(self, child: Person, parent: Person) -> bool:
        """Minors are in the custody of both living parents; apart, two times in three."""
        if child.age(self._block.day) >= ADULT or parent.died is not None or child.died is not None:
            return False
        if parent.left is not None or child.household is None:
            return False
        if parent.household is child.household:
            return True
        return Draws(self._seed, "custody", self._block.number, child.household.number, parent.index).chance(0.7)


def _parents(person: Person) -> Iterator[Person]:
    for parent in (person.mother, person.father):
        if parent is not None:
            yield parent


def _role(parent: Person) -> str:
    return "ISA" if parent.sex is Sex.MAN else "AITI"


def _childhood(kind: str, member: str, other: dict[str, Any], child: Person, parent: Person) -> WireGroup:
    mother, father = child.mother, child.father
    wedlock = (
        mother is not None
        and father is not None
        and any(
            union.partner(mother) is father
            and union.wedding <= child.born
            and (union.ended or child.born) >= child.born
            for union in mother.unions
        )
    )
    return {
        KIND: kind,
        member: other,
        "isaAiti": _role(parent),
        "vanhemmuusnimike": _role(parent),
        "lapsilaatu": "AVIOLAPSI" if wedlock else "AU_LAPSI",
    }


def _custody(kind: str, member: str, other: dict[str, Any], child: Person, parent: Person) -> WireGroup:
    return {
        KIND: kind,
        member: other,
        "huoltajanLaji": "LAKISAATEINEN_HUOLTAJA",
        "huoltajanRooli": _role(parent),
        "huoltosuhteenAlkupv": wire_day(child.born),
        "huoltosuhteenLoppupv": wire_day(birthday(child.born, ADULT)),
        "oikeudet": [],
    }
