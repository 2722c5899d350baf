"""A bench with a small register of its own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from benchmarks.bench import Bench, Plan
from benchmarks.loading import ensure_loaded
from rich.console import Console

from benchmarks import session
from vaki.cli.running import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = Plan(1_000, 0.1, 1.0, 30.0, 3, (1_000,), (50,))


@pytest.fixture(scope="module")
def running() -> Iterator[Bench]:
    """A seeded register that the bench's servers can be started on, the smallest and shortest there is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("VAKI_DATABASE_URL", raising=False)
        with session.folder(None) as data, opened(data):
            made = Bench(data, PLAN, Console(file=io.StringIO(), width=300))
            ensure_loaded(made)
            yield made
