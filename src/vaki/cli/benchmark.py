"""`vaki bench`: the source tree's benchmarks, run on data of their own."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import vaki

if TYPE_CHECKING:
    from benchmarks.bench import Plan
    from benchmarks.figures import Figure
    from rich.console import Console

KEPT = Path(".vaki-bench")
WRONG_USAGE = 2
FAILED = 1
HOUR_SECONDS = 3600.0


def bench(
    persons: Annotated[int | None, typer.Option("--persons", min=1000, help="Living persons to seed; 20000.")] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0.2, help="For each measurement; 4.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A first look in under a minute, few persons.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Only these figures; may be repeated.")
    ] = None,
    sizes: Annotated[
        str | None, typer.Option("--sizes", metavar="N,N,…", help="The figures that may grow, at each size.")
    ] = None,
    hour: Annotated[bool, typer.Option("--hour", help="Watch a worker's memory for a whole hour.")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Flame graphs instead of figures.")] = False,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="BASE", help="Ratios to a run's JSON file, or to a commit.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Keep the data here, and go on with it.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write docs/performance/ and the tables of the README.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects, a figure each.")] = False,
) -> None:
    """Time the service against bare floors, on the same machine and in the same run.

    Each figure is printed with its floor and as a share of it, serving also beside the better of two competitors
    written the usual way. The figures: start, load, base-data, town, catch-up, race, customers, events, mix, memory.

    A whole run takes a quarter of an hour. Its data is removed afterwards; with --data, and with --sizes (in
    .vaki-bench), it is kept, and the same command goes on where an earlier one was cut short. --compare ends with 1
    when a figure is worse: value and share both under 0.85 of BASE's (p99: 0.6). A commit is checked out for it and
    measured by the present bench.

    Example: ./vaki bench --quick --json > before.json

    Example: ./vaki bench --quick --compare before.json

    Example: ./vaki bench --sizes 10000,100000,1000000 --write
    """
    _find_benchmarks()
    from benchmarks.failures import FAILURES
    from rich.console import Console

    from vaki.cli.running import signals_end_the_command

    chosen = _plan(quick=quick, persons=persons, seconds=seconds, hour=hour)
    run = Run(chosen, tuple(only or ()), quick, data, write, as_json, Console(stderr=True))
    try:
        with signals_end_the_command():
            if profile:
                run.profile()
            elif sizes is not None:
                run.sizes(_numbers(sizes))
            else:
                run.figures(compare)
    except FAILURES as error:
        typer.echo(f"vaki: {error}", err=True)
        raise typer.Exit(FAILED) from None


def _find_benchmarks() -> None:
    """Let the source tree's benchmarks be imported."""
    source = _root() / "benchmarks"
    if not source.is_dir():
        typer.echo("vaki: the benchmarks are part of the source tree, which is not here.", err=True)
        raise typer.Exit(FAILED)
    sys.path.insert(0, str(source.parent))


def _plan(*, quick: bool, persons: int | None, seconds: float | None, hour: bool) -> Plan:
    from benchmarks.bench import Plan

    chosen = Plan.quick() if quick else Plan()
    chosen = replace(chosen, persons=persons or chosen.persons, seconds=seconds or chosen.seconds)
    return replace(chosen, memory_seconds=HOUR_SECONDS) if hour else chosen


def _numbers(sizes: str) -> list[int]:
    try:
        found = [int(size) for size in sizes.replace("_", "").split(",")]
    except ValueError:
        found = []
    if not found or min(found) < 1000:  # noqa: PLR2004 -- as --persons
        typer.echo("vaki: --sizes takes numbers of persons with commas between, each 1000 or more.", err=True)
        raise typer.Exit(WRONG_USAGE)
    return found


@dataclass(frozen=True)
class Run:
    """One call of the command."""

    _plan: Plan
    _only: tuple[str, ...]
    _quick: bool
    _data: Path | None
    _write: bool
    _as_json: bool
    _console: Console

    def figures(self, base: str | None) -> None:
        """Measure, show, and compare where a base is given; its own figures are measured or read first."""
        from benchmarks.compare import base_figures
        from rich.console import Console

        from benchmarks import session, tables, written

        families = session.chosen(self._only or (session.QUICK if self._quick else ()))
        former = None if base is None else base_figures(base, self._plan, families)
        with session.folder(self._data) as data:
            figures, about = session.run(data, self._plan, families, self._console)
        if self._as_json:
            self._print_json(figures)
        else:
            Console().print(tables.on_terminal(figures, about))
        if self._write:
            written.keep_figures(_root(), figures, about, _command())
        if former is not None:
            self.tell_ratios(former, figures, str(base))

    def sizes(self, numbers: list[int]) -> None:
        """Measure what may grow at every size."""
        from rich.console import Console

        from benchmarks import sizes, written

        measured, about = sizes.measure(numbers, self._plan, self._data or KEPT, self._console)
        if self._as_json:
            self._print_json(sizes.named(measured))
        else:
            Console().print(sizes.as_table(measured))
        if self._write:
            written.keep_sizes(_root(), measured, about, _command())

    def profile(self) -> None:
        """Draw flame graphs."""
        from benchmarks.bench import Bench
        from benchmarks.loading import ensure_loaded

        from benchmarks import profiling, session
        from vaki.cli.running import opened

        with session.folder(self._data) as data, opened(data):
            bench = Bench(data, self._plan.fitted(), self._console)
            ensure_loaded(bench)
            made = profiling.profile(bench, KEPT / "flames")
        for path in made:
            typer.echo(path)

    def _print_json(self, figures: list[Figure]) -> None:
        from benchmarks.figures import as_json

        typer.echo(as_json(figures))

    def tell_ratios(self, former: list[Figure], figures: list[Figure], base: str) -> None:
        from benchmarks.compare import as_table, compare

        compared = compare(former, figures)
        self._console.print(as_table(compared, base))
        if not compared:
            typer.echo("vaki: the two runs have no figure in common.", err=True)
        if not compared or any(one.is_worse for one in compared):
            raise typer.Exit(FAILED)


def _root() -> Path:
    return Path(vaki.__file__).resolve().parents[2]


def _command() -> str:
    return " ".join(["./vaki", *sys.argv[1:]])
