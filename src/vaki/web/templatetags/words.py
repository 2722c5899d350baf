from __future__ import annotations

from django import template

from vaki.web import words

register = template.Library()


@register.simple_tag
def say(name: str, **values: object) -> str:
    """`{% say "home.purpose" %}`: the text in the page's language, escaped like any value."""
    return words.say(name, **values)
