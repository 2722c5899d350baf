"""One seeded folder a run; a module works on a copy of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.rules import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def own_database() -> Iterator[None]:
    """A folder's own server, whatever database the caller's environment names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VAKI_DATABASE_URL", raising=False)
        yield


@pytest.fixture(scope="session")
def seeded(own_database: None) -> Iterator[Path]:
    """A data folder with people and two weeks of their life, its server stopped. Nobody writes into it."""
    with serving.home() as parent:
        persons, seed = str(serving.PERSONS), str(serving.POPULATION_SEED)
        serving.vaki(parent / "data", "seed", "--persons", persons, "--seed", seed)
        yield parent / "data"


@pytest.fixture(scope="module")
def folder(seeded: Path) -> Iterator[Path]:
    """The module's own copy of the seeded folder."""
    with serving.copied(seeded) as data:
        yield data


@pytest.fixture(scope="module")
def sandbox(folder: Path) -> Iterator[serving.Service]:
    """The module's folder served by two workers, with the sandbox's accounts."""
    with serving.serve(folder, "--sandbox", "--workers", "2") as service:
        yield service
