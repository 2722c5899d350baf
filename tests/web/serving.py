"""The application in Granian, in a process of its own, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

START_SECONDS = 30.0


@dataclass(frozen=True)
class Service:
    """A running service: `url` is where people's pages begin, without a slash at its end."""

    url: str


@contextmanager
def serving(variables: Mapping[str, str], log: Path, *, root_path: str = "") -> Iterator[Service]:
    """Run the application in Granian until the block ends; fails with its log when it does not start or stop."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAKI_")}
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", f"{port}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--workers", "1", "vaki.web.asgi:application"],
            env={**kept, **variables, "VAKI_ROOT_PATH": root_path},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}{root_path}"
    try:
        _wait_until_live(url, process, log)
        yield Service(url)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            pytest.fail(f"the server did not stop:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _wait_until_live(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health/live", timeout=1).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
