"""Days counted in years of life."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

YEAR: Final = 365.2425
"""Days."""


def years_after(day: date, years: float) -> date:
    """The day some years (a fraction, negative for earlier) after another."""
    return day + timedelta(days=int(years * YEAR))
