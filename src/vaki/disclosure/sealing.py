"""The ledger's seals: every second the new rows are chained with an HMAC whose key is outside the database.

A seal covers its rows' digests and the seal before it. It is written to the database and to an append-only file, so
that rows altered, removed, added or reordered are found, and so is a cut tail and a chain computed anew. What is not
sealed yet is a second's work, and `verify` says how much of it there is.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import asyncpg

from vaki.disclosure import keys, sql
from vaki.postgres.locks import own_like_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

FILE_NAME: Final = "ledger-seals.ndjson"
MONTHS_AHEAD: Final = 3
_ROWS: Final = 1_000
_PAUSE_SECONDS: Final = 1.0
_DAY_SECONDS: Final = 86_400.0
_DIGEST_BYTES: Final = 32
_GENESIS: Final = bytes(_DIGEST_BYTES)
_log = logging.getLogger(__name__)
_MISSING: Final = bytes(_DIGEST_BYTES)
"""Stands for the digest of a row that was gone before it was sealed."""


def _digest(form: str | None) -> bytes:
    return _MISSING if form is None else hashlib.sha256(form.encode()).digest()


def _mac(key: bytes, number: int, made: datetime, ledger_ids: Sequence[int], covered: tuple[bytes, bytes]) -> bytes:
    """The seal's own code; `covered` is the code of the seal before and the digests of the rows."""
    previous, digests = covered
    named = json.dumps([number, made.astimezone(UTC).isoformat(), list(ledger_ids)]).encode()
    return hmac.digest(key, previous + digests + named, "sha256")


async def seal(connection: Connection, key: bytes, file: Path) -> int:
    """Chain what waits, at most a thousand rows; the number of rows chained.

    The file gets the seal after the database has it, and whatever an earlier crash kept from it.
    """
    async with connection.transaction():
        waiting = sorted(await connection.fetch(sql.TAKE_WAITING, _ROWS), key=lambda row: int(row["ledger_id"]))
        if waiting:
            ids = [row["ledger_id"] for row in waiting]
            times = [row["made"] for row in waiting]
            forms = await connection.fetch(sql.SEALED_FORMS, ids, times)
            digests = b"".join(_digest(row["form"]) for row in forms)
            last = await connection.fetchrow(sql.LAST_SEAL)
            seal_id, previous = (1, _GENESIS) if last is None else (last["seal_id"] + 1, last["mac"])
            made = datetime.now(UTC)
            mac = _mac(key, seal_id, made, ids, (previous, digests))
            await connection.execute(sql.WRITE_SEAL, seal_id, made, ids, digests, previous, mac)
            await connection.execute(sql.FILL_PERSONS, ids, times)
    await _write_file(connection, file)
    return len(waiting)


async def seal_forever(pools: Pools, *, data: Path | None = None) -> None:
    """Seal every second until cancelled; of several processes one does, under an advisory lock.

    Also makes the month partitions ahead. `data` is the data folder, by default the one this process serves. Raises
    KeysMissing.
    """
    folder = data or keys.data_folder()
    key, file = keys.ledger_key(folder), folder / FILE_NAME
    while True:
        try:
            async with pools.disclosure.acquire() as connection:
                if await connection.fetchval(sql.TRY_SEALER_LOCK):
                    await _seal_while_connected(connection, key, file)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            _log.warning("sealing stopped by %s, going on in a second", type(error).__name__)
        await asyncio.sleep(_PAUSE_SECONDS)


