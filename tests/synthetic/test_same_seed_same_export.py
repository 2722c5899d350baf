"""The same seed, size and as-of date give the same export, however many hands make it and whatever the hashes are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from vaki.disclosure import door
from vaki.synthetic.seeding import Made, seed

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

PERSONS = 2600
"""More than one block, so that two workers have something each."""
FEW = 60
AS_OF = date(2026, 11, 21)


class Run(NamedTuple):
    """How one population is made: what must not matter."""

    workers: int
    hash_seed: str


RUNS = [Run(workers, hash_seed) for workers in (1, 2) for hash_seed in ("1", "2")]


def vaki(run: Run, data: Path, *words: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VAKI_DATABASE_URL"}
    subprocess.run(
        [sys.executable, "-m", "vaki.cli", *words, "--data", str(data)],
        env={**environment, "PYTHONHASHSEED": run.hash_seed},
        check=True,
        capture_output=True,
    )


def exported(run: Run, data: Path, persons: int, number: int = 5) -> str:
    """The SHA-256 of `persons export` of a population that is made for it."""
    data.mkdir(mode=0o711)
    size = ["--persons", str(persons), "--seed", str(number), "--as-of", str(AS_OF)]
    vaki(run, data, "seed", *size, "--workers", str(run.workers))
    out = data / "everybody.ndjson"
    vaki(run, data, "persons", "export", "--out", str(out))
    return hashlib.sha256(out.read_bytes()).hexdigest()


async def through_the_door(pools: Pools) -> str:
    """As `exported`, in this process."""
    await seed(pools.register, Made(FEW, 5, AS_OF), workers=1, progress=lambda *_: None)
    digest, after, key, complete = hashlib.sha256(), None, None, False
    while not complete:
        page = await door.base_data_page(pools, door.operator(channel="cli", end_user="test"), None, after, key=key)
        for item in page.items:
            digest.update(item)
        after, key, complete = page.after, page.key, page.complete
    return digest.hexdigest()


async def test_what_is_exported_does_not_depend_on_the_hour(pools: Pools, module_pools: Pools) -> None:
    assert await through_the_door(pools) == await through_the_door(module_pools)


@pytest.mark.long
def test_every_run_of_a_seed_exports_the_same(tmp_path: Path) -> None:
    digests = {run: exported(run, tmp_path / f"{at}", PERSONS) for at, run in enumerate(RUNS)}
    assert len(set(digests.values())) == 1, digests
    assert exported(RUNS[0], tmp_path / "another", PERSONS, number=6) not in digests.values()
