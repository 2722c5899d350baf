"""The same report as one file that needs nothing beside itself: its stylesheet is in it, and no script."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaki.synthetic.report import Counted


def as_file(counted: Counted, language: str) -> str:
    """An HTML document in `fi`, `sv` or `en`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaki.web.settings")
    import django

    django.setup()
    from django.template.loader import render_to_string
    from django.utils import translation
    from django.utils.html import format_html
    from django.utils.safestring import mark_safe

    from vaki.web.assets import FOLDER
    from vaki.web.population.sections import sections

    sheet = (FOLDER / "vaki.css").read_text(encoding="utf-8")
    style = format_html("<style>{}</style>", mark_safe(sheet))  # noqa: S308 -- our own stylesheet
    with translation.override(language):
        context = {"language": language, "style": style, "sections": sections(counted)}
        return render_to_string("pages/population_file.html", context)
