"""The door's tests use the keys of the run's own data folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="module")
def _keys_of_the_run() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAKI_DATA", os.environ["VAKI_TEST_DATA"])
        yield
