"""The information groups (tietoryhmät): a typed struct a kind, their order on the wire, members and kinship.

Whatever is said of a group elsewhere (the interface's description, docs/groups.md) is made from these structs. It knows
nothing of documents, events or who may see what.
"""

from __future__ import annotations

from vaki.register.groups.catalogue import (
    ATTRIBUTE,
    BY_NAME,
    BY_NUMBER,
    CATALOGUE,
    COMPUTED_AT_READING,
    DEATHS,
    HISTORY_OF_PLACE,
    IN_FORCE,
    PLACE,
    SENSITIVE,
    TRACES_OF_COUNTRY,
    TRACES_OF_MUNICIPALITY,
    WITHHELD,
    Group,
    in_member_order,
)
from vaki.register.groups.shapes import KIND, WireGroup

__all__ = [
    "ATTRIBUTE",
    "BY_NAME",
    "BY_NUMBER",
    "CATALOGUE",
    "COMPUTED_AT_READING",
    "DEATHS",
    "HISTORY_OF_PLACE",
    "IN_FORCE",
    "KIND",
    "PLACE",
    "SENSITIVE",
    "TRACES_OF_COUNTRY",
    "TRACES_OF_MUNICIPALITY",
    "WITHHELD",
    "Group",
    "WireGroup",
    "in_member_order",
]
