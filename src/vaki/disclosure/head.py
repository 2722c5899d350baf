"""The newest change key of a register: that something has happened, and nothing of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.disclosure import sql

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

_HEAD: Final = f"select coalesce((select max(key) from register.change), ({sql.BASE_KEY}))"  # noqa: S608 -- our own


async def newest_key(pools: Pools) -> int:
    """The key of the newest change of anybody, or the one before the first when there is none.

    Tells nothing about anybody, so it leaves no ledger row; for those who have been let in. Raises asyncpg's errors.
    """
    async with pools.disclosure.acquire() as connection:
        key: int = await connection.fetchval(_HEAD)
    return key
