"""The list of worlds, in a database of its own: it outlives a restart and is the same for every worker.

A world's token is kept as its SHA-256 only.
"""

from __future__ import annotations

import hashlib
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import asyncpg

from vaki.postgres.sandbox import Databases

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

_TABLES: Final = """
create table if not exists world (
    token bytea primary key,
    database text not null unique,
    made timestamptz not null default clock_timestamp(),
    used timestamptz not null default clock_timestamp(),
    resets integer not null default 0,
    there boolean not null default false
);
create table if not exists main (
    one boolean primary key default true check (one),
    resets integer not null default 0
);
insert into main default values on conflict do nothing;
"""
# A world's use is noted once a while, not with every request: idleness is counted in minutes.
_OPEN: Final = """
with noted as (
    update world set used = clock_timestamp()
    where token = $1 and there and used < clock_timestamp() - interval '10 seconds'
)
select database, resets, made, used from world where token = $1 and there
"""
_END_IDLE: Final = """
update world set there = false where there and used < clock_timestamp() - make_interval(secs => $1)
"""
_ONE_AT_A_TIME: Final = "select pg_advisory_lock(7824, 11)"
_ALONE_IF_FREE: Final = "select pg_try_advisory_lock(7824, 11)"
_CONNECTED: Final = "select exists (select 1 from pg_stat_activity where datname = $1)"
_CONNECTIONS: Final = 4
_CONNECT_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class World:
    """A world as it is listed; `resets` counts how often it has been put back."""

    database: str
    resets: int
    made: datetime
    used: datetime


def digest(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()


@dataclass(frozen=True)
class Control:
    """The control database as one process reaches it, under the role that may make databases."""

    pool: asyncpg.Pool[asyncpg.Record]
    names: Databases

    @classmethod
    async def open(cls, url: str, names: Databases) -> Self:
        """Opens no connection yet."""
        pool = await asyncpg.create_pool(
            url,
            min_size=0,
            max_size=_CONNECTIONS,
            timeout=_CONNECT_SECONDS,
            server_settings={"application_name": "vaki sandbox"},
        )
        return cls(pool, names)

    async def close(self) -> None:
        """End every connection."""
        self.pool.terminate()

    async def prepare(self) -> None:
        """Have the tables; again without effect."""
        await self.pool.execute(_TABLES)

    async def world(self, token: str) -> World | None:
        """The world of a token, its use noted; None when there is none."""
        row = await self.pool.fetchrow(_OPEN, digest(token))
        return None if row is None else World(*row)

    async def main_resets(self) -> int:
        """How often the main register has been put back."""
        resets: int = await self.pool.fetchval("select resets from main")
        return resets

    async def note_reset(self, token: str | None) -> None:
        """One reset more: of a world, or of the main register."""
        if token is None:
            await self.pool.execute("update main set resets = resets + 1")
        else:
            await self.pool.execute("update world set resets = resets + 1 where token = $1", digest(token))

    async def databases(self) -> set[str]:
        """The databases of all worlds that are there."""
        return {row["database"] for row in await self.pool.fetch("select database from world where there")}

    async def end_all(self) -> None:
        """End every world."""
        await self.pool.execute("update world set there = false")

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]]:
        """A connection whose holder is the only one to make, clone, read or drop the sandbox's databases."""
        async with self.pool.acquire() as connection:
            await connection.execute(_ONE_AT_A_TIME)
            yield connection

    async def has(self, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], database: str) -> bool:
        """Whether the server has a database of that name."""
        there: bool = await connection.fetchval(
            "select exists (select 1 from pg_database where datname = $1)", database
        )
        return there

    async def clone(
        self, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], template: str, database: str
    ) -> None:
        """Make a database like the template, open to the two roles that serve."""
        # Names of our own making, of letters, figures and underscores; CREATE DATABASE takes no parameters.
        await connection.execute(f'create database "{database}" template "{template}"')
        await connection.execute(f'revoke all on database "{database}" from public')
        await connection.execute(f'grant connect on database "{database}" to vaki_register, vaki_disclosure')
        owner = await connection.fetchval(
            "select pg_get_userbyid(datdba) from pg_database where datname = $1", self.names.blank
        )
        # A later version's tables are made by the owner, also in here.
        await connection.execute(f'grant all on database "{database}" to "{owner}"')

    async def drop(self, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], database: str) -> bool:
        """Drop a database; false when somebody is still connected to it."""
        try:
            # Dropping would wait five seconds for those who are connected, and nobody could make a world meanwhile.
            if await connection.fetchval(_CONNECTED, database):
                return False
            await connection.execute(f'drop database if exists "{database}"')
        except asyncpg.ObjectInUseError:
            return False
        return True

    async def sweep(self, idle_seconds: float) -> None:
        """Drop the worlds that were ended and those that nobody has used for so long; of several processes one does."""
        async with self.pool.acquire() as connection:
            if not await connection.fetchval(_ALONE_IF_FREE):
                return
            await connection.execute(_END_IDLE, idle_seconds)
            for row in await connection.fetch("select token, database from world where not there"):
                if await self.drop(connection, row["database"]):
                    await connection.execute("delete from world where token = $1", row["token"])
