"""The race: the better competitor counts, one that answers otherwise does not, and no straw man gives a ratio."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.base_data import POINT, POINT_P99
from benchmarks.bench import Bench, Plan
from benchmarks.racing import Result, judge, race
from rich.console import Console

MANY = "base data, 1000 codes"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path, Plan(), Console(stderr=True, width=300))
    made._known = [f"code {number}" for number in range(1_000)]
    made.add(POINT, 2_000, "calls/s", 4_000)
    made.add(POINT_P99, 10, "ms", 5)
    made.add(MANY, 40_000, "persons/s", 60_000)
    return made


def rival(
    name: str,
    many: float,
    p99: float = 50,
    *,
    bare: float = 0.1,
    point: float = 0.13,
    slower: float = 1,
    wrong: str = "",
) -> Result:
    """A rival; `slower` is how many times slower the machine is in its turns."""
    framework, _, _ = name.partition(",")
    values = {POINT: 400 / slower, POINT_P99: p99 * slower, MANY: many / slower}
    beside = {POINT: 2_000 / slower, POINT_P99: 10 * slower, MANY: 40_000 / slower}
    return Result(framework, name, values, beside, {POINT: point, MANY: bare}, wrong)


def times(bench: Bench, name: str) -> float | None:
    figure = bench.find(name)
    assert figure is not None
    return figure.times_competitor


def test_of_all_variants_the_better_counts_for_each_figure(bench: Bench) -> None:
    judge(bench, [rival("A, rows", 5_000, 20), rival("A, jsonb", 8_000, 40), rival("B, rows", 4_000, 30)])
    assert times(bench, MANY) == 5
    assert times(bench, POINT_P99) == 2
    figure = bench.find(MANY)
    assert figure is not None
    assert figure.note.endswith("A, jsonb")


def test_a_competitor_is_held_against_what_vaki_reaches_in_turns_with_it(bench: Bench) -> None:
    judge(bench, [rival("A, rows", 8_000, slower=3), rival("A, jsonb", 4_000)])
    assert times(bench, MANY) == 5
    figure = bench.find(MANY)
    assert figure is not None
    assert (figure.value, figure.note[-7:]) == (40_000, "A, rows")


def test_whoever_answers_otherwise_does_not_count(bench: Bench) -> None:
    judge(bench, [rival("A, rows", 4_000), rival("A, jsonb", 39_000, wrong="1 differences")])
    assert times(bench, MANY) == 10
    judge(bench, [rival("A, rows", 4_000, wrong="1 differences")])


@pytest.mark.parametrize(
    ("bare", "point", "counts"), [(0.09, 0.12, True), (0.0899, 0.12, False), (0.09, 0.1199, False)]
)
def test_a_framework_below_its_share_of_a_floor_means_no_ratio_at_all(
    bench: Bench, bare: float, point: float, counts: bool
) -> None:
    judge(
        bench,
        [
            rival("A, rows", 8_000),
            rival("B, rows", 4_000, bare=bare, point=point),
            rival("B, jsonb", 1, bare=0, point=0),
        ],
    )
    figure = bench.find(MANY)
    assert figure is not None
    assert (figure.times_competitor == 5) is counts
    assert (figure.competitor is not None) is counts
    assert ("no ratio: B" in figure.note) is not counts


def test_a_framework_that_answers_otherwise_in_both_variants_means_no_ratio_at_all(bench: Bench) -> None:
    judge(
        bench,
        [rival("A, rows", 8_000), rival("B, rows", 4_000, wrong="1 differences"), rival("B, jsonb", 1, wrong="all")],
    )
    for name in (POINT, POINT_P99, MANY):
        figure = bench.find(name)
        assert figure is not None
        assert figure.competitor is figure.times_competitor is None
        assert "no ratio: B does not answer what Väki answers" in figure.note


def test_without_figures_to_race_against_nobody_is_raced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    race(Bench(tmp_path, Plan(), Console(stderr=True, width=300)))
    assert "not raced" in capsys.readouterr().err
