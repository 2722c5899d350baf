"""Drawing by turn: fractions that fill 0 to 1 evenly, so that what is drawn comes out as often as its share says.

Independent draws of the 308 municipalities for 50 000 households would miss the country's shares by more than what is
allowed. Here the n-th fraction of a sequence is `start + n · step` without its whole part, with an irrational step
that no fraction comes near (a Kronecker sequence): any stretch of turns falls into any interval as often as its length
says, give or take about one. A block begins where the one before it is expected to have ended, so that it needs to know
nothing of others and the whole is yet nearly one sequence.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Final

from vaki.synthetic.draws import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEPS: Final = {
    "household": (sqrt(5) - 1) / 2,
    "place": sqrt(2) - 1,
    "language": sqrt(3) - 1,
    "dwelling": sqrt(7) - 2,
    "children": sqrt(13) - 3,
}
"""By what is drawn. No two are multiples of each other by a fraction, so that one sequence tells nothing of another."""
_WHOLE: Final = 2.0**64


class Turns:
    """The sequences of one block, which begins after so many residents.

    `rates` tells how many turns a resident takes on the average, by name and by `among`.
    """

    def __init__(self, seed: int, residents_before: int, rates: Mapping[tuple[str, object], float]) -> None:
        self._seed = seed
        self._before = residents_before
        self._rates = rates
        self._at: dict[tuple[str, object], float] = {}

    def fraction(self, what: str, among: object = "") -> float:
        """The next number 0 ≤ f < 1 of the sequence for what is drawn, which has one for each value of `among`.

        Raises KeyError for what is not drawn by turn.
        """
        at = self._at.get((what, among))
        if at is None:
            before = round(self._before * self._rates[what, among])
            at = number_of(self._seed, "turn", what, among) / _WHOLE + before * _STEPS[what]
        at = (at + _STEPS[what]) % 1.0
        self._at[what, among] = at
        return at
