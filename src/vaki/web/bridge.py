"""The one bridge from Django's views to the machines' side: the process's pools and the calls people's pages make.

A call across it may wait for another role's connection and commits on its own, so it is refused inside a Django
transaction: there it could neither be rolled back with the rest nor see what the rest has written.
Source: docs/decisions/0002.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import asyncpg
import msgspec
from django.conf import settings

from vaki.disclosure import door, head, search
from vaki.disclosure.permits import DIRECT
from vaki.register.clock import read_clock
from vaki.register.errors import NotReady
from vaki.synthetic import report
from vaki.web.backend.base import inside_transaction

if TYPE_CHECKING:
    from django.http import HttpRequest

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools
    from vaki.register.clock import Clock

PAGE: Final = "page"
"""The ledger's channel of what people's pages show."""
FRONT_PAGE: Final = "front page"

_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode


class InsideTransactionError(Exception):
    """The bridge was called inside a Django transaction."""


class NotOpenError(Exception):
    """The request did not come through the service's own application, so it has no pools."""


def pools(request: HttpRequest) -> Pools:
    """The pools of the request's environment. Raises `InsideTransactionError`, `NotOpenError`."""
    opened: Pools | None = getattr(_state(request), "pools", None)
    if opened is None:
        raise NotOpenError
    return opened


async def register_clock(request: HttpRequest) -> Clock:
    """The register's day and mode. Raises as `pools`, `NotReady`, and the database's errors."""
    async with pools(request).disclosure.acquire() as connection:
        return await read_clock(connection)


async def last_counted(request: HttpRequest) -> tuple[report.Counted | None, Clock]:
    """The census last kept, if one has been, and the register's clock; nobody is read. Raises as `register_clock`."""
    async with pools(request).disclosure.acquire() as connection:
        return await report.last_counted(connection), await read_clock(connection)


UNREACHABLE: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,
    TimeoutError,
    NotReady,
    NotOpenError,
)
"""What a page is told when the register cannot be asked now."""


@dataclass(frozen=True, slots=True)
class Example:
    """One person of the sandbox as the censored public account sees them; see `search.Example`."""

    item: dict[str, Any]
    many: int
    other_kind: bool


async def example_as_in_production(request: HttpRequest, place: int, *, protected: bool) -> Example | None:
    """The sandbox's living person at a place (from 1, beginning again after the last); None when there is nobody.

    The ledger row is committed before this returns. Raises the door's errors.
    """
    caller = await sandbox_caller(request)
    found = await search.example(pools(request), caller, place, protected=protected)
    return None if found is None else Example(_decode(found.item), found.many, found.other_kind)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest changes of the sandbox: items and their keys, newest first."""

    items: list[dict[str, Any]]
    keys: list[int]


async def newest_changes(request: HttpRequest, many: int) -> Newest:
    """The newest changes of the sandbox as the censored public account is told them.

    The ledger row is committed before this returns. Raises the door's errors.
    """
    told = await head.newest_changes(pools(request), await sandbox_caller(request), many)
    return Newest([_decode(item) for item in reversed(told.items)], told.keys)


async def newest_key(request: HttpRequest) -> int:
    """The register's newest change key. Raises as `pools`, and the database's errors."""
    return await head.newest_key(pools(request))


async def sandbox_caller(request: HttpRequest, user: str = "mutpT1x") -> Caller:
    """One of the sandbox's public accounts, whose answer a page shows. Raises WrongCredentials outside the sandbox."""
    address = request.META.get("REMOTE_ADDR", "")
    password = door.SANDBOX_PASSWORD
    caller = await door.open_door(
        pools(request), user, password, channel=DIRECT, address=address, sandbox=settings.VAKI.sandbox
    )
    return replace(caller, channel=PAGE, end_user=FRONT_PAGE)


def _state(request: HttpRequest) -> Any:
    """The state of the application that serves the request, shared by its requests in this process."""
    if inside_transaction():
        raise InsideTransactionError
    app = getattr(request, "scope", {}).get("app")
    if app is None:
        raise NotOpenError
    return app.state
