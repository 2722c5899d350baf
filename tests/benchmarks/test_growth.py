"""Growth over sizes: what is linear, what is worse, and that a run cut short is gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.bench import Plan
from benchmarks.figures import Figure
from benchmarks.memory import HOUR, Line, stretches
from benchmarks.session import Kept
from benchmarks.sizes import growths, named

POINT = "base data, 1 code"


def measured(name: str, unit: str, *values: float) -> dict[int, list[Figure]]:
    return {10 ** (4 + at): [Figure.of(name, value, unit, 1_000)] for at, value in enumerate(values)}


@pytest.mark.parametrize(
    ("name", "unit", "values", "exponent", "worse"),
    [
        (POINT, "calls/s", (1_000, 1_000, 1_000), 0, False),
        (POINT, "calls/s", (1_000, 100, 10), 1, False),
        (POINT, "calls/s", (1_000, 50, 2), 1.35, True),
        ("catch-up, 100 codes, lag 1000", "ms", (1, 10, 100), 1, False),
        ("load", "persons/s", (1_000, 1_000, 1_000), 1, False),
        ("load", "persons/s", (1_000, 700, 500), 1.15, True),
        ("a whole municipality, stream", "persons/s", (1_000, 1_000, 900), 1.02, False),
    ],
)
def test_worse_than_linear_is_told(
    name: str, unit: str, values: tuple[float, ...], exponent: float, worse: bool
) -> None:
    [growth] = growths(measured(name, unit, *values))
    assert growth.exponent == pytest.approx(exponent, abs=0.01)
    assert growth.is_worse_than_linear is worse


def test_only_what_every_size_has_is_compared_and_floors_are_not() -> None:
    sizes = measured(POINT, "calls/s", 2, 1)
    sizes[10_000].append(Figure.of("floor of base data, 1 code", 1, "calls/s", 1))
    sizes[100_000].append(Figure.of("load", 1, "persons/s", 1))
    assert [one.name for one in growths(sizes)] == [POINT]
    assert next(one.name for one in named(sizes)) == f"{POINT}, 10000 persons"


def test_what_was_measured_at_this_commit_is_not_measured_again(tmp_path: Path) -> None:
    path, about = tmp_path / "measured.json", {"persons": 1_000, "revision": "abc"}
    figures = [Figure.of("load", 1, "persons/s", 2)]
    assert Kept(path, about).figures("load") is None
    Kept(path, about).keep("load", figures)
    assert Kept(path, about).figures("load") == figures
    assert Kept(path, about).figures("mix") is None
    assert Kept(path, {**about, "revision": "abd"}).figures("load") is None
    assert Kept(path, {**about, "persons": 2_000}).figures("load") is None
    path.write_text("half a fi")
    assert Kept(path, about).figures("load") is None


def test_outside_of_a_checkout_everything_is_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "measured.json"
    Kept(path, {"revision": ""}).keep("load", [])
    assert Kept(path, {"revision": ""}).figures("load") is None


def test_a_small_register_is_not_made_to_have_a_long_log() -> None:
    assert Plan(persons=2_000).fitted().lags == (1_000,)
    assert Plan().fitted() == Plan()


def watched(a_second: float) -> list[tuple[float, float]]:
    """Two minutes of a worker whose heap is 8 MB larger half of the time, and which loses so many MB a second."""
    return [(look / 2, 112 + a_second * look / 2 + 8 * (look % 37 > 18)) for look in range(240)]


def test_memorys_slope_is_that_of_its_line() -> None:
    line = Line.of([(0, 100), (10, 101), (20, 102)])
    assert (line.first, line.last) == (100, 102)
    assert line.slope == pytest.approx(0.1)
    assert line.after(100) == pytest.approx(112)


def test_free_memory_that_comes_and_goes_is_not_drawn_on_to_the_hour() -> None:
    line = Line.of(stretches(watched(0)))
    assert not line.rises
    assert line.after(HOUR) == line.last < 112 + 8


def test_a_leak_of_megabytes_a_minute_stands_out_of_memory_that_comes_and_goes() -> None:
    line = Line.of(stretches(watched(5 / 60)))
    assert line.rises
    assert line.after(HOUR) == pytest.approx(line.last + 300, rel=0.2)


def test_memory_that_falls_is_not_drawn_on_below_what_is_held() -> None:
    assert Line.of([(0, 100), (10, 90), (20, 80)]).after(HOUR) == 80


def test_every_look_counts_in_one_stretch() -> None:
    assert stretches([(at, at) for at in range(24)]) == [(at + 0.5, at + 0.5) for at in range(0, 24, 2)]
