"""Persons with fixed codes for every odd case, the same in each population of any size, seed and day.

They belong to the base population and are loaded with it. Life never chooses them: what is written of them in
docs/personas.md stays true until somebody records an event of one on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

IDS: Final = range(1, 201)
"""Internal numbers kept for personas; everyone else's come after them."""

RESERVED: Final[frozenset[str]] = frozenset({"170479-996P", "020977-997K"})
"""Identity codes that nobody else is given, present and former ones."""


def reserved_on(day: date) -> frozenset[str]:
    """As RESERVED, with the codes of personas whose birth date follows from the day as of which people live."""
    del day
    return RESERVED


def is_persona(person_id: int) -> bool:
    """Whether the person of a loaded population is a persona: life leaves them alone."""
    return person_id in IDS
