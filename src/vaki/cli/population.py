"""`vaki population`: what the people of a register are like as a whole, against the country's published figures."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaki.postgres.environment import Pools
    from vaki.synthetic.figures import Census, Compared
    from vaki.synthetic.report import Counted


class NotWritten(Exception):
    """The report cannot be written"""

    exit_code: ClassVar[int] = 1

    def __init__(self, out: Path, error: OSError) -> None:
        super().__init__(f"The report cannot be written to {out}: {error.strerror}.")


_BY_DESIGN: Final = (
    "not compared, as a population of under 100 000 is made in a few municipalities on purpose, here in {covered}."
)
app = typer.Typer(no_args_is_help=True, help="The population as a whole, against the published figures.")


@app.command()
def figures(
    data: DataOption = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Compare the living residents to the country's figures; exit code 1 when a column is over 2 % away.

    The distance of a column is the share of people who would have to be otherwise. 2 % is promised from 100 000
    residents on: below, chance decides more, and the municipalities are not compared, as so few people are made in a
    few of them on purpose (Nokia always, with at least a tenth).

    Example: ./vaki population figures
    """
    from vaki.synthetic.figures import compare
    from vaki.synthetic.figures.held import is_held

    census, persons = with_pools(data, _take)
    compared = compare(census)
    held = frozenset(one.name for one in compared if is_held(one.name, persons))
    if as_json:
        typer.echo(json.dumps(_told(census, compared, held), ensure_ascii=False))
    else:
        _table(census, compared, held)
    if not all(one.near for one in compared if one.name in held):
        raise typer.Exit(1)


class Tongue(StrEnum):
    """The languages of the report."""

    FINNISH = "fi"
    SWEDISH = "sv"
    ENGLISH = "en"


@app.command()
def report(
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="The file to write.")] = Path("population.html"),
    language: Annotated[Tongue, typer.Option(help="The report's language.")] = Tongue.FINNISH,
    data: DataOption = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Count everybody and write one HTML page of plots: what was made against what was published.

    The file needs nothing beside itself: open it in a browser, whatever the data folder.

    As a page of the service the same is at /fi/vaesto/ (sv, en) while `./vaki serve --sandbox` or `./vaki demo` runs
    on the folder, with the new figures from then on. A plain `serve`, whose people may be real, has no such page.

    Example: ./vaki population report --data DIR && ./vaki serve --sandbox --data DIR

    Example: ./vaki population report --out population.html --language en
    """
    counted = with_pools(data, _count_again)

    from vaki.web.population.file import as_file

    try:
        out.write_text(as_file(counted, language), encoding="utf-8")
    except OSError as error:
        raise NotWritten(out, error) from None
    if as_json:
        told = {"file": str(out), "day": counted.day.isoformat(), "residents": counted.residents}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        typer.echo(f"{counted.residents} living residents on {counted.day}: {out}")


async def _take(pools: Pools) -> tuple[Census, int]:
    """The census, and with how many residents the population was made."""
    from vaki.synthetic.figures.taking import take
    from vaki.synthetic.seeding import made_of

    with counting() as progress:
        census = await take(pools.register, progress=progress)
    async with pools.register.acquire() as connection:
        made = await made_of(connection)
    return census, census.residents if made is None else made.persons


async def _count_again(pools: Pools) -> Counted:
    from vaki.synthetic.report import count_again

    with counting() as progress:
        return await count_again(pools.register, progress=progress)


@contextmanager
def counting() -> Iterator[Callable[[int, int], None]]:
    """A bar of how many persons are counted, when a person looks."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("persons counted", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _told(census: Census, compared: list[Compared], held: frozenset[str]) -> dict[str, Any]:
    """As data; a column that is not compared has no distance, and says why."""
    return {
        "day": census.day.isoformat(),
        "residents": census.residents,
        "columns": [
            {
                "name": one.name,
                "source": one.source,
                **_distance(one, is_held=one.name in held),
                "categories": [
                    {"category": category, "made": round(made, 6), "published": round(published, 6)}
                    for category, made, published in one.categories
                ],
            }
            for one in compared
        ],
    }


def _distance(one: Compared, *, is_held: bool) -> dict[str, Any]:
    if is_held:
        return {"distance": round(one.distance, 6), "near": one.near}
    return {"distance": None, "near": None, "note": _BY_DESIGN.format(covered=_covered(one))}


def _covered(one: Compared) -> int:
    return sum(made > 0 for _, made, _ in one.categories)


def _table(census: Census, compared: list[Compared], held: frozenset[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    notes = []
    table = Table(box=None, padding=(0, 1, 0, 0))
    for heading in ("Column", "Distance", "Farthest", "Made", "Published", "Source"):
        table.add_column(heading, justify="right" if heading in ("Distance", "Made", "Published") else "left")
    for one in compared:
        if one.name not in held:
            table.add_row(one.name, "–", "", "", "", one.source)
            notes.append(f"{one.name}: {_BY_DESIGN.format(covered=_covered(one))}")
            continue
        category, made, published = max(one.categories, key=lambda row: abs(row[1] - row[2]))
        style = None if one.near else "bold red"
        told = (f"{one.distance:.2%}", category, f"{made:.2%}", f"{published:.2%}", one.source)
        table.add_row(one.name, *told, style=style)
    console = Console(highlight=False, emoji=False)
    console.print(f"{census.residents} living residents on {census.day}")
    console.print(table)
    for note in notes:
        console.print(note)
