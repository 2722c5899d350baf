"""A change item as stored: the same form as a document, the first line telling what the lines are.

Fields of the first line, separated by tabs: kinds (as in `document`), mentions (`line:person`), withheld (numbers of
the history lines that protection covers, as in `document`, and of the places that the event which ends it takes away).
A kind followed by `a` is a row that only products with an age rule on that kind read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.groups import BY_NAME, KIND, in_member_order
from vaki.register.wire import to_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaki.register.events.draft import Told

AGE_RULE: Final = "a"
AGE_MARK: Final = "\0age"
"""Member that marks a told group as meant for products with an age rule; never written."""


def write_item(told: Told, withheld: Iterable[int] = ()) -> str:
    """The groups of one item as stored text; `withheld` are numbers of its lines."""
    kinds: list[str] = []
    mentions: list[str] = []
    lines: list[str] = []
    for at, (said, persons) in enumerate(told):
        group = said
        known = BY_NAME.get(group[KIND])
        token = str(known.number) if known else str(group[KIND])
        if AGE_MARK in group:
            token += AGE_RULE
            group = {member: value for member, value in group.items() if member != AGE_MARK}
        elif known and group.get("voimassaolo") == "PASSIIVI":
            token += "p"
        kinds.append(token)
        mentions.extend(f"{at}:{person}" for person in persons)
        lines.append(to_line(in_member_order(group)))
    return "\n".join((f"{' '.join(kinds)}\t{' '.join(mentions)}\t{' '.join(map(str, withheld))}", *lines))
