"""The door: the one way by which data about persons leaves.

    caller = await open_door(pools, user, password, address="127.0.0.1")
    answer = await base_data(pools, caller, codes)

Every answer is chosen and censored by the caller's permit, and its ledger row is committed before it is returned. A
caller is good for one request: permits and credentials are read anew for each.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from vaki.disclosure import sql
from vaki.disclosure.base import BaseData, base_data, base_data_at, base_data_page
from vaki.disclosure.caller import Caller
from vaki.disclosure.changes import Changes, changes
from vaki.disclosure.credentials import Known, authenticate, is_trusted
from vaki.disclosure.deployment import deployment
from vaki.disclosure.errors import ClientMissing, DirectAccessRefused, FutureDay, RegisterNotReady
from vaki.disclosure.moments import Week, week
from vaki.disclosure.permits import HELSINKI, Permit, today
from vaki.disclosure.products import get
from vaki.disclosure.quota import count_call
from vaki.disclosure.streaming import Stream, base_data_stream
from vaki.disclosure.ways_in import DIRECT, XROAD, Limits

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

__all__ = [
    "BaseData",
    "Caller",
    "Changes",
    "Stream",
    "Week",
    "base_data",
    "base_data_at",
    "base_data_page",
    "base_data_stream",
    "changes",
    "key_of_day",
    "open_door",
    "operator",
    "week",
]

SANDBOX_PASSWORD: Final = "pwd"  # noqa: S105 -- public: DVV publishes it for its own sandbox
SANDBOX_USERS: Final = ("mutpT1", "mutpT1x")


async def open_door(
    pools: Pools,
    user: str,
    password: str,
    *,
    address: str | None,
    channel: str | None = None,
    client: str | None = None,
    end_user: str | None = None,
    request_id: str | None = None,
    sandbox: bool = False,
) -> Caller:
    """Let in a caller: who has the password, over a channel that the permit allows, while the permit is in force.

    Of a call from the network `channel` is None, and decided here: one from a security server's network is over the
    X-Road, and `client` (required) and `end_user` are what that server says; of any other they are ignored. A face that
    knows its channel names it. The sandbox's two public accounts exist only with `sandbox`. The call is counted.

    Raises WrongCredentials, PermitNotInForce, PermitSuspended, WrongChannel, WrongAddress, WrongClient, ClientMissing
    and QuotaExceeded.
    """
    async with pools.disclosure.acquire() as connection:
        permit = _sandbox_permit(user, password) if sandbox else None
        if permit is not None:
            known = Known(permit, Limits(), await is_trusted(connection, address))
        else:
            known = await authenticate(connection, user, password, address)
        came_by = channel or (XROAD if known.trusted else DIRECT)
        if came_by != XROAD:
            client = None
        if channel is None and came_by != XROAD:
            end_user = None
        _check(known, came_by, client, address)
        await count_call(pools, connection, known.permit)
    return Caller(known.permit, came_by, address, client, end_user, request_id)


def _check(known: Known, channel: str, client: str | None, address: str | None) -> None:
    permit = known.permit
    if channel == XROAD and client is None:
        raise ClientMissing
    permit.check(today(), channel, client, address)
    known.limits.check(channel, address, client)
    free_to_choose = permit.permit_id is None or permit.exception
    if channel == DIRECT and not free_to_choose and not deployment().direct_access:
        raise DirectAccessRefused


def _sandbox_permit(user: str, password: str) -> Permit | None:
    if user not in SANDBOX_USERS or not hmac.compare_digest(
        password.encode(errors="replace"), SANDBOX_PASSWORD.encode()
    ):
        return None
    return Permit(None, None, f"sandbox {user}", user, get(user).version)


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
