"""Every refusal of the change interface, and the one writer that gives all errors their form.

The form is X-Road's own (docs/wire/muutosrajapinta.md §1.6): an object of `type`, `message` and `detail`, where
`detail` is the request's id, by which the request is found in the log and in the ledger.
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

import asyncpg
import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from vaki.disclosure.errors import Refusal
from vaki.register.errors import NotReady

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/json"
CHALLENGE = 'Basic realm="VTJ-muutosrajapinta", charset="UTF-8"'
RETRY_SECONDS = 5
"""What Retry-After asks a client to wait when the service is out of breath."""

_log = logging.getLogger(__name__)


class InterfaceError(Refusal):
    """The request cannot be answered."""


class MalformedJson(InterfaceError):
    """The body is not JSON."""


class UnfitRequest(InterfaceError):
    """The body is JSON but not what the operation takes."""


class MalformedDate(InterfaceError):
    """The date in the path is not a day of the form YYYY-MM-DD."""


class HeaderRefused(InterfaceError):
    """The request has a header that is not accepted here."""


class UnknownContinuation(InterfaceError):
    """jatkoavain was not given out for this request."""


class CredentialsMissing(InterfaceError):
    """The request has no user name and password that can be read: send HTTP Basic."""

    status = 401


class UnknownPath(InterfaceError):
    """There is nothing at this address."""

    status = 404


class MethodNotAllowed(InterfaceError):
    """The address does not answer this method."""

    status = 405


class BodyTooSlow(InterfaceError):
    """The body comes too slowly: send it at once."""

    status = 408


class BodyTooLarge(InterfaceError):
    """The body is larger than the interface takes."""

    status = 413


class EncodedBody(InterfaceError):
    """The body is compressed: send it as plain JSON."""

    status = 415


class Unexpected(InterfaceError):
    """The service failed. The failure has been noted under the id in detail."""

    status = 500


class OutOfBreath(InterfaceError):
    """The service cannot answer now: try again after the seconds in Retry-After."""

    status = 503
    retry_seconds = RETRY_SECONDS


class ErrorBody(msgspec.Struct):
    """The form of every error: `type` for programs, `message` for people, `detail` the request's id."""

    type: str
    message: str
    detail: str


_OUT_OF_BREATH = (
    TimeoutError,
    OSError,
    NotReady,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
)


def error_answer(error: Exception, request_id: str) -> Response:
    """The answer to a request that failed with `error`; what nobody foresaw is noted without any data in it."""
    told = _told(error, request_id)
    headers = {"Cache-Control": "no-store", **_headers(error, told)}
    body = msgspec.json.encode(ErrorBody(told.type, told.message, request_id))
    return Response(body, told.status, headers, MEDIA_TYPE)


def _told(error: Exception, request_id: str) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, HTTPException):
        return MethodNotAllowed() if error.status_code == MethodNotAllowed.status else UnknownPath()
    # A closed connection is an InterfaceError and nothing more; its subclasses are faults of the calling code.
    if isinstance(error, _OUT_OF_BREATH) or type(error) is asyncpg.InterfaceError:
        _log.warning("request %s: the service is out of breath (%s)", request_id, type(error).__name__)
        return OutOfBreath()
    _log.error("request %s failed: %s at %s", request_id, type(error).__name__, _place(error))
    return Unexpected()


def _headers(error: Exception, told: Refusal) -> Mapping[str, str]:
    if isinstance(error, HTTPException):
        return error.headers or {}
    if told.status == BodyTooSlow.status:
        return {"Connection": "close"}
    if told.status == CredentialsMissing.status:
        return {"WWW-Authenticate": CHALLENGE}
    if told.status == OutOfBreath.status or told.retry_seconds is not None:
        return {"Retry-After": str(told.retry_seconds or RETRY_SECONDS)}
    return {}


def _place(error: Exception) -> str:
    """Where it failed, innermost last. The error's own text is left out: a database error's holds values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
