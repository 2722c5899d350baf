"""A race by itself, on data of its own: `python -m benchmarks.competitors --persons 5000`."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from benchmarks import session
from benchmarks.bench import Plan
from benchmarks.tables import on_terminal


def main() -> None:
    """Measure Väki and its floors, then every competitor, and show the figures beside the better one's."""
    given = argparse.ArgumentParser(prog="python -m benchmarks.competitors", description=__doc__)
    given.add_argument("--persons", type=int, default=5_000)
    given.add_argument("--seconds", type=float, default=4.0)
    given.add_argument("--data", type=Path, help="a data folder to keep; otherwise one that is removed")
    asked = given.parse_args()
    plan = Plan(persons=asked.persons, seconds=asked.seconds, lists=(100_000,), lags=(1_000,))
    with session.folder(asked.data) as data:
        figures, about = session.run(
            data, plan, session.chosen(["base-data", "catch-up", "race"]), Console(stderr=True)
        )
    Console().print(on_terminal(figures, about))


if __name__ == "__main__":
    main()
