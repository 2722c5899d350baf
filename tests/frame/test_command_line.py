"""The command line: what --help promises, what it imports, and how it fails."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from vaki.cli import ENTRIES, Entry, ExitCode, build, explain, main

PRESENT = [entry for entry in ENTRIES if entry.exists]
WITHOUT_DATA = {"bench", "groups", "personas", "products", "test", "scenario list", "scenario show"}
"""They read no register: a run of its own, files of the source, or the source itself."""
WITH_DATA = {"products preview"}
"""Of such a group, what looks into the register after all."""
NOT_FOR_PROGRAMS = {
    "demo": "--once prints one JSON line",
    "serve": "--log-format json",
    "products schema": "prints JSON and nothing else",
    "test": "pytest's own report",
}
HEAVY = {"asyncpg", "django", "faker", "granian", "psycopg", "pytest"}


def _commands_of(entry: Entry) -> list[list[str]]:
    """Give the words of the command, or of the group and each command in it."""
    loaded = entry.load()
    if not isinstance(loaded, typer.Typer):
        return [[entry.name]]
    group = typer.main.get_group(loaded)
    return [[entry.name], *(words.split() for words in _in_group(entry.name, group, groups_too=True))]


def _in_group(words: str, group: Any, *, groups_too: bool) -> dict[str, Any]:
    """Give the commands below a group by their words, those of groups within it too."""
    assert isinstance(group, TyperGroup)
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        is_group = isinstance(command, TyperGroup)
        if groups_too or not is_group:
            found[f"{words} {name}"] = command
        if is_group:
            found |= _in_group(f"{words} {name}", command, groups_too=groups_too)
    return found


def _options_of(entry: Entry) -> dict[str, dict[str, Any]]:
    """Give for each command of the entry its options and their defaults."""
    loaded = entry.load()
    if not isinstance(loaded, typer.Typer):
        alone = typer.Typer()
        alone.command(entry.name)(loaded)
        commands = {entry.name: typer.main.get_command(alone)}
    else:
        commands = _in_group(entry.name, typer.main.get_group(loaded), groups_too=False)
    return {
        words: {name: option.default for option in command.params for name in option.opts}
        for words, command in commands.items()
    }


def _help_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == ExitCode.DONE
    return capsys.readouterr().out


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in PRESENT])
def test_every_command_shows_an_example_in_its_help(entry: Entry, capsys: pytest.CaptureFixture[str]) -> None:
    shown = {" ".join(words): " ".join(_help_of(words, capsys).split()) for words in _commands_of(entry)}
    example = re.compile(rf"Example: (?:\S+ )*(?:\./)?vaki {entry.name}\b")
    assert [command for command, text in shown.items() if not example.search(text)] == []


def test_there_are_these_commands() -> None:
    assert [entry.name for entry in PRESENT] == [
        "demo",
        "serve",
        "seed",
        "live",
        "event",
        "persons",
        "buildings",
        "personas",
        "population",
        "scenario",
        "groups",
        "products",
        "permits",
        "credentials",
        "exchange",
        "ledger",
        "db",
        "bench",
        "test",
    ]


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in PRESENT])
def test_whatever_touches_data_takes_its_folder_and_answers_programs_in_json(entry: Entry) -> None:
    for words, options in _options_of(entry).items():
        alone = words in WITHOUT_DATA or (entry.name in WITHOUT_DATA and words not in WITH_DATA)
        assert options.get("--data") == (None if alone else ".vaki"), words
        assert ("--json" in options) is (words not in NOT_FOR_PROGRAMS), words


def test_the_help_names_every_command_and_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    shown = _help_of([], capsys)
    assert [entry.name for entry in PRESENT if f" {entry.name} " not in shown] == []
    assert [code for code in ExitCode if f"{code.value} " not in shown] == []


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_no_server_and_no_database(option: str) -> None:
    program = f"""
import sys
from vaki.cli import main
try:
    main([{option!r}])
finally:
    print(*sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


@pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["--no-such-option"]])
def test_wrong_usage_is_exit_code_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == ExitCode.WRONG_USAGE
    shown = capsys.readouterr()
    assert "Usage: vaki" in shown.out + shown.err


class PersonIsDeadError(Exception):
    """The person is dead."""

    __module__ = "vaki.register.errors"
    message = "The person is dead."
    exit_code = ExitCode.REFUSED


class NoSuchProductError(Exception):
    """There is no such product."""

    __module__ = "vaki.disclosure.errors"
    status = 404


@pytest.mark.parametrize(
    ("error", "sentence", "code"),
    [
        (PersonIsDeadError(), "The person is dead.", ExitCode.REFUSED),
        (ExceptionGroup("tasks", [PersonIsDeadError()]), "The person is dead.", ExitCode.REFUSED),
        (NoSuchProductError("There is no product K9999."), "There is no product K9999.", ExitCode.NOT_FOUND),
        (FileNotFoundError(2, "No such file or directory", "a.ndjson"), "No such file or directory: a.ndjson", 1),
    ],
)
def test_an_error_becomes_its_sentence_and_its_code(error: Exception, sentence: str, code: int) -> None:
    assert explain(error) == (sentence, code)


def test_the_text_of_an_unknown_error_is_not_shown_as_it_may_quote_a_row() -> None:
    sentence, code = explain(ValueError("Key (code)=(010190-999A) already exists"))
    assert "010190" not in sentence
    assert "ValueError" in sentence
    assert code == ExitCode.FAILED


@pytest.fixture
def failing_command(monkeypatch: pytest.MonkeyPatch) -> str:
    """A command of its own module that fails as no one foresaw."""
    module = type(sys)("vaki_failing_command")

    def fail() -> None:
        raise ZeroDivisionError

    module.__dict__["fail"] = fail
    module.__spec__ = type(sys.__spec__)("vaki_failing_command", None)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("vaki.cli.ENTRIES", (*ENTRIES, Entry("fail", module.__name__, "fail", "Fail")))
    return "fail"


def test_a_failure_is_one_sentence_without_a_traceback(
    failing_command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VAKI_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        main([failing_command])
    assert ended.value.code == ExitCode.FAILED
    assert capsys.readouterr().err.splitlines() == [
        "vaki: Something unexpected happened (ZeroDivisionError). VAKI_DEBUG=1 shows where."
    ]
    monkeypatch.setenv("VAKI_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main([failing_command])


def test_a_command_whose_module_is_not_there_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = Entry("absent", "vaki.cli.no_such_module", "absent", "Nothing")
    monkeypatch.setattr("vaki.cli.ENTRIES", (*ENTRIES, absent))
    assert "absent" not in _help_of([], capsys)
    assert [command.name for command in build([]).registered_commands].count("absent") == 0
