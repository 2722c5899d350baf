"""The `vaki` command: one module a command, imported only when that command runs.

It reads arguments, calls a room and prints the answer. It holds no rule of the register, and nothing about a person
passes through it but what the door handed out.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

import vaki

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class ExitCode(IntEnum):
    """What the shell is told. The codes of ./vaki itself, which start at 10, are in its first lines."""

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    BUSY = 3
    REFUSED = 4
    NOT_FOUND = 5
    INTERRUPTED = 130
    TERMINATED = 143


EXIT_CODES = (
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 busy or locked by another process, 4 refused by a rule, "
    "5 not found, 130 interrupted, 143 terminated. VAKI_DEBUG=1 shows the traceback of a failure."
)

# An error of a room that names an HTTP status means the same thing in a shell.
_EXIT_CODE_OF_STATUS = {
    403: ExitCode.REFUSED,
    404: ExitCode.NOT_FOUND,
    409: ExitCode.REFUSED,
    422: ExitCode.REFUSED,
    423: ExitCode.BUSY,
    503: ExitCode.BUSY,
}


@dataclass(frozen=True)
class Entry:
    """One command: the module that holds it, the function or `typer.Typer` there, and its line in --help.

    A group has no docstring of its own to show an example in, so that its entry brings one.
    """

    name: str
    module: str
    attribute: str
    summary: str
    example: str = ""
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        return importlib.util.find_spec(self.module) is not None

    def load(self) -> Callable[..., Any] | typer.Typer:
        loaded: Callable[..., Any] | typer.Typer = getattr(importlib.import_module(self.module), self.attribute)
        return loaded


ENTRIES = (
    Entry("demo", "vaki.cli.demo", "demo", "From nothing to a living register with a customer reading it"),
    Entry("serve", "vaki.cli.serve", "serve", "Serve the interfaces and the pages"),
    Entry("seed", "vaki.cli.seed", "seed", "Fill an empty register with a synthetic population"),
    Entry("live", "vaki.cli.live", "live", "Let life go on for a number of days"),
    Entry(
        "event",
        "vaki.cli.event",
        "event",
        "Record a life event, or a file of them",
        settings={"ignore_unknown_options": True, "allow_extra_args": True},
    ),
    Entry(
        "persons",
        "vaki.cli.persons",
        "app",
        "Show, find, load, export and audit persons",
        "./vaki persons find --municipality 536 --limit 3",
    ),
    Entry(
        "buildings",
        "vaki.cli.buildings",
        "app",
        "Buildings in the open building file format: export and import",
        "./vaki buildings export --out 536.OPT --municipality 536",
    ),
    Entry("personas", "vaki.cli.personas", "personas", "Persons with fixed codes, one for every odd case"),
    Entry(
        "population",
        "vaki.cli.population",
        "app",
        "The people as a whole, against the country's published figures",
        "./vaki population figures",
    ),
    Entry(
        "scenario",
        "vaki.cli.scenario",
        "app",
        "Scripted lives, and what each product's customers see of them",
        "./vaki scenario run move_between",
    ),
    Entry("groups", "vaki.cli.groups", "groups", "The information groups: what they tell, and what is in them"),
    Entry("products", "vaki.cli.products", "app", "The products that permits are given for", "./vaki products list"),
    Entry(
        "permits",
        "vaki.cli.permits",
        "app",
        "Permits: who may have what about whom, and until when",
        "./vaki permits list",
    ),
    Entry(
        "credentials",
        "vaki.cli.credentials",
        "app",
        "User names and passwords of permit holders' systems",
        "./vaki credentials --help",
    ),
    Entry(
        "exchange",
        "vaki.cli.exchange",
        "app",
        "The X-Road and whom of it the service believes",
        "./vaki exchange trust list",
    ),
    Entry("ledger", "vaki.cli.ledger", "app", "What left the register, to whom and why", "./vaki ledger --help"),
    Entry("db", "vaki.cli.db", "app", "The database: state, tables, check and upgrade", "./vaki db status"),
    Entry("bench", "vaki.cli.benchmark", "bench", "Time the service against a bare floor"),
    Entry(
        "test",
        "vaki.cli.testing",
        "test",
        "Lint, type check and test the source",
        settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    ),
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"vaki {vaki.__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Väki: a population information service on a synthetic population.

    Example: ./vaki demo
    """


def _not_loaded() -> None:
    """Stand for a command in the list of --help, which reads its name and its line only."""


def build(arguments: Sequence[str]) -> typer.Typer:
    """Build the command line for these arguments; of the commands only the one they name is imported."""
    app = typer.Typer(
        callback=_root,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        epilog=EXIT_CODES,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    wanted = arguments[0] if arguments else None
    for entry in ENTRIES:
        if not entry.exists:
            continue
        loaded = entry.load() if entry.name == wanted else _not_loaded
        if isinstance(loaded, typer.Typer):
            app.add_typer(loaded, name=entry.name, help=f"{entry.summary}\n\nExample: {entry.example}")
        else:
            summary = entry.summary if loaded is _not_loaded else None
            app.command(entry.name, help=summary, context_settings=entry.settings)(loaded)
    return app


def explain(error: BaseException) -> tuple[str, int]:
    """Give the sentence for an error and its exit code.

    Only our own errors and those of the operating system speak for themselves. Of any other the type is named and
    not the text: a database's message may quote a row.
    """
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    if type(error).__module__.partition(".")[0] == "vaki":
        code = getattr(error, "exit_code", None)
        if not isinstance(code, int):
            code = _EXIT_CODE_OF_STATUS.get(getattr(error, "status", 0), ExitCode.FAILED)
        return str(getattr(error, "message", None) or error), int(code)
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if isinstance(error.filename, str) else ""
        return f"{error.strerror}{place}", ExitCode.FAILED
    kind = type(error).__name__
    return f"Something unexpected happened ({kind}). VAKI_DEBUG=1 shows where.", ExitCode.FAILED


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that the arguments (sys.argv by default) name, and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        build(given)(args=given, prog_name="vaki")
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as error:  # nobody is left to handle it
        if os.environ.get("VAKI_DEBUG") == "1":
            raise
        sentence, code = explain(error)
        sys.stderr.write(f"vaki: {sentence}\n")
        sys.exit(code)
