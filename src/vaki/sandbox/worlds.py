"""Worlds: registers of their own for whoever must not be disturbed, and the registers that a process serves.

A worker opens a world's pools when it is first asked for there, with few connections that do not stay, and closes them
when the world is gone. Neither the sealer nor the clock's loop runs in a world: its ledger ends with it, so that nobody
could use it as evidence, and its clock moves only when it is told to, which also finishes a day that was cut short.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import asyncpg

from vaki.postgres.environment import Environment, Pools
from vaki.sandbox import seeded
from vaki.sandbox.control import Control, World, digest
from vaki.sandbox.errors import Full, LifeGoesOn, UnknownWorld

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.applications import Starlette

SWEEP_SECONDS: Final = 1.0
WORLD_CONNECTIONS: Final = 3
_TOKEN_BYTES: Final = 18
_CLOCK_ALONE: Final = "select pg_advisory_lock(7824, 3)"
"""As the clock's own loop takes it."""
_log = logging.getLogger(__name__)


@dataclass
class Register:
    """A register as this process serves it: the main one, whose `token` is None, or a world.

    `resets` is how often it had been put back when these pools were taken into use.
    """

    app: Starlette
    pools: Pools
    token: str | None = None
    resets: int = 0
    _moving: asyncio.Lock = field(default_factory=asyncio.Lock)

    def follow(self, resets: int) -> None:
        """Forget what is remembered of the register, its log's tail for one, if it has been put back since.

        What is remembered belongs to the pools' value, so the same connections under another name start anew.
        """
        if resets == self.resets:
            return
        self.resets = resets
        stem = self.pools.environment.name.partition(",")[0]
        self.pools = replace(
            self.pools, environment=replace(self.pools.environment, name=f"{stem}, put back {resets} times")
        )
        self.app.state.pools = self.pools

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Be the only one who moves this register's clock or puts it back, in all processes.

        In one process they queue up before they take a connection: waiting, they would leave the first one none.
        """
        async with self._moving, self.pools.register.acquire() as connection:
            await connection.execute(_CLOCK_ALONE)
            yield


@dataclass(frozen=True, slots=True)
class Bounds:
    """`most` worlds at a time; one that nobody has used for `idle_seconds` is dropped."""

    most: int = 8
    idle_seconds: float = 3600.0


class Worlds:
    """The worlds of one service, as one of its processes knows them."""

    def __init__(self, control: Control, main: Register, build: Callable[[Pools], Starlette], bounds: Bounds) -> None:
        self._control = control
        self._main = main
        self._build = build
        self._bounds = bounds
        self._open: dict[str, Register] = {}
        self._opening = asyncio.Lock()

    @property
    def _environment(self) -> Environment:
        return self._main.pools.environment

    async def follow_main(self) -> None:
        """Notice that the main register has been put back, whichever process did it."""
        self._main.follow(await self._control.main_resets())

    async def make(self) -> str:
        """A new world in the seeded state; its token. Raises Full, and NotReady when nobody is there to clone."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        database = self._control.names.world_stem + secrets.token_hex(8)
        async with self._control.alone() as connection:
            await seeded.have_seeded(self._control, connection, self._environment)
            if await connection.fetchval("select count(*) from world where there") >= self._bounds.most:
                raise Full
            # Listed before it is made and counted after: what a crash leaves between is swept away.
            await connection.execute("insert into world (token, database) values ($1, $2)", digest(token), database)
            await self._control.clone(connection, self._control.names.seeded, database)
            await connection.execute(
                "update world set there = true, used = clock_timestamp() where token = $1", digest(token)
            )
        return token

    async def listed(self, token: str) -> World:
        """What is known of a world. Raises UnknownWorld."""
        world = await self._control.world(token)
        if world is None:
            raise UnknownWorld
        return world

    async def register(self, token: str) -> Register:
        """A world's register, opened if this process has not yet. Raises UnknownWorld."""
        world = await self.listed(token)
        async with self._opening:
            register = self._open.get(world.database)
            if register is None:
                environment = replace(self._environment.with_database(world.database), name=world.database)
                pools = await Pools.open(environment, size=WORLD_CONNECTIONS, kept=0)
                register = self._open[world.database] = Register(self._build(pools), pools, token)
                register.app.state.register = register
                register.app.state.worlds = self
            register.follow(world.resets)
        return register

    async def end(self, token: str) -> None:
        """End a world now; its database is dropped when nobody is connected any more. Raises UnknownWorld."""
        world = await self.listed(token)
        await self._control.pool.execute("update world set there = false where token = $1", digest(token))
        await self._close(world.database)

    async def put_back(self, register: Register, *, living: bool) -> None:
        """Bring a register back to the seeded state. Raises LifeGoesOn for one in which `live` runs, and NotReady."""
        if living:
            raise LifeGoesOn
        async with register.alone():
            await seeded.put_back(self._control, self._environment, register.pools.register)
            await self._control.note_reset(register.token)
        if register.token is None:
            await self.follow_main()

    async def sweep_forever(self) -> None:
        """Close what is gone and drop what is over, until cancelled."""
        while True:
            try:
                there = await self._control.databases()
                for database in self._open.keys() - there:
                    await self._close(database)
                await self._control.sweep(self._bounds.idle_seconds)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                _log.warning("worlds could not be looked through: %s; trying again", type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def close(self) -> None:
        """Close every world's pools and the list; the worlds stay."""
        for database in list(self._open):
            await self._close(database)
        await self._control.close()

    async def _close(self, database: str) -> None:
        register = self._open.pop(database, None)
        if register is not None:
            await register.pools.close()
