"""The documents tell what was measured: nobody edits a table by hand."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from benchmarks.bench import Plan
from benchmarks.catch_up import name_of
from benchmarks.figures import Figure
from benchmarks.goals import GOALS, Goal
from benchmarks.written import FOLDER, PAGE, README, NoPlace, documents, filled, keep_figures, keep_sizes

import vaki

ROOT = Path(vaki.__file__).resolve().parents[2]
ABOUT = {
    "processor": "x86_64",
    "cores": 2,
    "python": "3.11.7",
    "load": 0.1,
    "durability": {"fsync": "on"},
    "persons": 20_000,
}


def test_the_page_the_readme_and_the_plots_say_what_the_kept_figures_say() -> None:
    made = documents(ROOT)
    assert {ROOT / PAGE, ROOT / README} <= made.keys()
    for path, text in made.items():
        assert path.read_text("utf-8") == text, f"{path.name}: write it anew with ./vaki bench --write"


def test_the_readmes_table_and_plot_are_of_the_kept_figures() -> None:
    kept = json.loads((ROOT / FOLDER / "figures.json").read_text("utf-8"))
    assert kept["about"]["durability"]["fsync"] == "on"
    readme = (ROOT / README).read_text("utf-8")
    for goal in GOALS:
        assert f"| {goal.figure} |" in readme
    assert f"{FOLDER}/race.svg" in readme
    assert (ROOT / FOLDER / "race.svg").is_file()


def test_the_readme_shows_one_table_and_one_plot_of_the_bench() -> None:
    readme = (ROOT / README).read_text("utf-8")
    assert re.findall(r"<!-- bench: (?!end)(\w+) -->", readme) == ["goals"]
    assert re.findall(rf"!\[[^\]]*\]\(({FOLDER}/[^)]*)\)", readme) == [f"{FOLDER}/race.svg"]


def test_the_page_has_tables_and_a_plot_with_what_is_reached_machine_date_and_command() -> None:
    page = (ROOT / PAGE).read_text("utf-8")
    blocks = dict(re.findall(r"<!-- bench: (\w+) -->\n(.*?)<!-- bench: end -->", page, re.DOTALL))
    assert {"goals", "machine", "figures", "sizes"} <= blocks.keys()
    assert re.match(r"Measured 20\d\d-\d\d-\d\d with `\./vaki bench .*`: \d+ residents, \d+ cores", blocks["machine"])
    assert len(re.findall(r"^\|", blocks["goals"], re.MULTILINE)) == len(GOALS) + 2
    assert "(performance/shares.svg)" in page


def test_the_run_that_is_written_down_has_every_figure_that_was_asked_for() -> None:
    kept = json.loads((ROOT / FOLDER / "figures.json").read_text("utf-8"))["figures"]
    plan = Plan()
    asked = {"load", *(f"base data, {codes}" for codes in ("1 code", "1 code, p99", "100 codes", "1000 codes"))}
    asked |= {f"floor of base data, {codes}" for codes in ("1 code", "100 codes", "1000 codes")}
    asked |= {name_of(codes, lag) for codes in (100, 10_000, 100_000) for lag in (1_000, 20_000, 100_000)}
    asked |= {f"a whole municipality, {way}" for way in ("stream", "stream, gzip", "stream, zstd")}
    asked |= {"100 customers catching up at once", "memory of a worker after an hour"}
    asked |= {"events, one at a time", "events, in company", *(goal.figure for goal in GOALS)}
    assert asked <= {one["name"] for one in kept}
    assert (plan.lists, plan.lags, plan.customers) == ((100, 10_000, 100_000), (1_000, 20_000, 100_000), 100)
    raced = {one["name"] for one in kept if one.keys() >= {"competitor", "times_competitor"}}
    told = {one["name"] for one in kept if "no ratio: " in one.get("note", "")}
    assert {goal.figure for goal in GOALS if goal.times} <= raced | told
    assert all(one.keys() >= {"name", "value", "unit", "floor", "share"} for one in kept)


def test_the_marks_are_those_that_were_asked_for() -> None:
    marks = {goal.figure: (goal.value, goal.share, goal.times) for goal in GOALS}
    assert marks == {
        "base data, 1000 codes": (40_000, None, 5),
        "catch-up, 100 000 codes, lag 1000": (60, None, None),
        "base data, 1 code, p99": (15, None, None),
        "a whole municipality, stream": (None, 0.35, None),
        "events, in company beside readers": (1_500, None, None),
        "events, in company beside readers, commits slowed to 2 ms": (1_500, None, None),
        "mix, missed changes": (0, None, None),
    }


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for name in (PAGE, README):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_run_is_kept_with_date_machine_and_command_and_the_documents_follow(source: Path) -> None:
    keep_figures(
        source, [Figure.of("base data, 1000 codes", 12_345, "persons/s", 20_000)], ABOUT, "./vaki bench --write"
    )
    page = (source / PAGE).read_text("utf-8")
    assert "with `./vaki bench --write`: 20000 residents, 2 cores" in page
    assert "fsync=on" in page
    assert "| base data, 1000 codes | 12 345 persons/s | 20 000 | 62% |" in page
    assert "**not reached**" in (source / README).read_text("utf-8")
    measured = {size: [Figure.of("load", 1_000, "persons/s", 9_000)] for size in (10_000, 100_000)}
    keep_sizes(source, measured, ABOUT, "./vaki bench --sizes 10000,100000 --write")
    assert "| load | 1 000 persons/s (11%) | 1 000 persons/s (11%) | n^1.00 |" in (source / PAGE).read_text("utf-8")
    assert "<svg" in (source / FOLDER / "growth.svg").read_text("utf-8")
    assert documents(source)[source / PAGE] == (source / PAGE).read_text("utf-8")


def test_a_document_without_a_place_for_a_table_is_refused() -> None:
    assert filled("a <!-- bench: x -->\nold\n<!-- bench: end --> b", "x", r"new \1").split("\n")[1] == r"new \1"
    with pytest.raises(NoPlace):
        filled("a", "x", "new")


def test_a_goal_is_reached_not_reached_or_not_raced() -> None:
    figure = Figure.of("a", 40_000, "persons/s", 80_000)
    assert Goal("a", value=40_000, share=0.5).reached(figure)
    assert Goal("a", value=40_001).reached(figure) is False
    assert Goal("a", share=0.51).reached(figure) is False
    assert Goal("a", value=40_000, times=5).reached(figure) is None
    figure.race(8_001)
    assert Goal("a", times=5).reached(figure) is False
    figure.race(8_000)
    assert Goal("a", times=5).reached(figure)
    assert Goal("a", value=60).reached(Figure.of("a", 60, "ms", 1))
    assert Goal("a", value=60).reached(Figure.of("a", 60.1, "ms", 1)) is False
