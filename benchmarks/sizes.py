"""The same figures at several sizes: how the cost of each grows with the register, and whether it may.

What is done for everybody (loading, a whole municipality) is to cost as much a person at every size: its whole is then
linear. What is done for a fixed number of codes, changes or events is to cost the same at every size; a cost that grows
as fast as the register is linear, and more than that is worse.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks import session
from benchmarks.bench import Plan
from benchmarks.figures import FLOOR_OF, Figure
from benchmarks.goals import number
from benchmarks.plots import Line, growth

WORSE: Final = 1.1
"""An exponent from which growth counts as worse than linear; below it lies what runs differ by."""
EVERYBODY: Final = ("load", "a whole municipality")
"""Figures whose work is as large as the register, told a person."""
_PLOTTED: Final = (
    "load",
    "base data, 1 code",
    "base data, 1000 codes",
    "a whole municipality, stream",
    "catch-up, 100 000 codes, lag 1000",
    "events, in company beside readers",
)
Measured = Mapping[int, Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Growth:
    """How one figure's cost grows: `exponent` 0 is not at all, 1 is linear, over WORSE is worse than that."""

    name: str
    costs: tuple[tuple[int, float], ...]
    shares: tuple[float, ...]
    exponent: float

    @property
    def is_worse_than_linear(self) -> bool:
        return self.exponent > WORSE


def measure(
    sizes: Sequence[int], plan: Plan, kept: Path, console: Console
) -> tuple[dict[int, list[Figure]], dict[str, Any]]:
    """The growing figures of every size, each in a data folder of its own that is kept until all are measured."""
    measured: dict[int, list[Figure]] = {}
    about: dict[str, Any] = {}
    for size in sorted(sizes):
        console.print(f"[bold]{size} persons[/], in {kept / str(size)}", highlight=False)
        with session.folder(kept / str(size)) as data:
            # Alike at every size, the log too: what grows is then the register alone.
            figures, about = session.run(data, replace(plan, persons=size), session.GROWING, console)
        measured[size] = figures
    return measured, about | {"persons": ", ".join(map(str, sorted(sizes)))}


def named(measured: Measured) -> list[Figure]:
    """All figures, the size in each one's name."""
    return [
        replace(figure, name=f"{figure.name}, {size} persons")
        for size, figures in sorted(measured.items())
        for figure in figures
    ]


def growths(measured: Measured) -> list[Growth]:
    """Of every figure that all sizes have."""
    sizes = sorted(measured)
    by_size = {size: {one.name: one for one in measured[size]} for size in sizes}
    found = []
    for one in measured[sizes[0]]:
        if one.name.startswith(FLOOR_OF) or not all(one.name in by_size[size] for size in sizes):
            continue
        each = [by_size[size][one.name] for size in sizes]
        costs = [figure.value if figure.less_is_better else 1 / figure.value for figure in each if figure.value]
        if len(costs) < len(sizes):
            continue
        relative = tuple((size, cost / costs[0]) for size, cost in zip(sizes, costs, strict=True))
        shares = tuple(figure.share for figure in each)
        found.append(Growth(one.name, relative, shares, _exponent(one.name, relative)))
    return found


def _exponent(name: str, costs: Sequence[tuple[int, float]]) -> float:
    """The slope between the smallest and the largest size, by powers; of the whole work where it is everybody's."""
    if len(costs) < 2:  # noqa: PLR2004 -- a slope has two ends
        return 0.0
    slope = math.log(costs[-1][1] / costs[0][1]) / math.log(costs[-1][0] / costs[0][0])
    return slope + 1 if name.startswith(EVERYBODY) else slope


def as_plot(measured: Measured) -> str:
    """The cost of the figures that matter over the sizes, the smallest size's being 1."""
    lines = [Line(one.name, one.costs) for one in growths(measured) if one.name in _PLOTTED]
    return growth(
        "What one call, one person or one event costs as the register grows",
        lines,
        "persons in the register; cost relative to the smallest register; dashed: growing as fast as the register",
    )


def as_markdown(measured: Measured) -> str:
    """Cost, share and growth of every figure at every size."""
    sizes = sorted(measured)
    by_size = {size: {one.name: one for one in measured[size]} for size in sizes}
    heads = [f"{number(size)}" for size in sizes]
    rows = [f"| what | {' | '.join(heads)} | grows as | |", f"|{'---|' * (len(sizes) + 3)}"]
    for one in growths(measured):
        figures = [by_size[size][one.name] for size in sizes]
        cells = [f"{number(figure.value)} {figure.unit} ({figure.share:.0%})" for figure in figures]
        verdict = "**worse than linear**" if one.is_worse_than_linear else ""
        rows.append(f"| {one.name} | {' | '.join(cells)} | n^{one.exponent:.2f} | {verdict} |")
    return "\n".join(rows)


def as_table(measured: Measured) -> Table:
    """The same for the terminal."""
    sizes = sorted(measured)
    shown = Table(title="value (share of its floor) at each size")
    for column in ("what", *map(str, sizes), "grows as", ""):
        shown.add_column(column)
    for line in as_markdown(measured).splitlines()[2:]:
        shown.add_row(*(cell.strip().replace("*", "") for cell in line.strip("|").split("|")))
    return shown
