"""`vaki bench`: what it times, that each figure stands beside its floor, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from benchmarks.base_data import POINT, POINT_P99
from benchmarks.events import SUSTAINED, SUSTAINED_SLOWLY
from benchmarks.goals import GOALS, SHORT_CATCH_UP

from benchmarks import session
from vaki.cli.benchmark import _plan

ALWAYS = {"name", "value", "unit", "floor", "share"}
SOMETIMES = {"competitor", "times_competitor", "note"}


def run(*arguments: str, into: Path | None = None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAKI_")}
    command = [sys.executable, "-m", "vaki.cli", "bench", *arguments]
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False, timeout=240, cwd=into)


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
    assert {goal.figure for goal in GOALS} <= figures.keys(), "a first look has every mark"
    assert {f"a whole municipality, stream{packed}" for packed in ("", ", gzip", ", zstd")} <= figures.keys()
    assert figures["mix, missed changes"]["value"] == 0
    assert "8 connections" in figures[POINT_P99]["note"]
    for name in (SUSTAINED, SUSTAINED_SLOWLY):
        assert re.search(r"meanwhile, p99 \d*[1-9]", figures[name]["note"]), "readers were answered beside the writer"
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


@pytest.mark.long
def test_a_run_is_compared_with_a_commit_that_is_measured_for_it() -> None:
    done = run("--persons", "1000", "--seconds", "0.2", "--only", "town", "--compare", "HEAD", "--json")
    assert "against HEAD" in done.stderr
    assert done.stderr.count("seeding 1000 persons") == 2
    assert done.returncode == ("worse" in done.stderr)
    assert {figure["unit"] for figure in json.loads(done.stdout)} == {"persons/s"}


@pytest.mark.long
def test_flame_graphs_are_of_the_service_under_each_sort_of_load_and_of_the_recorder(tmp_path: Path) -> None:
    forbidden = Path("/proc/sys/kernel/yama/ptrace_scope")
    if os.geteuid() and forbidden.exists() and forbidden.read_text().strip() != "0":
        pytest.skip("this kernel lets only root look into a process")
    done = run("--quick", "--profile", into=tmp_path)
    assert done.returncode == 0, done.stderr
    drawn = {Path(line).stem: (tmp_path / line).read_text("utf-8") for line in done.stdout.split()}
    seen = {
        "base-data-1": "vaki/disclosure/base.py",
        "base-data-1000": "vaki/disclosure/base.py",
        "catch-up": "vaki/disclosure/",
        "stream": "vaki/disclosure/streaming.py",
        "events": "vaki/register/recorder.py",
    }
    assert drawn.keys() == seen.keys()
    for name, text in drawn.items():
        ET.fromstring(text)  # noqa: S314 -- drawn here
        assert seen[name] in text
        assert f">{name}, 2000 persons, " in text, "the title is what is looked at"
        assert str(Path(sys.executable).parent) not in text


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


def test_a_first_look_is_short_and_an_hour_is_an_hour() -> None:
    quick = _plan(quick=True, persons=None, seconds=None, hour=False)
    whole = _plan(quick=False, persons=None, seconds=None, hour=True)
    assert (quick.lists, quick.lags, quick.fitted()) == ((100_000,), (1_000,), quick)
    assert (whole.memory_seconds, whole.mix_seconds, whole.customers) == (3_600, 60, 100)
    assert _plan(quick=True, persons=5_000, seconds=1, hour=False).persons == 5_000


def test_figures_are_chosen_by_name_and_an_unknown_name_is_refused() -> None:
    assert session.chosen(["mix", "load"]) == ("load", "mix")
    assert session.chosen(()) == tuple(session.FAMILIES)
    with pytest.raises(session.UnknownFamily, match="nothing-such"):
        session.chosen(["nothing-such"])
