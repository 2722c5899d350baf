"""The page of the population in figures, from the census that was last kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vaki.web import bridge
from vaki.web.population.sections import sections
from vaki.web.shapes import Link
from vaki.web.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


@never_cache
@require_safe
async def population(request: HttpRequest) -> HttpResponse:
    """What was made against what was published; nobody's row is read for it."""
    context: dict[str, object] = {
        "links": [Link(say("home.front"), reverse("home")), Link(say("population.title"))],
        "running": True,
    }
    try:
        counted, clock = await bridge.last_counted(request)
    except bridge.UNREACHABLE as error:
        logger.warning("the figures cannot be shown: %s", type(error).__name__)
        return render(request, "pages/population.html", {**context, "running": False})
    if counted is not None:
        context["sections"] = sections(counted)
        if counted.day != clock.day:
            days = (date_format(day, "SHORT_DATE_FORMAT") for day in (counted.day, clock.day))
            context["older"] = say("population.older", **dict(zip(("counted", "now"), days, strict=True)))
    return render(request, "pages/population.html", context)
