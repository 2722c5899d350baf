"""The front page and the pages for what went wrong."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vaki.disclosure.errors import DisclosureError
from vaki.web import bridge
from vaki.web.feed import SHOWN, feed, news
from vaki.web.persona import present
from vaki.web.shapes import Cell, Column, Fact, Status, Table
from vaki.web.trying import interface_address, trials
from vaki.web.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from vaki.register.clock import Clock

logger = logging.getLogger(__name__)
A_WEEK = timedelta(days=7)
NOKIA = "536"
EXAMPLE = "esimerkki"
PROTECTED = "turvakielto"
MOST_DIGITS = 6
LIVE = {"script-src": [SELF], "connect-src": [SELF]}
"""What the policy of the one page with scripts allows besides; it follows the register without a reload."""


@never_cache
@require_safe
async def home(request: HttpRequest) -> HttpResponseBase:
    """What the service is and the state it is in; in the sandbox also one person through the door."""
    clock = await _clock(request)
    address = interface_address(request)
    context: dict[str, object] = {"state": _state(clock), "running": clock is not None, "interface_address": address}
    if settings.VAKI.sandbox:
        context["accounts"] = _accounts()
        if clock is not None:
            context["trial"] = f"curl -u mutpT1x:pwd {address}/kirjausavain/{clock.day - A_WEEK}"
            context |= await _sandbox_or_none(request, clock)

    def page(asked: HttpRequest) -> HttpResponse:
        return render(asked, "pages/home.html", context)

    return csp_update(LIVE)(page)(request) if "feed" in context else page(request)


@never_cache
@require_safe
async def newer_changes(request: HttpRequest, key: int) -> HttpResponse:
    """The list of changes and what is new in it, or an empty answer while `key` is the newest.

    The empty answer tells of nobody, so it leaves no ledger row. A newest key before `key` is a register begun anew.
    """
    try:
        if await bridge.newest_key(request) == key:
            return HttpResponse(status=204)
        context = await _feed(request)
    except (*bridge.UNREACHABLE, DisclosureError) as error:
        logger.warning("the changes cannot be shown: %s", type(error).__name__)
        return HttpResponse(status=503)
    return render(request, "pages/feed.html", {**context, "news": news(context["newest"], key)})


async def _clock(request: HttpRequest) -> Clock | None:
    try:
        return await bridge.register_clock(request)
    except bridge.UNREACHABLE as error:
        logger.warning("the register does not answer: %s", type(error).__name__)
        return None


async def _sandbox_or_none(request: HttpRequest, clock: Clock) -> dict[str, object]:
    try:
        return await _example(request, clock) | await _feed_and_trials(request, clock)
    except (*bridge.UNREACHABLE, DisclosureError) as error:
        logger.warning("no example person can be shown: %s", type(error).__name__)
        return {"running": False}


async def _example(request: HttpRequest, clock: Clock) -> dict[str, object]:
    """One living person through the door. The address says only which of the examples: a place in a list."""
    asked = request.GET.get(EXAMPLE, "")
    place = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < MOST_DIGITS else 1
    of_protected = PROTECTED in request.GET
    found = await bridge.example_as_in_production(request, place, protected=of_protected)
    if found is None and of_protected:
        of_protected = False
        found = await bridge.example_as_in_production(request, place, protected=False)
    if found is None:
        return {}
    kind = f"{PROTECTED}=1&" if of_protected else ""
    other = "" if of_protected else f"{PROTECTED}=1&"
    return {
        "persona": present(found.item, clock.published),
        "another": f"?{kind}{EXAMPLE}={place % found.many + 1}" if found.many > 1 else "",
        "other_kind": f"?{other}{EXAMPLE}=1" if found.other_kind else "",
        "of_protected": of_protected,
    }


async def _feed_and_trials(request: HttpRequest, clock: Clock) -> dict[str, object]:
    """The newest changes, and the trials filled in so that each gives an answer at once."""
    told = await _feed(request)
    key, items = told["feed_key"], told["newest"].items
    code = items[0]["henkilotunnus"] if items else ""
    values: dict[str, dict[str, object]] = {
        "avain": {"day": clock.day - A_WEEK},
        "muutokset": {"key": max(0, key - SHOWN), "codes": code},
        "henkilot": {"codes": code},
        "kunta": {"municipality": NOKIA},
    }
    return {**told, "trials": trials(values)}


class _Feed(TypedDict):
    feed: Table
    feed_key: int
    newest: bridge.Newest


async def _feed(request: HttpRequest) -> _Feed:
    """The table of the newest changes, and the key it reaches to."""
    newest = await bridge.newest_changes(request, SHOWN)
    key = newest.keys[0] if newest.keys else await bridge.newest_key(request)
    return {"feed": feed(newest), "feed_key": key, "newest": newest}


def _state(clock: Clock | None) -> list[Fact]:
    if clock is None:
        return [Fact(say("home.service"), (), status=Status("bad", say("home.not-running")))]
    return [
        Fact(say("home.service"), (), status=Status("good", say("home.running"))),
        Fact(say("home.register-day"), (date_format(clock.day), say(f"home.clock-{clock.mode}"))),
    ]


def _accounts() -> Table:
    """The sandbox's two public accounts; they do not exist outside it."""
    columns = [Column(say("home.user")), Column(say("home.password")), Column(say("home.sees"))]
    rows = [
        [Cell("mutpT1", code=True), Cell("pwd", code=True), Cell(say("home.sees-all"))],
        [Cell("mutpT1x", code=True), Cell("pwd", code=True), Cell(say("home.sees-censored"))],
    ]
    return Table(say("home.accounts"), say("home.accounts-count"), columns, rows)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 the handler's signature
    return _failed(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 the handler's signature
    return _failed(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 the handler's signature
    return _failed(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _failed(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 the view's signature
    return _failed(request, 403)


def _failed(request: HttpRequest, status: int) -> HttpResponse:
    """The page's texts never come from the error: an error's text may hold what was asked for."""
    context = {part: say(f"failed.{status}-{part}") for part in ("title", "purpose", "advice")}
    return render(request, "pages/failed.html", context, status=status)
