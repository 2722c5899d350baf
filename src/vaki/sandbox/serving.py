"""How the one application finds the register that a request is for: the main one, or the world its path names."""

from __future__ import annotations

import asyncio
import logging
import uuid
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import asyncpg

from vaki.changes.errors import error_answer
from vaki.postgres.sandbox import Databases
from vaki.sandbox.control import Control
from vaki.sandbox.errors import NoWorlds
from vaki.sandbox.routes import WORLDS
from vaki.sandbox.worlds import Bounds, Register, Worlds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Receive, Scope, Send

    from vaki.postgres.environment import Pools

_OTHERWISE: Final = (f"{WORLDS}/", "/static/", "/health/")
"""Where the main register is not asked."""
_log = logging.getLogger(__name__)


@asynccontextmanager
async def opened(app: Starlette, url: str, build: Callable[[Pools], Starlette], bounds: Bounds) -> AsyncIterator[None]:
    """Keep the sandbox going in this process: `app` has the main register's pools; `url` is empty where no worlds are.

    `build` makes the application of a world from its pools.
    """
    main = app.state.register = Register(app, app.state.pools)
    app.state.worlds = None
    if not url:
        yield
        return
    control = await Control.open(url, Databases.beside(main.pools.environment.register_url))
    worlds = app.state.worlds = Worlds(control, main, build, bounds)
    sweeping = asyncio.create_task(worlds.sweep_forever())
    try:
        yield
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
        await worlds.close()


class World:
    """The ASGI application below /w/{token}: the world's own, or an answer that there is none."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        worlds: Worlds | None = scope["app"].state.worlds
        if worlds is None:
            await error_answer(NoWorlds(), str(uuid.uuid4()))(scope, receive, send)
            return
        try:
            register = await worlds.register(scope["path_params"]["token"])
        except Exception as error:  # noqa: BLE001 the one writer of errors
            await error_answer(error, str(uuid.uuid4()))(scope, receive, send)
            return
        await register.app(scope, receive, send)


class FollowMain:
    """Middleware: before a request for the main register, notices that another process has put it back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        worlds: Worlds | None = getattr(scope["app"].state, "worlds", None)
        if scope["type"] == "http" and worlds is not None and not _path(scope).startswith(_OTHERWISE):
            try:
                await worlds.follow_main()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                # The register itself may well answer; if it does not, the request will say so.
                _log.warning("whether the register was put back cannot be seen: %s", type(error).__name__)
        await self._app(scope, receive, send)


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
