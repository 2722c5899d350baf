"""Who calls: user name and password as clients send them.

Source: docs/wire/muutosrajapinta.md §1.3. X-Road headers of a direct call say nothing (real clients send them also
when they call directly): the door looks where the call comes from before it believes them. The path /r1/… proves
nothing either.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from vaki.changes.errors import CredentialsMissing
from vaki.disclosure import door
from vaki.exchange.headers import told

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import Request

USER_HEADER: Final = "MUTP-Tunnus"
PASSWORD_HEADER: Final = "MUTP-Salasana"  # noqa: S105 the header's name


async def caller(request: Request, request_id: str) -> door.Caller:
    """Whoever calls, let in by the door. Raises CredentialsMissing and as `door.open_door`.

    The application's state has `pools` (Pools) and `sandbox` (whether the public demo accounts exist). A world of the
    sandbox has `accounts` too: permits and credentials are those of the main register, whichever register is asked.
    """
    user, password = credentials(request.headers)
    by_xroad = told(request.headers)
    return await door.open_door(
        getattr(request.app.state, "accounts", request.app.state.pools),
        user,
        password,
        # Of the connection itself: a forwarding header is the caller's own word.
        address=request.client.host if request.client else None,
        client=by_xroad.client,
        end_user=by_xroad.end_user,
        request_id=request_id,
        sandbox=request.app.state.sandbox,
    )


def credentials(headers: Headers) -> tuple[str, str]:
    """(user name, password) by HTTP Basic, else by the older pair of headers. Raises CredentialsMissing."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return _checked(*_basic(given.strip()))
    return _checked(headers.get(USER_HEADER, ""), headers.get(PASSWORD_HEADER, ""))


def _basic(given: str) -> tuple[str, str]:
    try:
        user, colon, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise CredentialsMissing from None
    if not colon:
        raise CredentialsMissing
    return user, password


def _checked(user: str, password: str) -> tuple[str, str]:
    # PostgreSQL's text cannot hold a NUL, so no permit has such a user name.
    if not user or not password or not (user.isprintable() and password.isprintable()):
        raise CredentialsMissing
    return user, password
