"""`vaki groups`: what it prints, and that docs/groups.md is what it prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from vaki.cli import ExitCode, main
from vaki.cli.group_page import whole
from vaki.register.groups import CATALOGUE

ROOT = Path(__file__).parents[2]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["groups", *arguments])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out + printed.err


def test_the_page_is_as_the_structs_and_the_products_are_now() -> None:
    kept = (ROOT / "docs/groups.md").read_text(encoding="utf-8")
    assert kept == whole(), "make it anew: ./vaki groups --markdown > docs/groups.md"


def test_every_link_within_the_page_leads_somewhere() -> None:
    page = whole()
    there = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= there
    wire = (ROOT / "docs/wire/muutosrajapinta.md").read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.+)$", wire, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(wire/muutosrajapinta\.md#([^)]+)\)", page)) <= anchors


def test_the_list_names_every_group_in_the_order_of_the_wire(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys)
    assert code == ExitCode.DONE
    assert [line.split()[0] for line in out.splitlines()] == [group.name for group in CATALOGUE]


def test_one_group_is_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "kotikunta")
    assert code == ExitCode.DONE
    assert re.search(r"kuntakoodi +text; always; censored; Municipality", out)
    assert "Products: " in out
    assert "K2000" in out
    assert '"kuntakoodi": "091"' in out


def test_programs_get_the_same_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run(capsys, "--json")[1])
    assert [one["name"] for one in told] == [group.name for group in CATALOGUE]
    one = json.loads(run(capsys, "HUOLTAJA", "--json")[1])
    assert one == next(group for group in told if group["name"] == "HUOLTAJA")
    members = {member["name"]: member for member in one["members"]}
    assert members["huoltaja"]["always"]
    assert members["lisatytOikeudet"]["only_in_changes"]
    assert members["asuminen"]["value"]["listed_in"] == "Asuminen"
    assert "K2000" in one["products"]
    assert one["example"]["tietoryhma"] == "HUOLTAJA"


def test_a_group_that_does_not_exist_is_not_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "KOTIKUNNAT") == (ExitCode.NOT_FOUND, "vaki: There is no such information group.\n")
