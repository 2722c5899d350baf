"""The municipalities as a map of equal squares: each keeps its neighbours roughly in place."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaki.codes import tables

if TYPE_CHECKING:
    from collections.abc import Mapping


class Tile(NamedTuple):
    """A square, counted from 0: `column` from the west, `row` from the north."""

    column: int
    row: int


@cache
def tiles() -> Mapping[str, Tile]:
    """The square of each municipality in force, by code."""
    return MappingProxyType(
        {row["municipality"]: Tile(int(row["column"]), int(row["row"])) for row in tables.rows("kunnat_ruudut")}
    )
