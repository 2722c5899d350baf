"""`vaki population report`: the seed has counted, the report counts again, and it says what it has written."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.synthetic.report.reading import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDED = ("seed", "--persons", "40", "--as-of", "2026-11-21", "--workers", "1")


def _vaki(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vaki.cli", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vaki-report-") as name:
        Path(name).chmod(0o711)
        folder = Path(name) / "data"
        done = _vaki(*SEEDED, data=folder)
        assert done.returncode == 0, done.stderr
        yield folder


def test_it_counts_again_and_writes_one_file_in_the_language_asked_for(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "population.html"
    done = _vaki("population", "report", "--out", str(out), "--language", "sv", "--json", data=data)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["file"], told["day"]) == (str(out), "2026-11-21")
    html = out.read_text(encoding="utf-8")
    assert '<html lang="sv">' in html
    shown = sum(int(row[1]) for row in Report(html).figures["map"].rows if row[1].isdigit())
    assert told["residents"] - 8 <= shown <= told["residents"]


def test_the_figures_of_a_small_population_give_no_distance_of_municipalities_and_say_why(data: Path) -> None:
    done = _vaki("population", "figures", "--json", data=data)
    told = {one["name"]: one for one in json.loads(done.stdout)["columns"]}
    municipality = told.pop("municipality")
    assert (municipality["distance"], municipality["near"]) == (None, None)
    assert "not compared" in municipality["note"]
    assert sum(one["made"] for one in municipality["categories"]) == pytest.approx(1, abs=1e-4)
    assert all(one["distance"] is not None and "note" not in one for one in told.values())
    assert done.returncode == (0 if all(one["near"] for one in told.values()) else 1)
    lines = _vaki("population", "figures", data=data).stdout.splitlines()
    [row] = [line for line in lines if line.startswith("municipality ")]
    assert "%" not in row
    assert "100 000" in " ".join(lines[lines.index(row) :])


def test_the_help_tells_how_to_see_it_of_a_plain_data_folder(data: Path) -> None:
    told = " ".join(_vaki("population", "report", "--help", data=data).stdout.split())
    assert "/fi/vaesto/" in told
    assert "serve --sandbox --data DIR" in told
    assert "open it in a browser" in told


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(data: Path, tmp_path: Path) -> None:
    done = _vaki("population", "report", "--out", str(tmp_path / "no" / "where.html"), data=data)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("vaki: The report cannot be written to ")
