"""A register without people or without a clock: whatever command meets it ends with one code and one sentence."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vaki.postgres.cluster import running

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED = 1


def _vaki(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vaki.cli", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def parent() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vaki-none-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def first_met(parent: Path) -> subprocess.CompletedProcess[str]:
    """A command that hands out people, given a folder in which there is no database."""
    return _vaki("persons", "export", data=parent / "data")


@pytest.fixture(scope="module")
def empty(parent: Path, first_met: subprocess.CompletedProcess[str]) -> Iterator[Path]:
    """The same folder: its tables are there by now, and nobody is in them."""
    assert first_met.returncode
    with running(parent / "data"):
        yield parent / "data"


def _says_so(done: subprocess.CompletedProcess[str]) -> bool:
    sentence = done.stderr.splitlines()[-1]
    return done.stdout == "" and sentence.startswith("vaki: The register has no people or no clock yet")


def test_a_folder_without_a_database_is_a_register_without_people(first_met: subprocess.CompletedProcess[str]) -> None:
    assert (first_met.returncode, _says_so(first_met)) == (FAILED, True)


@pytest.mark.parametrize(
    "words",
    [
        ("persons", "audit"),
        ("persons", "export"),
        ("persons", "show", "010190-999X"),
        ("population", "report", "--out", "{out}"),
        ("live", "--days", "1"),
    ],
    ids=" ".join,
)
def test_every_command_that_needs_people_ends_alike(words: tuple[str, ...], empty: Path, tmp_path: Path) -> None:
    out = tmp_path / "written"
    done = _vaki(*(word.format(out=out) for word in words), data=empty)
    assert (done.returncode, _says_so(done)) == (FAILED, True)
    assert not out.exists()
