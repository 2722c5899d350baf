"""An environment of the service and its pools: chosen once, passed on, never guessed."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import asyncpg

from vaki.postgres import cluster as clusters

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

MAIN = "main"
CLOSE_SECONDS = 1.0
CONNECT_SECONDS = 10.0
IDLE_SECONDS = 300.0
SELDOM_USED_IDLE_SECONDS = 15.0
"""After so long unused, a connection of a pool that keeps some, or keeps none, is closed."""
QUERIES_OF_CONNECTION = 10_000_000
"""A connection is then replaced. Statements have to be prepared anew on the next one, for ten connections all at once
where every call has three queries, so not as often as the library would."""


@dataclass(frozen=True)
class Environment:
    """One register with its roles: `name` is "main" for the register, other registers have their own names.

    `owner_url` is known to commands and to the supervisor, never to a worker that serves.
    """

    name: str
    register_url: str = field(repr=False)
    disclosure_url: str = field(repr=False)
    site_url: str = field(repr=False)
    owner_url: str | None = field(repr=False, default=None)

    @classmethod
    def of(cls, cluster: clusters.Cluster, *, name: str = MAIN) -> Environment:
        """The environment whose tables lie in the cluster's database."""
        return cls(
            name=name,
            register_url=cluster.role_url("register"),
            disclosure_url=cluster.role_url("disclosure"),
            site_url=cluster.role_url("site"),
            owner_url=cluster.owner_url,
        )

    @classmethod
    def from_data(cls, data: Path) -> Environment:
        """The main environment of a data folder whose cluster has been made.

        A worker of `serve` takes what its supervisor gave it. Raises StartError where the folder has no cluster,
        SecretsError.
        """
        given = os.environ
        if "VAKI_REGISTER_URL" in given and Path(given.get("VAKI_DATA", "")).resolve() == data.resolve():
            return cls(MAIN, given["VAKI_REGISTER_URL"], given["VAKI_DISCLOSURE_URL"], given["VAKI_SITE_URL"])
        return cls.of(clusters.at(data))

    def variables(self) -> Mapping[str, str]:
        """What a serving process is told: the URLs of the three roles, never the owner's."""
        return {
            "VAKI_REGISTER_URL": self.register_url,
            "VAKI_DISCLOSURE_URL": self.disclosure_url,
            "VAKI_SITE_URL": self.site_url,
        }

    def with_database(self, database: str) -> Environment:
        """The same server and roles, another database."""
        return replace(
            self,
            register_url=clusters.with_database(self.register_url, database),
            disclosure_url=clusters.with_database(self.disclosure_url, database),
            site_url=clusters.with_database(self.site_url, database),
            owner_url=None if self.owner_url is None else clusters.with_database(self.owner_url, database),
        )


@dataclass(frozen=True)
class Pools:
    """The connection pools of one environment in one process, one a role, each of at most `size` connections.

    The role `site` has none here: Django keeps its own connections. A connection of `disclosure` comes back as it was
    left, its transaction ended and nothing else: whoever takes a lock of the session there ends the session.
    """

    environment: Environment
    register: asyncpg.Pool[asyncpg.Record]
    disclosure: asyncpg.Pool[asyncpg.Record]

    @classmethod
    async def open(cls, environment: Environment, *, size: int, kept: int = 1) -> Self:
        """Open both pools with `kept` connections each, which they keep. Raises asyncpg's errors and OSError."""
        register = await _pool(environment.register_url, "vaki register", size, kept)
        try:
            disclosure = await _pool(environment.disclosure_url, "vaki disclosure", size, kept, reset=_as_it_is)
        except BaseException:
            register.terminate()
            raise
        return cls(environment, register, disclosure)

    async def close(self) -> None:
        """Close both, waiting a second for what is under way and then ending it."""
        for pool in (self.register, self.disclosure):
            try:
                await asyncio.wait_for(pool.close(), CLOSE_SECONDS)
            except TimeoutError:
                pool.terminate()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def _as_it_is(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """No query that clears a session: it is a round trip a call, and nobody leaves anything there."""


async def _pool(
    url: str,
    application: str,
    size: int,
    kept: int,
    *,
    reset: Callable[[asyncpg.Connection[asyncpg.Record]], Awaitable[None]] | None = None,
) -> asyncpg.Pool[asyncpg.Record]:
    return await asyncpg.create_pool(
        url,
        min_size=kept,
        max_size=size,
        max_queries=QUERIES_OF_CONNECTION,
        reset=reset,
        max_inactive_connection_lifetime=IDLE_SECONDS if kept else SELDOM_USED_IDLE_SECONDS,
        timeout=CONNECT_SECONDS,
        server_settings={"application_name": application, "timezone": "UTC"},
    )
