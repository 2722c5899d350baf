"""Small functions that draw: marks in SVG whose places are per cents across and lines of text down.

So a drawing is as wide as its place and its text as large as the page's, on a phone and on a desk, without a script.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Sequence

Anchor = Literal["start", "middle", "end"]
ALL: Final = 100.0
_SHORTEST: Final = 0.15
"""Per cent of the width that anything but nothing gets, so that it is seen."""


def rect(style: str, corner: tuple[float, float], size: tuple[float, float], title: str = "") -> SafeString:
    """A bar or a frame from its upper left corner (per cent, lines); `title` is shown when the pointer rests on it."""
    (x, y), (width, height) = corner, size
    said = format_html("<title>{}</title>", title) if title else ""
    wide = max(width, _SHORTEST) if width > 0 else 0.0
    return format_html(
        '<rect class="{}" x="{}%" y="{}em" width="{}%" height="{}em">{}</rect>',
        style,
        _number(x),
        _number(y),
        _number(wide),
        _number(height),
        said,
    )


def text(x: float, y: float, words: str, *, anchor: Anchor = "start", style: str = "") -> SafeString:
    """Words whose baseline is at `y`."""
    return format_html(
        '<text{} x="{}%" y="{}em"{}>{}</text>',
        format_html(' class="{}"', style) if style else "",
        _number(x),
        _number(y),
        "" if anchor == "start" else format_html(' text-anchor="{}"', anchor),
        words,
    )


def line(style: str, start: tuple[float, float], end: tuple[float, float]) -> SafeString:
    """A straight line between two points (x in per cent, y in lines)."""
    places = (_number(place) for place in (*start, *end))
    return format_html('<line class="{}" x1="{}%" y1="{}em" x2="{}%" y2="{}em" />', style, *places)


def dot(style: str, x: float, y: float, radius: float, title: str = "") -> SafeString:
    """A round mark; the radius is in lines."""
    said = format_html("<title>{}</title>", title) if title else ""
    return format_html(
        '<circle class="{}" cx="{}%" cy="{}em" r="{}em">{}</circle>', style, _number(x), _number(y), radius, said
    )


def together(marks: Sequence[SafeString]) -> SafeString:
    return mark_safe("".join(marks))  # noqa: S308 -- each is safe


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Figures:
    """The table behind a drawing; the first cell of a row names it."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: the mark's style and what it means."""

    style: str
    words: str
    round: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plot with what it needs to be read: title, description, legend, marks, and the table behind it.

    `name` is its identifier on the page. `height` is in lines of text; a drawing with a `box` (width, height) has its
    own units instead and keeps its proportions.
    """

    name: str
    title: str
    description: str
    marks: SafeString
    figures: Figures
    height: float = 0.0
    box: tuple[int, int] | None = None
    legend: Sequence[Key] = ()
    notes: Sequence[str] = field(default=())

    @property
    def size(self) -> SafeString:
        """The attributes that give the drawing its size."""
        if self.box is not None:
            return format_html('viewBox="0 0 {} {}"', *self.box)
        return format_html('width="100%" height="{}em"', _number(self.height))
