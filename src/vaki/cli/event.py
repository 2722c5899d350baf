"""`vaki event`: record one life event, or a file of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid4

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.bulk import Finished, Job
    from vaki.register.errors import EventRefused
    from vaki.register.events.draft import Event
    from vaki.register.events.many import ManyPeople

REFUSED = 4
WRONG_USAGE = 2
AT_ONCE = 500


def event(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The event's name; --list shows them.")] = None,
    data: DataOption = DEFAULT_DATA,
    file: Annotated[
        Path | None, typer.Option("--file", help="A file of events, one JSON object a line; - reads standard input.")
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="List the events and what they mean.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the event's JSON Schema.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, a line an event.")] = False,
) -> None:
    """Record a life event, or a file of them.

    The event's fields are given as options of the same name; a list as the option repeated. A line of a file has the
    same fields beside "event", the name, and may have "id", a UUID that makes recording it again harmless. An
    impossible event is refused with a sentence and changes nothing: exit code 4. An event of many people at once
    (street_renamed, postal_code_changed, municipalities_merged, lost_persons) runs as a job; cut short, it goes on
    where it stood when the same command is given again.

    Example: vaki event move --person 010190-921W --to "150000001A1A012 " --day 2026-11-20

    Example: vaki event --file events.ndjson --json

    Example: vaki event street_renamed --municipality 536 --street Koivutie --to Tammitie
    """
    from vaki.register.events.catalogue import EVENTS
    from vaki.register.events.catalogue import schema as schema_of

    if names:
        _list(as_json)
    elif schema and name in EVENTS:
        typer.echo(json.dumps(schema_of(str(name)), indent=2, ensure_ascii=False))
    elif file is not None:
        _record_file(data, file, as_json)
    elif name is None:
        typer.echo(context.get_help())
    elif name not in EVENTS:
        _wrong(f"No event is called {name}. `vaki event --list` shows them.")
    else:
        _record_one(data, _from_options(name, context.args), as_json)


def _list(as_json: bool) -> None:
    from vaki.register.events.catalogue import EVENTS

    meanings = {name: (kind.__doc__ or "").strip().split("\n")[0] for name, kind in sorted(EVENTS.items())}
    if as_json:
        typer.echo(json.dumps(meanings, ensure_ascii=False))
        return
    width = max(map(len, meanings))
    for name, meaning in meanings.items():
        typer.echo(f"{name:<{width}}  {meaning}")


def _wrong(sentence: str) -> None:
    typer.echo(f"vaki: {sentence}", err=True)
    raise typer.Exit(WRONG_USAGE)


def _from_options(name: str, arguments: list[str]) -> Event:
    """The event that `--field value …` describe."""
    import msgspec

    from vaki.register.events.catalogue import EVENTS

    kind = EVENTS[name]
    lists = {
        field.name
        for field in msgspec.inspect.type_info(kind).fields  # type: ignore[attr-defined]
        if isinstance(field.type, (msgspec.inspect.ListType, msgspec.inspect.VarTupleType))
    }
    given: dict[str, Any] = {}
    rest = list(arguments)
    while rest:
        option = rest.pop(0)
        if not option.startswith("--"):
            _wrong(f"{option} is not an option.")
        field, equals, value = option[2:].replace("-", "_", option[2:].partition("=")[0].count("-")).partition("=")
        if not equals:
            if not rest:
                _wrong(f"{option} needs a value.")
            value = rest.pop(0)
        read = json.loads(value) if value[:1] in "{[" else value
        if field in lists and not isinstance(read, list):
            given.setdefault(field, []).append(read)
        else:
            given[field] = read
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        _wrong(f"{name}: {error}")
        raise


def _record_file(data: str, file: Path, as_json: bool) -> None:
    from vaki.register.errors import RegisterError
    from vaki.register.events.catalogue import decode

    lines = sys.stdin if str(file) == "-" else file.read_text("utf-8").splitlines()
    events: list[tuple[UUID, Event]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            name, own_id = str(fields.pop("event")), UUID(str(fields.pop("id", None) or uuid4()))
            events.append((own_id, decode(name, fields)))
        except KeyError:
            _wrong(f'Line {number} has no "event".')
        except (ValueError, AttributeError, RegisterError) as error:
            sentence = error.message if isinstance(error, RegisterError) else "it is not a JSON object of an event"
            _wrong(f"Line {number}: {sentence}. Nothing was recorded.")
    _record_all(data, events, as_json, only_one=False)


def _record_one(data: str, event: Event, as_json: bool) -> None:
    from vaki.register.events.many import ManyPeople

    if isinstance(event, ManyPeople):
        _run_job(data, event, as_json)
    else:
        _record_all(data, [(uuid4(), event)], as_json, only_one=True)


def _run_job(data: str, event: ManyPeople, as_json: bool) -> None:
    async def work(pools: Pools) -> Finished | EventRefused:
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        from vaki.register.bulk import run
        from vaki.register.errors import EventRefused

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, disable=as_json or not sys.stderr.isatty()) as progress:
            task = progress.add_task(event.name)

            def show(job: Job) -> None:
                progress.update(task, description=f"{event.name}: {_so_far(job)}")

            try:
                return await run(pools.register, event, progress=show)
            except EventRefused as refused:
                return refused

    answer = with_pools(data, work)
    if isinstance(answer, Exception):
        _tell(event.name, answer, as_json)
        raise typer.Exit(REFUSED)
    job = answer.job
    if as_json:
        told = {"id": job.event_id, "already": answer.already, "buildings": job.buildings, "people": job.people}
        typer.echo(json.dumps({"event": event.name, **told, "refused": job.refused}))
    else:
        typer.echo(f"{event.name}: {'recorded before, ' if answer.already else ''}{_so_far(job)}")


def _so_far(job: Job) -> str:
    refused = f", {job.refused} whose records do not allow it" if job.refused else ""
    return f"{job.buildings} buildings and {job.people} people changed{refused}"


def _record_all(data: str, events: list[tuple[UUID, Event]], as_json: bool, *, only_one: bool) -> None:
    async def work(pools: Pools) -> int:
        from rich.progress import Progress

        from vaki.register.recorder import Recorder

        refused = 0
        async with Recorder(pools.register) as recorder:
            with Progress(disable=only_one or as_json or not sys.stderr.isatty()) as progress:
                task = progress.add_task("events", total=len(events))
                for start in range(0, len(events), AT_ONCE):
                    portion = events[start : start + AT_ONCE]
                    for own, answer in zip(portion, await recorder.record_all(portion), strict=True):
                        refused += _tell(own[1].name, answer, as_json)
                    progress.advance(task, len(portion))
        return refused

    if with_pools(data, work):
        raise typer.Exit(REFUSED)


def _tell(name: str, answer: Any, as_json: bool) -> int:
    """Print what became of one event; 1 when it was refused. Persons are named by internal number."""
    from vaki.register.errors import EventRefused

    if isinstance(answer, EventRefused):
        if as_json:
            typer.echo(json.dumps({"event": name, "refused": answer.message}, ensure_ascii=False))
        else:
            typer.echo(f"{name}: refused. {answer.message}", err=True)
        return 1
    items = [{"person": person, "key": key, "time": time.isoformat()} for person, key, time in answer.items]
    if as_json:
        told = {"event": name, "id": str(answer.event_id), "already": answer.already, "items": items}
        typer.echo(json.dumps(told, ensure_ascii=False))
    elif answer.already:
        typer.echo(f"{name}: recorded before")
    else:
        keys = ", ".join(str(item["key"]) for item in items) or "none"
        typer.echo(f"{name}: {len(items)} changes, keys {keys}")
    return 0
