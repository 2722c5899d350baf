"""The one ASGI application: people's pages (Django), machines' interfaces, health and static files.

`vaki serve` starts it in every worker. It reads the same `VAKI_*` settings as Django does.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaki.web.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from vaki.changes.routes import routes
from vaki.disclosure.sealing import seal_forever
from vaki.postgres.environment import Environment, Pools
from vaki.register.clock import follow_forever

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp


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
        try:
            yield
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)


def build_application() -> ASGIApp:
    people = get_asgi_application()
    # Django reads the addresses at the first request; a fault in them must end the start instead.
    import_module(settings.ROOT_URLCONF)
    from vaki.web.assets import Assets
    from vaki.web.health import live, ready
    from vaki.web.listener import PublicListener

    router = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/health/live", live),
            Route("/health/ready", ready),
            *routes(),
            Mount("/static", Assets()),
            Mount("", people),  # type: ignore[arg-type] # Django and Starlette describe one protocol in two ways
        ],
    )
    return PublicListener(router, root_path=settings.VAKI.root_path, sandbox=settings.VAKI.sandbox)


application = build_application()
