"""The competitors' packages: a folder of their own, so that neither the service nor its tests ever see them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks import server

LOCK: Final = server.ROOT / "requirements" / "bench.txt"
FOLDER: Final = server.ROOT / ".venv" / "competitors"


class NotInstalled(Exception):
    """The competitors' packages could not be installed."""


def installed(say: Callable[[str], object]) -> Path:
    """The folder with the packages of the lock, filled when it is missing or older. Raises NotInstalled."""
    kept = FOLDER / LOCK.name
    if kept.is_file() and kept.read_bytes() == LOCK.read_bytes():
        return FOLDER
    say(f"Installing the competitors' packages of requirements/{LOCK.name} into .venv/{FOLDER.name} (once) …")
    new = FOLDER.with_name(f"{FOLDER.name}.new")
    for leftover in (new, FOLDER):
        shutil.rmtree(leftover, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
    done = subprocess.run(
        [*command, "--target", str(new), "-r", str(LOCK)],
        env={**os.environ, "PIP_ONLY_BINARY": os.environ.get("PIP_ONLY_BINARY", ":all:"), "PIP_NO_INPUT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotInstalled(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip failed")
    shutil.copyfile(LOCK, new / LOCK.name)
    new.rename(FOLDER)
    return FOLDER
