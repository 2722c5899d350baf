"""Plots as SVG: drawn by hand of a few shapes, legible on light and on dark pages alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 820
_LETTER: Final = 6.6
"""Width of one letter, about: text has no other measure before it is drawn."""
_BAR: Final = 14
_COLOURS: Final = ("#2f6db5", "#c2571a", "#3f8f4f", "#8a4fae", "#b03a5b", "#7a6a1a")
_DARK: Final = ("#7fb2ee", "#f0955a", "#7fce8f", "#c79be8", "#ee88a5", "#cdbb5a")
_STYLE: Final = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.axis { stroke: #8885 } .mark { stroke: #888; stroke-dasharray: 3 3 } .quiet { fill: #666 }
%s
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .quiet { fill: #aaa }
  %s
}
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length as a number, what is written after it, and which colour it has."""

    length: float
    text: str
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that belong together under one name; `most` is the length that fills the width."""

    name: str
    bars: tuple[Bar, ...]
    most: float
    mark: float | None = None
    """Where a goal stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """One curve over the sizes."""

    name: str
    points: tuple[tuple[float, float], ...]


def bars(title: str, groups: Sequence[Group], legend: Sequence[str] = ()) -> str:
    """Horizontal bars, group under group."""
    top, body = _header(title, legend)
    left = 20 + _LETTER * max((len(group.name) for group in groups), default=0)
    width = WIDTH - left - 15 - _LETTER * max((len(bar.text) for group in groups for bar in group.bars), default=0)
    for group in groups:
        height = len(group.bars) * (_BAR + 3)
        body.append(_text(left - 8, top + height / 2 + 3, group.name, anchor="end"))
        for at, bar in enumerate(group.bars):
            y = top + at * (_BAR + 3)
            length = max(1.0, width * min(1.0, bar.length / group.most if group.most else 0))
            body.append(
                f'<rect class="c{bar.colour}" x="{left:.1f}" y="{y:.1f}" width="{length:.1f}" height="{_BAR}" rx="2"/>'
            )
            body.append(_text(left + length + 5, y + 11, bar.text, kind="quiet"))
        if group.mark is not None and group.most:
            x = left + width * min(1.0, group.mark / group.most)
            body.append(f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{top - 2:.1f}" y2="{top + height:.1f}"/>')
        top += height + 10
    return _svg(top + 4, body, title)


def growth(title: str, lines: Sequence[Line], unit: str) -> str:
    """Curves over sizes, both axes by powers of ten, with the line that grows as the sizes do."""
    top, body = _header(title, [line.name for line in lines])
    left, right, height = 70, WIDTH - 45, 300
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points] + [1.0, max(xs) / min(xs)]
    x_of = _scale(min(xs), max(xs), left, right)
    y_of = _scale(min(ys), max(ys), top + height, top)
    for x in sorted(set(xs)):
        body.append(f'<line class="axis" x1="{x_of(x):.1f}" x2="{x_of(x):.1f}" y1="{top}" y2="{top + height}"/>')
        body.append(_text(x_of(x), top + height + 16, f"{x:,.0f}".replace(",", " "), anchor="middle"))
    for power in range(math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys))) + 1):
        y = 10.0**power
        if min(ys) <= y <= max(ys):
            body.append(f'<line class="axis" x1="{left}" x2="{right}" y1="{y_of(y):.1f}" y2="{y_of(y):.1f}"/>')
            body.append(_text(left - 8, y_of(y) + 4, f"{y:g}", anchor="end"))
    ends = (min(xs), max(xs))
    body.append(
        f'<line class="mark" x1="{x_of(ends[0]):.1f}" y1="{y_of(1):.1f}" '
        f'x2="{x_of(ends[1]):.1f}" y2="{y_of(ends[1] / ends[0]):.1f}"/>'
    )
    for colour, line in enumerate(lines):
        points = " ".join(f"{x_of(x):.1f},{y_of(y):.1f}" for x, y in line.points)
        body.append(f'<polyline class="l{colour % len(_COLOURS)}" points="{points}"/>')
        body += [
            f'<circle class="c{colour % len(_COLOURS)}" cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="3.5"/>'
            for x, y in line.points
        ]
    body.append(_text(left, top + height + 36, unit, kind="quiet"))
    return _svg(top + height + 46, body, title)


class _Scale:
    """A number's place on an axis by powers of ten."""

    def __init__(self, low: float, high: float, begin: float, end: float) -> None:
        self._low, self._span = math.log10(low), math.log10(high) - math.log10(low) or 1.0
        self._begin, self._length = begin, end - begin

    def __call__(self, value: float) -> float:
        return self._begin + self._length * (math.log10(value) - self._low) / self._span


def _scale(low: float, high: float, begin: float, end: float) -> _Scale:
    return _Scale(low, high, begin, end)


def _header(title: str, legend: Sequence[str]) -> tuple[float, list[str]]:
    body = [f'<text x="10" y="20" style="font-weight:600;font-size:14px">{escape(title)}</text>']
    x, y = 10.0, 42.0
    for colour, name in enumerate(legend):
        width = 26 + _LETTER * len(name)
        if x + width > WIDTH and x > 10.0:  # noqa: PLR2004 -- the left margin
            x, y = 10.0, y + 18
        body.append(
            f'<rect class="c{colour % len(_COLOURS)}" x="{x:.0f}" y="{y - 10:.0f}" width="11" height="11" rx="2"/>'
        )
        body.append(_text(x + 16, y, name))
        x += width
    return (y + 18 if legend else 38.0), body


def _text(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> str:
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(text)}</text>'


def _svg(height: float, body: Sequence[str], title: str) -> str:
    light, dark = (
        " ".join(
            f".c{n} {{ fill: {colour} }} .l{n} {{ stroke: {colour}; fill: none; stroke-width: 2 }}"
            for n, colour in enumerate(colours)
        )
        for colours in (_COLOURS, _DARK)
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(title)}">'
    )
    return "\n".join([head, f"<style>{_STYLE % (light, dark)}</style>", *body, "</svg>", ""])
