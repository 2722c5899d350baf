"""What seeding takes: seconds of each step, processor seconds, memory at its highest, the disk.

    .venv/bin/python -m benchmarks.seeding --persons 100000 --data /tmp/seeded

The data folder must be empty, or hold what an earlier run left unfinished. Memory is the sum over all processes, pages
that several of them share counted in parts (PSS); the command and its workers are told apart from the database.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import psutil
import psycopg

from vaki.cli.running import with_pools
from vaki.postgres import place
from vaki.postgres.cluster import at, running
from vaki.synthetic import seeding
from vaki.synthetic.seeding import Made, Seeded

MEGABYTE: Final = 1024 * 1024
LOOK_SECONDS: Final = 1.0


@dataclass
class Watched:
    """A process and its children over time."""

    root: int
    highest: int = 0
    seconds: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        """Add up what they take now."""
        total = 0
        try:
            family = [psutil.Process(self.root), *psutil.Process(self.root).children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for one in family:
            try:
                total += one.memory_full_info().pss
                times = one.cpu_times()
                self.seconds[one.pid] = times.user + times.system
            except psutil.Error:
                continue
        self.highest = max(self.highest, total)


class Watch:
    """Looks at the command and at the database every second."""

    def __init__(self, ours: Watched, database: Watched) -> None:
        self.ours, self.database = ours, database
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self.ours.look()
            self.database.look()


class Steps:
    """When each step told of itself last."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.ended: dict[str, float] = {}

    def tell(self, step: str, done: int, total: int) -> None:
        self.ended[step] = time.monotonic() - self._began
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{step} {done} of {total}, {self.ended[step]:.0f} s   ")

    def seconds(self) -> dict[str, float]:
        """Seconds of each step, from the end of the one before."""
        before, taken = 0.0, {}
        for step, ended in self.ended.items():
            taken[step] = round(ended - before, 1)
            before = ended
        return taken


def measure(persons: int, seed: int, data: Path, workers: int) -> dict[str, object]:
    """Seed, and tell what it took."""
    made = Made(persons, seed, date(2026, 11, 21))
    with running(data):
        server = place.find(data.resolve())
        if server is None:
            raise RuntimeError("the data folder has no database")
        postmaster = int((server.cluster / "postmaster.pid").read_text().split()[0])
        ours, database = Watched(psutil.Process().pid), Watched(postmaster)
        steps = Steps()
        with Watch(ours, database):
            seeded: Seeded = with_pools(
                data, lambda pools: seeding.seed(pools.register, made, workers=workers, progress=steps.tell)
            )
        with psycopg.connect(at(data).role_url("register")) as connection:
            row = connection.execute("select pg_database_size(current_database())").fetchone()
    taken = steps.seconds()
    loading = sum(seconds for step, seconds in taken.items() if step != "days")
    return {
        "residents": seeded.residents,
        "records": seeded.records,
        "seconds": taken,
        "residents_a_second": round(seeded.residents / loading),
        "events": seeded.events,
        "refused": seeded.refused,
        "events_a_second": round(seeded.events / taken["days"], 1),
        "our_processor_seconds": round(sum(ours.seconds.values())),
        "database_processor_seconds": round(sum(database.seconds.values())),
        "our_megabytes": ours.highest // MEGABYTE,
        "database_megabytes": database.highest // MEGABYTE,
        "disk_megabytes": (row[0] if row else 0) // MEGABYTE,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    told = measure(given.persons, given.seed, given.data, given.workers)
    sys.stdout.write(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
