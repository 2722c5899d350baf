"""Taking the census of a register anew, and reading the one that was last taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from vaki.register import census as rows
from vaki.synthetic.figures.taking import take
from vaki.synthetic.report.counted import Counted, counted_of
from vaki.synthetic.seeding import made_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import asyncpg

    from vaki.register.loading import Connection


async def count_again(
    pool: asyncpg.Pool[Any], *, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Counted:
    """Count everybody and keep what it came to in the place of what was kept. Raises NotReady without a clock."""
    census = await take(pool, progress=progress)
    async with pool.acquire() as connection:
        counted = counted_of(census, await made_of(connection))
        await rows.keep(connection, rows.Kept(counted.day, msgspec.json.encode(counted).decode()))
    return counted


async def last_counted(connection: Connection) -> Counted | None:
    """What was last counted; None when nothing has been, or it was written by another version."""
    kept = await rows.kept(connection)
    if kept is None:
        return None
    try:
        return msgspec.json.decode(kept.counted, type=Counted)
    except msgspec.ValidationError:
        return None
