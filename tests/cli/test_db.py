"""`db`: the state of the database, the line for psql, and the move from an older PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import psycopg
import pytest

from vaki.postgres import binaries, embedded, place, postmaster
from vaki.postgres.cluster import at, data_folder, is_running, running, superuser_url
from vaki.postgres.provision import prepare
from vaki.postgres.secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDER = (17, 16, 15)


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="vk-"))
    parent.chmod(0o755)
    monkeypatch.delenv("VAKI_DATABASE_URL", raising=False)
    yield parent / "data"
    rmtree(parent)


def _db(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-P", "-m", "vaki.cli", "db", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def test_a_folder_without_a_database_is_not_given_one_by_asking(data: Path) -> None:
    code, told, _ = _db("status", "--json", "--data", str(data))
    assert (code, json.loads(told)["database"]) == (5, None)
    assert _db("url", "--data", str(data))[0] == 5
    assert not data.exists()


def test_status_tells_what_waits_until_it_is_migrated(data: Path) -> None:
    with running(data) as cluster:
        prepare(cluster)
    code, told, _ = _db("status", "--json", "--data", str(data))
    waiting = json.loads(told)["pending"]
    assert code == 1
    assert "register.0001_person" in waiting
    assert json.loads(_db("migrate", "--json", "--data", str(data))[1]) == {"applied": waiting}
    code, told, _ = _db("status", "--json", "--data", str(data))
    assert (code, json.loads(told)["pending"], json.loads(told)["running"]) == (0, [], False)
    assert not is_running(data)


def test_the_line_for_psql_opens_the_database_and_shows_no_password(data: Path) -> None:
    with running(data) as cluster:
        prepare(cluster)
        for role in ("owner", "register", "disclosure", "site"):
            _, told, _ = _db("url", "--role", role, "--json", "--data", str(data))
            line = json.loads(told)
            password = json.loads(Path(line["secrets"]).read_text())[line["key"]]
            assert password not in told
            with psycopg.connect(line["url"], password=password) as connection:
                assert connection.execute("SELECT current_user").fetchone() == (f"vaki_{role}",)


def _make_older(data: Path, programs: binaries.Binaries) -> None:
    """A database as an older Väki would have left it, with a row in it."""
    folder = data_folder(data)
    password = Secrets.of(folder).superuser
    chosen = place.choose(folder)
    embedded.start(chosen, superuser_password=password, programs=programs)
    with running(data) as cluster:
        prepare(cluster)
        with psycopg.connect(cluster.owner_url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
            connection.execute("GRANT SELECT ON kept TO vaki_site")


def test_an_older_database_is_moved_with_its_rows_roles_and_rights(data: Path) -> None:
    found = next((major for major in OLDER if binaries.of_major(major)), None)
    if found is None:
        _refuses_without_the_older_programs(data)
        return
    programs = binaries.of_major(found)
    assert programs is not None
    _make_older(data, programs)
    code, _, sentence = _db("migrate", "--data", str(data))
    assert code == 4
    assert f"of version {found}" in sentence
    code, told, sentence = _db("upgrade", "--json", "--data", str(data))
    assert (code, sentence) == (0, "")
    assert json.loads(told) == {"before": found, "after": binaries.packaged().major()}
    with running(data), psycopg.connect(at(data).role_url("site")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    assert (data / "postgres" / f"cluster-{found}" / "PG_VERSION").exists()
    assert list(data.glob("vaki-dump-*")) == []


def _refuses_without_the_older_programs(data: Path) -> None:
    with running(data):
        pass
    found = place.find(data)
    assert found is not None
    (found.cluster / "PG_VERSION").write_text("9\n")
    code, _, sentence = _db("upgrade", "--data", str(data))
    assert code == 1
    assert sentence.endswith("install it (Debian: apt-get install postgresql-9)\n")


def test_without_the_older_programs_the_move_is_refused_and_says_what_to_install(data: Path) -> None:
    _refuses_without_the_older_programs(data)


def test_a_move_killed_before_its_end_leaves_the_old_database_in_use(data: Path) -> None:
    with running(data) as cluster:
        prepare(cluster)
    found = place.find(data)
    assert found is not None
    half = place.Place(found.data, found.base, found.account, "upgrade")
    embedded.start(half, superuser_password="half")
    postmaster.stop(half.cluster)
    with running(data) as cluster, psycopg.connect(cluster.owner_url):
        pass


def test_a_move_killed_at_its_end_is_finished_by_whoever_comes_next(data: Path) -> None:
    with running(data) as cluster:
        prepare(cluster)
        password = cluster.secrets.superuser
    found = place.find(data)
    assert found is not None
    whole = place.Place(found.data, found.base, found.account, place.UPGRADED)
    embedded.start(whole, superuser_password=password)
    with psycopg.connect(superuser_url(found.socket_folder(), password), autocommit=True) as connection:
        connection.execute("CREATE DATABASE of_the_new_one")
    postmaster.stop(whole.cluster)
    with running(data) as cluster, psycopg.connect(cluster.superuser_url or "") as connection:
        names = connection.execute("SELECT datname FROM pg_database").fetchall()
    assert ("of_the_new_one",) in names


def test_nothing_is_moved_while_anyone_uses_the_database(data: Path) -> None:
    with running(data):
        code, _, sentence = _db("upgrade", "--data", str(data))
    assert code == 3
    assert "stop what uses the database first" in sentence


def test_a_database_of_this_version_is_left_as_it_is(data: Path) -> None:
    with running(data):
        pass
    code, told, _ = _db("upgrade", "--data", str(data))
    assert (code, told) == (0, f"The database is of version {binaries.packaged().major()} already.\n")


def test_an_empty_register_is_given_a_real_clock_once(data: Path) -> None:
    code, _, sentence = _db("clock", "--data", str(data))
    assert code == 1
    assert "no people or no clock" in sentence
    code, told, _ = _db("clock", "--start", "real", "--data", str(data), "--json")
    assert code == 0
    assert json.loads(told)["mode"] == "real"
    assert _db("clock", "--start", "simulated", "--data", str(data))[0] == 4
