"""The door's tests use the keys of the run's own data folder."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _keys_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAKI_DATA", os.environ["VAKI_TEST_DATA"])
