"""`./vaki test`, and the pytest plugin behind it that says what CI does not let pass.

The checks run one after the other, all of them also when one has failed; pytest is the last, so that its summary
ends the output. In CI a skipped test, an xfail, a deselected test that is not long, or a missing program fails the run.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import vaki

if TYPE_CHECKING:
    import pytest

ROOT = Path(vaki.__file__).resolve().parents[2]
PROGRAMS = ("chromium",)
INSTALL_LINE = "apt-get install -y python3-venv chromium"  # the one of README.md and .ci/run
SEED = "VAKI_TEST_SEED"
FAILED_BEFORE = "VAKI_TEST_FAILED_BEFORE"


def _in_ci() -> bool:
    return os.environ.get("CI") == "true"


def _checks() -> dict[str, list[str]]:
    sources = [folder for folder in ("src", "tests", "benchmarks") if (ROOT / folder).is_dir()]
    return {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy", "--strict", *sources],
        "import contracts": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    }


def _passes(name: str, arguments: list[str]) -> bool:
    typer.echo(f"── {name}")
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        typer.echo(done.stdout + done.stderr)
    outcome = "FAILED" if done.returncode else "ok"
    typer.echo(f"   {outcome}, {time.monotonic() - started:.1f} s")
    return done.returncode == 0


def _has_programs() -> bool:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        typer.echo(f"── {', '.join(missing)} is missing: {INSTALL_LINE}")
    return not missing


def _from_here(argument: str) -> str:
    """Make a path absolute that was given relative to the caller's folder, as pytest runs in the root."""
    path, mark, test = argument.partition("::")
    return f"{Path(path).resolve()}{mark}{test}" if not path.startswith("-") and Path(path).exists() else argument


def _pytest(run_all: bool, arguments: list[str], failed: list[str]) -> int:
    seed = os.environ.get(SEED) or str(secrets.randbelow(2**31))
    typer.echo(f"── pytest, seed {seed} (again: {SEED}={seed} ./vaki test)")
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-n", "2", "--durations=10", "-p", "vaki.cli.testing"]
    command += [f"--hypothesis-seed={seed}", *(["--run-long"] if run_all else []), *map(_from_here, arguments)]
    environment = os.environ | {SEED: seed, FAILED_BEFORE: ", ".join(failed)}
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


def test(
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[PYTEST ARGUMENTS]", help="Run only these tests, nothing else.")
    ] = None,  # noqa: PT028
    run_all: Annotated[bool, typer.Option("--all", help="Run the long tests whole.")] = False,  # noqa: PT028
) -> None:
    """Lint, type check and test the source: ruff, mypy --strict, the import contracts, pytest.

    Example: ./vaki test

    Example: ./vaki test tests/codes -k hetu
    """
    if not (ROOT / "tests").is_dir():
        typer.echo("vaki: the tests are not here; `test` works in a checkout of the source.", err=True)
        raise typer.Exit(1)
    failed: list[str] = []
    if not arguments:
        failed = [name for name, check in _checks().items() if not _passes(name, check)]
        if not _has_programs() and _in_ci():
            failed.append("programs")
    code = _pytest(run_all, arguments or [], failed)
    raise typer.Exit(code or (1 if failed else 0))


# From here on: the plugin (`-p vaki.cli.testing`), loaded in pytest's own process and in each of its workers.


class _Tally:
    """What did not run, and why."""

    def __init__(self) -> None:
        self.skipped: list[str] = []
        self.expected_failures: list[str] = []
        self.deselected: set[str] = set()

    def objections(self) -> list[str]:
        kinds = {
            "skipped": self.skipped,
            "expected to fail": self.expected_failures,
            "deselected": sorted(self.deselected),
        }
        return [f"{kind}: {name}" for kind, names in kinds.items() for name in names]


_tally = _Tally()


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Remember what was left out for any reason but that it is long."""
    _tally.deselected.update(item.nodeid for item in items if item.get_closest_marker("long") is None)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count skipped tests and expected failures."""
    if hasattr(report, "wasxfail"):
        _tally.expected_failures.append(report.nodeid)
    elif report.skipped:
        _tally.skipped.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Count files that are skipped whole."""
    if report.skipped:
        _tally.skipped.append(report.nodeid)


def pytest_testnodedown(node: object) -> None:
    """Take over what a worker left out, which only the worker sees."""
    _tally.deselected.update(getattr(node, "workeroutput", {}).get("deselected", []))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the main process what this worker left out; in the main process, let CI's rule decide."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["deselected"] = sorted(_tally.deselected)
    elif _in_ci() and _tally.objections() and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say before the last line what else failed the run."""
    before = os.environ.get(FAILED_BEFORE)
    if before:
        terminalreporter.write_line(f"failed before the tests: {before}", red=True)
    if _in_ci():
        for objection in _tally.objections():
            terminalreporter.write_line(f"CI lets no test go unrun: {objection}", red=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End a run outside CI that skipped something with the line that makes it run."""
    if _tally.skipped and not _in_ci() and not hasattr(config, "workerinput"):
        sys.stdout.write(f"{len(_tally.skipped)} skipped; on Debian they run after: {INSTALL_LINE}\n")
