"""`vaki persons`: show, find, load, export and audit persons. What leaves goes through the door and into the ledger."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections import Counter
from contextlib import aclosing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, ClassVar, Final

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaki.disclosure.caller import Caller
    from vaki.disclosure.search import Found
    from vaki.postgres.environment import Pools
    from vaki.register.check import Finding

NOT_FOUND: Final = 5
AT_ONCE: Final = 500
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

app = typer.Typer(no_args_is_help=True, help="Show, find, load, export and audit persons.")


class NotAnAnswer(Exception):
    """The file is not a JSON answer of POST /perustiedot"""

    exit_code: ClassVar[int] = 2

    def __init__(self, why: str) -> None:
        super().__init__(f"{type(self).__doc__}: {why}. Nothing was loaded.")


def system_user() -> str:
    """Who sits at the keyboard: the ledger's end user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid())


def _operator() -> Caller:
    from vaki.disclosure import door

    return door.operator(channel="cli", end_user=system_user())


@app.command()
def show(
    code: Annotated[str, typer.Argument(metavar="HETU", help="A personal identity code, a former one too.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Show all that the register knows of a person. It is written to the ledger.

    Example: ./vaki persons show 010190-921W
    """

    async def work(pools: Pools) -> list[bytes]:
        from vaki.disclosure import door

        return (await door.base_data(pools, _operator(), [code.upper()])).items

    items = with_pools(data, work)
    if not items:
        typer.echo("vaki: No person has this identity code.", err=True)
        raise typer.Exit(NOT_FOUND)
    if as_json:
        typer.echo(items[0].decode())
    else:
        _facts(json.loads(items[0]))


def _facts(item: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from vaki.cli.facts import content
    from vaki.register.groups import KIND

    groups = item["tietoryhmat"]
    console = Console(highlight=False, emoji=False)
    if any(group[KIND] == "TURVAKIELTO" and group.get("turvakieltoAktiivinen") for group in groups):
        console.print(
            Text(" PROTECTED: non-disclosure for personal safety (turvakielto) ", style="bold white on magenta")
        )
    console.print(Text(item["henkilotunnus"], style="bold"))
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    before = ""
    for group in groups:
        kind = group[KIND]
        members = "\n".join(f"{member} {value}" for member, value in content(group).items())
        table.add_row(Text("" if kind == before else kind, style="bold"), "·", Text(members))
        before = kind
    console.print(table)


@app.command()
def find(
    name: Annotated[str | None, typer.Option(help="The beginning of a present or former name, or of several.")] = None,
    born: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Birth date.")] = None,
    municipality: Annotated[str | None, typer.Option(help="Home municipality, three digits.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most this many.")] = 20,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Find persons by name, birth date and home municipality. What is shown is written to the ledger.

    Example: ./vaki persons find --name "virtanen ma" --municipality 536 --limit 5
    """

    async def work(pools: Pools) -> int:
        from vaki.disclosure import search

        day: date | None = None if born is None else born.date()
        shown = 0
        async for portion in search.find_in_portions(
            pools, _operator(), name=name, born=day, municipality=municipality, limit=limit
        ):
            for one in portion:
                typer.echo(_found_line(one, first=not shown) if as_json else _found_text(one), nl=not as_json)
                shown += 1
        return shown

    shown = with_pools(data, work)
    if as_json:
        typer.echo("]" if shown else "[]")
    elif not shown:
        typer.echo("Nobody fits.")
    elif shown == limit:
        typer.echo(f"The first {limit}; --limit shows more.", err=True)


def _found_line(one: Found, *, first: bool) -> str:
    """One person as the next element of the array that is printed as it comes."""
    return ("[" if first else ", ") + json.dumps(_found_json(one), ensure_ascii=False)


def _found_text(one: Found) -> str:
    marks = "  ".join(mark for mark, is_so in (("PROTECTED", one.protected), ("dead", one.dead)) if is_so)
    full_name = " ".join(filter(None, (one.surname, one.first_names))) or "(no name yet)"
    return f"{one.code}  {one.born or '':10}  {one.municipality or '':3}  {full_name}  {marks}".rstrip()


def _found_json(one: Found) -> dict[str, Any]:
    told = {
        "henkilotunnus": one.code,
        "etunimet": one.first_names,
        "sukunimi": one.surname,
        "syntymapv": one.born,
        "kuntakoodi": one.municipality,
        "turvakielto": one.protected,
        "kuollut": one.dead,
    }
    return {member: value for member, value in told.items() if value is not None}


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="A JSON answer of POST /perustiedot; - reads standard input.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Load persons exactly as an answer of POST /perustiedot tells them; loading again changes nothing.

    Example: ./vaki persons load answer.json
    """
    from vaki.register.events.catalogue import decode
    from vaki.register.events.draft import Event

    events: list[Event] = [decode("loaded", item) for item in _items(file)]

    async def work(pools: Pools) -> tuple[int, int, list[str]]:
        from uuid import uuid4

        from rich.progress import Progress

        from vaki.register.errors import EventRefused
        from vaki.register.recorder import Recorder

        changed, refusals = 0, []
        async with Recorder(pools.register) as recorder:
            with Progress(disable=not sys.stderr.isatty()) as progress:
                task = progress.add_task("persons", total=len(events))
                for start in range(0, len(events), AT_ONCE):
                    portion = events[start : start + AT_ONCE]
                    for answer in await recorder.record_all([(uuid4(), event) for event in portion]):
                        if isinstance(answer, EventRefused):
                            refusals.append(answer.message)
                        elif answer.items:
                            changed += 1
                    progress.advance(task, len(portion))
        return len(events), changed, refusals

    total, changed, refusals = with_pools(data, work)
    _tell_loaded(total, changed, refusals, as_json)
    if refusals:
        raise typer.Exit(4)


def _tell_loaded(total: int, changed: int, refusals: Sequence[str], as_json: bool) -> None:
    if as_json:
        told = {"persons": total, "loaded": changed, "unchanged": total - changed - len(refusals)}
        typer.echo(json.dumps({**told, "refused": len(refusals)}))
        return
    typer.echo(f"{total} persons in the file: {changed} loaded, {total - changed - len(refusals)} as they were.")
    for sentence in dict.fromkeys(refusals):
        typer.echo(f"{refusals.count(sentence)} refused. {sentence}", err=True)


def _items(file: Path) -> list[dict[str, Any]]:
    """Raises NotAnAnswer, OSError."""
    try:
        answer = json.loads(sys.stdin.read() if str(file) == "-" else file.read_text("utf-8"))
    except ValueError:
        raise NotAnAnswer("it is not JSON") from None
    items = answer.get("perustiedot") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise NotAnAnswer('it has no list "perustiedot"')
    return items


@app.command()
def export(
    out: Annotated[Path | None, typer.Option(help="The file to write; without it, standard output.")] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Write every person, the dead too, as a line of base data each. It is written to the ledger.

    Example: ./vaki persons export --out everybody.ndjson
    """

    async def work(pools: Pools) -> int:
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        from vaki.disclosure import door

        columns = (SpinnerColumn(), TextColumn("{task.completed} persons"), TimeElapsedColumn())
        count, after, key, complete = 0, None, None, False
        with _opened(out) as file, Progress(*columns, disable=not _shows_progress(out)) as progress:
            task = progress.add_task("persons", total=None)
            while not complete:
                page = await door.base_data_page(pools, _operator(), None, after, key=key)
                file.write(b"".join(item + b"\n" for item in page.items))
                count += len(page.items)
                after, key, complete = page.after, page.key, page.complete
                progress.update(task, completed=count)
        return count

    count = with_pools(data, work)
    if out is None:
        return
    typer.echo(json.dumps({"persons": count, "file": str(out)}) if as_json else f"{count} persons written to {out}")


def _shows_progress(out: Path | None) -> bool:
    return sys.stderr.isatty() and (out is not None or not sys.stdout.isatty())


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[bytes]]:
    """The file under its name only when it is whole; of a broken export nothing is left."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 the descriptor fixes who may read it
            yield file
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


@app.command()
def audit(
    data: DataOption = DEFAULT_DATA,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that look.")] = os.cpu_count() or 1,
    as_json: JsonOption = False,
) -> None:
    """Check that what is recorded of people holds together. Persons are named by internal number only.

    Example: ./vaki persons audit --workers 2
    """

    async def work(pools: Pools) -> Counter[str]:
        from rich.console import Console
        from rich.progress import Progress

        from vaki.register.check import findings_of_people
        from vaki.register.clock import read_clock
        from vaki.register.sweep import Crew

        async with pools.register.acquire() as connection:
            await read_clock(connection)  # Of people who are still being loaded nothing holds together.
        counted: Counter[str] = Counter()
        with Progress(console=Console(stderr=True), disable=not _shows_progress(None)) as bar:
            task = bar.add_task("persons", total=None)
            async with aclosing(
                findings_of_people(
                    pools.register,
                    crew=Crew(pools.environment.register_url, workers),
                    progress=lambda behind, total: bar.update(task, completed=behind, total=total),
                )
            ) as findings:
                async for one in findings:
                    typer.echo(_finding_line(one, first=not counted) if as_json else str(one), nl=not as_json)
                    counted[one.name] += 1
        return counted

    counted = with_pools(data, work)
    if as_json:
        typer.echo("]" if counted else "[]")
    elif counted:
        kinds = ", ".join(f"{name} {count}" for name, count in counted.most_common())
        typer.echo(f"{counted.total()} findings: {kinds}.", err=True)
    else:
        typer.echo("What is recorded of people holds together.", err=True)
    if counted:
        raise typer.Exit(1)


def _finding_line(one: Finding, *, first: bool) -> str:
    """One finding as the next element of the array that is printed as it comes."""
    told = {"person": one.person_id, "finding": one.name, "says": one.what}
    return ("[" if first else ",\n ") + json.dumps(told, ensure_ascii=False)
