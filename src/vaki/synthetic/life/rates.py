"""How many of each kind a day brings, from the yearly figures of `table` and the shapes of `seasons`."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, Final

from vaki.synthetic.life.seasons import EVEN, part_of_year, working_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.seasons import Shape

NATION: Final = 5_600_000
ESTIMATE: Final = "estimate"
TURNS_BELOW: Final = 10_000
"""Residents of a register in which the kinds of `turns` take turns. From there on every count is Poisson's."""
_TURNS_A_DAY: Final = 2
_FORTNIGHT: Final = 14
_OFTEN_ENOUGH: Final = 3.0
"""What is expected so often in a fortnight needs no turn."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`a_year` happenings among the nation's residents, on days of a shape, the months' shares in per cent.

    `brings` tells which events one happening records, and how many of each on average; the event of the happening's
    own name when nothing else is said. `source` is the statistic, or that the figure is an estimate. `turns`: in a
    small register the kind takes its turn, so that a fortnight shows it.
    """

    name: str
    a_year: float
    shape: Shape = working_day
    months: tuple[float, ...] = EVEN
    source: str = ESTIMATE
    turns: bool = False
    brings: tuple[tuple[str, float], ...] = field(default=())

    @property
    def events(self) -> tuple[tuple[str, float], ...]:
        return self.brings or ((self.name, 1.0),)

    def expected(self, day: date, residents: int) -> float:
        """The mean count of a day."""
        return self.a_year * residents / NATION * part_of_year(day, self.months, self.shape)


def of_day(draws: Draws, day: date, residents: int, seed: int, rates: Sequence[Rate]) -> list[str]:
    """The names of what happens on a day among so many residents, in the order of the rates."""
    turning = [rate.name for rate in rates if rate.turns] if residents < TURNS_BELOW else []
    first = _TURNS_A_DAY * (day.toordinal() + seed)
    turns = {turning[(first + at) % len(turning)] for at in range(_TURNS_A_DAY)} if turning else set()
    happening: list[str] = []
    for rate in rates:
        expected = rate.expected(day, residents)
        count = _poisson(draws, expected)
        if rate.name in turns and rate.a_year * residents / NATION * _FORTNIGHT / 365 < _OFTEN_ENOUGH:
            count = max(count, 1)
        happening += [rate.name] * count
    return happening


def _poisson(draws: Draws, expected: float) -> int:
    """A count with this mean; in parts, since e to the minus a large number is 0."""
    count = 0
    while expected > 0:
        part = min(expected, 50.0)
        expected -= part
        limit, product = exp(-part), draws.fraction()
        while product > limit:
            count += 1
            product *= draws.fraction()
    return count
