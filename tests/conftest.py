"""The database of a test run: one server, one migrated template, a clone a test or a module."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from vaki.postgres import provision
from vaki.postgres.cluster import Cluster, running
from vaki.postgres.environment import Environment, Pools
from vaki.postgres.locks import held
from vaki.postgres.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

DATA_VARIABLE = "VAKI_TEST_DATA"
TEMPLATE = "vaki_template"
POOL_SIZE = 8


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-long", action="store_true", help="run the tests marked long, and random slices whole")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--run-long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the run's data folder before the workers are started, so that they share it.

    A run started in the background may inherit an ignored Ctrl-C, and so would every program it tests.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Most tests call without a security server; those of the refusal start a service of their own.
    os.environ.setdefault("VAKI_DIRECT_ACCESS", "1")
    if DATA_VARIABLE not in os.environ:
        folder = tempfile.mkdtemp(prefix="vaki-test-")
        Path(folder).chmod(0o711)
        os.environ[DATA_VARIABLE] = folder
        config.add_cleanup(lambda: _remove(Path(folder)))


def _remove(folder: Path) -> None:
    os.environ.pop(DATA_VARIABLE, None)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def run_long(request: pytest.FixtureRequest) -> bool:
    """Whether the whole of what is long is wanted, not only its random slice."""
    return bool(request.config.getoption("--run-long"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The run's server with its roles, and on it the migrated template."""
    data = Path(os.environ[DATA_VARIABLE])
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VAKI_DATABASE_URL", raising=False)
        with running(data) as server:
            with held(data / "template.lock"):
                provision.prepare(server)
                _make_template(server)
            yield server


def _make_template(server: Cluster) -> None:
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(f"{TEMPLATE}_new")))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(f"{TEMPLATE}_new")))
        migrate(server.with_database(f"{TEMPLATE}_new").owner_url)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(f"{TEMPLATE}_new"), sql.Identifier(TEMPLATE)
            )
        )


def _clone(server: Cluster) -> Iterator[Environment]:
    name = f"test_{uuid.uuid4().hex[:16]}"
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
        )
    yield Environment.of(server.with_database(name))
    # As the superuser: ending what a test left connected is no right of the owner's.
    with psycopg.connect(server.superuser_url or server.owner_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def environment(cluster: Cluster) -> Iterator[Environment]:
    """A migrated, empty main environment of this test's own."""
    yield from _clone(cluster)


@pytest.fixture(scope="module")
def module_environment(cluster: Cluster) -> Iterator[Environment]:
    """A migrated main environment that the tests of one module share."""
    yield from _clone(cluster)


@pytest.fixture
async def pools(environment: Environment) -> AsyncIterator[Pools]:
    """Pools of this test's own environment."""
    async with await Pools.open(environment, size=POOL_SIZE) as opened:
        yield opened


@pytest.fixture(scope="module")
async def module_pools(module_environment: Environment) -> AsyncIterator[Pools]:
    """Pools of the environment that the module shares."""
    async with await Pools.open(module_environment, size=POOL_SIZE) as opened:
        yield opened
