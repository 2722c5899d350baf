"""The one ASGI application: people's pages (Django), machines' interfaces, the sandbox, health and static files.

`vaki serve` starts it in every worker. It reads the same `VAKI_*` settings as Django does.
"""

from __future__ import annotations

import asyncio
import gc
import os
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaki.web.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from vaki.changes.routes import Limits, routes
from vaki.disclosure.bounds import Bounds
from vaki.disclosure.sealing import seal_forever
from vaki.postgres.environment import Environment, Pools
from vaki.register.clock import follow_forever
from vaki.sandbox import serving as sandbox
from vaki.sandbox.routes import WORLDS
from vaki.sandbox.routes import routes as sandbox_routes
from vaki.sandbox.worlds import Bounds as WorldBounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp


LIMITS = Limits(
    bounds=Bounds(settings.VAKI.page_persons, settings.VAKI.page_items, settings.VAKI.page_bytes),
    kept_days=settings.VAKI.retention_days,
)
YOUNG_OBJECTS = (50_000, 20, 20)
"""When the garbage collector looks: an answer of a thousand persons is tens of thousands of objects and no cycle."""
WORLD_BOUNDS = WorldBounds(most=settings.VAKI.sandbox_worlds, idle_seconds=settings.VAKI.sandbox_idle_seconds)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Keep the environment's pools open while the process serves; routes and pages find them in the state.

    Beside them run two loops, each in one process at a time: the ledger's sealer and the register's clock.
    """
    environment = Environment.from_data(settings.VAKI.data)
    async with await Pools.open(environment, size=settings.VAKI.pool_size) as opened:
        app.state.pools = opened
        app.state.sandbox = settings.VAKI.sandbox
        loops = [
            asyncio.create_task(seal_forever(opened, data=settings.VAKI.data)),
            asyncio.create_task(follow_forever(opened.register)),
        ]
        _spare_what_stays()
        try:
            if settings.VAKI.sandbox:
                app.state.living = settings.VAKI.living
                async with sandbox.opened(app, settings.VAKI.sandbox_url, app.state.world_of, WORLD_BOUNDS):
                    yield
            else:
                yield
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)


def _spare_what_stays() -> None:
    """Keep the garbage collector from what was loaded for good: looking through all of it holds every call up for tens
    of milliseconds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*YOUNG_OBJECTS)


def build_application() -> ASGIApp:
    people = get_asgi_application()
    # Django reads the addresses at the first request; a fault in them must end the start instead.
    import_module(settings.ROOT_URLCONF)
    from vaki.web.assets import Assets
    from vaki.web.health import live, ready
    from vaki.web.listener import PublicListener

    def register_routes(*, main: bool) -> list[BaseRoute]:
        """What is served of a register, the main one or a world."""
        return [
            *routes(LIMITS),
            *(sandbox_routes(main=main) if settings.VAKI.sandbox else []),
            Mount("/static", Assets()),
            Mount("", people),  # type: ignore[arg-type] # Django and Starlette describe one protocol in two ways
        ]

    def world_of(pools: Pools) -> Starlette:
        world = Starlette(routes=register_routes(main=False))
        world.state.pools, world.state.accounts = pools, router.state.pools
        world.state.sandbox, world.state.living = True, False
        return world

    worlds = [Mount(f"{WORLDS}/{{token}}", app=sandbox.World())] if settings.VAKI.sandbox else []
    router = Starlette(
        lifespan=lifespan,
        middleware=[Middleware(sandbox.FollowMain)] if settings.VAKI.sandbox else [],
        routes=[
            Route("/health/live", live),
            Route("/health/ready", ready),
            *worlds,
            *register_routes(main=True),
        ],
    )
    router.state.world_of = world_of
    return PublicListener(router, root_path=settings.VAKI.root_path, sandbox=settings.VAKI.sandbox)


application = build_application()
