"""Quotas: how many calls a permit may make in an hour, one count over all workers.

The count is in the database. A worker takes calls in blocks of at most a thousandth of the quota, each committed
before one of its calls is answered, and never more than the quota leaves; what it does not use in ten minutes is lost.
So quotas below 2 000 are exact, larger ones within a per cent for up to ten workers, and a restart forgets nothing.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from vaki.disclosure import sql
from vaki.disclosure.deployment import deployment
from vaki.disclosure.errors import QuotaExceeded

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.permits import Permit
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

LONGEST_RETRY_SECONDS: Final = 600
_SHARE: Final = 1_000


@dataclass(slots=True)
class _Block:
    """Calls taken and not used yet, good until a moment of the loop's clock."""

    slot: int
    left: int
    until: float
    quota: int


_blocks: WeakKeyDictionary[Pools, dict[int, _Block]] = WeakKeyDictionary()


async def count_call(pools: Pools, connection: Connection, permit: Permit) -> None:
    """Count one call of the permit. Raises QuotaExceeded when its quota is used up.

    The operator's calls and those of the sandbox's accounts are not counted. Must not be called in a transaction.
    """
    if permit.permit_id is None:
        return
    quota = permit.quota or deployment().quota
    held = _blocks.setdefault(pools, {})
    block = held.get(permit.permit_id)
    now = asyncio.get_running_loop().time()
    if block is not None and block.left > 0 and block.until > now and block.quota == quota:
        block.left -= 1
        return
    row = await connection.fetchrow(sql.TAKE_QUOTA, permit.permit_id, quota, max(1, quota // _SHARE))
    if row is None or row["granted"] < 1:
        held.pop(permit.permit_id, None)
        raise QuotaExceeded(min(max(math.ceil(row["retry_seconds"] if row else 0), 1), LONGEST_RETRY_SECONDS))
    unused = row["granted"] - 1
    block = held.get(permit.permit_id)
    if block is not None and (block.slot, block.quota) == (row["in_slot"], quota):
        # Two calls at once found none left, and each took a block.
        block.left += unused
    elif unused:
        held[permit.permit_id] = _Block(row["in_slot"], unused, now + row["seconds_left"], quota)
