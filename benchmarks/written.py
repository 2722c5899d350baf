"""The documents that a run writes: figures and plots in docs/performance/, and the tables between marks in Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks import sizes, tables
from benchmarks.figures import Figure, from_objects

PAGE: Final = Path("docs/performance.md")
README: Final = Path("README.md")
FOLDER: Final = Path("docs/performance")
FIGURES: Final = "figures.json"
SIZES: Final = "sizes.json"
_GROWTH: Final = "![What a call, a person and an event cost as the register grows](performance/growth.svg)"
_BLOCK: Final = "<!-- bench: {} -->\n{}\n<!-- bench: end -->"


class NoPlace(Exception):
    """A document has no place for what is to be written."""


def keep_figures(root: Path, figures: Sequence[Figure], about: dict[str, Any], command: str) -> None:
    """Write a run down, and the documents anew."""
    _keep(root, FIGURES, about, command, {"figures": [one.as_object() for one in figures]})


def keep_sizes(root: Path, measured: sizes.Measured, about: dict[str, Any], command: str) -> None:
    """Write a run over sizes down, and the documents anew."""
    kept = {str(size): [one.as_object() for one in figures] for size, figures in measured.items()}
    _keep(root, SIZES, about, command, {"sizes": kept})


def _keep(root: Path, name: str, about: dict[str, Any], command: str, measured: dict[str, Any]) -> None:
    (root / FOLDER).mkdir(exist_ok=True)
    said = {"date": datetime.now(UTC).date().isoformat(), "command": command, "about": about, **measured}
    (root / FOLDER / name).write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for path, text in documents(root).items():
        path.write_text(text, "utf-8")


def documents(root: Path) -> dict[Path, str]:
    """What the page, the README and the plots are to say, by what was measured last. Raises NoPlace."""
    made: dict[Path, str] = {}
    blocks: dict[str, str] = {}
    run = _read(root / FOLDER / FIGURES)
    if run:
        figures = from_objects(run["figures"])
        blocks |= {"machine": _machine(run), "figures": tables.of_figures(figures), "goals": tables.of_goals(figures)}
        made[root / FOLDER / "shares.svg"] = tables.shares_plot(figures)
        made[root / FOLDER / "race.svg"] = tables.race_plot(figures)
    grown = _read(root / FOLDER / SIZES)
    if grown:
        measured = {int(size): from_objects(figures) for size, figures in grown["sizes"].items()}
        blocks |= {"sizes": f"{_GROWTH}\n\n{_machine(grown)}\n\n{sizes.as_markdown(measured)}"}
        made[root / FOLDER / "growth.svg"] = sizes.as_plot(measured)
    for path, wanted in ((root / PAGE, blocks.keys()), (root / README, blocks.keys() & {"goals"})):
        text = path.read_text("utf-8")
        for name in sorted(wanted):
            text = filled(text, name, blocks[name])
        made[path] = text
    return made


def filled(text: str, name: str, block: str) -> str:
    """The text with what stands between the marks of a block put anew. Raises NoPlace."""
    pattern = re.compile(rf"<!-- bench: {name} -->\n.*?<!-- bench: end -->", re.DOTALL)
    if not pattern.search(text):
        raise NoPlace(f"there are no marks <!-- bench: {name} --> … <!-- bench: end -->")
    return pattern.sub(lambda _found: _BLOCK.format(name, block), text, count=1)


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def _machine(run: dict[str, Any]) -> str:
    return f"Measured {run['date']} with `{run['command']}`: {tables.machine_line(run['about'])}."
