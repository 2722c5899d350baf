"""Fills a variant's schema with the bench's population and change log, by COPY."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Protocol

import asyncpg

from benchmarks.competitors import facts
from vaki.disclosure.products import get
from vaki.disclosure.rights import rights
from vaki.postgres.environment import Environment
from vaki.register.document import read as read_document
from vaki.register.events.catalogue import FOUND_BY_PLACE
from vaki.register.groups import BY_NAME, CATALOGUE, PLACE
from vaki.register.item import AGE_RULE

Group = dict[str, Any]
Rows = dict[str, list[dict[str, Any]]]

PRODUCT: Final = "OPISKELIJA"
"""What the bench asks for; both frameworks know what it tells (`rules`)."""
TOUCHES_PLACE: Final = frozenset({"death", "death_corrected", "death_undone", "declared_dead", "found_alive"})
"""Events that are told like a change of place whether they were one or not (docs/decisions/0307)."""
_SQL: Final = Path(__file__).with_name("sql")
_CHUNK: Final = 2_000
_PERSONS: Final = """
    select person_id, code, municipality, alive, protected, birth_date, document from register.person order by person_id
"""
# A record that went into another person's is that person's now.
_CHANGES: Final = """
    select c.key, c.time, coalesce(p.person_id, i.person_id) as person_id, c.code, c.codes, c.event, c.event_id,
        c.municipality_before, c.municipality_after, c.protected, c.groups
    from register.change c left join register.person p on p.person_id = c.person_id
        left join register.identity_code i on p.person_id is null and i.code = c.code
    order by c.key
"""


class Raced(Protocol):
    """What a bench tells a competitor: its data folder, and whose account (`user:password`) it asks with."""

    @property
    def data(self) -> Path: ...
    @property
    def credentials(self) -> str: ...


def schema_of(variant: str) -> str:
    """The schema that a variant, `rows` or `jsonb`, has to itself."""
    return f"rival_{variant}"


async def load(bench: Raced, variant: str) -> None:
    """Make the variant's schema anew from what the register holds now, and the account that the bench asks with."""
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    try:
        async with connection.transaction():
            schema = schema_of(variant)
            await connection.execute(f"drop schema if exists {schema} cascade; create schema {schema}")
            await connection.execute(f"set local search_path = {schema}")
            for part in ("both", variant):
                await connection.execute((_SQL / f"{part}.sql").read_text(encoding="utf-8"))
            await _permit(connection, bench.credentials)
            filler = _Filler(connection, schema, by_rows=variant == "rows")
            await filler.persons()
            await filler.changes()
            await connection.execute(
                "insert into identity_code select code, person_id, active from register.identity_code"
            )
        tables = await connection.fetch("select tablename from pg_tables where schemaname = $1", schema)
        await connection.execute(f"vacuum analyze {', '.join(f'{schema}.{row[0]}' for row in tables)}")
    finally:
        await connection.close()


async def _permit(connection: asyncpg.Connection[Any], credentials: str) -> None:
    user, _, password = credentials.partition(":")
    product = get(PRODUCT)
    granted = rights(product.name, product.version, frozenset(), entitled=False)
    kinds = granted.kinds or frozenset(BY_NAME)
    await connection.execute(
        "insert into permit values (1, 1, '0828255-9', $1, $2, 'none', '2026-01-01', null)",
        product.name,
        product.version,
    )
    await connection.execute(
        "insert into credential values ($1, 1, $2, null)", user, hashlib.sha256(password.encode()).digest()
    )
    mentioning = {group.name for group in CATALOGUE if group.person_member or group.person_list}
    await connection.execute(
        "insert into product values ($1, $2, $3, $4, $5, $6, $7)",
        product.name,
        product.version,
        sorted(kinds),
        sorted(granted.hidden & kinds),
        sorted(granted.touching | (granted.left_out & kinds)),
        sorted(granted.hidden | granted.left_out),
        sorted(mentioning & kinds),
    )
    await connection.executemany(
        "insert into group_kind values ($1, $2, $3)",
        [(group.name, PLACE[group.name], list(group.hidden)) for group in CATALOGUE],
    )


