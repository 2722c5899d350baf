"""An item's groups in the order in which a person reads them; on the wire they stay in theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.register.groups.catalogue import ATTRIBUTE, HISTORY_OF_PLACE, WITHHELD
from vaki.register.groups.shapes import KIND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaki.register.groups.shapes import WireGroup

_PROTECTION: Final = "TURVAKIELTO"
_FOR_COMPANY: Final = "LISATIETO"
_OF_MUNICIPALITY: Final = "EDELLINEN_KOTIKUNTA"
"""Tells again where a former home was: it is counted as one only where the home itself is not told."""


class Reading(NamedTuple):
    """What has happened, and apart from it the former homes that come for company."""

    protection: list[WireGroup]
    withheld: list[WireGroup]
    others: list[WireGroup]
    past: list[WireGroup]

    @property
    def happened(self) -> list[WireGroup]:
        """Everything but the past, the protection and what it withholds first."""
        return [*self.protection, *self.withheld, *self.others]

    @property
    def former_homes(self) -> int:
        homes = [group for group in self.past if group[KIND] != _OF_MUNICIPALITY]
        return len(homes or self.past)


def for_reading(groups: Iterable[WireGroup]) -> Reading:
    """The groups of a change item or of base data, each once, in their own order within the parts.

    When a protection begins or ends, all former homes are told anew (docs/wire/muutosrajapinta.md §2.6): often more
    than all else, though nothing has happened to them.
    """
    read = Reading([], [], [], [])
    for group in groups:
        if group[KIND] == _PROTECTION:
            read.protection.append(group)
        elif group.get(WITHHELD):
            read.withheld.append(group)
        elif group[KIND] in HISTORY_OF_PLACE and group.get(ATTRIBUTE) == _FOR_COMPANY:
            read.past.append(group)
        else:
            read.others.append(group)
    return read
