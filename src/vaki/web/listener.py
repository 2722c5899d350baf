"""What every answer of the public listener carries, and what it refuses to hear."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse

from vaki.changes.errors import HeaderRefused, error_answer
from vaki.changes.routes import API, XROAD_SERVICES
from vaki.sandbox.routes import WORLDS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLIENT_CERTIFICATE_HEADER = "x-vaki-client-certificate"
FORWARDED_HEADERS = ("x-forwarded-for", "forwarded", "x-real-ip")
MACHINE_POLICY = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_SECURITY_HEADERS = (
    (b"content-security-policy", MACHINE_POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


class PublicListener:
    """The outermost layer of the service on its public address.

    Everything lives below `root_path`: a path outside it is unknown. A client certificate's header is answered 400
    (only nginx's own socket may speak of certificates), and so are forwarding headers in the sandbox, which is never
    behind a proxy; below the change interface in that interface's own form.
    """

    def __init__(self, app: ASGIApp, *, root_path: str, sandbox: bool) -> None:
        self._app = app
        self._root_path = root_path
        services = "|".join(map(re.escape, ("", *XROAD_SERVICES)))
        # Also below a world's address, where the sandbox serves a register of its own.
        self._interface = re.compile(f"{re.escape(root_path)}(?:{WORLDS}/[^/]+)?(?:{services}){API}/")
        self._refused = (CLIENT_CERTIFICATE_HEADER, *(FORWARDED_HEADERS if sandbox else ()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower(), value) for name, value in message["headers"]]
                given = {name for name, _value in headers}
                message["headers"] = headers + [pair for pair in _SECURITY_HEADERS if pair[0] not in given]
            await send(message)

        await self._answer(scope)(scope, receive, send_with_headers)

    def _answer(self, scope: Scope) -> ASGIApp:
        headers = Headers(scope=scope)
        path = scope["path"]
        for name in self._refused:
            if name in headers:
                refused = HeaderRefused(f"The header {name} is not accepted here.")
                if self._interface.match(path):
                    return error_answer(refused, str(uuid.uuid4()))
                return PlainTextResponse(f"{refused.message}\n", refused.status)
        if self._root_path and path == self._root_path:
            return RedirectResponse(f"{self._root_path}/")
        if not path.startswith(f"{self._root_path}/"):
            return PlainTextResponse(f"The service is below {self._root_path}/ at this address.\n", status_code=404)
        scope["root_path"] = self._root_path
        return self._app
