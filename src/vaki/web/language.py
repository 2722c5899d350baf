"""Which language a page is in: its address says, else the reader's earlier choice, else the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import get_script_prefix
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHOICE = "kieli"
CODES = tuple(code for code, _name in settings.LANGUAGES)


def address_in(language: str, request: HttpRequest) -> str:
    """The address of the page being answered in `language`; a page without a language leads to the front page."""
    prefix = get_script_prefix()
    current = translation.get_language_from_path(request.path_info)
    rest = request.path_info[len(f"/{current}/") :] if current else ""
    return f"{prefix}{language}/{rest}"


def choice_address(language: str, request: HttpRequest) -> str:
    """As `address_in`, in the form that makes the reader's choice stay; the query is kept."""
    query = request.GET.copy()
    query[CHOICE] = language
    return f"{address_in(language, request)}?{query.urlencode()}"


class LanguageChoiceMiddleware(MiddlewareMixin):
    """A followed language link (`?kieli=sv`) is remembered in a cookie and leads to the same page without the mark."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        chosen = request.GET.get(CHOICE)
        if chosen not in CODES or request.method not in {"GET", "HEAD"}:
            return None
        query = request.GET.copy()
        del query[CHOICE]
        address = address_in(chosen, request) + (f"?{query.urlencode()}" if query else "")
        response = HttpResponseRedirect(address)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=get_script_prefix(),
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        response["Cache-Control"] = "no-store"
        return response
