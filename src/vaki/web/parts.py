"""Every part of the look with its states, on one page, for whoever builds with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


async def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/parts.html")
