"""The newest change key of a register: that something has happened, and nothing of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.disclosure import sql
from vaki.disclosure.changes import Changes, changes

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

_HEAD: Final = f"select coalesce((select max(key) from register.change), ({sql.BASE_KEY}))"  # noqa: S608 -- our own

_NEWEST: Final = "select key, code from register.change order by key desc limit $1"


async def newest_key(pools: Pools) -> int:
    """The key of the newest change of anybody, or the one before the first when there is none.

    Tells nothing about anybody, so it leaves no ledger row; for those who have been let in. Raises asyncpg's errors.
    """
    async with pools.disclosure.acquire() as connection:
        key: int = await connection.fetchval(_HEAD)
    return key


async def newest_changes(pools: Pools, caller: Caller, many: int) -> Changes:
    """The newest changes of whomever, at most `many`, as this caller is told them; oldest first.

    Only for a register whose people are made up. The ledger row is committed when this returns; of a register in which
    nothing has happened there is nothing to write down.
    """
    async with pools.disclosure.acquire() as connection:
        rows = await connection.fetch(_NEWEST, many)
    if not rows:
        return Changes()
    since = min(row["key"] for row in rows) - 1
    return await changes(pools, caller, since, frozenset(row["code"] for row in rows))
