"""Whether the process lives and whether it can serve, for whoever watches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_NO_STORE = {"Cache-Control": "no-store"}


async def live(request: Request) -> Response:  # noqa: ARG001 an endpoint is given its request
    return JSONResponse({"status": "live"}, headers=_NO_STORE)


async def ready(request: Request) -> Response:  # noqa: ARG001 an endpoint is given its request
    """200 only when every migration is applied; else 503 with what is missing."""
    if not await sync_to_async(_migrated)():
        return JSONResponse({"status": "not migrated"}, status_code=503, headers=_NO_STORE)
    return JSONResponse({"status": "ready"}, headers=_NO_STORE)


def _migrated() -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (Error, ImproperlyConfigured):
        return False
    finally:
        connection.close()
