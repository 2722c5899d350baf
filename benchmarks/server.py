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
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vaki.postgres.environment import Environment

ROOT: Final = Path(__file__).resolve().parents[1]
HOLDER: Final = "0828255-9"
_OPEN: Final = {"VAKI_DIRECT_ACCESS": "1", "VAKI_QUOTA": "1000000000"}
"""The bench calls directly, and more often than a customer may."""


class Incomplete(Exception):
    """A stream ended before its last line."""


def vaki(*arguments: str) -> str:
    """The output of a vaki command; raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, "-m", "vaki.cli", *arguments], check=True, capture_output=True, text=True, env=_environment()
    )
    return done.stdout


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONWARNINGS": "default"}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(command: list[str], port: int, ready: str, **environment: str) -> Iterator[None]:
    """A server for the time of a measurement, ready before it is handed out."""
    server = subprocess.Popen(
        command, env={**_environment(), **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 60
        while not _answers(port, ready):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[2:4]} did not start")
            time.sleep(0.1)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status in {200, 405}
    except OSError:
        return False
    finally:
        connection.close()


def serving(data: Path, port: int) -> contextlib.AbstractContextManager[None]:
    """Väki with one worker on the bench's data."""
    return process(
        [sys.executable, "-m", "vaki.cli", "serve", "--workers", "1", "--data", str(data), "--port", str(port)],
        port,
        "/health/ready",
        **_OPEN,
    )


def floor(data: Path, port: int) -> contextlib.AbstractContextManager[None]:
    """The floor's server on the same data, with the same pool and one worker."""
    url = Environment.from_data(data).owner_url or ""
    return process(_granian("benchmarks.floor:application", port), port, "/read", FLOOR_URL=url)


def without_ledger(data: Path, port: int) -> contextlib.AbstractContextManager[None]:
    """Väki with one worker that writes no ledger."""
    variables = {**_OPEN, **Environment.from_data(data).variables(), "VAKI_DATA": str(data), "VAKI_SANDBOX": "1"}
    return process(_granian("benchmarks.without_ledger:application", port), port, "/health/ready", **variables)


def _granian(application: str, port: int) -> list[str]:
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
