"""Static files, served by the ASGI application itself under addresses that change with their content.

A stranger runs no `collectstatic`: the files lie in the packages, ours and htmx's, and an address carries the beginning
of the content's SHA-256, so a browser may keep what it has for a year and still never show a stale style.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
PACKAGES: list[str | tuple[str, str]] = [("django_htmx", "static")]


@cache
def content_version(name: str) -> str:
    """The first twelve hexadecimal figures of the file's SHA-256; raises `FileNotFoundError`."""
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]


class VersionedStorage(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        if name is None:
            raise ValueError("a static file has a name")
        # Read anew for each page: below a world's address the files have one of their own.
        self.base_url = settings.STATIC_URL
        return f"{super().url(name)}?v={content_version(name)}"


class Assets(StaticFiles):
    """The packages' static folders; an address with the right version is kept by the browser for a year."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER, packages=PACKAGES)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v", [""])[0]
        current = response.status_code in {200, 304} and asked == content_version(path)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
        return response
