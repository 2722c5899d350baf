"""The sandbox's addresses: everything that moves a register of made-up people, and the making of worlds.

Whoever may call the change interface may call these: the sandbox's public accounts, and every credential. Source:
docs/decisions/0501.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import UNSET
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from vaki.changes.calling import caller
from vaki.changes.errors import MEDIA_TYPE, MalformedJson, UnfitRequest, error_answer
from vaki.changes.requests import decode, read_body
from vaki.disclosure.door import Caller
from vaki.sandbox import living
from vaki.sandbox.errors import NoWorlds
from vaki.sandbox.requests import LARGEST_BODY, MOST_DAYS, clock_request, event_fields, scenario_request
from vaki.synthetic import scenarios

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from vaki.sandbox.control import World
    from vaki.sandbox.worlds import Register, Worlds

WORLDS: Final = "/w"
"""Everything of a world lies below this and its token."""
SANDBOX: Final = "/sandbox"

_REQUEST_ID: Final = "vaki.request_id"


def routes(*, main: bool) -> list[BaseRoute]:
    """The sandbox's addresses of the main register, or those of a world, where no worlds are made.

    The application's state has `register` (Register), `worlds` (Worlds or None) and `living` (whether `live` runs),
    and what the change interface's routes need.
    """
    return [Mount(SANDBOX, app=Interface(main=main))]


class Interface:
    """The ASGI application below /sandbox: lets in who may call, and gives each failure its form."""

    def __init__(self, *, main: bool) -> None:
        routes = [
            Route("/clock", show_clock, methods=["GET"]),
            Route("/clock", move_clock, methods=["POST"]),
            Route("/events", show_events, methods=["GET"]),
            Route("/events", record_event, methods=["POST"]),
            Route("/scenarios", show_scenarios, methods=["GET"]),
            Route("/scenarios/{name}", live_scenario, methods=["POST"]),
            Route("/reset", reset, methods=["POST"]),
        ]
        if main:
            routes += [
                Route("/worlds", make_world, methods=["POST"]),
                Route("/worlds/{token}", show_world, methods=["GET"]),
                Route("/worlds/{token}", end_world, methods=["DELETE"]),
            ]
        self._router: ASGIApp = Router(_merged(routes), redirect_slashes=False, default=_unknown_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = str(uuid.uuid4())
        scope[_REQUEST_ID] = request_id
        try:
            await self._router(scope, receive, send)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 the one writer of errors
            await error_answer(error, request_id)(scope, receive, send)


def _merged(routes: list[Route]) -> list[BaseRoute]:
    """One route an address, so that a method it does not have is 405 with all that it has."""
    by_path: dict[str, dict[str, Any]] = {}
    for route in routes:
        methods = (route.methods or set()) - {"HEAD"}
        by_path.setdefault(route.path, {}).update(dict.fromkeys(methods, route.endpoint))

    def endpoint(by_method: dict[str, Any]) -> Any:
        async def answer(request: Request) -> Response:
            called = await caller(request, request.scope[_REQUEST_ID])
            method = "GET" if request.method == "HEAD" else request.method
            given: Response = await by_method[method](request, called)
            return given

        return answer

    return [Route(path, endpoint(by_method), methods=list(by_method)) for path, by_method in by_path.items()]


async def _unknown_path(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 an ASGI signature
    raise HTTPException(404)


async def show_clock(request: Request, called: Caller) -> Response:  # noqa: ARG001 an operation's signature
    """GET /clock: the register's day, and the newest key."""
    return _json((await living.now(_register(request).pools)).told())


async def move_clock(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """POST /clock: forward to a day or by days; the clock's event publishes each day on the way."""
    asked = decode(clock_request, await read_body(request, LARGEST_BODY))
    day = None if asked.day is UNSET else asked.day
    register = _register(request)
    if day is not None and (day - (await living.now(register.pools)).clock.day).days > MOST_DAYS:
        raise UnfitRequest(f"day: at most {MOST_DAYS} days at a time.")
    moved = await living.move_clock(register, day, 0 if asked.days is UNSET else asked.days)
    return _json(moved.told())


async def show_events(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """GET /events: every event with the schema of its fields."""
    return _json({"events": living.catalogue()})


async def record_event(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """POST /events: one life event; its keys."""
    try:
        fields = event_fields.decode(await read_body(request, LARGEST_BODY))
    except msgspec.ValidationError:
        raise UnfitRequest("The body: expected an object.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise MalformedJson from None
    return _json(await living.record(_register(request).pools, fields))


async def show_scenarios(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """GET /scenarios: the scripted lives."""
    return _json({"scenarios": [_scenario(name) for name in scenarios.names()]})


async def live_scenario(request: Request, called: Caller) -> Response:
    """POST /scenarios/{name}: makes it happen; each step with what every product's customers see of it."""
    body = await read_body(request, LARGEST_BODY)
    asked = decode(scenario_request, body or b"{}")
    person = None if asked.person is UNSET else asked.person.upper()
    name = request.path_params["name"]
    told = await living.live_scenario(_register(request), name, person, called.permit.holder)
    return _json({"scenario": name, "steps": told})


async def reset(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """POST /reset: back to the seeded state; the ledger stays, and keys go on from where they were."""
    register = _register(request)
    await _worlds(request).put_back(register, living=register.token is None and request.app.state.living)
    return _json((await living.now(register.pools)).told())


async def make_world(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """POST /worlds: a register of one's own in the seeded state."""
    worlds = _worlds(request)
    token = await worlds.make()
    told = _told(request, token, await worlds.listed(token))
    return _json(told, 201, {"Location": told["address"]})


async def show_world(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """GET /worlds/{token}: since when it has been there."""
    token = request.path_params["token"]
    return _json(_told(request, token, await _worlds(request).listed(token)))


async def end_world(request: Request, called: Caller) -> Response:  # noqa: ARG001 as above
    """DELETE /worlds/{token}: gone at once for everybody."""
    await _worlds(request).end(request.path_params["token"])
    return Response(None, 204, headers={"Cache-Control": "no-store"})


def _told(request: Request, token: str, world: World) -> dict[str, Any]:
    # The mount added its own path to the root.
    root = request.scope["root_path"].removesuffix(SANDBOX)
    return {
        "token": token,
        "address": f"{root}{WORLDS}/{token}/",
        "made": world.made.isoformat(timespec="seconds"),
        "used": world.used.isoformat(timespec="seconds"),
    }


def _scenario(name: str) -> dict[str, Any]:
    scenario = scenarios.get(name)
    return {
        "scenario": name,
        "title": msgspec.to_builtins(scenario.title),
        "about": msgspec.to_builtins(scenario.about),
        "steps": [msgspec.to_builtins(act.text) for act in scenario.steps],
    }


def _register(request: Request) -> Register:
    register: Register = request.app.state.register
    return register


def _worlds(request: Request) -> Worlds:
    worlds: Worlds | None = request.app.state.worlds
    if worlds is None:
        raise NoWorlds
    return worlds


def _json(told: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(told), status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)
