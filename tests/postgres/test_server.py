"""The embedded server: started, joined, stopped, killed and started again, and nothing touched that is not its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest

from vaki.postgres import account, binaries, place, postmaster
from vaki.postgres.cluster import at, is_running, revive, running, service_lock
from vaki.postgres.errors import AlreadyServedError, DatabaseError, OtherVersionError, SecretsError
from vaki.postgres.provision import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that does not exist yet, below a folder with a short path."""
    monkeypatch.delenv("VAKI_DATABASE_URL", raising=False)
    parent = Path(tempfile.mkdtemp(prefix="vk-"))
    parent.chmod(0o755)
    yield parent / "data"
    _remove(parent)


def _remove(parent: Path) -> None:
    for named in parent.rglob(place.LOCATION_FILE):
        shutil.rmtree(named.read_text().strip(), ignore_errors=True)
    for named in parent.rglob(place.SOCKET_FILE):
        shutil.rmtree(named.read_text().strip(), ignore_errors=True)
    shutil.rmtree(parent)


def _place(data: Path) -> place.Place:
    found = place.find(data)
    assert found is not None
    return found


def _server(data: Path) -> postmaster.Postmaster:
    server = postmaster.read(_place(data).cluster)
    assert server is not None
    return server


@contextmanager
def _used_elsewhere(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the database until it is killed, at the latest at the end."""
    code = """
import sys, time
from pathlib import Path
from vaki.postgres.cluster import running
with running(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code, str(data)], stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "in\n"
        yield user
        user.kill()


def _servers_of(data: Path) -> list[int]:
    """Processes of the cluster whose parent is none of them."""
    found = {}
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if Path(process.cwd()) == _place(data).cluster:
                found[process.pid] = process.ppid()
    return [pid for pid, parent in found.items() if parent not in found]


def _parents(path: Path) -> dict[str, tuple[int, int, int]]:
    return {
        str(folder): (found.st_mode, found.st_uid, found.st_gid) for folder in path.parents for found in [folder.stat()]
    }


def test_no_user_is_added_and_no_folder_outside_is_changed(data: Path) -> None:
    programs = binaries.packaged().program("postgres")
    before = Path("/etc/passwd").read_bytes(), Path("/etc/group").read_bytes(), _parents(data), _parents(programs)
    with running(data) as cluster:
        prepare(cluster)
    after = Path("/etc/passwd").read_bytes(), Path("/etc/group").read_bytes(), _parents(data), _parents(programs)
    assert after == before


def test_the_server_runs_as_no_superuser_and_listens_on_its_own_socket_only(data: Path) -> None:
    with running(data):
        process = psutil.Process(_server(data).pid)
        assert process.uids().effective != 0
        assert [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []
        assert _place(data).socket_folder().stat().st_mode & 0o777 == 0o700
        assert _place(data).cluster.stat().st_mode & 0o777 == 0o700


def test_a_stranger_does_not_get_in_without_the_password(data: Path) -> None:
    with running(data), pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres@/postgres?host={_place(data).socket_folder()}")


def test_durability_is_never_weakened(data: Path) -> None:
    with running(data) as cluster, psycopg.connect(cluster.superuser_url or "") as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()
            for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
        }
    assert set(shown.values()) == {("on",)}


def test_the_servers_log_quotes_no_row(data: Path) -> None:
    with running(data) as cluster, psycopg.connect(cluster.superuser_url or "", autocommit=True) as connection:
        connection.execute("CREATE TABLE one (code text PRIMARY KEY)")
        connection.execute("INSERT INTO one VALUES ('010190-900A')")
        for wrong in ("INSERT INTO one VALUES ('010190-900A')", "SELECT '010190-900A'::int"):
            with pytest.raises(psycopg.Error):
                connection.execute(wrong)
    assert "010190-900A" not in _place(data).log.read_text()


def test_the_last_to_leave_stops_the_server(data: Path) -> None:
    with running(data):
        with running(data):
            pass
        assert is_running(data)
    assert not is_running(data)


def test_two_that_start_at_once_share_one_server(data: Path) -> None:
    with ThreadPoolExecutor(2) as threads, ExitStack() as both:
        list(threads.map(lambda _: both.enter_context(_used_elsewhere(data)), range(2)))
        assert _servers_of(data) == [_server(data).pid]
    with running(data):
        pass
    assert not is_running(data)


def test_a_killed_user_leaves_nothing_locked_and_the_next_one_stops_its_server(data: Path) -> None:
    with _used_elsewhere(data):
        pid = _server(data).pid
    with running(data):
        assert _server(data).pid == pid
    assert not is_running(data)


def test_what_was_committed_is_there_when_the_server_was_killed_under_a_busy_backend(data: Path) -> None:
    with _used_elsewhere(data):
        url = at(data).superuser_url or ""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
            busy = _busy_backend(url, connection)
    os.kill(_server(data).pid, signal.SIGKILL)
    assert _server(data).orphans()
    began = time.monotonic()
    with running(data), psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    assert time.monotonic() - began < 20
    busy.wait(10)


def _busy_backend(url: str, connection: psycopg.Connection) -> subprocess.Popen[bytes]:
    """A client whose backend computes on without looking up."""
    series = "SELECT count(*) FROM generate_series(1, 1000000000000)"
    code = f"import psycopg, sys; psycopg.connect(sys.argv[1]).execute('{series}')"
    client = subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.DEVNULL)
    while connection.execute("SELECT 1 FROM pg_stat_activity WHERE query = %s", [series]).fetchone() is None:
        assert client.poll() is None
        time.sleep(0.02)
    return client


