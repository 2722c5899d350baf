"""Permits and credentials: who is let in, when and over what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from vaki.disclosure import credentials, errors, permits
from vaki.disclosure.door import open_door

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

HOLDER = "0204819-8"


async def _permit(pools: Pools, **terms: object) -> int:
    async with pools.disclosure.acquire() as connection:
        return await permits.add_permit(
            connection, **{"holder": HOLDER, "product": "K2000", "municipalities": ["536"], **terms}
        )


async def test_a_credential_opens_the_door_under_its_permit(pools: Pools) -> None:
    permit_id = await _permit(pools)
    async with pools.disclosure.acquire() as connection:
        made = await credentials.add_credential(connection, permit_id)
    caller = await open_door(pools, made.user, made.password, channel="direct", address="127.0.0.1")
    assert caller.permit.permit_id == permit_id
    assert caller.permit.municipalities == ("536",)
    for user, password in ((made.user, "x"), ("nobody", made.password), ("", ""), ("\0", "\0"), (made.user, "\ud800")):
        with pytest.raises(errors.WrongCredentials):
            await open_door(pools, user, password, channel="direct", address=None)