class _Filler:
    """Copies persons and changes, a few thousand at a time."""

    def __init__(self, connection: asyncpg.Connection[Any], schema: str, *, by_rows: bool) -> None:
        self._connection = connection
        self._schema = schema
        self._by_rows = by_rows
        self._columns: dict[str, list[str]] = {}

    async def persons(self) -> None:
        """Everybody, with whom their groups mention."""
        rows: Rows = defaultdict(list)
        async for row in self._connection.cursor(_PERSONS, prefetch=_CHUNK):
            self._person(row, rows)
            await self._copy(rows, _CHUNK)
        await self._copy(rows)

    def _person(self, row: asyncpg.Record, rows: Rows) -> None:
        person: int = row["person_id"]
        document = read_document(row["document"], person, 0)
        groups = [entry.group for entry in document.entries]
        own: dict[str, Any] = {
            "id": person,
            **{name: row[name] for name in ("code", "municipality", "alive", "protected", "birth_date")},
        }
        mentions = {(entry.kind, other) for entry in document.entries for other in entry.mentions}
        rows["mention"] += [{"person_id": person, "kind": kind, "other_id": other} for kind, other in mentions]
        if self._by_rows:
            columns, others = facts.taken_apart(groups)
            rows["person"].append({**own, **columns})
            for table, found in others.items():
                rows[table] += [{"person_id": person, **one} for one in found]
        else:
            rows["person"].append({**own, "groups": groups})

    async def changes(self) -> None:
        """The whole log."""
        rows: Rows = defaultdict(list)
        async for row in self._connection.cursor(_CHANGES, prefetch=_CHUNK):
            self._change(row, rows)
            await self._copy(rows, _CHUNK)
        await self._copy(rows)

    def _change(self, row: asyncpg.Record, rows: Rows) -> None:
        groups, withheld, mentions = _told(row["groups"])
        own = {
            **{name: value for name, value in row.items() if name != "groups"},
            "found_by_place": row["event"] in FOUND_BY_PLACE,
            "touches_place": row["event"] in TOUCHES_PLACE,
        }
        key: int = row["key"]
        rows["change_mention"] += [{"change_key": key, "kind": kind, "other_id": other} for kind, other in mentions]
        if not self._by_rows:
            rows["change"].append({**own, "withheld": withheld, "groups": groups})
            return
        rows["change"].append(own)
        rows["change_group"] += [
            {
                "change_key": key,
                "position": at,
                "kind": group["tietoryhma"],
                "withheld": at in withheld,
                "members": group,
            }
            for at, group in enumerate(groups)
        ]

    async def _copy(self, rows: Rows, from_many: int = 0) -> None:
        if max(map(len, rows.values()), default=0) < from_many:
            return
        for table, made in rows.items():
            if table not in self._columns:
                self._columns[table] = await self._columns_of(table)
            columns = self._columns[table]
            await self._connection.copy_records_to_table(
                table, schema_name=self._schema, columns=columns, records=_records(made, columns)
            )
        rows.clear()

    async def _columns_of(self, table: str) -> list[str]:
        found = await self._connection.fetch(
            "select column_name from information_schema.columns where table_schema = $1 and table_name = $2",
            self._schema,
            table,
        )
        return [row[0] for row in found]


def _records(rows: list[dict[str, Any]], columns: list[str]) -> Iterable[tuple[object, ...]]:
    """Rows as tuples; a column's value that is JSON as its text."""
    as_json = {"groups", "members"}
    for row in rows:
        if not row.keys() <= set(columns):
            raise facts.Untaken(sorted(row.keys() - set(columns)))
        yield tuple(
            json.dumps(row[name], ensure_ascii=False) if name in as_json and name in row else row.get(name)
            for name in columns
        )


def _told(stored: str) -> tuple[list[Group], list[int], set[tuple[str, int]]]:
    """(groups, numbers of the withheld ones, (kind, person) mentioned) of a change, without lines for age rules."""
    first, *lines = stored.split("\n")
    kinds, mentions, withheld = (*first.split("\t"), "")[:3]
    kept = [at for at, token in enumerate(kinds.split()) if not token.endswith(AGE_RULE)]
    renumbered = {old: new for new, old in enumerate(kept)}
    groups: list[Group] = [json.loads(lines[at]) for at in kept]
    pairs = [tuple(map(int, pair.split(":"))) for pair in mentions.split()]
    return (
        groups,
        [renumbered[at] for at in map(int, withheld.split()) if at in renumbered],
        {(groups[renumbered[at]]["tietoryhma"], other) for at, other in pairs if at in renumbered},
    )
