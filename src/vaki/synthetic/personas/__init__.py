"""Persons with fixed codes for every odd case, the same in each population of any size, seed and day.

They belong to the base population and are loaded with it. Life never chooses them: what is written of them in
docs/personas.md stays true until somebody records an event of one on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.synthetic.personas.told import people

if TYPE_CHECKING:
    from datetime import date

IDS: Final = range(1, 201)
"""Internal numbers kept for personas; everyone else's come after them."""
_GIVE_CODES: Final = frozenset({"code_change", "sex_change"})
"""Events of their lives that give an identity code."""


def _codes() -> frozenset[str]:
    given = {step["code"] for one in people().values() for step in one.life if step["event"] in _GIVE_CODES}
    return frozenset(given | {one.code for one in people().values() if one.code})


RESERVED: Final[frozenset[str]] = _codes()
"""Identity codes that nobody else is given, present and former ones."""


def reserved_on(day: date) -> frozenset[str]:
    """As RESERVED, with the codes of those whose birth date follows from the day as of which people live."""
    return RESERVED | {one.first_code(day) for one in people().values() if one.born is not None}


def is_persona(person_id: int) -> bool:
    """Whether the person of a seeded population is a persona or of a persona's family: life leaves them alone."""
    return person_id in IDS
