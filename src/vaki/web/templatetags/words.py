from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from vaki.web import words

register = template.Library()


@register.simple_tag
def say(name: str, /, **values: object) -> str:
    """`{% say "home.purpose" %}`: the text in the page's language, escaped like any value."""
    return words.say(name, **values)


@register.simple_tag
def icon(name: str) -> str:
    """`{% icon "info" %}`: a mark from the sprite, silent for screen readers because words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.filter
def breakable(name: str) -> SafeString:
    """A long wire name that may break into lines after each underscore."""
    return format_html_join(mark_safe("_<wbr>"), "{}", ((part,) for part in name.split("_")))
