"""A run against an earlier one: a file of figures, or a commit measured now with this same instrument.

A figure is worse when both its value and its share of the floor have fallen below a tolerance: a slower machine lowers
the values and not the shares, a floor that happened to be quick lowers the shares and not the values.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.table import Table

from benchmarks import figures, server
from benchmarks.figures import Figure, ratio

if TYPE_CHECKING:
    from benchmarks.bench import Plan

TOLERANCE: Final = 0.85
"""The part of the base's value that counts as no worse: runs on one machine differ by as much."""
TAIL_TOLERANCE: Final = 0.6
"""The same of p99s, which one pause of the machine decides."""


class NoBase(Exception):
    """What to compare with is neither a file of figures nor a commit."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in both runs; ratios over 1 are better now."""

    name: str
    unit: str
    base: float
    now: float
    times: float
    times_share: float
    judged: bool = True
    """Not so where it tells of a floor, or of the service without its ledger: those are shown beside."""

    @property
    def is_worse(self) -> bool:
        tolerance = TAIL_TOLERANCE if "p99" in self.name else TOLERANCE
        return self.judged and self.times < tolerance and self.times_share < tolerance


def compare(base: list[Figure], now: list[Figure]) -> list[Compared]:
    """The figures that both runs have, in this run's order."""
    by_name = {(one.name, one.unit): one for one in base}
    return [_compared(by_name[one.name, one.unit], one) for one in now if (one.name, one.unit) in by_name]


def _compared(base: Figure, now: Figure) -> Compared:
    times = ratio(now.value, base.value, now.unit)
    own, former = (ratio(one.value, one.floor, one.unit) for one in (now, base))
    # Nothing of the floor reached before, or nothing that a floor could tell: the values alone judge.
    times_share = own / former if former else times
    return Compared(now.name, now.unit, base.value, now.value, times, times_share, now.tells_of_the_service)


def as_table(compared: list[Compared], base: str) -> Table:
    """What changed, as ratios."""
    shown = Table(title=f"against {base}; over 1 is better now")
    for column in ("what", "base", "now", "unit", "times", "times, of the share", ""):
        shown.add_column(column, justify="left" if column in {"what", "unit", ""} else "right")
    for one in compared:
        worse = "[red]worse[/]" if one.is_worse else ""
        values = (f"{one.base:,.5g}", f"{one.now:,.5g}", one.unit, f"{one.times:.2f}", f"{one.times_share:.2f}", worse)
        shown.add_row(one.name, *values)
    return shown


def base_figures(base: str, plan: Plan, families: tuple[str, ...]) -> list[Figure]:
    """The figures to compare with. Raises NoBase, NoFigures."""
    path = Path(base)
    if path.is_file():
        return figures.from_file(path)
    with _worktree(base) as source:
        return _measured(source, plan, tuple(name for name in families if name not in {"start", "race"}))


@contextlib.contextmanager
def _worktree(commit: str) -> Iterator[Path]:
    """The commit's files in a folder of their own, for as long as they are needed."""
    with tempfile.TemporaryDirectory(prefix="vaki-base-") as folder:
        source = Path(folder) / "source"
        Path(folder).chmod(0o711)
        if _git("worktree", "add", "--detach", "--quiet", str(source), f"{commit}^{{commit}}"):
            raise NoBase(f"{commit} is neither a file of figures nor a commit of this checkout")
        try:
            yield source
        finally:
            _git("worktree", "remove", "--force", str(source))


def _git(*arguments: str) -> int:
    command = ["git", "-C", str(server.ROOT), *arguments]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode


def _measured(source: Path, plan: Plan, families: tuple[str, ...]) -> list[Figure]:
    """Its figures, measured by this bench in a process that imports the commit's source."""
    environment = {**server.variables(), "PYTHONPATH": f"{source / 'src'}:{server.ROOT}"}
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        asked = json.dumps({"plan": asdict(plan), "families": families, "answer": answer.name})
        done = subprocess.run([sys.executable, "-m", "benchmarks.base", asked], env=environment, check=False)
        if done.returncode:
            raise NoBase(f"the bench could not measure it (exit code {done.returncode})")
        return figures.from_file(Path(answer.name))
