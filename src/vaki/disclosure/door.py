"""The door: the one way by which data about persons leaves.

    caller = await open_door(pools, user, password, channel="direct", address="127.0.0.1")
    answer = await base_data(pools, caller, codes)

Every answer is chosen and censored by the caller's permit, and its ledger row is committed before it is returned. A
caller is good for one request: permits and credentials are read anew for each.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from vaki.disclosure import sql
from vaki.disclosure.base import BaseData, base_data, base_data_page
from vaki.disclosure.caller import Caller
from vaki.disclosure.changes import Changes, changes
from vaki.disclosure.credentials import authenticate
from vaki.disclosure.errors import FutureDay, RegisterNotReady
from vaki.disclosure.permits import DIRECT, HELSINKI, Permit, today
from vaki.disclosure.products import get

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

__all__ = [
    "BaseData",
    "Caller",
    "Changes",
    "base_data",
    "base_data_page",
    "changes",
    "key_of_day",
    "open_door",
    "operator",
]

SANDBOX_PASSWORD: Final = "pwd"  # noqa: S105 -- public: DVV publishes it for its own sandbox
SANDBOX_USERS: Final = ("mutpT1", "mutpT1x")


async def open_door(
    pools: Pools,
    user: str,
    password: str,
    *,
    channel: str,
    address: str | None,
    client: str | None = None,
    end_user: str | None = None,
    request_id: str | None = None,
    sandbox: bool = False,
) -> Caller:
    """Let in a caller: who has the password, over a channel that the permit allows, while the permit is in force.

    `client` is the X-Road client, believed only on the channel `xroad`. The sandbox's two public accounts exist only
    with `sandbox`. Raises WrongCredentials, PermitNotInForce, WrongChannel.
    """
    permit = _sandbox_permit(user, password) if sandbox else None
    if permit is None:
        async with pools.disclosure.acquire() as connection:
            permit = await authenticate(connection, user, password)
    permit.check(today(), channel, client)
    return Caller(permit, channel, address, client, end_user, request_id)


def _sandbox_permit(user: str, password: str) -> Permit | None:
    if user not in SANDBOX_USERS or not hmac.compare_digest(
        password.encode(errors="replace"), SANDBOX_PASSWORD.encode()
    ):
        return None
    return Permit(None, None, f"sandbox {user}", user, get(user).version, channels=(DIRECT,))


def operator(channel: str = "cli", end_user: str | None = None) -> Caller:
    """The service's own operator: a built-in permit for everything, uncensored, in the ledger like any other."""
    permit = Permit(None, None, "operator", "operator", get("operator").version, protected="all", channels=(channel,))
    return Caller(permit, channel, end_user=end_user)


async def key_of_day(pools: Pools, caller: Caller, day: date) -> int:  # noqa: ARG001 -- only those let in may ask
    """The key from which a day's changes start (§1.5): the newest one written before the day began in Finland.

    A day before the log gives the oldest key. Raises FutureDay by the register's clock, and RegisterNotReady. Tells
    nothing about anybody, so it leaves no ledger row.
    """
    begins = datetime.combine(day, time.min, HELSINKI) if day > date.min else datetime.combine(day, time.min)
    async with pools.disclosure.acquire() as connection:
        row = await connection.fetchrow(sql.KEY_OF_DAY, begins)
    if row is None:
        raise RegisterNotReady
    if day > row["day"]:
        raise FutureDay
    key: int = row["key"]
    return key
