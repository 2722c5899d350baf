"""The census of a population as figures to be shown: what was made, what was published, and how far they are apart.

It counts through `figures`, keeps the result in the register, and never names a person or a group of under three.
"""

from __future__ import annotations

from vaki.synthetic.report.counted import Counted, counted_of
from vaki.synthetic.report.keeping import count_again, last_counted

__all__ = ["Counted", "count_again", "counted_of", "last_counted"]
