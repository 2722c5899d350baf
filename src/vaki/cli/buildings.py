"""`vaki buildings`: the register's buildings in the open building file format, written and read."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

    from vaki.postgres.environment import Pools
    from vaki.register.open_file.exporting import Exported
    from vaki.register.open_file.importing import Import

    Report = Callable[[str, int, int], None]

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

app = typer.Typer(no_args_is_help=True, help="Write and read buildings in the open building file format.")


@app.command("export")
def export_buildings(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write; one that is there stays.")],
    municipality: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only of this municipality; may be given several times.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Write buildings with their addresses, coordinates and voting districts.

    ISO-8859-1, sixteen columns between semicolons, a line an address. What is gone or not finished yet is left out;
    letters outside ISO-8859-1 lose their marks.

    Example: ./vaki buildings export --out 536.OPT --municipality 536
    """
    if out.exists():
        raise typer.BadParameter(f"{out} is there already; nothing is written over.", param_hint="--out")
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with _bar() as report:
            done, cut = with_pools(data, lambda pools: _export(pools, unfinished, municipality or [], report))
        unfinished.rename(out)
    finally:
        unfinished.unlink(missing_ok=True)
    _warn(cut)
    if as_json:
        typer.echo(json.dumps(done._asdict()))
        return
    altered = f" {done.altered} lines had letters that the file cannot hold." if done.altered else ""
    typer.echo(f"{done.buildings} buildings, {done.lines} addresses.{altered}")


async def _export(pools: Pools, out: Path, municipalities: list[str], report: Report) -> tuple[Exported, list[Import]]:
    from vaki.register.open_file import exporting, importing

    async with pools.register.acquire() as connection:
        cut = [*(await importing.unfinished(connection)).values()]
        with out.open("wb") as file:
            return await exporting.run(connection, file, municipalities, progress=report), cut


@app.command("import")
def import_buildings(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="An open building file.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Take the buildings of an open building file into the register, as places that nobody lives in.

    Every line is read before anything is loaded. An import that was cut short goes on when the same file is given
    again; a file that is in already changes nothing, and neither does a building that the register has.

    Example: ./vaki buildings import Suomi_osoitteet_2024-08-14.OPT
    """
    from vaki.register.open_file.importing import described

    with _bar() as report:
        job, others = with_pools(data, lambda pools: _import(pools, file, report))
    _warn(others)
    if as_json:
        typer.echo(json.dumps(described(job)))
        return
    typer.echo(
        f"{job.lines} lines: {job.new} new buildings, {job.extended} with more addresses, {job.known} known already."
    )
    if job.differing:
        first = ", ".join(map(str, job.differing_lines))
        typer.echo(
            f"vaki: Of {job.differing} buildings the register tells something else; they stay as they were "
            f"(first lines: {first}).",
            err=True,
        )


async def _import(pools: Pools, file: Path, report: Report) -> tuple[Import, list[Import]]:
    from vaki.register.open_file import importing

    job = await importing.run(pools.register, file, progress=report)
    async with pools.register.acquire() as connection:
        return job, [*(await importing.unfinished(connection)).values()]


def _warn(cut: list[Import]) -> None:
    for one in cut:
        typer.echo(
            f"vaki: An import of another file was cut short at line {one.done} of {one.lines}; give that file again.",
            err=True,
        )


@contextmanager
def _bar() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=None)
            bar.update(tasks[what], completed=done, total=total or None)

        yield report
