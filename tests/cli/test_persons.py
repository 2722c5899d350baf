"""`vaki persons`: what leaves goes through the door and into the ledger, and what is loaded comes back as it was."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from vaki.postgres.cluster import running
from vaki.postgres.environment import Environment
from vaki.register.document import read, write
from vaki.register.index import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.document import Document

PERSONS = 600
NOBODY = "010190-999X"

# As a caught answer looks: a kind nobody knows, derived kinds, a member the catalogue has not, unlike orders.
LOADED: dict[str, Any] = {
    "henkilotunnus": "010168-9238",
    "tietoryhmat": [
        {
            "tietoryhma": "HENKILOTUNNUS_KORJAUS",
            "voimassaolo": "AKTIIVI",
            "aktiivinenHenkilotunnus": "010168-9238",
            "muutettuHenkilotunnus": "010168-9238",
            "edellisetHenkilotunnukset": [],
        },
        {"tietoryhma": "SUKUPUOLI", "sukupuoli": "MIES"},
        {
            "tietoryhma": "HENKILON_NIMI",
            "sukunimi": "Ågren Tes",
            "etunimi": "Wäinö",
            "uusiJasen": {"a": [1, {"b": None}]},
        },
        {"tietoryhma": "NIMENMUUTOS", "nimilaji": "NYKYINEN_KUTSUMANIMI", "nimi": "Väinö"},
        {"tietoryhma": "NIMENMUUTOS_LAAJA", "nimilaji": "NYKYINEN_KUTSUMANIMI", "nimi": "Väinö"},
        {"tietoryhma": "SYNTYMAPAIVA", "syntymapv": {"tarkkuus": "PAIVA", "arvo": "1968-01-01"}},
        {
            "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE",
            "katunimi": {"sv": "Skolgatan", "fi": "Koulukatu"},
            "katunumero": "7",
            "alkupv": {"arvo": "2012-05-01", "tarkkuus": "PAIVA"},
        },
        {
            "tietoryhma": "KOTIKUNTA",
            "kuntaanMuuttopv": {"arvo": "2012-05-01", "tarkkuus": "PAIVA"},
            "kuntakoodi": "536",
        },
        {"tietoryhma": "LAPSI_SUPPEA", "lapsi": {"etunimet": "Aino", "sukunimi": "Ågren"}, "vanhemmuusnimike": "ISA"},
        {"tietoryhma": "TUNTEMATON_RYHMA", "z": 1, "a": "toinen"},
    ],
}


# Lives in a dwelling that no register knows.
STRAY: dict[str, Any] = {
    "henkilotunnus": "020268-923C",
    "tietoryhmat": [
        {
            "tietoryhma": "HENKILOTUNNUS_KORJAUS",
            "voimassaolo": "AKTIIVI",
            "aktiivinenHenkilotunnus": "020268-923C",
            "muutettuHenkilotunnus": "020268-923C",
            "edellisetHenkilotunnukset": [],
        },
        {
            "tietoryhma": "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
            "asuinpaikantunnus": "199999999X1A001 ",
            "alkupv": {"arvo": "2012-05-01", "tarkkuus": "PAIVA"},
        },
    ],
}


def _vaki(folder: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vaki.cli", *words, "--data", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=check, timeout=120)


def _json(folder: Path, *words: str) -> Any:
    return json.loads(_vaki(folder, *words, "--json").stdout)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder with people, its server kept running so that no command has to start it."""
    with tempfile.TemporaryDirectory(prefix="vaki-persons-") as name:
        data = Path(name)
        data.chmod(0o711)
        _vaki(data, "seed", "--persons", str(PERSONS), "--seed", "5")
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("VAKI_DATABASE_URL", raising=False)
            with running(data):
                yield data


@pytest.fixture(scope="module", autouse=True)
def first_audit(folder: Path) -> subprocess.CompletedProcess[str]:
    """The audit of the people as seeded, before any test has added to them."""
    return _vaki(folder, "persons", "audit", "--json", check=False)


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[psycopg.Connection[Any]]:
    """The door's own look at the ledger and the register."""
    url = Environment.from_data(folder).disclosure_url
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def someone(database: psycopg.Connection[Any]) -> tuple[int, str]:
    """(person id, code) of a living resident."""
    row = database.execute(
        "select person_id, code from register.person where alive and municipality is not null order by 1 limit 1"
    ).fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def _ledger_after(database: psycopg.Connection[Any], ledger_id: int) -> list[dict[str, Any]]:
    cursor = database.execute(
        "select ledger_id, product, channel, end_user, operation, subjects, censored from disclosure.ledger "
        "where ledger_id > %s order by ledger_id",
        [ledger_id],
    )
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _last_row(database: psycopg.Connection[Any]) -> int:
    row = database.execute("select coalesce(max(ledger_id), 0) from disclosure.ledger").fetchone()
    assert row is not None
    return int(row[0])


