"""The front page and the pages for what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


async def home(request: HttpRequest) -> HttpResponse:
    """What the service is and the state it is in."""
    return render(request, "pages/home.html", {"subject": "home"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 the handler's signature
    return _failed(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 the handler's signature
    return _failed(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 the handler's signature
    return _failed(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _failed(request, 500)


def _failed(request: HttpRequest, status: int) -> HttpResponse:
    """The page's texts never come from the error: an error's text may hold what was asked for."""
    context = {"subject": f"failed-{status}"}
    return render(request, "pages/failed.html", context, status=status)
