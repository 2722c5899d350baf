"""The ledger of what left: a row is committed before the first byte is sent (docs/decisions/0007)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vaki.disclosure import sql

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.caller import Caller

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]


@dataclass(slots=True)
class Entry:
    """What one answer holds, gathered while it is made. Persons are named by their internal number."""

    operation: str
    read_key: int = 0
    since_key: int | None = None
    subjects: list[int] = field(default_factory=list)
    mentioned: set[int] = field(default_factory=set)
    censored: set[int] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    censored_groups: set[str] = field(default_factory=set)


async def write(connection: Connection, caller: Caller, entry: Entry) -> int:
    """Insert and commit the row; its id. Must not be called inside a transaction that may be rolled back."""
    permit = caller.permit
    written: int = await connection.fetchval(
        sql.WRITE_LEDGER,
        permit.permit_id,
        permit.version,
        permit.holder,
        permit.product,
        permit.product_version,
        caller.channel,
        caller.address,
        caller.client,
        caller.end_user,
        caller.request_id,
        entry.operation,
        entry.since_key,
        entry.read_key,
        list(dict.fromkeys(entry.subjects)),
        sorted(entry.mentioned),
        sorted(entry.censored),
        sorted(entry.groups),
        sorted(entry.censored_groups),
    )
    return written