def test_a_server_killed_this_moment_is_not_taken_for_one_that_runs(data: Path) -> None:
    for _ in range(3):
        with _used_elsewhere(data):
            server = _server(data)
        os.kill(server.pid, signal.SIGKILL)
        with running(data) as cluster, psycopg.connect(cluster.superuser_url or "") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_killed_under_its_users_is_started_again_for_who_stays(data: Path) -> None:
    with running(data) as cluster:
        killed = _server(data)
        os.kill(killed.pid, signal.SIGKILL)
        assert killed.wait_gone(5)
        assert revive(data)
        assert not revive(data)
        with psycopg.connect(cluster.superuser_url or "") as connection:
            connection.execute("SELECT 1")


def test_a_stale_pid_file_that_names_another_program_stops_nothing(data: Path) -> None:
    with running(data):
        server = _place(data)
        text = (server.cluster / postmaster.PID_FILE).read_text()
    bystander = server.account.spawn(["/bin/sleep", "60"])
    (server.cluster / postmaster.PID_FILE).write_text(text.replace(text.splitlines()[0], str(bystander.pid), 1))
    os.chown(server.cluster / postmaster.PID_FILE, server.account.uid, server.account.gid)
    assert not is_running(data)
    with running(data):
        assert _server(data).pid != bystander.pid
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_first_start_killed_midway_leaves_nothing_that_is_taken_for_a_database(data: Path) -> None:
    code = "import sys; from pathlib import Path; from vaki.postgres.cluster import running as r"
    code += "; r(Path(sys.argv[1])).__enter__()"
    user = subprocess.Popen([sys.executable, "-c", code, str(data)], start_new_session=True)
    while not list(data.glob("postgres/new-*")):
        time.sleep(0.005)
    user.kill()
    user.wait()
    with running(data) as cluster:
        prepare(cluster)
    assert list(data.glob("postgres/new-*")) == []


def test_another_major_version_is_refused_with_one_sentence(data: Path) -> None:
    with running(data):
        server = _place(data)
    (server.cluster / "PG_VERSION").write_text("12\n")
    with (
        pytest.raises(OtherVersionError, match=r"of version 12, this Väki has \d+; `./vaki db upgrade` moves it"),
        running(data),
    ):
        pass


def test_a_database_whose_secrets_are_gone_is_not_given_new_ones(data: Path) -> None:
    with running(data):
        pass
    (data / "secrets.json").unlink()
    with pytest.raises(SecretsError, match=r"no secrets\.json"), running(data):
        pass
    assert not (data / "secrets.json").exists()


