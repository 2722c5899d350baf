"""A figure of the bench: its share, its race, and what `--json` prints of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.figures import Figure, NoFigures, as_json, from_file, from_objects


def test_a_share_is_the_value_over_the_floor_and_the_other_way_where_less_is_better() -> None:
    assert Figure.of("a", 30, "persons/s", 60).share == 0.5
    assert Figure.of("a", 60, "ms", 30).share == 0.5
    assert Figure.of("a", 30, "ms", 60).share == 2


def test_nothing_missed_of_nothing_is_all_of_the_floor_and_one_missed_is_none_of_it() -> None:
    assert Figure.of("missed", 0, "changes", 0).share == 1
    assert Figure.of("missed", 1, "changes", 0).share == 0


def test_json_has_the_members_of_the_issue_and_the_competitors_only_where_raced() -> None:
    alone, raced = Figure.of("a", 30, "persons/s", 60), Figure.of("b", 10, "ms", 5)
    raced.race(40)
    told = json.loads(as_json([alone, raced]))
    assert told == [
        {"name": "a", "value": 30, "unit": "persons/s", "floor": 60, "share": 0.5},
        {"name": "b", "value": 10, "unit": "ms", "floor": 5, "share": 0.5, "competitor": 40, "times_competitor": 4},
    ]


def test_what_was_printed_is_read_again(tmp_path: Path) -> None:
    figures = [Figure.of("a", 30, "persons/s", 60, "a note")]
    figures[0].race(10)
    path = tmp_path / "run.json"
    path.write_text(as_json(figures))
    assert from_file(path) == figures
    path.write_text(json.dumps({"date": "2026-11-22", "figures": json.loads(as_json(figures))}))
    assert from_file(path) == figures


@pytest.mark.parametrize("text", ["", "7", '{"figures": 7}', "[7]", '[{"name": "a"}]', '[{"other": 1}]'])
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(NoFigures):
        from_file(path)


def test_digits_beyond_the_fifth_are_noise() -> None:
    assert Figure.of("a", 123456.789, "persons/s", 1).value == 123460
    assert from_objects([Figure.of("a", 0.0412342, "ms", 1).as_object()])[0].value == 0.041234
