"""The newest change key of a register: that something has happened, and nothing of whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vaki.disclosure import sql
from vaki.disclosure.changes import changes

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

_HEAD: Final = f"select coalesce((select max(key) from register.change), ({sql.BASE_KEY}))"  # noqa: S608 -- our own

_NEWEST: Final = "select key, code from register.change order by key desc limit $1"


@dataclass(frozen=True, slots=True)
class Newest:
    """`items`: wire items in key order. `keys`: of the changes that were looked at, newest first."""

    items: list[bytes] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)


async def newest_key(pools: Pools) -> int:
    """The key of the newest change of anybody, or the one before the first when there is none.

    Tells nothing about anybody, so it leaves no ledger row; for those who have been let in. Raises asyncpg's errors.
    """
    async with pools.disclosure.acquire() as connection:
        key: int = await connection.fetchval(_HEAD)
    return key


async def newest_changes(pools: Pools, caller: Caller, many: int) -> Newest:
    """The newest changes of whomever, at most `many`, as this caller is told them; oldest first.

    Only for a register whose people are made up. The ledger row is committed when this returns; of a register in which
    nothing has happened there is nothing to write down.
    """
    async with pools.disclosure.acquire() as connection:
        rows = await connection.fetch(_NEWEST, many)
    if not rows:
        return Newest()
    keys = [row["key"] for row in rows]
    told = await changes(pools, caller, keys[-1] - 1, frozenset(row["code"] for row in rows))
    return Newest(told.items, keys)
