"""How much an answer holds and how far back changes are answered; the deployment may say less (docs/cli.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one page holds at most: persons of base data, or items of changes, and bytes of either."""

    persons: int = 1_000
    items: int = 5_000
    bytes: int = 16 * 1024 * 1024


BOUNDS: Final = Bounds()
"""The interface's own figures, which no deployment exceeds."""
KEPT_DAYS: Final = 366
"""How old a change key may be unless the deployment says otherwise (docs/decisions/0403)."""
LEAST_KEPT_DAYS: Final = 60
