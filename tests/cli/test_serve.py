"""`serve` as real processes: what it starts, what it refuses, and that nothing of it outlives it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import httpx
import psutil
import psycopg
import pytest

from vaki.postgres.cluster import at, is_running, running
from vaki.postgres.provision import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VAKI = [sys.executable, "-P", "-m", "vaki.cli"]
CODE = "010190-900A"


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="vk-"))
    parent.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VAKI_DATABASE_URL", raising=False)
        yield parent / "data"
        # A test that killed the service may have left its server to the next user, and there is none.
        with running(parent / "data"):
            pass
    rmtree(parent)


class Serving:
    """A running `serve`: its process, its address, its log so far."""

    def __init__(self, process: subprocess.Popen[str], log: Path, address: str) -> None:
        self.process = process
        self.log = log
        self.address = address
        self.port = int(re.findall(r":(\d+)", address)[0])

    def workers(self) -> list[psutil.Process]:
        children = [child for child in psutil.Process(self.process.pid).children() if _lives(child)]
        return [child for child in children if "spawn_main" in " ".join(child.cmdline())]

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        """Seconds from the signal to the end."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        return time.monotonic() - began


@contextmanager
def _serve(data: Path, *arguments: str, port: int = 0) -> Iterator[Serving]:
    log = data.parent / "serve.log"
    command = [*VAKI, "serve", "--data", str(data), "--port", str(port), *arguments]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd="/") as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://[^\s\"]+", line)
            assert found, log.read_text()
            yield Serving(process, log, found.group())
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(20)


