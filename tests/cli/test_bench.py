"""`vaki bench`: what it times, that each figure stands beside its floor, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from benchmarks.base_data import POINT, POINT_P99
from benchmarks.goals import SHORT_CATCH_UP

from benchmarks import session

ALWAYS = {"name", "value", "unit", "floor", "share"}
SOMETIMES = {"competitor", "times_competitor", "note"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAKI_")}
    command = [sys.executable, "-m", "vaki.cli", "bench", *arguments]
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False, timeout=240)


@pytest.mark.long
def test_a_first_look_times_load_base_data_and_a_catch_up_beside_floors_within_a_minute(tmp_path: Path) -> None:
    begun = time.monotonic()
    done = run("--quick", "--json")
    assert done.returncode == 0, done.stderr
    # An idle machine needs half of it; one that runs the other tests meanwhile is given more.
    assert time.monotonic() - begun < 180
    assert "fsync=on" in done.stderr
    assert "synchronous_commit=on" in done.stderr
    figures = {figure["name"]: figure for figure in json.loads(done.stdout)}
    assert {"load", POINT, POINT_P99, "base data, 1000 codes", SHORT_CATCH_UP} <= figures.keys()
    assert figures["mix, missed changes"]["value"] == 0
    for figure in figures.values():
        assert ALWAYS <= figure.keys() <= ALWAYS | SOMETIMES, figure
        if figure["unit"] == "changes":
            continue
        assert figure["value"] > 0, figure
        assert figure["floor"] > 0, figure
        low, high = sorted((figure["value"], figure["floor"]))
        share = figure["share"] if figure["share"] < 1 else 1 / figure["share"]
        assert abs(share - low / high) < 0.01, figure
    better = tmp_path / "base.json"
    better.write_text(json.dumps([{**one, "value": 100.0 * one["value"]} for one in figures.values()]))
    compared = run("--only", "start", "--persons", "1000", "--seconds", "0.2", "--compare", str(better))
    assert compared.returncode == 1, "nothing in common is no comparison"


def test_what_cannot_be_compared_with_ends_the_run_before_anything_is_measured() -> None:
    done = run("--compare", "no-such-commit-or-file")
    assert done.returncode == 1
    assert "neither a file of figures nor a commit" in done.stderr
    assert "seeding" not in done.stderr


@pytest.mark.parametrize("sizes", ["", "ten", "10000,", "10"])
def test_sizes_are_numbers_of_persons(sizes: str) -> None:
    from vaki.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["bench", "--sizes", sizes])
    assert ended.value.code == 2


def test_figures_are_chosen_by_name_and_an_unknown_name_is_refused() -> None:
    assert session.chosen(["mix", "load"]) == ("load", "mix")
    assert session.chosen(()) == tuple(session.FAMILIES)
    with pytest.raises(session.UnknownFamily, match="nothing-such"):
        session.chosen(["nothing-such"])
