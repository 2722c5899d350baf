"""The country's published figures, what a population has made of them, and how far the two are apart.

It counts people and never chooses or shows one.
"""

from __future__ import annotations

from vaki.synthetic.figures.census import Census
from vaki.synthetic.figures.comparing import MUNICIPALITY, Compared, compare, counted, distance
from vaki.synthetic.figures.targets import BOUND, SOURCES, TARGETS

__all__ = [
    "BOUND",
    "MUNICIPALITY",
    "SOURCES",
    "TARGETS",
    "Census",
    "Compared",
    "compare",
    "counted",
    "distance",
]
