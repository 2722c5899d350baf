"""Finding by name or place is for a permit that covers everybody; other permits know the codes they ask with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vaki.disclosure import door, search
from vaki.disclosure.errors import CodesNeeded

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools


@pytest.mark.parametrize("user", door.SANDBOX_USERS)
async def test_a_permit_by_codes_finds_nobody_by_name(pools: Pools, user: str) -> None:
    caller = await door.open_door(pools, user, "pwd", channel="direct", address=None, sandbox=True)
    with pytest.raises(CodesNeeded):
        await search.find(pools, caller, name="virtanen")
    assert await pools.disclosure.fetchval("select count(*) from disclosure.ledger") == 0
