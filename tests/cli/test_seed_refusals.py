"""What `vaki seed` refuses before it makes anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from vaki.cli.room import room_missing

VAKI = [sys.executable, "-P", "-m", "vaki.cli"]


class Usage(NamedTuple):
    """As the system tells it, in bytes."""

    total: int
    used: int
    free: int


def test_finland_says_how_many_by_itself(tmp_path: Path) -> None:
    words = [*VAKI, "seed", "--finland", "--persons", "10", "--data", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--finland says how many" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("day", ["2019-12-31", "2051-01-01"])
@pytest.mark.parametrize("command", ["seed", "personas"])
def test_people_cannot_live_up_to_any_day(tmp_path: Path, command: str, day: str) -> None:
    data = ["--data", str(tmp_path)] if command == "seed" else []
    done = subprocess.run([*VAKI, command, "--as-of", day, *data], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "from 2020-01-01 to 2050-12-31" in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(100 * 10**9, 70 * 10**9, 30 * 10**9))
    said = room_missing(tmp_path, 5_600_000)
    assert said is not None
    assert "there are 30.0 GB" in said
    assert str(tmp_path) in said
    assert room_missing(tmp_path, 1_000_000) is None
    assert list(tmp_path.iterdir()) == []


def test_what_an_unfinished_load_has_taken_counts_as_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, 1_000_000))
    assert room_missing(tmp_path, 200) is not None
    cluster = tmp_path / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("18\n")
    (cluster / "table").write_bytes(bytes(3_000_000))
    assert room_missing(tmp_path, 200) is None
