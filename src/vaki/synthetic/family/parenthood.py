"""Parents and children as the groups that tell them: roles, titles, letters, and parenthoods that have ended."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.register.events.kinship import (
    ADOPTED,
    CHILD,
    LETTER,
    PARENT,
    SECOND_MOTHER,
    ended_parenthood,
    has_letter,
    parenthood,
    title_of,
)
from vaki.register.groups import KIND
from vaki.synthetic.family.facts import born_in_wedlock
from vaki.synthetic.households import Person

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.groups import WireGroup
    from vaki.register.groups.values import HuoltajanRooli, IsaAiti, Lapsilaatu
    from vaki.synthetic.family.facts import Ended, Family
    from vaki.synthetic.family.lines import Lines
    from vaki.synthetic.households import Block

_SENIORITY: Final = attrgetter("born", "index")
_LAST_LETTER: Final = ord("Z") - ord("A")


def role_of(family: Family, child: Person, parent: Person) -> IsaAiti:
    """What the parent is to the child; after a correction of the sex as at the birth."""
    adoption = family.adoptions.get(child.index)
    woman = parent.sex is Sex.WOMAN
    if adoption is not None and parent in adoption.adopters:
        return "ADOPTIOAITI" if woman else "ADOPTIOISA"
    if parent.index in family.corrected:
        woman = not woman
    return "AITI" if woman else "ISA"


def custodial_role(family: Family, child: Person, parent: Person) -> HuoltajanRooli:
    """As `role_of`; a mother by confirmation has a name of her own."""
    if parent is child.second_parent and child.index not in family.adoptions:
        return "TUNNUSTANUT_AITI"
    return role_of(family, child, parent)


def became_parent(family: Family, child: Person, parent: Person) -> date | None:
    """The day a parenthood began that did not begin at the birth."""
    adoption = family.adoptions.get(child.index)
    if adoption is not None and parent in adoption.adopters:
        return adoption.day
    return family.confirmed.get(child.index) if parent is child.father else None


def tell_parenthood(lines: Lines, block: Block) -> None:
    """LAPSI and VANHEMPI on both sides, JARJESTYSKIRJAIN, PERHESUHDE of those that have ended."""
    family = block.family
    former = {one.child.index: one.quality for one in family.ended}
    # A person's own children are told before the parents, as they stand in a document.
    theirs: list[tuple[Person, WireGroup, Person]] = []
    for parent in block.people:
        if not parent.children:
            continue
        children = sorted(parent.children, key=_SENIORITY) if len(parent.children) > 1 else parent.children
        title = title_of(parent.sex)
        for place, child in enumerate(children):
            quality = _quality(family, child, parent, former.get(child.index))
            role = role_of(family, child, parent)
            since = became_parent(family, child, parent)
            letter = chr(ord("A") + place) if has_letter(role, quality) and place <= _LAST_LETTER else None
            own = parenthood(CHILD, lines.copy(child), role, quality, title, since=since, letter=letter)
            lines.tell(parent, own, child)
            of_parent = parenthood(PARENT, lines.copy(parent), role, quality, title, since=since, letter=letter)
            theirs.append((child, of_parent, parent))
            if letter is not None and parent is child.mother:
                lines.tell(child, {KIND: LETTER, "jarjestyskirjain": letter})
    for child, of_parent, parent in theirs:
        lines.tell(child, of_parent, parent)
    for one in family.ended:
        _tell_ended(lines, one)
    for person in block.people:
        for parent_without in family.unlisted.get(person.index, ()):
            copy = parent_without.facts.reference(person.born)
            role = parent_without.role
            title = title_of(Sex.WOMAN if role == "AITI" else Sex.MAN)
            lines.tell(person, parenthood(PARENT, copy, role, "AU_LAPSI", title))


def _quality(family: Family, child: Person, parent: Person, former: Lapsilaatu | None) -> Lapsilaatu:
    adoption = family.adoptions.get(child.index)
    if adoption is not None:
        return ADOPTED if parent in adoption.adopters else former or "AU_LAPSI"
    if parent is child.second_parent:
        return SECOND_MOTHER
    return "AVIOLAPSI" if born_in_wedlock(child) else "AU_LAPSI"


def _tell_ended(lines: Lines, one: Ended) -> None:
    child, parent = one.child, one.parent
    if not isinstance(parent, Person):
        group = parenthood(PARENT, parent.reference(child.born), one.role, one.quality, title_of(parent.sex))
        lines.tell(child, ended_parenthood(group, one.last))
        return
    for teller, kind, other in ((child, PARENT, parent), (parent, CHILD, child)):
        group = parenthood(kind, lines.copy(other), one.role, one.quality, title_of(parent.sex))
        lines.tell(teller, ended_parenthood(group, one.last), other)
