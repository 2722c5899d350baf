"""Does the register agree with itself? Two questions, answered of everybody in one snapshot (`sweep`).

`check_index`: are the narrow tables and search columns what the documents give? `audit_people`: do the documents tell
of lives that can be (`audit`)? A finding names persons by internal number only.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vaki.register.audit import Person, audit_person
from vaki.register.audit.dwellings import codes_lead_back, dwellings
from vaki.register.document import Document, read
from vaki.register.events.consequences import search_columns
from vaki.register.index import SearchColumns, narrow_rows
from vaki.register.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import asyncpg

    from vaki.postgres.environment import Pools
    from vaki.register.loading import Connection
    from vaki.register.sweep import Crew, Piece, Progress

_PAGE: Final = """
select person_id, key, document, code, municipality, alive, protected, birth_date, due from register.person
where person_id > $1 and person_id <= $2 order by person_id
"""
_OTHERS: Final = "select person_id, key, document from register.person where person_id = any($1::bigint[])"
_PUBLISHED: Final = "select published from register.clock"
_TABLES: Final = {
    "identity": "select code, person_id, active from register.identity_code where person_id > $1 and person_id <= $2",
    "names": "select person_id, kind, sort_key, since, until from register.person_name "
    "where person_id > $1 and person_id <= $2",
    "residences": "select person_id, residence_code, since, until from register.residence "
    "where person_id > $1 and person_id <= $2",
    "relations": "select person_id, other_id, kind from register.relation where person_id > $1 and person_id <= $2",
}
_COLUMNS: Final = ("code", "municipality", "alive", "protected", "birth_date", "due")
_INDEX: Final = "index"


class Finding(NamedTuple):
    """Something that does not hold: the person's internal number, the kind's name, a sentence without personal data."""

    person_id: int
    name: str
    what: str

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Row:
    document: Document
    columns: SearchColumns


async def check(pools: Pools) -> list[Finding]:
    """What `./vaki db check` asks."""
    return await check_index(pools.register)


async def check_index(
    pool: asyncpg.Pool[asyncpg.Record], *, crew: Crew | None = None, progress: Progress | None = None
) -> list[Finding]:
    """Where the narrow tables or the search columns differ from what the documents give."""
    return [one async for found in sweep(pool, _index_of, crew=crew, progress=progress) for one in found]


async def audit_people(
    pool: asyncpg.Pool[asyncpg.Record], *, crew: Crew | None = None, progress: Progress | None = None
) -> list[Finding]:
    """Where people's lives contradict themselves, each other or the tables of buildings."""
    return [one async for one in findings_of_people(pool, crew=crew, progress=progress)]


async def findings_of_people(
    pool: asyncpg.Pool[asyncpg.Record], *, crew: Crew | None = None, progress: Progress | None = None
) -> AsyncGenerator[Finding, None]:
    """As `audit_people`, each finding as it is met, in the order of the internal numbers."""
    async with aclosing(sweep(pool, _lives_of, crew=crew, progress=progress)) as found:
        async for piece in found:
            for one in piece:
                yield one


async def _rows(connection: Connection, piece: Piece) -> list[_Row]:
    return [
        _Row(read(row["document"], row["person_id"], row["key"]), SearchColumns(*(row[name] for name in _COLUMNS)))
        for row in await connection.fetch(_PAGE, *piece)
    ]


async def _index_of(connection: Connection, piece: Piece) -> list[Finding]:
    published = await connection.fetchval(_PUBLISHED)
    findings = []
    expected: dict[str, set[tuple[Any, ...]]] = {table: set() for table in _TABLES}
    for row in await _rows(connection, piece):
        rows = narrow_rows(row.document)
        for table in _TABLES:
            expected[table] |= getattr(rows, table)
        own = search_columns(row.document, published) if published is not None else row.columns
        findings += [
            Finding(row.document.person_id, _INDEX, f"the column {name} is not what the document gives")
            for name in _COLUMNS
            if getattr(own, name) != getattr(row.columns, name)
        ]
    for table, statement in _TABLES.items():
        found = {tuple(one) for one in await connection.fetch(statement, *piece)}
        person = 1 if table == "identity" else 0
        findings += [
            Finding(one[person], _INDEX, f"the table of {table} lacks a row that the document gives")
            for one in sorted(expected[table] - found, key=repr)
        ]
        findings += [
            Finding(one[person], _INDEX, f"the table of {table} has a row that the document does not give")
            for one in sorted(found - expected[table], key=repr)
        ]
    return findings


async def _lives_of(connection: Connection, piece: Piece) -> list[Finding]:
    published = await connection.fetchval(_PUBLISHED)
    page = [Person(row.document, _as_of(row.columns, published)) for row in await _rows(connection, piece)]
    people = {person.id: person for person in page}
    mentioned = {other for person in page for entry in person.document.entries for other in entry.mentions}
    for row in await connection.fetch(_OTHERS, sorted(mentioned - people.keys())):
        people[row["person_id"]] = Person(read(row["document"], row["person_id"], row["key"]))
    found = [(person.id, one) for person in page for one in audit_person(person, people)]
    found += await codes_lead_back(connection, page)
    found += await dwellings(connection, page)
    return [Finding(person_id, *one) for person_id, one in sorted(found, key=lambda about: about[0])]


def _as_of(columns: SearchColumns, published: date | None) -> date | None:
    """The day as of which a person's row reads (docs/decisions/0003)."""
    if published is None or columns.due is None:
        return published
    return min(published, columns.due - timedelta(days=1))
