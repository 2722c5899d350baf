"""The demo's own permit: the municipality's, for product K2000, given once and found again on later runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import business
from vaki.disclosure.credentials import Credential, add_credential, list_credentials, revoke_credential
from vaki.disclosure.permits import add_permit, list_permits, today

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

PRODUCT: Final = "K2000"
_HOLDER_SERIES: Final = 9_991_000
"""Business identity codes have come as far as the threes of the first digit, so these are nobody's."""


def holder_of(municipality: str) -> str:
    """A synthetic business identity code for a municipality. Raises InvalidBusinessCode for one without check digit."""
    return business.make(_HOLDER_SERIES + int(municipality))


async def credential_for(pools: Pools, municipality: str) -> Credential:
    """A fresh user name and password of the demo's permit; those of earlier runs end, as nobody knows them any more."""
    holder = holder_of(municipality)
    async with pools.disclosure.acquire() as connection, connection.transaction():
        permit_id = None
        for permit in await list_permits(connection):
            if (permit.holder, permit.product, permit.municipalities) != (holder, PRODUCT, (municipality,)):
                continue
            if permit.permit_id is not None and permit.in_force(today()):
                permit_id = permit.permit_id
        if permit_id is None:
            permit_id = await add_permit(connection, holder=holder, product=PRODUCT, municipalities=[municipality])
        for earlier in await list_credentials(connection, permit_id):
            if earlier.revoked is None:
                await revoke_credential(connection, earlier.user)
        return await add_credential(connection, permit_id)