def test_show_tells_all_and_the_ledger_names_the_operator_and_the_person(
    folder: Path, database: psycopg.Connection[Any], someone: tuple[int, str]
) -> None:
    before = _last_row(database)
    item = _json(folder, "persons", "show", someone[1])
    assert item["henkilotunnus"] == someone[1]
    assert {"HENKILOTUNNUS_KORJAUS", "SYNTYMAPAIVA", "KOTIKUNTA"} <= {
        group["tietoryhma"] for group in item["tietoryhmat"]
    }
    (row,) = _ledger_after(database, before)
    assert (row["product"], row["channel"], row["subjects"]) == ("operator", "cli", [someone[0]])
    assert row["end_user"]


def test_show_puts_the_mark_of_a_protected_person_first_and_withholds_nothing(
    folder: Path, database: psycopg.Connection[Any]
) -> None:
    found = database.execute("select code from register.person where protected and alive limit 1").fetchone()
    if found is None:
        code = _json(folder, "persons", "find", "--municipality", "536", "--limit", "1")[0]["henkilotunnus"]
        _vaki(folder, "event", "protection_begun", "--person", code)
    else:
        code = found[0]
    shown = _vaki(folder, "persons", "show", code).stdout
    assert "PROTECTED" in shown.splitlines()[0]
    assert code in shown.splitlines()[1]
    assert "turvakiellonAlaisetKentat" not in _vaki(folder, "persons", "show", code, "--json").stdout


def test_a_code_that_nobody_has_is_not_found(folder: Path) -> None:
    done = _vaki(folder, "persons", "show", NOBODY, check=False)
    assert (done.returncode, done.stdout) == (5, "")
    assert "No person" in done.stderr
    assert NOBODY not in done.stderr


def test_find_goes_by_the_beginning_of_a_name_in_finnish_order(folder: Path, database: psycopg.Connection[Any]) -> None:
    (surname,) = database.execute(
        "select sort_key from register.person_name where kind = 'SUKUNIMI' group by 1 order by count(*) desc limit 1"
    ).fetchone() or ("",)
    before = _last_row(database)
    found = _json(folder, "persons", "find", "--name", surname[:3].upper(), "--limit", "1000000")
    names = [sort_key(one["sukunimi"]) for one in found]
    assert names == sorted(names)
    holders = database.execute(
        "select count(distinct person_id) from register.person_name where starts_with(sort_key, %s)", [surname[:3]]
    ).fetchone()
    assert holders is not None
    assert len(found) == holders[0]
    (row,) = _ledger_after(database, before)
    assert len(row["subjects"]) == len(found)


def test_find_knows_former_names_and_every_word_narrows(folder: Path, database: psycopg.Connection[Any]) -> None:
    code, former, present = database.execute(
        "select p.code, n.sort_key, s.sort_key from register.person_name n "
        "join register.person p using (person_id) join register.person_name s using (person_id) "
        "where n.kind = 'EDELLINEN_SUKUNIMI' and s.kind = 'ETUNIMI' limit 1"
    ).fetchone() or ("", "", "")
    assert former
    found = _json(folder, "persons", "find", "--name", f"{former} {present.split()[0]}", "--limit", "1000")
    assert code in {one["henkilotunnus"] for one in found}
    assert all(
        sort_key(one["sukunimi"]).startswith(former) or sort_key(one["etunimet"]).startswith(present.split()[0])
        for one in found
    )


def test_find_goes_by_birth_date_and_municipality_and_gives_no_more_than_the_limit(
    folder: Path, database: psycopg.Connection[Any]
) -> None:
    residents = _json(folder, "persons", "find", "--municipality", "536", "--limit", "7")
    assert len(residents) == 7
    assert {one["kuntakoodi"] for one in residents} == {"536"}
    born = residents[0]["syntymapv"]
    same_day = _json(folder, "persons", "find", "--born", born, "--limit", "1000")
    assert residents[0]["henkilotunnus"] in {one["henkilotunnus"] for one in same_day}
    assert {one["syntymapv"] for one in same_day} == {born}
    assert _json(folder, "persons", "find", "--name", "zzzzzz") == []


def test_export_gives_everybody_in_the_registers_order_byte_for_byte_the_same(
    folder: Path, database: psycopg.Connection[Any], tmp_path: Path
) -> None:
    before = _last_row(database)
    out = tmp_path / "everybody.ndjson"
    told = _json(folder, "persons", "export", "--out", str(out))
    codes = [row[0] for row in database.execute("select code from register.person order by person_id")]
    lines = out.read_bytes().splitlines()
    assert [json.loads(line)["henkilotunnus"] for line in lines] == codes
    assert told["persons"] == len(codes)
    assert out.stat().st_mode & 0o077 == 0
    subjects = [person for row in _ledger_after(database, before) for person in row["subjects"]]
    assert len(subjects) == len(set(subjects)) == len(codes)
    again = subprocess.run(
        [sys.executable, "-m", "vaki.cli", "persons", "export", "--data", str(folder)], capture_output=True, check=True
    )
    assert again.stdout == out.read_bytes()


