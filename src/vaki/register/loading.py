"""The initial load of an empty register, with COPY: the one writer besides events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vaki.register.document import SHAPE, Document, write
from vaki.register.errors import RegisterError
from vaki.register.events.consequences import search_columns
from vaki.register.index import SearchColumns, narrow_rows

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

FIRST_KEY: Final = 5_000_000_000
"""The key of everything loaded: the one before the change log's first."""


class NotEmpty(RegisterError):
    """The register already holds people; an initial load needs an empty one."""

    exit_code = 4


class LoadRow:
    """One person ready for COPY: made where the person is made, so that workers share the cost."""

    __slots__ = ("identity", "names", "person", "relations", "residences")

    def __init__(self, document: Document, day: date) -> None:
        text = write(document)
        self.person = _person_row(document.person_id, search_columns(document, day), text)
        rows = narrow_rows(document)
        self.identity = sorted(rows.identity)
        self.names = sorted(rows.names, key=repr)
        self.residences = sorted(rows.residences, key=repr)
        self.relations = sorted(rows.relations)


def _person_row(person_id: int, columns: SearchColumns, text: str) -> tuple[Any, ...]:
    return (
        person_id,
        columns.code,
        columns.municipality,
        columns.alive,
        columns.protected,
        columns.birth_date,
        columns.due,
        FIRST_KEY,
        SHAPE,
        text,
    )


async def refuse_unless_empty(connection: Connection) -> None:
    """Raises NotEmpty when there are people or a clock."""
    held = await connection.fetchval(
        "select exists (select 1 from register.person) or exists (select 1 from register.clock)"
    )
    if held:
        raise NotEmpty


async def copy_people(connection: Connection, rows: Iterable[LoadRow]) -> None:
    """Append a portion of people; the caller holds the transaction that makes the whole load one act."""
    portion = list(rows)
    for table, records in (
        ("person", [row.person for row in portion]),
        ("identity_code", [one for row in portion for one in row.identity]),
        ("person_name", [one for row in portion for one in row.names]),
        ("residence", [one for row in portion for one in row.residences]),
        ("relation", [one for row in portion for one in row.relations]),
    ):
        await connection.copy_records_to_table(table, schema_name="register", records=records)


async def finish_load(connection: Connection) -> None:
    """After the last portion: new persons get ids beyond the loaded ones."""
    await connection.execute(
        "select setval('register.person_id', greatest((select max(person_id) from register.person), 1))"
    )


async def refresh_statistics(connection: Connection) -> None:
    """Let the planner know the loaded tables (outside the loading transaction)."""
    await connection.execute("select register.refresh_statistics()")
