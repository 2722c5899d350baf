"""Long work before a person's eyes: it shows how far it is, can be interrupted, and goes on when asked again."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

VAKI = [sys.executable, "-P", "-m", "vaki.cli"]


@pytest.fixture
def data() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="vk-"))
    parent.chmod(0o755)
    yield parent / "data"
    rmtree(parent)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VAKI_", "NO_COLOR"))}
    return kept | {"TERM": "xterm", "COLUMNS": "100"}


def _shown(words: list[str], until: bytes) -> tuple[int, bytes]:
    """The command with a terminal as its error stream, interrupted as soon as that shows something; code, all shown."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=theirs, env=_environment()) as process:
        os.close(theirs)
        shown = b""
        asked = False
        while True:
            try:
                shown += os.read(ours, 65536)
            except OSError:  # Linux ends a terminal that nobody writes to with an error
                break
            if not asked and until in shown:
                process.send_signal(signal.SIGINT)
                asked = True
        process.wait(30)
    os.close(ours)
    return process.returncode, shown


def test_an_interrupted_seed_shows_its_bars_and_is_finished_by_the_same_command(data: Path) -> None:
    words = [*VAKI, "seed", "--persons", "600", "--as-of", "2026-11-21", "--data", str(data)]
    code, shown = _shown(words, b"%")
    assert code == 130
    for what in (b"families", b"people", b"buildings", b"days"):
        assert what in shown
    audit = [*VAKI, "persons", "audit", "--data", str(data)]
    asked = subprocess.run(audit, capture_output=True, text=True, env=_environment(), check=False)
    assert asked.returncode == 1
    assert "run `vaki seed` first" in asked.stderr
    done = subprocess.run([*words, "--json"], capture_output=True, text=True, env=_environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["residents"] >= 550
    assert done.stderr == ""
