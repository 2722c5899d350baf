"""Numbers as the page's language writes them."""

from __future__ import annotations

from math import floor, log10
from typing import Final

from django.utils.formats import number_format as _as_written

from vaki.web.words import say

_HAIR: Final = 1e-9
_SMALL: Final = 0.01


def _number(value: float, digits: int) -> str:
    """Rounded first: Django cuts off what it does not show."""
    return _as_written(round(value, digits), digits, force_grouping=True)


def count(value: float) -> str:
    """A whole number."""
    return _number(round(value), 0)


def rough(value: float) -> str:
    """What was to be expected: one decimal below ten."""
    return _number(value, 1) if value < 10 else count(value)  # noqa: PLR2004 -- two figures


def percent(share: float) -> str:
    """A share of 0 to 1 in per cent; two decimals below one."""
    digits = 2 if 0 < share < _SMALL else 1
    return say("population.percent", value=_number(100 * share, digits))


def plain_percent(share: float) -> str:
    """The same for the marks of a scale, without needless decimals."""
    whole = 100 * share
    digits = 0 if whole >= 1 or not whole else -floor(log10(whole) + _HAIR)
    return say("population.percent", value=_number(whole, digits))
