"""The operations of the change interface and where they stand.

Source: docs/wire/muutosrajapinta.md §1. Every error below these addresses, an unknown path too, has the interface's
own form (`errors`).
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import UNSET
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from vaki.changes import answers, calling, requests, waiting
from vaki.changes.errors import MEDIA_TYPE, BodyTooSlow, MalformedDate, error_answer
from vaki.changes.fetching import Fetching
from vaki.changes.openapi.document import description
from vaki.changes.pace import PACES, Pace, Paces, Transfer
from vaki.disclosure import door
from vaki.disclosure.bounds import BOUNDS, KEPT_DAYS, Bounds

if TYPE_CHECKING:
    import msgspec
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from vaki.postgres.environment import Pools

API: Final = "/api/v1"
XROAD_SERVICES: Final = tuple(f"/r1/{instance}/GOV/0245437-2/VTJmutpa/VTJmutpa" for instance in ("FI", "FI-TEST"))
"""X-Road's path of the service in production and in its test environment (§1.1)."""

_REQUEST_ID: Final = "vaki.request_id"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Limits:
    """`body_bytes`: the largest request (200 000 identity codes are 3 MB). `seconds`: the longest an answer may be
    under way in the door; a client's own gateway gives up at 25 (§3.3). `stall_seconds`: how long the reader of a
    stream may take nothing. `bounds`: what a page holds. `kept_days`: how old a key may be, by the register's clock.
    """

    body_bytes: int = 8 * 1024 * 1024
    seconds: float = 20.0
    stall_seconds: float = 120.0
    bounds: Bounds = BOUNDS
    kept_days: int = KEPT_DAYS
    waits: waiting.Waits = waiting.WAITS
    paces: Paces = PACES


def routes(limits: Limits | None = None) -> list[BaseRoute]:
    """The interface at its own address and at X-Road's two, and its form of error beside them.

    The application's state has `pools` (Pools) and `sandbox` (whether the public demo accounts exist).
    """
    chosen = limits or Limits()
    interface, nothing = Interface(chosen), Nothing(chosen)
    served = [_Below(f"{prefix}{API}", app=interface) for prefix in ("", *XROAD_SERVICES)]
    return [*served, *(_Below(prefix, app=nothing) for prefix in ("/api", "/r1"))]


class _Below(Mount):
    """A mount that takes every path below it: Starlette's own leaves one with a line feed in it to others."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


class Interface:
    """The ASGI application below /api/v1: gives each request its id and each failure its form."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pace = Pace(limits.paces)
        operations = Operations(limits, self._pace)
        self._router: ASGIApp = Router(
            [
                Route("/kirjausavain/{pvm}", operations.change_key, methods=["GET"]),
                Route("/muutokset", operations.changes, methods=["POST"]),
                Route("/muutokset/odota", operations.wait, methods=["GET"]),
                Route("/perustiedot", operations.base_data, methods=["POST"]),
                Route("/perustiedot-vko", operations.weekly_base_data, methods=["POST"]),
                Route("/openapi.json", operations.describe, methods=["GET"]),
            ],
            redirect_slashes=False,
            default=_unknown_path,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._pace.transfer(receive, send) as transfer:
            await self._answer(scope, transfer)

    async def _answer(self, scope: Scope, transfer: Transfer) -> None:
        request_id = str(uuid.uuid4())
        scope[_REQUEST_ID] = request_id
        body = _Body(transfer.receive)
        begun = False

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await transfer.send(message)

        try:
            self._pace.check()
            await self._router(scope, body.receive, noting_send)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 the one writer of errors
            answer = error_answer(error, request_id)
            if begun:
                raise BrokenOff from None
            transfer.keeps_body = False
            if not isinstance(error, BodyTooSlow):
                await body.drain(self._limits)
            await answer(scope, transfer.receive, transfer.send)


class Nothing(Interface):
    """What answers a program that has the address nearly right: a page would be an answer to people."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self._router = Router(redirect_slashes=False, default=_unknown_path)


class BrokenOff(Exception):
    """An answer that had begun could not be finished."""


class _Body:
    """A request's body on its way in."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False
        self._bytes = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        return message

    async def drain(self, limits: Limits) -> None:
        """Read on, within limits, and forget: a client still sending would be cut off and never see the answer."""
        with contextlib.suppress(TimeoutError, BodyTooSlow):
            async with asyncio.timeout(limits.seconds):
                while not self._ended and self._bytes <= 2 * limits.body_bytes:
                    await self.receive()


async def _unknown_path(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 an ASGI signature
    raise HTTPException(404)


class Operations:
    """One method an operation: who calls, what is asked, what the door gives, in which envelope."""

    def __init__(self, limits: Limits, pace: Pace) -> None:
        self._limits = limits
        self._pace = pace

    async def change_key(self, request: Request) -> Response:
        """GET /kirjausavain/{pvm}."""
        async with asyncio.timeout(self._limits.seconds):
            caller = await _caller(request)
            day = _day(request.path_params["pvm"])
            key = await door.key_of_day(_pools(request), caller, day)
        return answers.key_answer(key)

    async def changes(self, request: Request) -> Response:
        """POST /muutokset."""
        caller, asked = await self._asked(request, requests.changes_request)
        async with self._pace.making(asked.codes), asyncio.timeout(self._limits.seconds):
            found = await door.changes(
                _pools(request),
                caller,
                asked.key,
                None if asked.codes is UNSET else frozenset(asked.codes),
                requests.kinds(asked.groups),
                municipalities=None if asked.municipalities is UNSET else asked.municipalities,
                bounds=self._limits.bounds,
                kept_days=self._limits.kept_days,
            )
        return answers.changes_answer(found.items, found.key, up_to_date=found.up_to_date)

    async def wait(self, request: Request) -> Response:
        """GET /muutokset/odota."""
        async with asyncio.timeout(self._limits.seconds):
            await _caller(request)
        return await waiting.answer(request, _pools(request), self._limits.waits)

    async def base_data(self, request: Request) -> Response:
        """POST /perustiedot."""
        caller, asked = await self._asked(request, requests.base_data_request)
        async with self._pace.making(asked.codes):
            return await Fetching(_pools(request), caller, asked, self._limits).now(request)

    async def weekly_base_data(self, request: Request) -> Response:
        """POST /perustiedot-vko."""
        caller, asked = await self._asked(request, requests.weekly_request)
        async with self._pace.making(asked.codes):
            return await Fetching(_pools(request), caller, asked, self._limits).weekly(request)

    async def describe(self, request: Request) -> Response:
        """GET /openapi.json, to anybody."""
        return Response(description(request.scope["root_path"]), media_type=MEDIA_TYPE)

    async def _asked(
        self, request: Request, decoder: msgspec.json.Decoder[requests.R]
    ) -> tuple[door.Caller, requests.R]:
        """Who calls and what is asked. Whoever may not call is told before anything of the body is read."""
        async with asyncio.timeout(self._limits.seconds):
            caller = await _caller(request)
        return caller, requests.decode(decoder, await requests.read_body(request, self._limits.body_bytes))


async def _caller(request: Request) -> door.Caller:
    return await calling.caller(request, request.scope[_REQUEST_ID])


def _pools(request: Request) -> Pools:
    pools: Pools = request.app.state.pools
    return pools


def _day(given: str) -> date:
    if not _DAY.fullmatch(given):
        raise MalformedDate
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise MalformedDate from None
