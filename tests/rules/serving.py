"""A seeded data folder, copies of it, and `serve` over one of them as real processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import psycopg

from vaki.codes import business
from vaki.postgres import place, postmaster
from vaki.postgres.cluster import at
from vaki.postgres.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

VAKI = [sys.executable, "-P", "-m", "vaki.cli"]
HOLDER = business.make(2_000_000)
PERSONS = 1_500
POPULATION_SEED = 7
NOKIA = "536"
CLIENT = httpx.Client(timeout=20, limits=httpx.Limits(max_keepalive_connections=0))
"""A new connection for every request, so that every worker gets some."""


def clean_environment(**more: str) -> dict[str, str]:
    """The run's environment without what would lead a command to another register than its folder's."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VAKI_")} | more


def vaki(data: Path, *words: str, check: bool = True, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """A finished command on the folder."""
    command = [*VAKI, *words, "--data", str(data)]
    return subprocess.run(
        command, capture_output=True, text=True, check=check, timeout=120, env=clean_environment(), input=given
    )


@contextmanager
def home() -> Iterator[Path]:
    """A short path that the database's own user can reach, removed afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="vk-"))
    parent.chmod(0o755)
    try:
        yield parent
    finally:
        shutil.rmtree(parent)


@contextmanager
def copied(seeded: Path) -> Iterator[Path]:
    """A copy of a folder whose server stands still."""
    with home() as parent:
        subprocess.run(["cp", "-a", str(seeded), str(parent / "data")], check=True)
        yield parent / "data"


@dataclass
class Service:
    """A running `serve`."""

    data: Path
    process: subprocess.Popen[str]
    log: Path
    address: str
    """With a slash at its end."""

    @property
    def api(self) -> str:
        return f"{self.address}api/v1"

    @property
    def environment(self) -> Environment:
        return Environment.from_data(self.data)

    def workers(self) -> list[psutil.Process]:
        return [
            child
            for child in psutil.Process(self.process.pid).children()
            if lives(child) and "spawn_main" in " ".join(child.cmdline())
        ]

    def postmaster(self) -> int:
        found = place.find(self.data)
        server = postmaster.read(found.cluster) if found else None
        assert server is not None
        return server.pid

    def superuser(self) -> psycopg.Connection[tuple[Any, ...]]:
        url = at(self.data).superuser_url
        assert url is not None
        return psycopg.connect(url, autocommit=True)

    def ready(self) -> bool:
        with suppress(httpx.HTTPError):
            return CLIENT.get(f"{self.address}health/ready", timeout=5).status_code == httpx.codes.OK
        return False


def lives(process: psutil.Process) -> bool:
    """A process that nobody has yet waited for is no longer one."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextmanager
def serve(data: Path, *arguments: str, variables: Mapping[str, str] | None = None) -> Iterator[Service]:
    """The folder served on a free port until the block ends; its log lies beside it."""
    log = data.parent / "serve.log"
    command = [*VAKI, "serve", "--data", str(data), "--port", "0", *arguments]
    with (
        log.open("a") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd="/", env=clean_environment(**variables or {})
        ) as process,
    ):
        try:
            assert process.stdout is not None
            found = re.search(r"http://[^\s\"]+", process.stdout.readline())
            assert found, log.read_text()
            yield Service(data, process, log, found.group())
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(20)


@dataclass(frozen=True)
class Account:
    """User name and password of a permit."""

    user: str
    password: str

    @property
    def basic(self) -> httpx.BasicAuth:
        return httpx.BasicAuth(self.user, self.password)


EVERYTHING = Account("mutpT1", "pwd")
CENSORED = Account("mutpT1x", "pwd")


def account(data: Path, *permit: str) -> Account:
    """The account of a new permit; `permit` is what `permits add` takes beside the holder."""
    given = vaki(data, "permits", "add", "--holder", HOLDER, *permit, "--json")
    made = vaki(data, "credentials", "add", str(json.loads(given.stdout)["id"]), "--json")
    told = json.loads(made.stdout)
    return Account(told["user"], told["password"])
