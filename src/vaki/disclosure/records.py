"""What only a line's own content tells: its period, and whether it is, or lists, a record no longer in force.

These are the few lines whose JSON the door parses: changes of what may be withheld and of marriages.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from vaki.register.document import is_covered, protections_of, read
from vaki.register.groups import ATTRIBUTE, IN_FORCE, KIND
from vaki.register.wire import from_line, to_line

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup

_ENDED_MEMBERS: Final = frozenset({ATTRIBUTE, IN_FORCE, "voimassaolo", "paattymispv", "paattymistapa"})


def touches_protection(line: str, protections: str) -> bool:
    """Whether the period of a history line, or of one it says is in force, touches a time of protection.

    `protections` is the sixth field of a document's first line.
    """
    if not protections:
        return False
    group = from_line(line)
    periods = protections_of(protections)
    return any(is_covered(record, periods) for record in (group, *group.get(IN_FORCE, ())))


@lru_cache(maxsize=64)
def told_records(document: str, kinds: frozenset[str]) -> list[WireGroup]:
    """The records of the kinds that a document tells those from whom places are hidden."""
    read_in = read(document, 0, 0)
    return [entry.group for kind in kinds for entry in read_in.told_to_all(kind)]


def is_among(line: str, records: list[WireGroup]) -> bool:
    """Whether the record of a told line, and every one it says is in force, is one of these."""
    group = from_line(line)
    own = {member: value for member, value in group.items() if member not in (ATTRIBUTE, IN_FORCE)}
    return all(record in records for record in (own, *group.get(IN_FORCE, ())))


def was_in_force(line: str, before: str) -> bool:
    """Whether the record that a told line says is over was in force in the document as it stood before."""
    told = _lasting(from_line(line))
    document = read(before, 0, 0)
    return any(_lasting(group) == told for group in document.in_force(told[KIND]))


def without_ended(line: str) -> str:
    """The told line, its list of what is in force rid of records that are not."""
    if f'"{IN_FORCE}"' not in line:
        return line
    group = from_line(line)
    kept = [record for record in group.pop(IN_FORCE) if record.get("voimassaolo") != "PASSIIVI"]
    return to_line({**group, IN_FORCE: kept} if kept else group)


def _lasting(group: WireGroup) -> WireGroup:
    """The members that the ending of a record does not alter."""
    return {member: value for member, value in group.items() if member not in _ENDED_MEMBERS}
