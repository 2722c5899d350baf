"""`vaki bench`: the source tree's benchmarks, run on data of their own."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

import vaki


def bench(
    persons: Annotated[int, typer.Option("--persons", min=1000, help="How many living persons to seed.")] = 20_000,
    seconds: Annotated[float, typer.Option("--seconds", min=0.2, help="Time given to each measurement.")] = 4.0,
    quick: Annotated[bool, typer.Option("--quick", help="A first look: fewer persons, a second each.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects, a figure each.")] = False,
) -> None:
    """Time the service against a bare floor, on the same machine and in the same run.

    Each figure is printed with its floor and as a share of it: load and a whole municipality against COPY, base data
    of 1 and 1 000 codes and catch-ups with 100 000 codes against bare Starlette and asyncpg, with the ledger and
    without, events against bare inserts. The data is its own and is removed afterwards.

    Example: vaki bench --quick --json
    """
    source = Path(vaki.__file__).resolve().parents[2] / "benchmarks"
    if not source.is_dir():
        typer.echo("vaki: the benchmarks are part of the source tree, which is not here.", err=True)
        raise typer.Exit(1)
    sys.path.insert(0, str(source.parent))
    from benchmarks import measure
    from rich.console import Console

    from vaki.postgres.cluster import running

    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="vaki-bench-") as folder:
        Path(folder).chmod(0o711)
        run = measure.Bench(Path(folder), 4000 if quick else persons, 1.0 if quick else seconds, console)
        if quick or persons < measure.LONG_LOG_FROM:
            run.lags = run.lags[:1]
        with running(run.data):
            measure.run(run)
            durability = asyncio.run(measure.settings(run))
    if as_json:
        typer.echo(measure.as_json(run))
    else:
        Console().print(measure.table(run, durability))
