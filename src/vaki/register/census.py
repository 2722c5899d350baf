"""The rows that a census of the whole register counts, read in one pass. Nobody's row leaves the one who counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

    from vaki.register.loading import Connection

AT_ONCE: Final = 500
"""Documents in memory: some five kilobytes each."""
_PEOPLE: Final = "select municipality, alive, birth_date, document from register.person"
_BUILDINGS: Final = "select building_code, coalesce(class_code, '') from register.building order by building_code"
_MOVES: Final = """
select to_char(time at time zone 'Europe/Helsinki', 'YYYY-MM') as month,
    municipality_before is distinct from municipality_after as between_municipalities, count(*) as persons
from register.change where event = 'move' group by 1, 2 order by 1, 2
"""


class PersonRow(NamedTuple):
    """A person's search columns and document as stored."""

    municipality: str | None
    alive: bool
    born: date | None
    document: str


class Moves(NamedTuple):
    """Persons who moved in a month (2026-08) of the lived log."""

    month: str
    between_municipalities: bool
    persons: int


async def people(connection: Connection) -> AsyncIterator[list[PersonRow]]:
    """Every person in portions. The caller holds a transaction, and with it one state of the register."""
    portion = []
    async for row in connection.cursor(_PEOPLE, prefetch=AT_ONCE):
        portion.append(PersonRow(*row))
        if len(portion) == AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


async def buildings(connection: Connection) -> AsyncIterator[tuple[str, str]]:
    """(code, class) of every building in the order of the codes; the class is empty where none is known."""
    async for row in connection.cursor(_BUILDINGS, prefetch=10_000):
        yield row[0], row[1]


async def moves(connection: Connection) -> list[Moves]:
    """Persons by the month in which they moved, as the change log has it."""
    return [Moves(*row) for row in await connection.fetch(_MOVES)]
