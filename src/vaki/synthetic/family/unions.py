"""Marriages and partnerships as the groups that tell them, and the marital status that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.events import union as events
from vaki.register.events.separation import separation
from vaki.register.events.union import NEVER_MARRIED, SEPARATED, UNIONS
from vaki.register.wire import day as wire_day
from vaki.synthetic.family.facts import CHURCH, CIVIL

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.groups.values import Alkutapa
    from vaki.synthetic.family.facts import Union
    from vaki.synthetic.family.lines import Lines
    from vaki.synthetic.households import Block, Person

_COMMUNITIES: Final = frozenset({"USKONTOKUNTA", "HISTORIAA_USKONTOKUNNASTA"})


def marital_status(block: Block, person: Person) -> str:
    """Marital status as it stands, or stood at death."""
    known = block.family.status.get(person.index)
    if known is not None:
        return known
    if not person.unions:
        return NEVER_MARRIED
    last = person.unions[-1]
    kind = UNIONS[last.kind]
    if last.ended is None:
        return kind.status if last.separated is None else SEPARATED
    if last.by_death:
        return kind.status if person.died == last.ended else kind.widowed
    return kind.divorced


def tell_unions(lines: Lines, block: Block) -> None:
    """AVIOLIITTO, REKISTEROITY_PARISUHDE and ASUMUSERO of all, oldest union first."""
    for person in block.people:
        for number, union in enumerate(person.unions, start=1):
            _tell(lines, person, union, number)
    for index, spouse in block.family.spouses_abroad.items():
        copy = spouse.facts.reference(spouse.wedding)
        lines.tell(block.people[index], events.union(events.MARRIAGE, copy, spouse.wedding, spouse.way, 1))


def _tell(lines: Lines, person: Person, union: Union, number: int) -> None:
    partner = union.partner(person)
    group = events.union(union.kind, lines.copy(partner), union.wedding, _way(lines, union), number)
    if union.ended is not None and union.ended_by is not None:
        group = events.ended(group, union.ended, union.ended_by)
    lines.tell(person, group, partner)
    if union.separated is not None and union.ended is None:
        lines.tell(person, separation(lines.copy(partner), union.separated), partner)


def _way(lines: Lines, union: Union) -> Alkutapa:
    """How they were wed: by no religious community when neither was a member of one."""
    if union.way != CHURCH:
        return union.way
    both = (lines.documents[one.index] for one in (union.one, union.other))
    return CHURCH if any(_was_member(one, union.wedding) for one in both) else CIVIL


def _was_member(document: Document, day: date) -> bool:
    on = wire_day(day)["arvo"]
    return any(
        entry.group["alkupv"]["arvo"] <= on <= entry.group.get("loppupv", {"arvo": on})["arvo"]
        for entry in document.entries
        if entry.kind in _COMMUNITIES
    )
