"""`vaki population`: what the people of a register are like as a whole, against the country's published figures."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.synthetic.figures import Census, Compared

app = typer.Typer(no_args_is_help=True, help="The population as a whole, against the published figures.")


@app.callback()
def _population() -> None:
    """Keep `figures` a word of its own while it is the only one."""


@app.command()
def figures(
    data: DataOption = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Compare the living residents to the country's figures; exit code 1 when a column is over 2 % away.

    The distance of a column is the share of people who would have to be otherwise. It is promised from 100 000
    residents on: a smaller population covers few municipalities.

    Example: ./vaki population figures
    """
    from vaki.synthetic.figures import compare

    census = with_pools(data, _take)
    compared = compare(census)
    if as_json:
        typer.echo(json.dumps(_told(census, compared), ensure_ascii=False))
    else:
        _table(census, compared)
    if not all(one.near for one in compared):
        raise typer.Exit(1)


async def _take(pools: Pools) -> Census:
    from rich.console import Console
    from rich.progress import Progress

    from vaki.synthetic.figures.taking import take

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("persons", total=None)

        def progress(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole)

        return await take(pools.register, progress=progress)


def _told(census: Census, compared: list[Compared]) -> dict[str, Any]:
    return {
        "day": census.day.isoformat(),
        "residents": census.residents,
        "columns": [
            {
                "name": one.name,
                "source": one.source,
                "distance": round(one.distance, 6),
                "near": one.near,
                "categories": [
                    {"category": category, "made": round(made, 6), "published": round(published, 6)}
                    for category, made, published in one.categories
                ],
            }
            for one in compared
        ],
    }


def _table(census: Census, compared: list[Compared]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0))
    for heading in ("Column", "Distance", "Farthest", "Made", "Published", "Source"):
        table.add_column(heading, justify="right" if heading in ("Distance", "Made", "Published") else "left")
    for one in compared:
        category, made, published = max(one.categories, key=lambda row: abs(row[1] - row[2]))
        style = None if one.near else "bold red"
        told = (f"{one.distance:.2%}", category, f"{made:.2%}", f"{published:.2%}", one.source)
        table.add_row(one.name, *told, style=style)
    console = Console(highlight=False, emoji=False)
    console.print(f"{census.residents} living residents on {census.day}")
    console.print(table)
