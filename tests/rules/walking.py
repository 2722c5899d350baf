"""Every address of the one application, read from the application itself.

Run as a program it prints them as JSON, so that settings read at import can be chosen by the environment.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY = ["GET", "POST"]
WORLD = "/w/{world}"


def addresses() -> Iterator[tuple[str, list[str]]]:
    """(address, methods) of every route and of every Django pattern. Fails on a kind of route that it does not know."""
    from vaki.web.asgi import application

    yield from below("", application._app.router.routes)  # type: ignore[attr-defined]


def below(prefix: str, routes: list[Any]) -> Iterator[tuple[str, list[str]]]:
    from django.core.handlers.asgi import ASGIHandler
    from starlette.routing import Mount, Route

    from vaki.changes.routes import Interface
    from vaki.sandbox.routes import Interface as Sandbox
    from vaki.sandbox.serving import World
    from vaki.web.assets import Assets

    for route in routes:
        path = prefix + route.path
        if isinstance(route, Route):
            yield path, sorted(route.methods or ANY)
        elif isinstance(route, Mount) and isinstance(route.app, World):
            yield from below(WORLD, world_routes())
        elif isinstance(route, Mount) and isinstance(route.app, Interface | Sandbox):
            yield from below(path, route.app._router.routes)  # type: ignore[attr-defined]
        elif isinstance(route, Mount) and isinstance(route.app, Assets):
            yield f"{path}/*", ["GET"]
        elif isinstance(route, Mount) and isinstance(route.app, ASGIHandler):
            yield from patterns(f"{path}/")
        else:
            raise TypeError(f"{path} leads to {route!r}, which nobody has taught this walk")


def world_routes() -> list[Any]:
    """What a world serves: the routes that the application gives to a world with any pools."""
    from vaki.web.asgi import application

    app = application._app  # type: ignore[attr-defined]
    app.state.pools = None
    return list(app.state.world_of(None).router.routes)


def patterns(prefix: str) -> Iterator[tuple[str, list[str]]]:
    from django.urls import get_resolver

    def walk(before: str, patterns: list[Any]) -> Iterator[tuple[str, list[str]]]:
        for one in patterns:
            here = before + ("{language}/" if type(one.pattern).__name__ == "LocalePrefixPattern" else str(one.pattern))
            if hasattr(one, "url_patterns"):
                yield from walk(here, one.url_patterns)
            else:
                yield here, ANY

    yield from walk(prefix, get_resolver().url_patterns)


if __name__ == "__main__":
    json.dump(sorted(addresses()), sys.stdout)
