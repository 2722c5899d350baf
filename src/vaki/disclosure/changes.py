"""Changes (muutokset): which rows of the log a permit gets after a key, and where a page ends."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import ledger, sql
from vaki.disclosure.base import chosen_municipalities, is_askable
from vaki.disclosure.errors import UnknownKey
from vaki.disclosure.items import ChangeReader
from vaki.disclosure.lines import BaseReader
from vaki.disclosure.products import Selection
from vaki.disclosure.tail import tail_of

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

PAGE_ITEMS: Final = 5_000
PAGE_ROWS: Final = 20_000
"""Rows of the log that one page looks at, so that a page of changes that tell this permit nothing ends too."""
PAGE_BYTES: Final = 16 * 1024 * 1024
_CHUNK: Final = 1_000


@dataclass(slots=True)
class Changes:
    """An answer: wire items in key order, and the key to go on from. More waits unless `up_to_date`."""

    items: list[bytes] = field(default_factory=list)
    key: int = 0
    up_to_date: bool = True


async def changes(
    pools: Pools, caller: Caller, since: int, codes: AbstractSet[str] | None, kinds: frozenset[str] | None = None
) -> Changes:
    """The changes after a key, of the persons who have had one of the codes, or of the permit's own selection.

    An empty set of codes is nobody, for every permit; the key advances all the same. Under a permit by municipality a
    code finds own residents only. Raises CodesNeeded for a permit by codes without codes, and UnknownKey for a key
    beyond the newest. The ledger row is committed when this returns.
    """
    rights = caller.permit.rights.narrowed(kinds)
    towns: frozenset[str] | None = None
    if codes is None:
        chosen = chosen_municipalities(caller, None)
        towns = None if chosen is None else frozenset(chosen)
    elif rights.selection is Selection.MUNICIPALITY:
        towns = frozenset(caller.permit.municipalities)
    entry = ledger.Entry("changes", since_key=since)
    reader = ChangeReader(BaseReader(rights, entry), towns)
    async with pools.disclosure.acquire() as connection:
        tail = tail_of(pools)
        await tail.read_on(connection)
        answer = Changes(key=tail.head)
        if since > answer.key:
            raise UnknownKey
        entry.read_key = answer.key
        if tail.reaches(since):
            keys = tail.matching(since, codes, towns)
        else:
            keys = await _keys_from_log(connection, since, answer.key, codes, towns)
        await _fill(connection, reader, answer, keys)
        reader.base.finish()
        await ledger.write(connection, caller, entry)
    return answer


async def _keys_from_log(
    connection: Connection, since: int, head: int, codes: AbstractSet[str] | None, towns: AbstractSet[str] | None
) -> list[int]:
    """The keys of a page when the tail in memory is too short; one more than fits when there are more."""
    limit = PAGE_ROWS + 1
    own = None if towns is None else list(towns)
    if codes is not None:
        asked = [code for code in codes if is_askable(code)]
        rows = await connection.fetch(sql.KEYS_OF_CODES, since, asked, own, limit)
    elif own is not None:
        rows = await connection.fetch(sql.KEYS_OF_MUNICIPALITIES, since, own, limit)
    else:
        rows = await connection.fetch(sql.KEYS, since, limit)
    return [row["key"] for row in rows if row["key"] <= head]


async def _fill(connection: Connection, reader: ChangeReader, answer: Changes, keys: list[int]) -> None:
    """Put items into the answer until the page is full, and set the key it goes on from."""
    size = 0
    reached = reader.base.entry.since_key or 0
    looked_at = keys[:PAGE_ROWS]
    for at in range(0, len(looked_at), _CHUNK):
        rows = await connection.fetch(sql.ITEMS, looked_at[at : at + _CHUNK], *reader.parameters())
        before = await _documents_before(connection, [row for row in rows if reader.tells_endings(row)])
        for row in rows:
            if len(answer.items) >= PAGE_ITEMS or size >= PAGE_BYTES:
                answer.key, answer.up_to_date = reached, False
                return
            item = reader.item(row, before)
            if item is not None:
                answer.items.append(item)
                size += len(item)
            reached = row["key"]
    if len(keys) > len(looked_at):
        answer.key, answer.up_to_date = reached, False


async def _documents_before(connection: Connection, rows: list[asyncpg.Record]) -> dict[int, str]:
    """The documents as they stood before these changes, by change key."""
    if not rows:
        return {}
    found = await connection.fetch(
        sql.DOCUMENTS_BEFORE, [row["person_id"] for row in rows], [row["key"] for row in rows]
    )
    return {row["to_key"]: row["document"] for row in found}
