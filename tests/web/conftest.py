"""A real server on a free port, and a real browser, for the tests of people's pages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django
import httpx
import pytest
from playwright.async_api import Browser, async_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaki.web.settings")
django.setup()

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path

    from vaki.postgres.environment import Environment

START_SECONDS = 30.0
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Service:
    """A running service: `url` is where people's pages begin, without a slash at its end."""

    url: str


@contextmanager
def serving(variables: Mapping[str, str], log: Path, *, root_path: str = "") -> Iterator[Service]:
    """Run the application in Granian until the block ends; fails with the server's log when it does not start."""
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


def _wait_until_live(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health/live", timeout=1).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="module")
def sandbox_variables(module_environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `serve --sandbox` tells its workers."""
    return {
        **module_environment.variables(),
        "VAKI_DATA": str(tmp_path_factory.mktemp("data")),
        "VAKI_SANDBOX": "1",
    }


@pytest.fixture(scope="module")
def sandbox(sandbox_variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(sandbox_variables, tmp_path_factory.mktemp("log") / "serve.log") as service:
        yield service


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is not installed")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield launched
        await launched.close()
