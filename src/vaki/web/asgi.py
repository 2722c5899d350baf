"""The one ASGI application: people's pages (Django), machines' interfaces, health and static files.

`vaki serve` starts it in every worker. It reads the same `VAKI_*` settings as Django does.
"""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaki.web.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount, Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Receive, Scope, Send


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001 the state comes with the pools
    yield


def build_application() -> ASGIApp:
    django = get_asgi_application()

    async def people(scope: Scope, receive: Receive, send: Send) -> None:
        await django(dict(scope), receive, send)

    from vaki.web.assets import Assets
    from vaki.web.health import live, ready
    from vaki.web.listener import PublicListener

    router = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/health/live", live),
            Route("/health/ready", ready),
            Mount("/static", Assets()),
            Mount("", people),
        ],
    )
    return PublicListener(router, root_path=settings.VAKI.root_path, sandbox=settings.VAKI.sandbox)


application = build_application()
