"""The ledger's seals: every second the new rows are chained with an HMAC whose key is outside the database.

A seal covers its rows' digests and the seal before it. It is written to the database and to an append-only file, so
that rows altered, removed, added or reordered are found (`verifying`), and so is a cut tail and a chain computed anew.
What is not sealed yet is a second's work.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import asyncpg

from vaki.disclosure import keys, seal_file, sql
from vaki.disclosure.ledger_retention import drop_due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

MONTHS_AHEAD: Final = 3
_ROWS: Final = 1_000
_PAUSE_SECONDS: Final = 1.0
_DAY_SECONDS: Final = 86_400.0
DIGEST_BYTES: Final = 32
_GENESIS: Final = bytes(DIGEST_BYTES)
_log = logging.getLogger(__name__)
_MISSING: Final = bytes(DIGEST_BYTES)
"""Stands for the digest of a row that was gone before it was sealed."""


def row_digest(form: str | None) -> bytes:
    """The digest of a row's sealed form; None stands for a row that is gone."""
    return _MISSING if form is None else hashlib.sha256(form.encode()).digest()


def seal_mac(key: bytes, number: int, made: datetime, ledger_ids: Sequence[int], covered: tuple[bytes, bytes]) -> bytes:
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
            digests = b"".join(row_digest(row["form"]) for row in forms)
            last = await connection.fetchrow(sql.LAST_SEAL)
            seal_id, previous = (1, _GENESIS) if last is None else (last["seal_id"] + 1, last["mac"])
            made = datetime.now(UTC)
            mac = seal_mac(key, seal_id, made, ids, (previous, digests))
            await connection.execute(sql.WRITE_SEAL, seal_id, made, ids, digests, previous, mac)
            await connection.execute(sql.FILL_PERSONS, ids, times)
    await _write_file(connection, file)
    return len(waiting)


async def seal_forever(pools: Pools, *, data: Path | None = None) -> None:
    """Seal every second until cancelled; of several processes one does, under an advisory lock.

    Once a day it also makes the month partitions ahead and drops the months older than five years. `data` is the data
    folder, by default the one this process serves. Raises KeysMissing.
    """
    folder = data or keys.data_folder()
    key, file = keys.ledger_key(folder), folder / seal_file.FILE_NAME
    while True:
        try:
            async with pools.disclosure.acquire() as connection:
                if await connection.fetchval(sql.TRY_SEALER_LOCK):
                    try:
                        await _seal_while_connected(connection, key, file)
                    finally:
                        # The lock ends with its session: to ask for that might be to wait for ever, and a session
                        # that is over already must not hide that this task has been cancelled.
                        with suppress(asyncpg.InterfaceError):
                            connection.terminate()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            _log.warning("sealing stopped by %s, going on in a second", type(error).__name__)
        await asyncio.sleep(_PAUSE_SECONDS)


async def _seal_while_connected(connection: Connection, key: bytes, file: Path) -> None:
    clock = asyncio.get_running_loop().time
    months_due = clock()
    while True:
        if clock() >= months_due:
            await connection.execute(sql.MAKE_PARTITIONS, MONTHS_AHEAD)
            await _drop_old_months(connection, key, file.parent)
            months_due = clock() + _DAY_SECONDS
        if await seal(connection, key, file) < _ROWS:
            await asyncio.sleep(_PAUSE_SECONDS)


async def _drop_old_months(connection: Connection, key: bytes, folder: Path) -> None:
    """As far as it can be done now: what stands in the way today must not keep the ledger from being sealed."""
    try:
        for month in await drop_due(connection, key, folder):
            _log.info("the ledger of %s, %d rows, was dropped: it is over five years old", month.month, month.rows)
    except asyncpg.PostgresError as error:
        _log.warning("months of the ledger could not be dropped (%s), again tomorrow", type(error).__name__)


async def _write_file(connection: Connection, file: Path) -> None:
    """Append the seals that the file lacks, and have them on the disk."""
    rows = await connection.fetch(sql.SEALS, seal_file.last(file, "seal"), _ROWS)
    told = [{"seal": row["seal_id"], "made": row["made"].isoformat(), "mac": row["mac"].hex()} for row in rows]
    if told:
        await asyncio.to_thread(seal_file.append, file, told)
