"""The one stylesheet keeps to the look: its size, its layers, its tokens, and a contrast that everyone can read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vaki.web import assets

CSS = (assets.FOLDER / "vaki.css").read_text(encoding="utf-8")
TEMPLATES = sorted((Path(assets.__file__).parent / "templates").rglob("*.html"))
LIGHT = {
    "ink": "#1b1f24",
    "ink-soft": "#4a5561",
    "paper": "#ffffff",
    "ground": "#f4f6f8",
    "line": "#c8d1da",
    "brand": "#0b3c6f",
    "action": "#1a5fa8",
    "action-hover": "#144a84",
    "focus": "#ffbf00",
    "good": "#0b6b4f",
    "warn": "#8a5a00",
    "bad": "#a61b2b",
    "protected": "#6b1d6b",
    "training-ground": "#e3f3e6",
    "training-bar": "#1f6b33",
}
TEXT_PAIRS = [
    *(
        (text, under)
        for text in ("ink", "ink-soft", "action", "action-hover", "brand")
        for under in ("paper", "ground")
    ),
    *((text, "paper") for text in ("good", "warn", "bad", "protected")),
    *(("paper", under) for under in ("action", "action-hover", "brand", "bad", "protected", "training-bar", "ink")),
    *((text, "training-ground") for text in ("ink", "ink-soft", "action", "action-hover")),
]
MARK_PAIRS = [
    *((mark, "paper") for mark in ("good", "warn", "bad", "protected", "action", "ink-soft", "brand")),
    *((mark, "ground") for mark in ("good", "warn", "bad", "protected", "action", "ink-soft")),
    ("focus", "focus-gap"),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


TOKEN_LAYER = CSS.split("@layer base {", 1)[0]
_LIGHT_BLOCK, _DARK_BLOCK = TOKEN_LAYER.split("@media (prefers-color-scheme: dark)")
SCHEMES = {"light": tokens(_LIGHT_BLOCK), "dark": tokens(_DARK_BLOCK)}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_stylesheet_is_under_900_lines() -> None:
    assert len(CSS.splitlines()) < 900


def test_the_layers_stand_in_their_order() -> None:
    assert "@layer tokens, base, layout, components, print;" in CSS
    assert re.findall(r"^@layer (\w+) \{", CSS, re.MULTILINE) == ["tokens", "base", "layout", "components", "print"]


def test_the_light_tokens_are_those_of_the_look() -> None:
    assert {name: value for name, value in SCHEMES["light"].items() if name != "focus-gap"} == LIGHT


def test_the_dark_set_mirrors_every_light_token() -> None:
    assert SCHEMES["dark"].keys() == SCHEMES["light"].keys()


def test_colours_are_written_nowhere_but_among_the_tokens() -> None:
    screen = CSS.split("@layer base {", 1)[1].split("@media print {", maxsplit=1)[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", screen) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "under"), TEXT_PAIRS)
def test_text_has_a_contrast_of_at_least_4_5(scheme: str, text: str, under: str) -> None:
    assert contrast(SCHEMES[scheme][text], SCHEMES[scheme][under]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "under"), MARK_PAIRS)
def test_marks_have_a_contrast_of_at_least_3(scheme: str, mark: str, under: str) -> None:
    assert contrast(SCHEMES[scheme][mark], SCHEMES[scheme][under]) >= 3


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_an_inline_script_or_an_inline_style(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    scripts = re.findall(r"<script.*?</script>|\{% htmx_script.*?%\}", text, re.DOTALL)
    allowed = ["{% htmx_script %}", '<script src="{% static "live.js" %}" defer></script>']
    assert scripts == (allowed if template.name == "live_scripts.html" else [])
    assert len(re.findall("<script", text)) == len(scripts[1:])
    assert re.findall(r"<style|\sstyle=|\s(?:data-)?hx-on|\son[a-z]+=|javascript:|[\"' ]js:", text) == []


def test_our_script_evaluates_no_text() -> None:
    script = (assets.FOLDER / "live.js").read_text(encoding="utf-8")
    assert (
        re.findall(r"eval|Function\(|innerHTML|outerHTML|insertAdjacent|document\.write|\.style|Storage", script) == []
    )
