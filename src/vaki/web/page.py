"""What every page has: its languages, its environment and the service's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_script_prefix
from django.utils import translation

from vaki.sandbox.routes import WORLDS
from vaki.web.language import choice_address

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    name: str
    address: str
    current: bool


def page(request: HttpRequest) -> dict[str, object]:
    """The context processor of all pages."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    links = [
        LanguageLink(code, name, choice_address(code, request), code == language) for code, name in settings.LANGUAGES
    ]
    return {
        "language": language,
        "language_links": links,
        "front_address": f"{get_script_prefix()}{language}/",
        "sandbox": settings.VAKI.sandbox,
        "world": request.path.startswith(f"{settings.VAKI.root_path}{WORLDS}/"),
    }