def test_a_loaded_person_comes_back_member_by_member_and_loading_again_changes_nothing(
    folder: Path, database: psycopg.Connection[Any], tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"perustiedot": [LOADED], "ajanTasalla": True}, ensure_ascii=False), "utf-8")
    assert _json(folder, "persons", "load", str(file)) == {"persons": 1, "loaded": 1, "unchanged": 0, "refused": 0}
    shown = _vaki(folder, "persons", "show", LOADED["henkilotunnus"], "--json").stdout
    assert json.dumps(json.loads(shown)["tietoryhmat"]) == json.dumps(LOADED["tietoryhmat"])

    changes = "select count(*), max(key) from register.change"
    before = database.execute(changes).fetchone()
    assert _json(folder, "persons", "load", str(file)) == {"persons": 1, "loaded": 0, "unchanged": 1, "refused": 0}
    assert database.execute(changes).fetchone() == before
    assert _vaki(folder, "persons", "show", LOADED["henkilotunnus"], "--json").stdout == shown


@pytest.mark.parametrize("text", ["not json", "[]", '{"muutokset": []}'])
def test_a_file_that_is_no_answer_is_wrong_usage_and_nothing_is_loaded(folder: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "answer.json"
    file.write_text(text, "utf-8")
    done = _vaki(folder, "persons", "load", str(file), check=False)
    assert done.returncode == 2
    assert "Nothing was loaded" in done.stderr


def test_the_audit_finds_nothing_in_what_was_seeded(first_audit: subprocess.CompletedProcess[str]) -> None:
    assert (first_audit.returncode, json.loads(first_audit.stdout)) == (0, [])


def test_what_the_audit_finds_fails_it_and_is_told_without_a_code(
    folder: Path, database: psycopg.Connection[Any], tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"perustiedot": [STRAY], "ajanTasalla": True}), "utf-8")
    _vaki(folder, "persons", "load", str(file))
    row = database.execute("select person_id from register.person where code = %s", [STRAY["henkilotunnus"]]).fetchone()
    assert row is not None
    done = _vaki(folder, "persons", "audit", "--json", check=False)
    assert done.returncode == 1
    kinds = {finding["finding"] for finding in json.loads(done.stdout) if finding["person"] == row[0]}
    assert "dwelling-unknown" in kinds
    assert STRAY["henkilotunnus"] not in done.stdout + done.stderr


def _lose_children(document: Document) -> None:
    for kind in ("LAPSI", "LAPSI_SUPPEA", "PERHESUHDE"):
        document.drop_kind(kind)


def _rename_child(document: Document) -> None:
    group = document.all("LAPSI")[0]
    document.swap(group, {**group, "lapsi": {**group["lapsi"], "sukunimi": "Toinen"}})


def _die(document: Document) -> None:
    died = {"arvo": "2020-01-01", "tarkkuus": "PAIVA"}
    document.put({"tietoryhma": "KUOLINPAIVA", "kuollut": True, "kuolinpv": died})


def _move_home(document: Document) -> None:
    group = document.all("KOTIKUNTA")[0]
    document.swap(group, {**group, "kuntakoodi": "999"})


def test_what_is_planted_in_rows_is_told_by_kind_and_person(folder: Path) -> None:
    """Four people's rows are altered behind the register's back, as no event would."""
    plants = {
        "one-sided": _lose_children,
        "copy-stale": _rename_child,
        "dead-lives": _die,
        "home-elsewhere": _move_home,
    }
    with psycopg.connect(Environment.from_data(folder).register_url, autocommit=True) as connection:
        rows = connection.execute(
            "select person_id, key, document from register.person p where alive and municipality <> '200' "
            "and exists (select from register.relation r where r.person_id = p.person_id and kind = 'HUOLLETTAVA') "
            "order by person_id limit 4"
        ).fetchall()
        for (person_id, key, text), plant in zip(rows, plants.values(), strict=True):
            document = read(text, person_id, key)
            plant(document)
            connection.execute(
                "update register.person set document = %s where person_id = %s", [write(document), person_id]
            )
        done = _vaki(folder, "persons", "audit", "--workers", "2", "--json", check=False)
        for person_id, _, text in rows:
            connection.execute("update register.person set document = %s where person_id = %s", [text, person_id])
    assert done.returncode == 1
    told = {(finding["finding"], finding["person"]) for finding in json.loads(done.stdout)}
    own = dict(zip(plants, (row[0] for row in rows), strict=True))
    assert {(kind, own[kind]) for kind in ("copy-stale", "dead-lives", "home-elsewhere")} <= told
    assert "one-sided" in {kind for kind, _ in told}