def _refused(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([*VAKI, *arguments], capture_output=True, text=True, cwd="/", check=False, timeout=30)
    return done.returncode, done.stderr


def _until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _lives(process: psutil.Process) -> bool:
    """A process that nobody has yet waited for is no longer one."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _ready(serving: Serving) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{serving.address}health/ready", timeout=5).status_code == 200
    return False


def test_it_says_one_line_when_it_is_ready_and_that_line_is_true(data: Path) -> None:
    with _serve(data) as serving:
        assert _ready(serving)
        serving.process.terminate()
        rest, _ = serving.process.communicate(timeout=20)
    assert rest == ""
    assert serving.process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_within_five_seconds(data: Path, number: signal.Signals) -> None:
    with _serve(data) as serving, httpx.Client() as client:
        client.get(f"{serving.address}health/live")
        connection = psycopg.connect(at(data).owner_url)
        connection.execute("CREATE TABLE left_open (n int)")
        started = psutil.Process(serving.process.pid).children(recursive=True)
        seconds = serving.stop(number)
        assert seconds < 5
        connection.close()
        assert serving.process.returncode == 0
        assert _until(lambda: not [child for child in started if _lives(child)], 5 - seconds)
        assert not is_running(data)


def test_a_request_that_does_not_end_delays_the_stop_no_longer(data: Path) -> None:
    with _serve(data) as serving, socket.create_connection(("127.0.0.1", serving.port)) as half:
        half.sendall(b"POST /api/v1/muutokset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
        time.sleep(0.3)
        assert serving.stop() < 5


def _compute(url: str) -> None:
    """Have a backend compare bytes for a minute without once looking whether it is asked to end."""
    with suppress(psycopg.Error), psycopg.connect(url) as connection:
        connection.execute("SELECT strpos(repeat('a', 1000000), 'b' || repeat('a', 100000))")


def test_a_database_deep_in_a_computation_delays_the_stop_no_longer(data: Path) -> None:
    with _serve(data) as serving:
        computing = threading.Thread(target=_compute, args=[at(data).owner_url])
        computing.start()
        time.sleep(1)
        assert serving.stop() < 5
        assert not is_running(data)
        computing.join()


def test_a_second_service_on_the_folder_is_refused_and_every_other_command_works_beside(data: Path) -> None:
    with _serve(data) as serving:
        code, sentence = _refused("serve", "--data", str(data), "--port", "0")
        assert (code, sentence) == (3, f"vaki: Another service already runs on this data folder: {data}\n")
        done = subprocess.run([*VAKI, "db", "status", "--json", "--data", str(data)], capture_output=True, check=True)
        assert json.loads(done.stdout)["running"] is True
        assert _ready(serving)


def test_a_killed_supervisor_takes_its_workers_along_and_the_next_one_gets_the_port(data: Path) -> None:
    with _serve(data) as serving:
        port, workers = serving.port, serving.workers()
        assert workers
        serving.process.kill()
        serving.process.wait()
        with _serve(data, port=port) as again:
            assert not [worker for worker in workers if _lives(worker)]
            assert _ready(again)


def test_a_killed_worker_is_replaced(data: Path) -> None:
    with _serve(data, "--workers", "2") as serving:
        first = {worker.pid for worker in serving.workers()}
        assert len(first) == 2
        os.kill(min(first), signal.SIGKILL)
        assert _until(lambda: len({worker.pid for worker in serving.workers()} - first) == 1)
        assert _until(lambda: _ready(serving))


def test_a_database_killed_under_the_service_is_started_again(data: Path) -> None:
    with _serve(data) as serving:
        with psycopg.connect(at(data).owner_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE committed (n int)")
        from vaki.postgres import place, postmaster

        found = place.find(data)
        server = postmaster.read(found.cluster) if found else None
        assert server is not None
        os.kill(server.pid, signal.SIGKILL)
        assert _until(lambda: not server.alive())
        assert _until(lambda: is_running(data))
        assert _until(lambda: _ready(serving))
        with psycopg.connect(at(data).owner_url) as connection:
            connection.execute("SELECT * FROM committed")


def test_everything_killed_at_once_loses_nothing_committed(data: Path) -> None:
    with _serve(data) as serving:
        with psycopg.connect(at(data).owner_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE survived AS SELECT 1 AS n")
        from vaki.postgres import place, postmaster

        found = place.find(data)
        server = postmaster.read(found.cluster) if found else None
        assert server is not None
        for pid in (server.pid, *(worker.pid for worker in serving.workers()), serving.process.pid):
            os.kill(pid, signal.SIGKILL)
        serving.process.wait()
        with _serve(data) as again, psycopg.connect(at(data).owner_url) as connection:
            assert _ready(again)
            assert connection.execute("SELECT n FROM survived").fetchone() == (1,)


def test_a_port_in_use_is_one_sentence(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, sentence = _refused("serve", "--data", str(data), "--port", str(port))
    assert code == 3
    assert sentence == f"vaki: Port {port} of 127.0.0.1 is in use by another program; choose another one with --port.\n"


def test_an_address_that_is_not_this_machines_is_one_sentence(data: Path) -> None:
    code, sentence = _refused("serve", "--data", str(data), "--host", "192.0.2.1")
    assert code == 1
    assert sentence.startswith("vaki: Port 8000 of 192.0.2.1 cannot be listened on: ")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.fi"])  # noqa: S104
def test_the_sandbox_opens_on_loopback_only(data: Path, host: str) -> None:
    code, sentence = _refused("serve", "--data", str(data), "--sandbox", "--host", host)
    assert code == 2
    assert "loopback" in sentence


def test_the_sandbox_refuses_a_register_with_a_code_that_a_real_person_may_have(data: Path) -> None:
    # No day has the number 00, so the code is nobody's.
    with _serve(data), psycopg.connect(at(data).role_url("register"), autocommit=True) as connection:
        connection.execute("INSERT INTO register.identity_code VALUES ('000000-8990', 1, false)")
    code, sentence = _refused("serve", "--data", str(data), "--port", "0", "--sandbox")
    assert code == 4
    assert "outside 900-999" in sentence
    assert "000000" not in sentence
    with _serve(data) as serving:
        assert _ready(serving)
        with psycopg.connect(at(data).role_url("register"), autocommit=True) as connection:
            connection.execute("DELETE FROM register.identity_code")


def test_the_process_of_life_goes_with_the_service(data: Path) -> None:
    def living(serving: Serving) -> list[psutil.Process]:
        found = psutil.Process(serving.process.pid).children()
        return [child for child in found if _lives(child) and "live" in child.cmdline()]

    with _serve(data, "--live", "100") as serving:
        assert _until(lambda: bool(living(serving)))
        children = psutil.Process(serving.process.pid).children(recursive=True)
        serving.process.kill()
        serving.process.wait()
        assert _until(lambda: not [child for child in children if _lives(child)], 5)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_tells_of_a_request_but_of_no_person(data: Path, form: str) -> None:
    with _serve(data, "--log-format", form) as serving:
        httpx.get(f"{serving.address}fi/{CODE}?henkilotunnus={CODE}&nimi=Sukunimi")
        httpx.post(f"{serving.address}fi/", content=f'{{"henkilotunnus": "{CODE}", "nimi": "Sukunimi"}}')
        serving.stop()
    log = serving.log.read_text()
    assert "/fi/*" in log
    assert CODE not in log
    assert "Sukunimi" not in log
    if form == "json":
        lines = [json.loads(line) for line in log.splitlines()]
        assert {"event": "request", "path": "/fi/*"}.items() <= next(
            line.items() for line in lines if line.get("path") == "/fi/*"
        )


def test_below_a_prefix_everything_has_the_prefix(data: Path) -> None:
    with _serve(data, "--root-path", "/vaki/") as serving:
        assert serving.address.endswith("/vaki/")
        assert _ready(serving)
        assert httpx.get(f"http://127.0.0.1:{serving.port}/health/ready").status_code == 404


def test_the_workers_never_learn_the_owners_password(data: Path) -> None:
    with _serve(data) as serving:
        secrets = at(data).secrets
        for worker in serving.workers():
            told = "\n".join(worker.environ().values())
            assert secrets.register in told
            assert secrets.owner not in told
            assert secrets.superuser not in told


def test_a_service_on_a_database_of_ones_own_serves_and_leaves_it_running(data: Path, tmp_path: Path) -> None:
    with running(data) as cluster, pytest.MonkeyPatch.context() as patch:
        prepare(cluster)
        patch.setenv("VAKI_DATABASE_URL", cluster.owner_url)
        with _serve(tmp_path / "other") as serving:
            assert _ready(serving)
            worker = serving.workers()[0]
            assert "VAKI_DATABASE_URL" not in worker.environ()
        patch.delenv("VAKI_DATABASE_URL")
        assert is_running(data)
        assert not (tmp_path / "other" / "postgres").exists()
        # The folder's own secrets hold again.
        prepare(cluster)


def test_a_database_of_ones_own_that_does_not_answer_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAKI_DATABASE_URL", f"postgresql://owner:hidden@/vaki?host={tmp_path}")
    code, sentence = _refused("serve", "--data", str(tmp_path / "data"), "--port", "0")
    assert code == 1
    assert sentence.startswith("vaki: The database does not answer: ")
    assert "hidden" not in sentence
