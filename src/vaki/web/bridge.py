"""The one bridge from Django's views to the machines' side: the process's pools and the calls people's pages make.

A call across it may wait for another role's connection and commits on its own, so it is refused inside a Django
transaction: there it could neither be rolled back with the rest nor see what the rest has written.
Source: docs/decisions/0002.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec
from django.conf import settings

from vaki.disclosure import door, search
from vaki.disclosure.permits import DIRECT
from vaki.register.clock import read_clock
from vaki.web.backend.base import inside_transaction

if TYPE_CHECKING:
    from django.http import HttpRequest

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools
    from vaki.register.clock import Clock

PAGE: Final = "page"
"""The ledger's channel of what people's pages show."""
FRONT_PAGE: Final = "front page"
EXAMPLES_FROM: Final = 500
"""Among how many of the register's first persons the sandbox's examples are looked for."""

_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode


class InsideTransactionError(Exception):
    """The bridge was called inside a Django transaction."""


class NotOpenError(Exception):
    """The request did not come through the service's own application, so it has no pools."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Identity codes of persons of the sandbox who were alive when they were looked for."""

    ordinary: tuple[str, ...]
    protected: tuple[str, ...]


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


async def examples(request: HttpRequest, *, anew: bool) -> Examples:
    """Whom the sandbox's pages can show; looked for once in each process, and `anew` on wish, through the door."""
    state = _state(request)
    known: Examples | None = getattr(state, "examples", None)
    if known is None or anew:
        operator = door.operator(channel=PAGE, end_user=FRONT_PAGE)
        found = [one for one in await search.find(pools(request), operator, limit=EXAMPLES_FROM) if not one.dead]
        known = Examples(
            tuple(one.code for one in found if not one.protected),
            tuple(one.code for one in found if one.protected),
        )
        state.examples = known
    return known


async def base_data_as_in_production(request: HttpRequest, code: str) -> dict[str, Any] | None:
    """One person of the sandbox as the censored public account sees them; None when nobody has the code.

    An item of `perustiedot`. The ledger row is committed before this returns. Raises the door's errors.
    """
    caller = await _sandbox_caller(request)
    answer = await door.base_data(pools(request), caller, [code])
    return _decode(answer.items[0]) if answer.items else None


async def _sandbox_caller(request: HttpRequest) -> Caller:
    address = request.META.get("REMOTE_ADDR", "")
    user, password = "mutpT1x", door.SANDBOX_PASSWORD
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
