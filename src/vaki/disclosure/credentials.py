"""User names and passwords of permit holders' systems.

Passwords are made here, never chosen, so a fast keyed hash is enough: HMAC-SHA-256 with a key outside the database.
A permit may have several at once; to rotate, add one, take it into use, revoke the old one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vaki.disclosure import keys, sql
from vaki.disclosure.errors import UnknownCredential, WrongCredentials
from vaki.disclosure.permits import Permit, from_row, read_permit

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


def _hash(password: str) -> bytes:
    return hmac.new(keys.credential_key(), password.encode(errors="surrogatepass"), hashlib.sha256).digest()


async def add_credential(connection: Connection, permit_id: int) -> Credential:
    """A new user name and password for a permit; raises UnknownPermit and KeysMissing."""
    await read_permit(connection, permit_id)
    made = Credential(f"vaki-{permit_id}-{secrets.token_hex(4)}", secrets.token_urlsafe(24))
    await connection.execute(sql.WRITE_CREDENTIAL, permit_id, made.user, _hash(made.password))
    return made


async def revoke_credential(connection: Connection, user: str) -> None:
    """From now on the user name opens nothing; raises UnknownCredential."""
    if not await connection.fetchval(sql.REVOKE_CREDENTIAL, user):
        raise UnknownCredential


async def list_credentials(connection: Connection, permit_id: int) -> list[CredentialState]:
    """The permit's credentials, oldest first, revoked ones included."""
    return [
        CredentialState(row["user_name"], row["permit_id"], row["made"], row["revoked"])
        for row in await connection.fetch(sql.CREDENTIALS, permit_id)
    ]


async def authenticate(connection: Connection, user: str, password: str) -> Permit:
    """The permit whose credential this is; raises WrongCredentials, in the same time whatever is wrong."""
    given = _hash(password)
    row = await connection.fetchrow(sql.CREDENTIAL, user) if _plain(user) else None
    kept = bytes(32) if row is None else row["hash"]
    if not hmac.compare_digest(given, kept) or row is None or row["revoked"] is not None:
        raise WrongCredentials
    return from_row(row)


def _plain(text: str) -> bool:
    """Whether PostgreSQL takes the text at all: it has no NUL character."""
    return text.isascii() and "\0" not in text
