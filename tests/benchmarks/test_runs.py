"""A run as it is asked for: what it says first, what it goes on with, and what it is compared with."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmarks.bench import DURABILITY, Bench, Plan, revision
from benchmarks.compare import NoBase, _measured, _worktree
from benchmarks.loading import OtherPersons, ensure_loaded
from rich.console import Console
from tests.frame.tracked import ROOT

from benchmarks import session, sizes
from vaki.cli import main
from vaki.cli.running import opened

PLAN = Plan(1_000, 0.2)
Families = Callable[..., list[str]]


class Cut(Exception):
    """A run is cut short."""


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder's own server; and git may look at a checkout of somebody else's."""
    monkeypatch.delenv("VAKI_DATABASE_URL", raising=False)
    for name, value in (("COUNT", "1"), ("KEY_0", "safe.directory"), ("VALUE_0", "*")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)


@pytest.fixture
def families(monkeypatch: pytest.MonkeyPatch) -> Families:
    """Puts families in the place of the real ones, of which `cuts` ends the run; gives the list of who has measured."""

    def put(*names: str, cuts: str = "", at: int = 1) -> list[str]:
        measured: list[str] = []

        def family(name: str) -> Callable[[Bench], None]:
            def measure(bench: Bench) -> None:
                told = f"{name} {bench.plan.persons}"
                measured.append(told)
                if name == cuts and len(measured) >= at:
                    raise Cut
                bench.add(name, 1 + bench.plan.persons, "persons/s", 10_000)

            return measure

        for name in names:
            monkeypatch.setitem(session.FAMILIES, name, family(name))
        return measured

    return put


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder whose server runs, without anybody in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VAKI_DATABASE_URL", raising=False)
        with session.folder(None) as data, opened(data):
            yield data


def quiet() -> Console:
    return Console(file=io.StringIO(), width=300)


def said(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_durability_is_told_before_anything_is_measured_and_a_run_goes_on_where_it_was_cut_short(
    families: Families, folder: Path
) -> None:
    console = quiet()
    first = families("load", "town", "mix", cuts="town")
    with pytest.raises(Cut):
        session.run(folder, PLAN, ("load", "town"), console)
    assert first == ["load 1000", "town 1000"]
    told = said(console)
    for name in DURABILITY:
        assert 0 < told.index(f"{name}=") < told.index("load: ")
    assert "fsync=on" in told
    assert "synchronous_commit=on" in told

    then = families("load", "town", "mix")
    figures, about = session.run(folder, PLAN, ("load", "town"), quiet())
    assert then == ["town 1000"], "load is not measured again"
    assert [one.name for one in figures] == ["load", "town"]
    assert about["durability"]["full_page_writes"] == "on"

    hour = replace(PLAN, memory_seconds=3_600)
    session.run(folder, hour, ("load",), quiet())
    assert then == ["town 1000", "load 1000"], "another plan is another run"


@pytest.mark.long
def test_sizes_are_gone_on_with_where_they_were_cut_short_and_growth_is_plotted(families: Families) -> None:
    with session.folder(None) as kept:
        first = families(*session.GROWING, cuts="town", at=len(session.GROWING) + 3)
        with pytest.raises(Cut):
            sizes.measure([2_000, 1_000], PLAN, kept, quiet())
        assert first[0] == "load 1000", "the smallest comes first"
        assert first[-1] == "town 2000"
        then = families(*session.GROWING)
        measured, about = sizes.measure([1_000, 2_000], PLAN, kept, quiet())
        assert then == ["town 2000", "catch-up 2000", "events 2000"]
    assert about["persons"] == "1000, 2000"
    assert {size: [one.name for one in figures] for size, figures in measured.items()} == {
        1_000: list(session.GROWING),
        2_000: list(session.GROWING),
    }
    drawn = sizes.as_plot(measured)
    assert "1 000" in drawn
    assert "2 000" in drawn
    assert drawn.count("<polyline") == 1, "the load; of calls by codes there are no figures here"
    assert "| load | 1 001 persons/s" in sizes.as_markdown(measured)


def test_a_folder_of_another_number_of_persons_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seeding.json").write_text('{"seconds": 1, "whole": true, "persons": 2000}')
    with pytest.raises(OtherPersons, match="2000"):
        ensure_loaded(Bench(tmp_path, PLAN, quiet()))
    ensure_loaded(Bench(tmp_path, replace(PLAN, persons=2_000), quiet()))


def test_what_is_changed_beside_a_commit_is_another_source(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        named = ["-c", "user.name=n", "-c", "user.email=n@n.example", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *named, "-C", str(tmp_path), *arguments], check=True, capture_output=True)

    assert revision(tmp_path) == "", "no checkout"
    (tmp_path / "src").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "src" / "a.py").write_text("1")
    git("init")
    git("add", "-A")
    git("commit", "-m", "a")
    clean = revision(tmp_path)
    assert re.fullmatch("[0-9a-f]+", clean)
    (tmp_path / "docs" / "page.md").write_text("what a run writes")
    assert revision(tmp_path) == clean
    seen = {clean}
    for text in ("2", "3"):
        (tmp_path / "src" / "a.py").write_text(text)
        seen.add(revision(tmp_path))
    (tmp_path / "src" / "b.py").write_text("4")
    seen.add(revision(tmp_path))
    assert len(seen) == 4
    assert all(one.startswith(clean) for one in seen)


def test_a_commit_is_laid_out_for_the_time_of_the_run() -> None:
    with _worktree("HEAD") as source:
        assert (source / "src" / "vaki" / "__init__.py").is_file()
        assert (ROOT / "benchmarks").is_dir()
    assert not source.exists()
    listed = subprocess.run(["git", "-C", str(ROOT), "worktree", "list"], capture_output=True, text=True, check=True)
    assert str(source) not in listed.stdout


def test_a_commit_is_measured_in_a_process_that_imports_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "src" / "vaki").mkdir(parents=True)
    (tmp_path / "src" / "vaki" / "__init__.py").write_text("raise SystemExit(7)")
    with pytest.raises(NoBase, match="exit code 7"):
        _measured(tmp_path, PLAN, ())


def ended(*arguments: str) -> Any:
    with pytest.raises(SystemExit) as error:
        main(["bench", "--only", "load", "--persons", "1000", "--seconds", "0.2", *arguments])
    return error.value.code


def test_the_command_prints_objects_and_ends_with_one_only_when_a_figure_is_worse(
    families: Families, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    families("load")
    kept = ("--data", str(folder))
    assert not ended("--json", *kept)
    [figure] = json.loads(capsys.readouterr().out)
    assert figure == {"name": "load", "value": 1001, "unit": "persons/s", "floor": 10_000, "share": 0.1001}
    base = tmp_path / "base.json"
    for times, code in ((1, 0), (0.5, 0), (2, 1)):
        base.write_text(json.dumps([{**figure, "value": times * figure["value"]}]))
        assert (ended(*kept, "--compare", str(base)) or 0) == code
        assert f"{1 / times:.2f}" in capsys.readouterr().err
    base.write_text("[]")
    assert ended(*kept, "--compare", str(base)) == 1, "nothing in common is no comparison"
