"""The seeded state: what a register held when its sandbox was first served, kept to be cloned and restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg

from vaki.postgres.cluster import with_database
from vaki.postgres.sandbox import Databases
from vaki.register.restoring import restore
from vaki.sandbox.control import Control

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment

_TAKING = "_new"


async def have_seeded(
    control: Control, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], main: Environment
) -> None:
    """Keep the main register's present state, unless one is kept already; `connection` is `control.alone`'s.

    Raises NotReady when there is nobody in it.
    """
    names = control.names
    if await control.has(connection, names.seeded):
        return
    taking = names.seeded + _TAKING
    await control.drop(connection, taking)
    await control.clone(connection, names.blank, taking)
    source = await asyncpg.connect(main.register_url)
    try:
        target = await asyncpg.connect(with_database(main.register_url, taking))
        try:
            await restore(source, target)
        finally:
            await target.close()
    finally:
        await source.close()
    await connection.execute(f'alter database "{taking}" rename to "{names.seeded}"')


async def put_back(control: Control, main: Environment, register: asyncpg.Pool[asyncpg.Record]) -> None:
    """Bring a register back to the seeded state; its ledger stays. The caller holds its clock. Raises NotReady."""
    async with control.alone() as connection:
        await have_seeded(control, connection, main)
        source = await asyncpg.connect(with_database(main.register_url, control.names.seeded))
        try:
            async with register.acquire() as target:
                await restore(source, target)
        finally:
            await source.close()


async def keep_seeded(url: str, main: Environment, *, end_worlds: bool = False) -> None:
    """What the supervisor does before anything is served: the tables of the list, and the state if there is one.

    `end_worlds` when a new version has come, which no world outlives. Raises NotReady when there is nobody in the
    register yet; then the state is kept when first needed.
    """
    control = await Control.open(url, Databases.beside(main.register_url))
    try:
        await control.prepare()
        if end_worlds:
            await control.end_all()
        async with control.alone() as connection:
            await have_seeded(control, connection, main)
    finally:
        await control.close()