def test_a_folder_too_deep_for_a_socket_gets_a_private_one_elsewhere(data: Path) -> None:
    deep = data.joinpath(*["a" * 40] * 3)
    with running(deep) as cluster:
        folder = _place(deep).socket_folder()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not folder.is_relative_to(data)
        with psycopg.connect(cluster.superuser_url or ""):
            pass


def test_a_folder_name_with_signs_that_shells_and_urls_know_is_as_good_as_any(data: Path) -> None:
    odd = data / "väki, $(touch x) \"one\" 'two' %41;"
    with running(odd) as cluster:
        prepare(cluster)
        with psycopg.connect(cluster.owner_url):
            pass


def test_the_superuser_gives_nothing_away_that_a_link_in_the_data_folder_leads_to(data: Path) -> None:
    elsewhere = data.parent / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    data.mkdir(mode=0o755)
    (data / "postgres").symlink_to(elsewhere)
    with suppress(OSError, DatabaseError), running(data):
        pass
    assert elsewhere.stat().st_uid == os.geteuid()


def test_two_services_do_not_share_a_folder(data: Path) -> None:
    lock = service_lock(data)
    with pytest.raises(AlreadyServedError) as refusal:
        service_lock(data)
    assert refusal.value.exit_code == 3
    lock.close()
    service_lock(data).close()


def test_stopping_takes_four_seconds_at_most_whatever_a_client_does(data: Path) -> None:
    with running(data) as cluster:
        connection = psycopg.connect(cluster.superuser_url or "")
        connection.execute("CREATE TABLE held (n int)")
        began = time.monotonic()
    assert time.monotonic() - began < 4.5
    assert not is_running(data)
    connection.close()


@pytest.mark.parametrize("closed", [False, True])
def test_programs_that_the_servers_user_cannot_reach_are_copied_by_their_content(data: Path, closed: bool) -> None:
    user = account.for_new_cluster()
    data.mkdir(mode=0o755)
    original = data / "programs"
    shutil.copytree(binaries.packaged().root, original, symlinks=True)
    data.chmod(0o700 if closed else 0o755)
    found = binaries.Binaries(original).reachable_by(user)
    assert user.runs(found.program("postgres"))
    assert (found.root == original) is not (closed and AS_ROOT)
    if found.root != original:
        assert binaries.Binaries(original).reachable_by(user) == found
        shutil.rmtree(found.root)


def test_a_data_folder_closed_to_the_servers_user_is_left_closed(data: Path) -> None:
    data.parent.chmod(0o700)
    with running(data) as cluster:
        prepare(cluster)
        base = _place(data).base
    assert data.parent.stat().st_mode & 0o777 == 0o700
    if AS_ROOT:
        assert (data / place.LOCATION_FILE).read_text().strip() == str(base)
        assert base.parent == Path("/var/lib/vaki")
        assert base.stat().st_mode & 0o777 == 0o700
        assert base.stat().st_uid == account.for_new_cluster().uid
    else:
        assert base == data / "postgres"
    with running(data):
        assert _place(data).base == base


def _python_for_others() -> str:
    """A Python of this version that every user can run."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [os.path.realpath(sys.executable), f"/usr/bin/{name}", f"/usr/local/bin/{name}"]
    user = account.for_new_cluster()
    return next(path for path in candidates if Path(path).exists() and user.runs(Path(path)))


def test_an_ordinary_user_with_a_home_closed_to_others_needs_nothing_of_the_superuser(data: Path) -> None:
    home = data.parent / "home"
    home.mkdir(mode=0o700)
    user = pwd.getpwnam("nobody") if AS_ROOT else pwd.getpwuid(os.geteuid())
    become: list[str] = []
    if AS_ROOT:
        os.chown(home, user.pw_uid, user.pw_gid)
        become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    code = """
import sys
from pathlib import Path
from vaki.postgres.cluster import running
from vaki.postgres.provision import prepare
with running(Path(sys.argv[1])) as cluster:
    prepare(cluster)
"""
    done = subprocess.run(
        [*become, _python_for_others() if AS_ROOT else sys.executable, "-c", code, home / "data"],
        env={
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "data" / "secrets.json").stat().st_mode & 0o777 == 0o600
    with running(home / "data"):
        assert psutil.Process(_server(home / "data").pid).uids().effective == user.pw_uid
