"""Verifying the ledger: every seal computed anew from the rows, and held against the database's chain and the file's.

Found are rows altered, removed, added, doubled or reordered, a cut tail, a chain computed anew, and rows passed off as
dropped for their age. Not found is what was done to rows not sealed yet: the verdict tells how many there are.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import ledger_retention as retention
from vaki.disclosure import ledger_sql, seal_file, sql
from vaki.disclosure.sealing import DIGEST_BYTES, row_digest, seal_mac

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.ledger_retention import Dropped

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

MOST_PROBLEMS: Final = 1_000
_SEALS: Final = 100


@dataclass(slots=True)
class Verified:
    """What a verification found. The chain is whole if there are no problems, of which the first thousand are told."""

    seals: int = 0
    rows: int = 0
    dropped: int = 0
    """Rows dropped because they were older than five years."""
    unsealed: int = 0
    unsealed_since: datetime | None = None
    problems: list[str] = field(default_factory=list)

    def report(self, problem: str) -> None:
        """Note a problem."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


async def verify(connection: Connection, key: bytes, folder: Path) -> Verified:
    """Verify the ledger as of one moment; `folder` is the data folder. Raises asyncpg's errors."""
    found = Verified()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        dropped = await _verify_dropped(connection, key, folder / seal_file.DROPPED_FILE_NAME, found)
        found.dropped = dropped.rows
        present = await _verify_seals(connection, key, folder / seal_file.FILE_NAME, dropped, found)
        if present != await connection.fetchval(ledger_sql.COUNT_SEALED):
            for row in await connection.fetch(sql.OUTSIDE_THE_CHAIN):
                found.report(f"row {row['ledger_id']} is in no seal")
        for row in await connection.fetch(ledger_sql.WAITING_AND_GONE):
            found.report(f"row {row['ledger_id']}, not sealed yet, is missing")
        found.unsealed, found.unsealed_since = await connection.fetchrow(sql.UNSEALED) or (0, None)
    return found


async def _verify_dropped(connection: Connection, key: bytes, file: Path, found: Verified) -> Dropped:
    """The markers of dropped months, each held against its code, the one before it and the file."""
    rows = await connection.fetch(ledger_sql.DROPPED)
    in_file = dict(seal_file.read(file, "dropped"))
    previous = retention.GENESIS
    for number, row in enumerate(rows, 1):
        name = f"the marker of the dropped month {row['month']:%Y-%m}"
        if row["drop_id"] != number or row["previous"] != previous:
            found.report(f"{name} does not follow the one before it")
        if not hmac.compare_digest(retention.signed(key, row), row["mac"]):
            found.report(f"{name} is not what the key gives")
        if in_file.pop(row["drop_id"], None) != row["mac"].hex():
            found.report(f"{name} is not the one in {file.name}")
        previous = row["mac"]
    for number in sorted(in_file):
        found.report(f"marker {number} of {file.name} is missing from the database")
    return retention.gather(rows)


async def _verify_seals(connection: Connection, key: bytes, file: Path, dropped: Dropped, found: Verified) -> int:
    """How many sealed rows are there, each as it was sealed."""
    in_file = _File(file, dropped.through_seal, found)
    previous, last, present = dropped.through_mac, dropped.through_seal, 0
    while rows := await connection.fetch(sql.SEALS, last, _SEALS):
        for row in rows:
            number = row["seal_id"]
            if number != last + 1:
                found.report(f"seals {last + 1} to {number - 1} are missing from the database")
            present += await _verify_rows(connection, row, dropped, found)
            mac = seal_mac(key, number, row["made"], row["ledger_ids"], (row["previous"], row["digests"]))
            if not hmac.compare_digest(mac, row["mac"]):
                found.report(f"seal {number} is not what the key gives")
            if row["previous"] != previous:
                found.report(f"seal {number} does not follow the seal before it")
            in_file.check(number, row["mac"].hex())
            previous, last = row["mac"], number
            found.seals += 1
    in_file.end()
    return present


class _File:
    """The seals' file, read beside the database's seals and never whole: it grows by a line a second."""

    def __init__(self, file: Path, through: int, found: Verified) -> None:
        self._name = file.name
        self._found = found
        self._seals: Iterator[tuple[int, str]] = (seal for seal in seal_file.read(file, "seal") if seal[0] > through)
        self._next = next(self._seals, None)

    def check(self, number: int, mac: str) -> None:
        """Hold a seal of the database against the file's; to be called in their order."""
        while self._next is not None and self._next[0] < number:
            self._missing()
        if self._next is None or self._next != (number, mac):
            self._found.report(f"seal {number} is not the one in {self._name}")
        if self._next is not None and self._next[0] == number:
            self._next = next(self._seals, None)

    def end(self) -> None:
        """The rest of the file, which the database has not."""
        while self._next is not None:
            self._missing()

    def _missing(self) -> None:
        if self._next is not None:
            self._found.report(f"seal {self._next[0]} of {self._name} is missing from the database")
        self._next = next(self._seals, None)


async def _verify_rows(connection: Connection, seal: asyncpg.Record, dropped: Dropped, found: Verified) -> int:
    """How many of a seal's rows are there."""
    ids = seal["ledger_ids"]
    rows = await connection.fetch(sql.FORMS_OF_ROWS, ids)
    forms = {row["ledger_id"]: row["form"] for row in rows}
    if len(forms) < len(rows):
        found.report(f"rows of seal {seal['seal_id']} are there twice")
    for place, ledger_id in enumerate(ids):
        sealed = seal["digests"][place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES]
        if ledger_id not in forms:
            if ledger_id not in dropped:
                found.report(f"row {ledger_id} is missing")
        elif not hmac.compare_digest(row_digest(forms[ledger_id]), sealed):
            found.report(f"row {ledger_id} is not as it was sealed")
    found.rows += len(forms)
    return len(forms)
