"""User names and passwords of permit holders' systems.

Passwords are made here, never chosen, so a fast keyed hash is enough: HMAC-SHA-256 with a key outside the database.
A permit may have several at once; to rotate, `rotate_credential` makes a new one beside the old one, which goes on for
some days more.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from vaki.disclosure import keys, sql
from vaki.disclosure.errors import CredentialMalformed, UnknownCredential, WrongCredentials
from vaki.disclosure.permits import Permit, from_row, read_permit, today
from vaki.disclosure.ways_in import CHANNELS, Limits, address_of, is_client, networks

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]


@dataclass(frozen=True, slots=True)
class Credential:
    """A user name and its password: the only time the password is seen."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CredentialState:
    """A credential without its password."""

    user: str
    permit_id: int
    made: datetime
    revoked: datetime | None
    valid_until: date | None = None
    """Last day of validity, in Finland; None until it is revoked."""
    limits: Limits = field(default_factory=Limits)
    """What it takes calls from, within what its permit does."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whose password it was, within which limits of its own, and whether a security server brought the call."""

    permit: Permit
    limits: Limits
    trusted: bool


def _hash(password: str) -> bytes:
    return hmac.new(keys.credential_key(), password.encode(errors="surrogatepass"), hashlib.sha256).digest()


async def add_credential(
    connection: Connection,
    permit_id: int,
    *,
    valid_until: date | None = None,
    channels: Sequence[str] = (),
    addresses: Sequence[str] = (),
    xroad_clients: Sequence[str] = (),
) -> Credential:
    """A new user name and password for a permit, for all that the permit allows unless limited further.

    Raises UnknownPermit, CredentialMalformed and KeysMissing.
    """
    permit = await read_permit(connection, permit_id)
    if not set(channels) <= set(CHANNELS):
        raise CredentialMalformed(f"The channels are {' and '.join(CHANNELS)}.")
    if channels and not set(channels) & set(permit.channels):
        raise CredentialMalformed("The permit allows none of these channels.")
    if not all(is_client(client) for client in xroad_clients):
        raise CredentialMalformed("An X-Road client is INSTANCE/CLASS/MEMBER/SUBSYSTEM.")
    try:
        from_networks = networks(addresses)
    except ValueError:
        raise CredentialMalformed("An address is a network such as 192.0.2.0/24.") from None
    made = Credential(f"vaki-{permit_id}-{secrets.token_hex(4)}", secrets.token_urlsafe(24))
    await connection.execute(
        sql.WRITE_CREDENTIAL,
        permit_id,
        made.user,
        _hash(made.password),
        valid_until,
        list(dict.fromkeys(channels)),
        from_networks,
        list(dict.fromkeys(xroad_clients)),
    )
    return made


async def rotate_credential(connection: Connection, user: str, days: int) -> Credential:
    """A new credential with the limits of this one, which itself goes on for so many days after today at most.

    Raises UnknownCredential, also of one that is revoked or over, and KeysMissing.
    """
    row = await connection.fetchrow(sql.CREDENTIAL_STATE, user)
    old = None if row is None else _state(row)
    if old is None or old.revoked is not None or _is_over(old.valid_until):
        raise UnknownCredential
    made = await add_credential(
        connection,
        old.permit_id,
        channels=old.limits.channels,
        addresses=old.limits.addresses,
        xroad_clients=old.limits.xroad_clients,
    )
    await connection.execute(sql.END_CREDENTIAL, user, today() + timedelta(days=days))
    return made


async def revoke_credential(connection: Connection, user: str) -> None:
    """From now on the user name opens nothing; raises UnknownCredential."""
    if not await connection.fetchval(sql.REVOKE_CREDENTIAL, user):
        raise UnknownCredential


async def list_credentials(connection: Connection, permit_id: int) -> list[CredentialState]:
    """The permit's credentials, oldest first, revoked ones included."""
    return [_state(row) for row in await connection.fetch(sql.CREDENTIALS, permit_id)]


def _state(row: asyncpg.Record) -> CredentialState:
    return CredentialState(
        row["user_name"],
        row["permit_id"],
        row["made"],
        row["revoked"],
        row["valid_until"],
        Limits(tuple(row["channels"]), tuple(row["addresses"]), tuple(row["xroad_clients"])),
    )


def _is_over(valid_until: date | None) -> bool:
    return valid_until is not None and valid_until < today()


async def authenticate(connection: Connection, user: str, password: str, address: str | None = None) -> Known:
    """Whose credential this is; raises WrongCredentials, by the same steps whatever is wrong.

    `address` is where the call comes from, held against the security servers' networks of this moment.
    """
    given = _hash(password)
    # No user name has such characters, and PostgreSQL does not take all of them.
    named = user if user.isascii() and user.isprintable() else ""
    row = await connection.fetchrow(sql.CREDENTIAL, named, address_of(address))
    kept = bytes(32) if row is None else row["hash"]
    is_his = hmac.compare_digest(given, kept)
    if not is_his or row is None or row["revoked"] is not None or _is_over(row["credential_until"]):
        raise WrongCredentials
    limits = Limits(tuple(row["own_channels"]), tuple(row["own_addresses"]), tuple(row["own_clients"]))
    return Known(from_row(row), limits, row["trusted"])


async def is_trusted(connection: Connection, address: str | None) -> bool:
    """Whether the address is, at this moment, in the network of one of the X-Road's security servers."""
    found: bool = await connection.fetchval(sql.TRUSTED, address_of(address))
    return found
