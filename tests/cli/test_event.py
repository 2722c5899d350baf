"""`vaki event`, and what the other commands about persons owe: the operator named, persons by number only."""

from __future__ import annotations

import getpass
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import psycopg
import pytest

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.postgres.cluster import running
from vaki.postgres.environment import Environment
from vaki.register.events.catalogue import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Database = psycopg.Connection[Any]

KEPT = "select count(*), max(key) from register.change"


def vaki(folder: Path, *words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vaki.cli", *words, "--data", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, input=given)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vaki-event-") as name:
        data = Path(name)
        data.chmod(0o711)
        vaki(data, "seed", "--persons", "80", "--seed", "9")
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("VAKI_DATABASE_URL", raising=False)
            with running(data):
                yield data


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[Database]:
    with psycopg.connect(Environment.from_data(folder).register_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def people(database: Database) -> list[str]:
    """Grown-up residents."""
    rows = database.execute(
        "select code from register.person where alive and not protected and municipality <> '200' "
        "and birth_date < '1995-01-01' order by person_id"
    )
    return [row[0] for row in rows]


def written(database: Database) -> Any:
    return database.execute(KEPT).fetchone()


def test_an_event_by_options_is_recorded_and_told_by_number_and_key(
    folder: Path, database: Database, people: list[str]
) -> None:
    done = vaki(folder, "event", "occupation", "--person", people[0], "--occupation", "lukkoseppä", "--json")
    assert done.returncode == 0, done.stderr
    (item,) = json.loads(done.stdout)["items"]
    assert database.execute("select max(key) from register.change").fetchone() == (item["key"],)
    shown = json.loads(vaki(folder, "persons", "show", people[0], "--json").stdout)
    assert {"tietoryhma": "AMMATTI", "ammatti": "lukkoseppä"} in shown["tietoryhmat"]


def test_a_file_of_events_is_recorded_in_order_and_again_without_effect(
    folder: Path, database: Database, people: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "events.ndjson"
    lines = [
        {
            "event": "occupation",
            "id": f"00000000-0000-4000-8000-00000000000{at}",
            "person": people[1],
            "occupation": name,
        }
        for at, name in enumerate(("muurari", "maalari"))
    ]
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    first = [json.loads(line) for line in vaki(folder, "event", "--file", str(file), "--json").stdout.splitlines()]
    keys = [one["items"][0]["key"] for one in first]
    assert keys == sorted(keys)
    before = written(database)
    again = [json.loads(line) for line in vaki(folder, "event", "--file", str(file), "--json").stdout.splitlines()]
    assert [one["already"] for one in again] == [True, True]
    assert written(database) == before


def test_an_impossible_event_is_refused_with_a_sentence_and_changes_nothing(
    folder: Path, database: Database, people: list[str]
) -> None:
    assert vaki(folder, "event", "death", "--person", people[2]).returncode == 0
    before = written(database)
    done = vaki(folder, "event", "marriage", "--first", people[2], "--second", people[3])
    assert done.returncode == 4
    assert done.stderr.strip() == "marriage: refused. The person is dead."
    assert written(database) == before


def test_a_file_with_one_malformed_line_records_none_of_it(folder: Path, database: Database, people: list[str]) -> None:
    good = json.dumps({"event": "occupation", "person": people[4], "occupation": "hitsari"})
    before = written(database)
    for bad in ('{"event": "occupation", "person": 1}', '{"event": "no_such"}', "{", '{"person": "x"}'):
        done = vaki(folder, "event", "--file", "-", given=f"{good}\n{bad}\n")
        assert (done.returncode, done.stdout) == (2, "")
        assert "Line 2" in done.stderr
    assert written(database) == before


def test_every_event_prints_its_own_json_schema_and_that_takes_and_refuses() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vaki.cli", "event", "occupation", "--schema"], capture_output=True, check=True
    )
    schema = jsonschema_rs.Draft202012Validator(json.loads(done.stdout))
    person = hetu.allocate(date(1990, 1, 1), Sex.WOMAN, 0)
    assert schema.is_valid({"person": person, "occupation": "seppä"})
    assert not schema.is_valid({"person": person})
    assert not schema.is_valid({"person": person, "occupation": "seppä", "kuka": "muu"})
    listed = subprocess.run(
        [sys.executable, "-m", "vaki.cli", "event", "--list", "--json"], capture_output=True, check=True
    )
    assert json.loads(listed.stdout).keys() == EVENTS.keys()


@pytest.mark.parametrize("words", [("show",), ("find", "--limit", "3"), ("export",)], ids=lambda words: words[0])
def test_the_ledger_names_the_systems_own_user_on_the_channel_cli(
    folder: Path, people: list[str], words: tuple[str, ...]
) -> None:
    own = (people[5],) if words == ("show",) else ()
    as_json = () if words == ("export",) else ("--json",)
    done = vaki(folder, "persons", *words, *own, *as_json)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    if words[0] == "find":
        (told,) = told
        assert isinstance(told, list)
        assert len(told) == 3
    assert all(hetu.is_shaped(one["henkilotunnus"]) for one in told)
    newest = json.loads(vaki(folder, "ledger", "list", "--json").stdout)[0]
    assert (newest["product"], newest["channel"], newest["end_user"]) == ("operator", "cli", getpass.getuser())


def test_what_db_check_finds_is_told_by_number_only(folder: Path, database: Database, people: list[str]) -> None:
    assert vaki(folder, "db", "check").returncode == 0
    code = people[6]
    row = database.execute(
        "delete from register.person_name where person_id = (select person_id from register.person where code = %s) "
        "returning person_id, sort_key",
        [code],
    ).fetchall()
    done = vaki(folder, "db", "check", "--json")
    findings = json.loads(done.stdout)["differences"]
    assert done.returncode == 1
    assert any(finding.startswith(f"person {row[0][0]}: ") for finding in findings)
    told = (done.stdout + done.stderr).casefold()
    assert code.casefold() not in told
    assert not any(name in told for _, name in row if len(name) > 4)
