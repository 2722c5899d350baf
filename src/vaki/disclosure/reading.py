"""Reading the ledger: what left, and who was given data about a person."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from vaki.disclosure import ledger, ledger_sql, sql
from vaki.disclosure.errors import UnknownLedgerRow, UnknownPerson
from vaki.disclosure.selection import is_askable

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the ledger; persons by their internal number."""

    ledger_id: int
    made: datetime
    permit_id: int | None
    permit_version: int | None
    holder: str
    product: str
    product_version: int
    channel: str
    address: str | None
    client: str | None
    end_user: str | None
    request_id: str | None
    operation: str
    since_key: int | None
    read_key: int
    subjects: list[int]
    mentioned: list[int]
    censored: list[int]
    groups: list[str]
    censored_groups: list[str]
    part: str | None = None
    """`subject` or `mentioned`, when the rows of one person were asked for."""


_COLUMNS = [column.name for column in fields(LedgerRow) if column.name != "part"]


def _row(row: asyncpg.Record, part: str | None = None) -> LedgerRow:
    return LedgerRow(**{name: row[name] for name in _COLUMNS}, part=part)


async def newest(connection: Connection, limit: int, *, permit_id: int | None = None) -> list[LedgerRow]:
    """The newest rows, a permit's or everybody's, newest first."""
    return [_row(row) for row in await connection.fetch(sql.LEDGER_ROWS, permit_id, limit)]


async def one(connection: Connection, ledger_id: int) -> LedgerRow:
    """Raises UnknownLedgerRow."""
    row = await connection.fetchrow(sql.LEDGER_ROW, ledger_id)
    if row is None:
        raise UnknownLedgerRow
    return _row(row)


async def of_person(pools: Pools, caller: Caller, code: str, limit: int) -> list[LedgerRow]:
    """The rows in which data about a person left, newest first, also rows not sealed yet.

    Also of a record that turned out to be this person's.
    To ask is to learn something about the person, so this writes a row of its own first, which the answer leaves out.
    Raises UnknownPerson.
    """
    async with pools.disclosure.acquire() as connection:
        known = await connection.fetch(sql.PERSONS_OF_CODE, code) if is_askable(code) else []
        if not known:
            raise UnknownPerson
        rows: dict[int, LedgerRow] = {}
        for person in known:
            for row in await connection.fetch(ledger_sql.ROWS_OF_PERSON, person["was"], limit):
                rows.setdefault(row["ledger_id"], _row(row, row["part"]))
        await ledger.write(connection, caller, ledger.Entry("ledger_persons", subjects=[known[0]["was"]]))
    return sorted(rows.values(), key=attrgetter("ledger_id"), reverse=True)[:limit]
