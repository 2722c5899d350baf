"""The same seed, size and day give the same people, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DIGEST = Path(__file__).with_name("digest.py")


def digest(persons: int, seed: int, workers: int, hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, str(DIGEST), str(persons), str(seed), str(workers)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_python_hash_seed_does_not_matter() -> None:
    assert digest(400, 5, 1, "1") == digest(400, 5, 1, "2")


def test_number_of_workers_does_not_matter() -> None:
    assert digest(2600, 5, 1, "1") == digest(2600, 5, 2, "3")


def test_another_seed_gives_other_people() -> None:
    assert digest(100, 5, 1, "1") != digest(100, 6, 1, "1")
