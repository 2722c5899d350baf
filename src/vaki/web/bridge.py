"""The one bridge from Django's views to the machines' side: the process's pools and the calls people's pages make.

A call across it may wait for another role's connection and commits on its own, so it is refused inside a Django
transaction: there it could neither be rolled back with the rest nor see what the rest has written.
Source: docs/decisions/0002.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaki.register.clock import read_clock
from vaki.web.backend.base import inside_transaction

if TYPE_CHECKING:
    from django.http import HttpRequest

    from vaki.postgres.environment import Pools
    from vaki.register.clock import Clock


class InsideTransactionError(Exception):
    """The bridge was called inside a Django transaction."""


class NotOpenError(Exception):
    """The request did not come through the service's own application, so it has no pools."""


def pools(request: HttpRequest) -> Pools:
    """The pools of the request's environment. Raises `InsideTransactionError`, `NotOpenError`."""
    if inside_transaction():
        raise InsideTransactionError
    app = getattr(request, "scope", {}).get("app")
    opened: Pools | None = getattr(app.state, "pools", None) if app else None
    if opened is None:
        raise NotOpenError
    return opened


async def register_clock(request: HttpRequest) -> Clock:
    """The register's day and mode. Raises as `pools`, `NotReady`, and the database's errors."""
    async with pools(request).disclosure.acquire() as connection:
        return await read_clock(connection)
