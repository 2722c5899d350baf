"""The map of squares: each municipality a square, shaded by its part of the people beside its real part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from vaki.codes import municipality
from vaki.codes.naming import Language
from vaki.codes.tiles import tiles
from vaki.web.population.drawing import Drawing, Figures, Key, together
from vaki.web.population.numbers import count, percent
from vaki.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIDE: Final = 20
_GAP: Final = 2
_MARGIN: Final = 24
"""Room for the names that stand farthest east."""
BOUNDS: Final = (0.5, 0.9, 1.1, 2.0)
"""Where a shade ends: made by published."""
_LANDMARKS: Final = ("890", "305", "153", "905", "091")
"""Utsjoki, Kuusamo, Imatra, Vaasa and Helsinki: at the edge, so that there is room for the name."""
_WEST: Final = frozenset({"905"})


def shade(made: float, published: float) -> str:
    """The style of a square: `none` where nobody lives, else `shade-1` to `shade-5`."""
    if made == 0:
        return "shade-0"
    ratio = made / published if published else BOUNDS[-1] + 1
    return f"shade-{1 + sum(ratio >= bound for bound in BOUNDS)}"


def atlas(
    residents: Mapping[str, int], few: Sequence[str], published: Mapping[str, float], whole: int, language: Language
) -> Drawing:
    """`residents` by municipality, those with under three in `few` instead; `published` are shares of 0 to 1."""
    marks, rows = [], []
    scarce = set(few)
    at = tiles()
    places = sorted((one for one in municipality.all_in_force()), key=lambda one: one.name(language))
    for one in places:
        made = residents.get(one.code, 0) / whole if whole else 0.0
        real = published.get(one.code, 0.0)
        told = say("population.few") if one.code in scarce else count(residents.get(one.code, 0))
        share = "–" if one.code in scarce else percent(made)
        rows.append([one.name(language), told, share, percent(real)])
        # One or two people are between nobody and three: which shade they get tells no more than that they are there.
        style = shade(2 / whole if one.code in scarce else made, real)
        title = say("population.tile", name=one.name(language), residents=told, made=share, published=percent(real))
        marks.append(_square(style, *at[one.code], title))
    marks += [_name(code, language) for code in _LANDMARKS]
    columns, deep = (1 + max(tile[side] for tile in at.values()) for side in (0, 1))
    return Drawing(
        "map",
        say("population.map"),
        say("population.map-description", covered=len(residents) + len(few), all=len(places)),
        together(marks),
        Figures(
            [
                say("population.municipality"),
                say("population.residents"),
                say("population.made"),
                say("population.published"),
            ],
            rows,
        ),
        box=(columns * SIDE + _MARGIN, deep * SIDE),
        legend=[Key(f"shade-{step}", say(f"population.shade-{step}")) for step in range(len(BOUNDS) + 2)],
    )


def _square(style: str, column: int, row: int, title: str) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        style,
        column * SIDE + _GAP / 2,
        row * SIDE + _GAP / 2,
        SIDE - _GAP,
        SIDE - _GAP,
        title,
    )


def _name(code: str, language: Language) -> SafeString:
    """A name beside its square, towards the sea or the border."""
    column, row = tiles()[code]
    west = code in _WEST
    return format_html(
        '<text x="{}" y="{}"{}>{}</text>',
        column * SIDE - 4 if west else (column + 1) * SIDE + 4,
        row * SIDE + 15,
        SafeString(' text-anchor="end"') if west else "",
        municipality.name(code, language),
    )