async def _seal_while_connected(connection: Connection, key: bytes, file: Path) -> None:
    clock = asyncio.get_running_loop().time
    partitions_due = clock()
    while True:
        if clock() >= partitions_due:
            await connection.execute(sql.MAKE_PARTITIONS, MONTHS_AHEAD)
            partitions_due = clock() + _DAY_SECONDS
        if await seal(connection, key, file) < _ROWS:
            await asyncio.sleep(_PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class FileSeal:
    """A line of the append-only file."""

    seal_id: int
    mac: str


def read_file(file: Path) -> Iterator[FileSeal]:
    """The seals in the file, in its order. A line that a crash cut short, or someone spoilt, is no seal."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                told = json.loads(line)
                yield FileSeal(int(told["seal"]), str(told["mac"]))
            except (ValueError, KeyError, TypeError):
                continue


def _last_in_file(file: Path) -> int:
    """The newest seal in the file, by its last whole line."""
    try:
        with file.open("rb") as lines:
            lines.seek(0, os.SEEK_END)
            lines.seek(max(0, lines.tell() - 4096))
            tail = lines.read()
    except FileNotFoundError:
        return 0
    for line in reversed(tail.split(b"\n")[:-1]):
        try:
            return int(json.loads(line)["seal"])
        except (ValueError, KeyError, TypeError):
            continue
    return 0


async def _write_file(connection: Connection, file: Path) -> None:
    """Append the seals that the file lacks, and have them on the disk."""
    rows = await connection.fetch(sql.SEALS, _last_in_file(file), _ROWS)
    if not rows:
        return
    lines = "".join(
        json.dumps({"seal": row["seal_id"], "made": row["made"].isoformat(), "mac": row["mac"].hex()}) + "\n"
        for row in rows
    )
    await asyncio.to_thread(_append, file, lines)


def _cut_short(file: Path) -> bool:
    with file.open("rb") as content:
        if content.seek(0, os.SEEK_END) == 0:
            return False
        content.seek(-1, os.SEEK_END)
        return content.read(1) != b"\n"


def _append(file: Path, lines: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        own_like_folder(descriptor, file.parent)
        # A line begins with its own line break when a crash may have cut the one before it short.
        os.write(descriptor, f"\n{lines}".encode() if _cut_short(file) else lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(slots=True)
class Verified:
    """What a verification found. The chain is whole when there are no problems."""

    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    unsealed_since: datetime | None = None
    problems: list[str] = field(default_factory=list)


async def verify(connection: Connection, key: bytes, file: Path) -> Verified:
    """Compute every seal anew from the rows and hold it against the database's chain and the file's."""
    found = Verified()
    in_file = {one.seal_id: one.mac for one in read_file(file)}
    previous, last = _GENESIS, 0
    while rows := await connection.fetch(sql.SEALS, last, 100):
        for row in rows:
            if row["seal_id"] != last + 1:
                found.problems.append(f"seals {last + 1} to {row['seal_id'] - 1} are missing from the database")
            await _verify_rows(connection, row, found)
            mac = _mac(key, row["seal_id"], row["made"], row["ledger_ids"], (row["previous"], row["digests"]))
            if not hmac.compare_digest(mac, row["mac"]):
                found.problems.append(f"seal {row['seal_id']} is not what the key gives")
            if row["previous"] != previous:
                found.problems.append(f"seal {row['seal_id']} does not follow the seal before it")
            if in_file.pop(row["seal_id"], None) != row["mac"].hex():
                found.problems.append(f"seal {row['seal_id']} is not the one in {FILE_NAME}")
            previous, last = row["mac"], row["seal_id"]
            found.seals += 1
    found.problems += [f"seal {seal_id} of {FILE_NAME} is missing from the database" for seal_id in sorted(in_file)]
    found.problems += [f"row {row['ledger_id']} is in no seal" for row in await connection.fetch(sql.OUTSIDE_THE_CHAIN)]
    found.unsealed, found.unsealed_since = await connection.fetchrow(sql.UNSEALED) or (0, None)
    return found


async def _verify_rows(connection: Connection, seal_row: asyncpg.Record, found: Verified) -> None:
    ids = seal_row["ledger_ids"]
    forms = {row["ledger_id"]: row["form"] for row in await connection.fetch(sql.FORMS_OF_ROWS, ids)}
    for place, ledger_id in enumerate(ids):
        sealed = seal_row["digests"][place * _DIGEST_BYTES : (place + 1) * _DIGEST_BYTES]
        if ledger_id not in forms:
            found.problems.append(f"row {ledger_id} is missing")
        elif _digest(forms[ledger_id]) != sealed:
            found.problems.append(f"row {ledger_id} is not as it was sealed")
        found.rows += 1
