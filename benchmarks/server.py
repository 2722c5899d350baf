"""The servers that a bench starts, and how they are spoken to."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

import vaki as vaki_package
from vaki.postgres.environment import Environment

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = Path(vaki_package.__file__).resolve().parents[1]
"""What is measured: the folder of Väki's own source, which a comparison lays elsewhere."""
HOLDER: Final = "0828255-9"
POOL: Final = 10
"""Connections of one worker: Väki's own figure for one worker, and the floor's and the competitors' too."""
_OPEN: Final = {"VAKI_DIRECT_ACCESS": "1", "VAKI_QUOTA": "1000000000"}
"""The bench calls directly, and more often than a customer may."""
_START_SECONDS: Final = 60.0
_LAST_LINES: Final = 8


class Incomplete(Exception):
    """A stream ended before its last line."""


class CommandFailed(Exception):
    """A vaki command that the bench needs ended otherwise than well."""


class NotStarted(Exception):
    """A server that the bench needs did not start."""


def vaki(*arguments: str) -> str:
    """The output of a vaki command; raises CommandFailed with what it said."""
    return _output(arguments, subprocess.PIPE)


def vaki_shown(*arguments: str) -> str:
    """As `vaki`; its progress is shown where a person looks."""
    return _output(arguments, None if sys.stderr.isatty() else subprocess.PIPE)


def _output(arguments: tuple[str, ...], errors: int | None) -> str:
    done = subprocess.run(
        command(*arguments), check=False, stdout=subprocess.PIPE, stderr=errors, text=True, env=variables()
    )
    if done.returncode:
        raise CommandFailed(f"vaki {arguments[0]} ended with {done.returncode}: {_end_of(done.stderr or done.stdout)}")
    return done.stdout


def command(*arguments: str) -> list[str]:
    """The line that runs a command of the source that is measured."""
    return [sys.executable, "-m", "vaki.cli", *arguments]


def variables() -> dict[str, str]:
    """The environment of what the bench starts."""
    path = os.pathsep.join([str(SOURCE), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "default", "VAKI_POOL_SIZE": str(POOL)}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(started: list[str], port: int, ready: str, **environment: str) -> Iterator[None]:
    """A server for the time of a measurement, ready before it is handed out. Raises NotStarted with what it said."""
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(started, env={**variables(), **environment}, stdout=said, stderr=said)
        try:
            end = time.monotonic() + _START_SECONDS
            while not _answers(port, ready):
                if server.poll() is not None or time.monotonic() > end:
                    said.seek(0)
                    ended = "is not ready yet" if server.poll() is None else f"ended with {server.returncode}"
                    raise NotStarted(
                        f"{' '.join(started[1:4])} {ended}: {_end_of(said.read().decode('utf-8', 'replace'))}"
                    )
                time.sleep(0.1)
            yield
        finally:
            end_process(server)


def end_process(started: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and end it."""
    started.send_signal(signal.SIGTERM)
    try:
        started.wait(30)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()


def _end_of(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return "\n".join(lines[-_LAST_LINES:]) or "it said nothing"


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status in {200, 405}
    except OSError:
        return False
    finally:
        connection.close()


def worker(port: int) -> psutil.Process:
    """The process that answers: the youngest of those that listen on the port."""
    listening = [
        psutil.Process(one.pid)
        for one in psutil.net_connections("tcp")
        if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port and one.pid
    ]
    return max(listening, key=lambda process: process.create_time())


def serving(data: Path, port: int) -> contextlib.AbstractContextManager[None]:
    """Väki with one worker on the bench's data."""
    return process(
        command("serve", "--workers", "1", "--data", str(data), "--port", str(port)),
        port,
        "/health/ready",
        **_OPEN,
    )


def floor(data: Path, port: int, row: str) -> contextlib.AbstractContextManager[None]:
    """The floor's server on the same data, with the same pool and one worker; `row` is what a ledger row holds."""
    url = Environment.from_data(data).owner_url or ""
    chosen = {"FLOOR_URL": url, "FLOOR_POOL": str(POOL), "FLOOR_ROW": row}
    return process(granian("benchmarks.floor:application", port), port, "/read", **chosen)


def without_ledger(data: Path, port: int) -> contextlib.AbstractContextManager[None]:
    """Väki with one worker that writes no ledger."""
    chosen = {**_OPEN, **Environment.from_data(data).variables(), "VAKI_DATA": str(data), "VAKI_SANDBOX": "1"}
    return process(granian("benchmarks.without_ledger:application", port), port, "/health/ready", **chosen)


def granian(application: str, port: int) -> list[str]:
    """The line that serves an ASGI application with one worker, as Väki is served."""
    options = ["--interface", "asgi", "--loop", "uvloop", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
    return [sys.executable, "-m", "granian", *options, "--working-dir", str(ROOT), application]


def permit(data: Path, product: str, *options: str) -> str:
    """User name and password, as `user:password`, of a new permit for a product."""
    made = json.loads(
        vaki("permits", "add", "--holder", HOLDER, "--product", product, *options, "--data", str(data), "--json")
    )
    given = json.loads(vaki("credentials", "add", str(made["id"]), "--data", str(data), "--json"))
    return f"{given['user']}:{given['password']}"


def authorised(credentials: str) -> dict[str, str]:
    """The header that says who calls."""
    return {"Authorization": "Basic " + base64.b64encode(credentials.encode()).decode()}
