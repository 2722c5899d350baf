"""Which columns a population is held to: a small one is made in a few municipalities, unlike the country."""

from __future__ import annotations

from vaki.synthetic.figures.comparing import MUNICIPALITY
from vaki.synthetic.places import REAL_SHARES_FROM


def is_held(column: str, persons: int) -> bool:
    """Whether a population made with so many residents is meant to have a column's published shares."""
    return column != MUNICIPALITY or persons >= REAL_SHARES_FROM
