"""Whether the process lives and whether it can serve, for whoever watches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from vaki.postgres.environment import Pools

_ANSWER_SECONDS = 2.0
_NO_STORE = {"Cache-Control": "no-store"}


async def live(request: Request) -> Response:  # noqa: ARG001 an endpoint is given its request
    return JSONResponse({"status": "live"}, headers=_NO_STORE)


async def ready(request: Request) -> Response:
    """200 when every migration is applied and both roles' pools answer; else 503 with what is missing."""
    missing = await _missing(getattr(request.app.state, "pools", None))
    if missing:
        return JSONResponse({"status": missing}, status_code=503, headers=_NO_STORE | {"Retry-After": "1"})
    return JSONResponse({"status": "ready"}, headers=_NO_STORE)


async def _missing(pools: Pools | None) -> str:
    if pools is None:
        return "not warm"
    if not await sync_to_async(_migrated)():
        return "not migrated"
    for pool in (pools.register, pools.disclosure):
        try:
            await pool.fetchval("select 1", timeout=_ANSWER_SECONDS)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
            return "the database does not answer"
    return ""


def _migrated() -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (Error, ImproperlyConfigured):
        return False
    finally:
        connection.close()
