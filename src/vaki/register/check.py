"""Does the register agree with itself? Two questions, answered page by page in one snapshot.

`check_index`: are the narrow tables and search columns what the documents give? `audit_people`: do the documents tell
of lives that can be: relations on both sides, copies as the person's own document has them, nobody acting when dead?
A finding names persons by internal number only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vaki.register.audit import audit_document
from vaki.register.document import Document, read
from vaki.register.events.consequences import search_columns
from vaki.register.index import SearchColumns, narrow_rows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

    import asyncpg

    from vaki.postgres.environment import Pools
    from vaki.register.loading import Connection

PAGE: Final = 1000
SQUARE_METRES_A_PERSON: Final = 5
"""Less room than this is a mistake, not a small home."""

_PAGE: Final = """
select person_id, key, document, code, municipality, alive, protected, birth_date, due from register.person
where person_id > $1 order by person_id limit $2
"""
_OTHERS: Final = "select person_id, key, document from register.person where person_id = any($1::bigint[])"
_TABLES: Final = {
    "identity": "select code, person_id, active from register.identity_code where person_id > $1 and person_id <= $2",
    "names": "select person_id, kind, sort_key, since, until from register.person_name "
    "where person_id > $1 and person_id <= $2",
    "residences": "select person_id, residence_code, since, until from register.residence "
    "where person_id > $1 and person_id <= $2",
    "relations": "select person_id, other_id, kind from register.relation where person_id > $1 and person_id <= $2",
}
_CROWDED: Final = """
select min(lives.person_id) as person_id, count(*) as people, d.residence_code is null as unknown
from (select r.residence_code, r.person_id from register.residence r join register.person p using (person_id)
      where r.until is null and p.alive) as lives
left join register.dwelling d using (residence_code)
group by lives.residence_code, d.residence_code, d.document
having d.residence_code is null or count(*) * $1 > (d.document::json ->> 'pinta_ala')::integer
order by 1
"""
_NOWHERE: Final = 2**62


class Finding(NamedTuple):
    """Something that does not hold: the person's internal number and a sentence without personal data."""

    person_id: int
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


async def check_index(pool: asyncpg.Pool[asyncpg.Record]) -> list[Finding]:
    """Where the narrow tables or the search columns differ from what the documents give."""
    findings: list[Finding] = []
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        published = await connection.fetchval("select published from register.clock")
        after = 0
        async for page in _pages(connection):
            last = page[-1].document.person_id
            findings += await _compare(connection, page, after, last, published)
            after = last
        findings += await _compare(connection, [], after, _NOWHERE, published)
    return findings


async def _pages(connection: Connection) -> AsyncIterator[list[_Row]]:
    after = 0
    while rows := await connection.fetch(_PAGE, after, PAGE):
        yield [
            _Row(read(row["document"], row["person_id"], row["key"]), SearchColumns(*(row[name] for name in _COLUMNS)))
            for row in rows
        ]
        after = rows[-1]["person_id"]


_COLUMNS: Final = ("code", "municipality", "alive", "protected", "birth_date", "due")


async def _compare(
    connection: Connection, page: list[_Row], after: int, last: int, published: date | None
) -> list[Finding]:
    findings = []
    expected: dict[str, set[tuple[Any, ...]]] = {table: set() for table in _TABLES}
    for row in page:
        rows = narrow_rows(row.document)
        for table in _TABLES:
            expected[table] |= getattr(rows, table)
        own = search_columns(row.document, published) if published is not None else row.columns
        findings += [
            Finding(row.document.person_id, f"the column {name} is not what the document gives")
            for name in _COLUMNS
            if getattr(own, name) != getattr(row.columns, name)
        ]
    for table, statement in _TABLES.items():
        found = {tuple(one) for one in await connection.fetch(statement, after, last)}
        person = 1 if table == "identity" else 0
        findings += [
            Finding(one[person], f"the table of {table} lacks a row that the document gives")
            for one in sorted(expected[table] - found, key=repr)
        ]
        findings += [
            Finding(one[person], f"the table of {table} has a row that the document does not give")
            for one in sorted(found - expected[table], key=repr)
        ]
    return findings


async def audit_people(pool: asyncpg.Pool[asyncpg.Record]) -> list[Finding]:
    """Where people's lives contradict themselves or each other."""
    findings: list[Finding] = []
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        async for page in _pages(connection):
            people = {row.document.person_id: row.document for row in page}
            others = {other for one in people.values() for _, other in one.relatives()} - people.keys()
            for row in await connection.fetch(_OTHERS, sorted(others)):
                people[row["person_id"]] = read(row["document"], row["person_id"], row["key"])
            for one in page:
                findings += [Finding(one.document.person_id, what) for what in audit_document(one.document, people)]
        for row in await connection.fetch(_CROWDED, SQUARE_METRES_A_PERSON):
            what = "lives in a dwelling that the register does not know"
            if not row["unknown"]:
                what = f"lives in a dwelling too small for its {row['people']} people"
            findings.append(Finding(row["person_id"], what))
    return findings
