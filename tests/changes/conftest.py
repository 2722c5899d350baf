"""One service for the tests of a module, and one of its own for a test that harms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.changes.serving import BODY_BYTES, settled

from vaki.changes.routes import Limits
from vaki.changes.waiting import Waits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.changes.serving import Service

    from vaki.postgres.cluster import Cluster
    from vaki.postgres.environment import Environment


@pytest.fixture(scope="session", autouse=True)
def data_folder(cluster: Cluster) -> Iterator[Path]:
    """Where the door finds the keys that are kept outside the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAKI_DATA", str(cluster.data))
        yield cluster.data


@pytest.fixture(scope="module")
async def service(module_environment: Environment) -> AsyncIterator[Service]:
    """The service that the tests of a module share."""
    async with settled(module_environment, Limits(body_bytes=BODY_BYTES, waits=Waits(seconds=0.2))) as running:
        yield running


@pytest.fixture
async def hasty(environment: Environment) -> AsyncIterator[Service]:
    """A service of the test's own that gives up after half a second."""
    async with settled(environment, Limits(seconds=0.5)) as running:
        yield running
