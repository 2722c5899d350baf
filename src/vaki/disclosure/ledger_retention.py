"""Five years of the ledger: months wholly older are dropped, and what was dropped is signed.

A marker tells the ids of a dropped month's rows, and up to which seal nothing but dropped rows was covered; those
seals go too. It is chained and signed as seals are, and written to a file of its own beside theirs, so that nobody
without the key can pass a removed row off as one that was due.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import ledger_sql as sql
from vaki.disclosure import seal_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

GENESIS: Final = bytes(32)
_SEALS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the ledger that is over, by its first day, and how many rows it has."""

    month: date
    rows: int


@dataclass(slots=True)
class Dropped:
    """What all markers together say: runs of ids in order, and the seal that the chain goes on from."""

    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    rows: int = 0
    through_seal: int = 0
    through_mac: bytes = GENESIS
    number: int = 0
    mac: bytes = GENESIS

    def add(self, ranges: Sequence[int]) -> None:
        """Take in a marker's runs: first and last id, in turn."""
        runs = sorted([*zip(self.firsts, self.lasts, strict=True), *zip(ranges[::2], ranges[1::2], strict=True)])
        self.firsts, self.lasts = [first for first, _ in runs], [last for _, last in runs]

    def __contains__(self, ledger_id: int) -> bool:
        at = bisect_right(self.firsts, ledger_id) - 1
        return at >= 0 and ledger_id <= self.lasts[at]


def signed(key: bytes, row: asyncpg.Record | dict[str, Any]) -> bytes:
    """The code of a marker; `row` has the columns of `disclosure.ledger_dropped`."""
    named = [row["drop_id"], row["made"].astimezone(UTC).isoformat(), row["month"].isoformat(), row["row_count"]]
    told = json.dumps([*named, list(row["ranges"]), row["through_seal"]]).encode()
    return hmac.digest(key, b"dropped" + row["previous"] + row["through_mac"] + told, "sha256")


def gather(rows: Iterable[asyncpg.Record]) -> Dropped:
    """What the markers say, in their order."""
    found = Dropped()
    for row in rows:
        found.add(row["ranges"])
        found.rows += row["row_count"]
        found.through_seal, found.through_mac = row["through_seal"], row["through_mac"]
        found.number, found.mac = row["drop_id"], row["mac"]
    return found


async def due(connection: Connection) -> list[Month]:
    """The months that are wholly older than five years, by the wall clock, the oldest first."""
    months = [row["month"] for row in await connection.fetch(sql.MONTHS_OVER)]
    return [Month(month, await connection.fetchval(sql.ROWS_OF_MONTH, month)) for month in months]


async def drop_due(connection: Connection, key: bytes, folder: Path) -> list[Month]:
    """Drop the months that are due, each in a transaction of its own; which they were.

    Raises asyncpg's errors, as when a month still has rows that are not sealed: it stays, for the next day's attempt.
    """
    dropped = []
    for month in await due(connection):
        async with connection.transaction():
            await connection.execute(sql.RETENTION_LOCK)
            if month.month in [row["month"] for row in await connection.fetch(sql.MONTHS_OVER)]:
                await _drop(connection, key, month)
                dropped.append(month)
        await _write_file(connection, folder / seal_file.DROPPED_FILE_NAME)
    return dropped


async def _drop(connection: Connection, key: bytes, month: Month) -> None:
    before = gather(await connection.fetch(sql.DROPPED))
    runs = await connection.fetch(sql.RANGES_OF_MONTH, month.month)
    ranges = [number for run in runs for number in (run["first"], run["last"])]
    after = Dropped(list(before.firsts), list(before.lasts))
    after.add(ranges)
    through_seal, through_mac = await _through(connection, before, after)
    row: dict[str, Any] = {
        "drop_id": before.number + 1,
        "made": datetime.now(UTC),
        "month": month.month,
        "row_count": sum(run["rows"] for run in runs),
        "ranges": ranges,
        "through_seal": through_seal,
        "through_mac": through_mac,
        "previous": before.mac,
    }
    row["mac"] = signed(key, row)
    await connection.execute(sql.WRITE_DROPPED, *row.values())
    await connection.execute(sql.DROP_MONTH, month.month, through_seal)


async def _through(connection: Connection, before: Dropped, after: Dropped) -> tuple[int, bytes]:
    """The newest seal that, like all before it, covers dropped rows only, and its code; never the chain's last one."""
    reached = looked_at = (before.through_seal, before.through_mac)
    while seals := await connection.fetch(sql.SEAL_IDS, looked_at[0], _SEALS):
        for seal in seals:
            reached = looked_at
            if not all(ledger_id in after for ledger_id in seal["ledger_ids"]):
                return reached
            looked_at = (seal["seal_id"], seal["mac"])
    return reached


async def _write_file(connection: Connection, file: Path) -> None:
    """Append the markers that the file lacks."""
    rows = await connection.fetch(sql.DROPPED_AFTER, seal_file.last(file, "dropped"))
    told = [
        {
            "dropped": row["drop_id"],
            "made": row["made"].isoformat(),
            "month": row["month"].isoformat(),
            "mac": row["mac"].hex(),
        }
        for row in rows
    ]
    if told:
        await asyncio.to_thread(seal_file.append, file, told)
