"""Who calls: user name and password as clients send them.

Source: docs/wire/muutosrajapinta.md §1.3. X-Road headers of a direct call say nothing (real clients send them also
when they call directly), so they are not read here; nor does the path /r1/… make a call one over X-Road.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from vaki.changes.errors import CredentialsMissing

if TYPE_CHECKING:
    from starlette.datastructures import Headers

USER_HEADER: Final = "MUTP-Tunnus"
PASSWORD_HEADER: Final = "MUTP-Salasana"  # noqa: S105 the header's name


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
