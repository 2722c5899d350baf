"""`vaki bench --compare`: ratios over 1 are better, and what counts as worse."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from benchmarks.bench import Plan
from benchmarks.compare import NoBase, base_figures, compare
from benchmarks.figures import Figure, as_json
from rich.console import Console

from vaki.cli.benchmark import Run


def of(value: float, floor: float = 100, unit: str = "persons/s", name: str = "a") -> Figure:
    return Figure.of(name, value, unit, floor)


def test_ratios_are_over_one_where_it_is_better_now_whichever_way_the_unit_counts() -> None:
    [rate] = compare([of(10)], [of(20)])
    assert (rate.times, rate.times_share) == (2, 2)
    [time] = compare([of(20, unit="ms")], [of(10, unit="ms")])
    assert (time.times, time.times_share) == (2, 2)


def test_a_figure_is_worse_when_its_value_and_its_share_have_both_fallen() -> None:
    assert compare([of(10)], [of(8)])[0].is_worse
    assert not compare([of(10)], [of(9)])[0].is_worse, "runs differ by as much"
    assert not compare([of(10, 100)], [of(5, 50)])[0].is_worse, "the machine is slower"
    assert not compare([of(10, 100)], [of(10, 200)])[0].is_worse, "the floor was quick"
    assert compare([of(10, unit="ms")], [of(15, unit="ms")])[0].is_worse


def test_a_p99_is_given_more_room() -> None:
    assert not compare([of(10, unit="ms", name="p99")], [of(13, unit="ms", name="p99")])[0].is_worse
    assert compare([of(10, unit="ms", name="p99")], [of(20, unit="ms", name="p99")])[0].is_worse


@pytest.mark.parametrize("name", ["floor of base data, 1 code", "base data, 1 code, ledger off"])
def test_what_tells_of_a_floor_or_of_no_ledger_is_shown_and_makes_no_run_worse(name: str) -> None:
    [compared] = compare([of(10, name=name)], [of(1, name=name)])
    assert compared.times == pytest.approx(0.1)
    assert not compared.is_worse
    assert compare([of(10, name="base data, 1 code")], [of(1, name="base data, 1 code")])[0].is_worse


def test_one_change_missed_where_none_was_is_worse() -> None:
    none, one = of(0, 0, "changes"), of(1, 0, "changes")
    assert compare([none], [one])[0].is_worse
    assert not compare([none], [none])[0].is_worse


def test_only_what_both_have_is_compared_and_only_in_one_unit() -> None:
    assert compare([of(1, name="a"), of(1, name="b")], [of(1, name="b"), of(1, name="c")]) == compare(
        [of(1, name="b")], [of(1, name="b")]
    )
    assert compare([of(1, unit="ms")], [of(1, unit="s")]) == []


def test_the_command_ends_with_one_when_anything_is_worse_and_else_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(Plan(), (), False, None, False, True, Console(stderr=True, width=200))
    run.tell_ratios([of(10), of(10, name="b")], [of(10), of(20, name="b")], "base.json")
    assert "2.00" in capsys.readouterr().err
    with pytest.raises(typer.Exit) as ended:
        run.tell_ratios([of(10), of(10, name="b")], [of(20), of(2, name="b")], "base.json")
    assert ended.value.exit_code == 1
    with pytest.raises(typer.Exit):
        run.tell_ratios([of(10)], [of(10, name="b")], "base.json")


def test_a_base_is_a_file_of_figures_or_a_commit(tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(as_json([of(10)]))
    assert base_figures(str(path), Plan(), ()) == [of(10)]
    with pytest.raises(NoBase):
        base_figures("no-such-commit", Plan(), ())
