"""`vaki personas`: what it prints, and that docs/personas.md is what it prints."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from vaki.cli import ExitCode, main
from vaki.codes import hetu
from vaki.synthetic.personas.told import people

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-21"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["personas", *arguments])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out + printed.err


def test_the_page_is_as_the_personas_are_now(capsys: pytest.CaptureFixture[str]) -> None:
    kept = (ROOT / "docs/personas.md").read_text(encoding="utf-8")
    assert kept == run(capsys, "--markdown")[1], "make it anew: ./vaki personas --markdown > docs/personas.md"


def test_the_page_tells_of_every_persona_what_is_odd_and_what_to_check() -> None:
    page = (ROOT / "docs/personas.md").read_text(encoding="utf-8")
    there = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= there
    for one in people().values():
        if one.case:
            assert f"### {one.case}\n" in page
            assert one.about in page
            assert f"**Check:** {one.check}" in page


def test_the_list_has_a_line_a_persona(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "--as-of", AS_OF)
    assert code == ExitCode.DONE
    lines = out.splitlines()
    assert len(lines) == sum(bool(one.case) for one in people().values()) > 40
    assert all(hetu.is_valid(line[:11]) for line in lines)


def test_programs_get_families_too(capsys: pytest.CaptureFixture[str]) -> None:
    told = {one["henkilotunnus"]: one for one in json.loads(run(capsys, "--as-of", AS_OF, "--json")[1])}
    assert len(told) == len(people())
    child = next(one for one in told.values() if one["case"] == "Adopted child")
    assert {"VANHEMPI", "HUOLTAJA"} in [set(other["groups"]) for other in child["relatives"]]
    assert all(other["henkilotunnus"] in told for one in told.values() for other in one["relatives"])


def test_the_newborns_code_is_of_three_weeks_before_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    line = next(one for one in run(capsys, "--as-of", AS_OF)[1].splitlines() if "newborn" in one)
    assert line.startswith("311026A998")
    assert hetu.parse(line[:11]).birth_date == date.fromisoformat(AS_OF) - timedelta(days=21)


def test_as_of_an_early_day_there_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--as-of", "2020-01-01") == (
        ExitCode.DONE,
        "A register as of that day has no personas yet.\n",
    )
