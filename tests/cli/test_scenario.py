"""`vaki scenario`: what its user reads, and what its table says of each customer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vaki.cli.customers import table
from vaki.postgres.cluster import running
from vaki.synthetic import scenarios

if TYPE_CHECKING:
    from collections.abc import Iterator

HETU = re.compile(r"\d{6}[-A-Y]9\d\d[0-9A-Y]")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vaki-scenario-") as name:
        data = Path(name)
        data.chmod(0o711)
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("VAKI_DATABASE_URL", raising=False)
            with running(data):
                assert vaki(data, "seed", "--persons", "300", "--seed", "3").returncode == 0
                yield data


def vaki(folder: Path | None, *words: str) -> subprocess.CompletedProcess[str]:
    where = [] if folder is None else ["--data", str(folder)]
    command = [sys.executable, "-m", "vaki.cli", *words, *where]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def steps(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def kinds(items: list[dict[str, Any]]) -> list[str]:
    return [group["tietoryhma"] for item in items for group in item["tietoryhmat"]]


def test_scenarios_are_listed_and_shown_in_a_language() -> None:
    listed = json.loads(vaki(None, "scenario", "list", "--json").stdout)
    assert [one["name"] for one in listed] == list(scenarios.names())
    assert [step["day"] for one in listed if one["name"] == "cancelled_move" for step in one["steps"]] == [
        "0",
        "7",
        "7",
    ]
    shown = vaki(None, "scenario", "show", "coming_of_age", "--language", "fi").stdout
    assert "Lapsi täyttää 18 vuotta" in shown
    assert "day coming of age" in shown
    assert "För" not in shown
    assert vaki(None, "scenario", "show", "no_such").returncode == 5


def test_a_move_is_told_whole_where_one_enters_and_last_where_one_leaves(folder: Path) -> None:
    move, later = steps(vaki(folder, "scenario", "run", "move_between", "--json"))
    assert move["event"] == "move"
    assert move["key"] > move["since"]
    left, entered = (name for name in move["sees"] if name.startswith("K2000/"))
    assert set(kinds(move["sees"][left])) <= {"KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE"}
    assert {"SYNTYMAPAIVA", "SUKUPUOLI", "HENKILON_NIMI", "KOTIKUNTA"} <= set(kinds(move["sees"][entered]))
    assert "KOTIKUNTA" in kinds(move["sees"]["OPPIJA"])
    assert "KOTIKUNTA" not in kinds(move["sees"]["ASREK"])
    assert later["sees"][left] == []
    assert kinds(later["sees"][entered]) == ["AMMATTI"]
    rows = json.loads(vaki(folder, "ledger", "list", "--json").stdout)
    assert {"K2000", "OPPIJA", "VAKA", "OPISKELIJA", "ASREK"} <= {row["product"] for row in rows}


def test_what_a_person_reads_names_customers_steps_and_marks(folder: Path) -> None:
    done = vaki(folder, "scenario", "run", "protection", "--language", "sv")
    assert done.returncode == 0, done.stderr
    assert "Spärrmarkeringen börjar" in done.stdout
    assert re.search(r"^  A  K2000 \w+ \(\d{3}\)$", done.stdout, re.MULTILINE)
    assert re.search(r"^  ●●●○·  MUUTETTU   KOTIKUNTA  \d{3}", done.stdout, re.MULTILINE)
    assert re.search(r"^  ○○○○○  MUUTETTU   VAKINAINEN_KOTIMAINEN_OSOITE  withheld", done.stdout, re.MULTILINE)
    assert "Nothing comes to anybody." in done.stdout


def test_whom_it_does_not_fit_and_who_is_unknown_are_refused_by_exit_code(folder: Path) -> None:
    told = vaki(folder, "scenario", "run", "coming_of_age", "--json")
    grown = HETU.search(told.stdout.splitlines()[0])
    assert grown
    refused = vaki(folder, "scenario", "run", "coming_of_age", "--person", grown[0].lower())
    assert (refused.returncode, refused.stdout) == (4, "")
    assert refused.stderr.strip() == "vaki: The person is not 17 years old."
    assert vaki(folder, "scenario", "run", "coming_of_age", "--person", "010101-999X").returncode == 5


def change(kind: str, attribute: str, **members: Any) -> dict[str, Any]:
    return {"tietoryhma": kind, "muutosattribuutti": attribute, **members}


def test_a_row_has_a_mark_for_every_customer() -> None:
    def item(*groups: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"henkilotunnus": "010101-901A", "tietoryhmat": list(groups)}]

    home = change("KOTIKUNTA", "MUUTETTU", kuntakoodi="536")
    hidden = change("KOTIKUNTA", "MUUTETTU", turvakiellonAlaisetKentat=["kuntakoodi"])
    ban = change("TURVAKIELTO", "LISATTY", turvakieltoAktiivinen=True)
    new = item(*(change(kind, "LISATTY") for kind in ("HENKILOTUNNUS_KORJAUS", "SUKUPUOLI", "AIDINKIELI")))
    rows = table({"A": item(ban, home), "B": item(ban, hidden), "C": [], "D": new}, "010101-901A")
    assert [(row.marks, row.kind, row.content) for row in rows] == [
        ("···▣", "all of the person", "3 groups, as base data"),
        ("●●··", "TURVAKIELTO", "turvakieltoAktiivinen"),
        ("●○··", "KOTIKUNTA", "536"),
    ]
    assert table({"A": [], "B": item(hidden)}, "010101-901A")[0].content == "withheld, with or without data"
    assert table({"A": item(home)}, "020202-902B") == []
