"""One seeded folder, served as a sandbox by two workers for all the tests of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.rules import serving
from tests.sandbox.calling import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_WORLDS = 4


@pytest.fixture(scope="session")
def seeded() -> Iterator[Path]:
    """A data folder with people and two weeks of their life, its server stopped. Nobody writes into it."""
    with pytest.MonkeyPatch.context() as patch, serving.home() as parent:
        patch.delenv("VAKI_DATABASE_URL", raising=False)
        serving.vaki(parent / "data", "seed", "--persons", "800", "--seed", "11")
        yield parent / "data"


@pytest.fixture(scope="session")
def sandbox(seeded: Path) -> Iterator[Sandbox]:
    """A copy of the folder, served by two workers, with one permit for Nokia; each test leaves it as it was."""
    with serving.copied(seeded) as data:
        nokia = serving.account(data, "--product", "K2000", "--municipality", serving.NOKIA)
        variables = {"VAKI_SANDBOX_WORLDS": str(MOST_WORLDS)}
        with serving.serve(data, "--sandbox", "--workers", "2", variables=variables) as service:
            yield Sandbox(service, nokia)
