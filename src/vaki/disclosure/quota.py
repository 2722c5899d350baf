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

    left: int
    until: float
    quota: int


class _Taken:
    """What one process has taken of one permit's quota."""

    def __init__(self) -> None:
        self._block = _Block(0, 0.0, 0)
        self._taking = asyncio.Lock()

    def use(self, quota: int) -> bool:
        """Use a call of the block that was taken, if there is one."""
        block = self._block
        if block.left < 1 or block.until <= asyncio.get_running_loop().time() or block.quota != quota:
            return False
        block.left -= 1
        return True

    async def take(self, connection: Connection, permit_id: int, quota: int) -> None:
        """Take a block and use a call of it, unless another call has taken one meanwhile. Raises QuotaExceeded."""
        async with self._taking:
            if self.use(quota):
                return
            asked = asyncio.get_running_loop().time()
            row = await connection.fetchrow(sql.TAKE_QUOTA, permit_id, quota, max(1, quota // _SHARE))
            if row is None or row["granted"] < 1:
                seconds = math.ceil(row["retry_seconds"] if row else 0)
                raise QuotaExceeded(min(max(seconds, 1), LONGEST_RETRY_SECONDS))
            self._block = _Block(row["granted"] - 1, asked + row["seconds_left"], quota)


_taken: WeakKeyDictionary[Pools, dict[int, _Taken]] = WeakKeyDictionary()


async def count_call(pools: Pools, connection: Connection, permit: Permit) -> None:
    """Count one call of the permit. Raises QuotaExceeded when its quota is used up.

    The operator's calls and those of the sandbox's accounts are not counted. Must not be called in a transaction.
    """
    if permit.permit_id is None:
        return
    quota = permit.quota or deployment().quota
    taken = _taken.setdefault(pools, {}).setdefault(permit.permit_id, _Taken())
    if not taken.use(quota):
        await taken.take(connection, permit.permit_id, quota)
