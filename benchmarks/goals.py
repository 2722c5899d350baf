"""The marks that the service is to reach, and whether a figure reaches its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.base_data import POINT_P99
from benchmarks.bench import MANY
from benchmarks.catch_up import name_of
from benchmarks.events import SUSTAINED, SUSTAINED_SLOWLY
from benchmarks.figures import Figure
from benchmarks.mix import MISSED


@dataclass(frozen=True, slots=True)
class Goal:
    """A mark of one figure: a value at least, or at most where less is better; a share; times the competitor."""

    figure: str
    value: float | None = None
    share: float | None = None
    times: float | None = None

    def sentence(self, figure: Figure) -> str:
        """The mark as it is read."""
        sign = "≤" if figure.less_is_better else "≥"
        marks = []
        if self.value is not None:
            marks.append(f"{sign} {number(self.value)} {figure.unit}")
        if self.share is not None:
            marks.append(f"≥ {self.share:.0%} of the floor")
        if self.times is not None:
            marks.append(f"≥ {self.times:g} × the better competitor")
        return ", ".join(marks)

    def reached(self, figure: Figure) -> bool | None:
        """Whether it is; None when a race is asked for and none counted."""
        if self.value is not None:
            beyond = figure.value > self.value if figure.less_is_better else figure.value < self.value
            if beyond:
                return False
        if self.share is not None and figure.share < self.share:
            return False
        if self.times is None:
            return True
        return None if figure.times_competitor is None else figure.times_competitor >= self.times


THOUSAND: Final = f"base data, {MANY} codes"
SHORT_CATCH_UP: Final = name_of(100_000, 1_000)
STREAM: Final = "a whole municipality, stream"
GOALS: Final = (
    Goal(THOUSAND, value=40_000, times=5),
    Goal(SHORT_CATCH_UP, value=60),
    Goal(POINT_P99, value=15),
    Goal(STREAM, share=0.35),
    Goal(SUSTAINED, value=1_500),
    Goal(SUSTAINED_SLOWLY, value=1_500),
    Goal(MISSED, value=0),
)


def number(value: float) -> str:
    """As people read it: three digits, thousands apart."""
    if value == 0:
        return "0"
    if abs(value) >= 100:  # noqa: PLR2004 -- from here on no decimals
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"
