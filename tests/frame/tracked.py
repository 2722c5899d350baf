"""The files that belong to the repository."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> list[Path]:
    """Give the tracked files that are there, and the new ones that git does not ignore."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [path for name in sorted(set(listed.split("\0")) - {""}) if (path := ROOT / name).is_file()]


@cache
def modules(folder: str) -> list[Path]:
    """Give the Python files below a folder of the root."""
    return [path for path in files() if path.suffix == ".py" and path.is_relative_to(ROOT / folder)]


@cache
def parsed(path: Path) -> ast.Module:
    """Give a Python file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """Give a file's path as the repository calls it."""
    return path.relative_to(ROOT).as_posix()
