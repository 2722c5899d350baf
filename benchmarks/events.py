"""Life events through the recorder, one at a time and in company, beside readers, and with commits slowed to 2 ms."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import asyncpg

from benchmarks import floor, server
from benchmarks.bench import BASE_DATA, of_codes
from benchmarks.load import Pace, in_loop, request

if TYPE_CHECKING:
    from benchmarks.bench import Bench

COMPANY: Final = 500
TOGETHER: Final = 50
"""Events of one transaction, at most (docs/decisions/0004); the floor commits as many rows at once."""
READS_A_SECOND: Final = 100
STARTING: Final = 1.0
"""Seconds that the writer's process takes before it writes; readers read so much longer."""
SLOW_MICROSECONDS: Final = 2_000
SUSTAINED: Final = "events, in company beside readers"
SUSTAINED_SLOWLY: Final = "events, in company beside readers, commits slowed to 2 ms"


@dataclass(slots=True)
class Writer:
    """The writer's process while it writes."""

    process: subprocess.Popen[bytes]
    _told: dict[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """What it wrote, when it has ended. Raises CommandFailed."""
        if not self._told:
            out, errors = self.process.communicate()
            if self.process.returncode:
                raise server.CommandFailed(f"the writer of events ended: {errors.decode(errors='replace')[-500:]}")
            self._told = json.loads(out)
        return self._told


def writer_line(bench: Bench, seconds: float, *options: str) -> list[str]:
    """The line that starts the writer."""
    return [sys.executable, "-m", "benchmarks.writer", "--data", str(bench.data), "--seconds", str(seconds), *options]


@contextlib.contextmanager
def writing(bench: Bench, seconds: float, *options: str) -> Iterator[Writer]:
    """A process that writes events meanwhile; ended if it has not ended by itself."""
    line = writer_line(bench, seconds, *options)
    process = subprocess.Popen(line, env=server.variables(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield Writer(process)
    finally:
        if process.poll() is None:
            server.end_process(process)


def events(bench: Bench) -> None:
    """Both ways alone, then in company beside readers, then the same at slow commits; floors are bare inserts."""
    log_row = bench.owner(
        lambda connection: connection.fetchval("select avg(pg_column_size(c.*))::integer from register.change c")
    )
    bare = _bare(bench, log_row)
    note = f"the floor commits one row of {log_row} B at a time"
    bench.add("events, one at a time", _rate(bench, 1), "events/s", bare[0], note)
    note = f"the floor commits {TOGETHER} such rows at a time"
    bench.add("events, in company", _rate(bench, COMPANY), "events/s", bare[1], note)
    beside = f"{READS_A_SECOND} calls of one code a second meanwhile, p99 "
    rate, p99 = _beside_readers(bench)
    bench.add(SUSTAINED, rate, "events/s", bare[1], f"{beside}{p99:.1f} ms")
    with slow_commits(bench):
        bare = _bare(bench, log_row)
        name = "events, one at a time, commits slowed to 2 ms"
        bench.add(name, _rate(bench, 1), "events/s", bare[0], "commit_delay of 2 ms, in the floor too")
        rate, p99 = _beside_readers(bench)
        bench.add(SUSTAINED_SLOWLY, rate, "events/s", bare[1], f"{beside}{p99:.1f} ms")


def _rate(bench: Bench, company: int) -> float:
    with writing(bench, bench.seconds, "--company", str(company)) as writer:
        written = writer.told()
    return float(written["recorded"] / written["seconds"])


def _beside_readers(bench: Bench) -> tuple[float, float]:
    """Events a second, and the readers' p99 in milliseconds."""
    port = server.free_port()
    bodies = [request(BASE_DATA, of_codes([code]), bench.head()) for code in bench.known[:1_000]]
    seconds = 2 * bench.seconds
    with server.serving(bench.data, port), writing(bench, seconds, "--company", str(COMPANY)) as writer:
        readers = Pace(port, lambda number: bodies[number % len(bodies)], READS_A_SECOND, 4)
        in_loop(readers.keep(time.perf_counter() + seconds + STARTING))
        written = writer.told()
    return written["recorded"] / written["seconds"], readers.load.percentile(0.99) * 1000


def _bare(bench: Bench, size: int) -> tuple[float, float]:
    """Rows a second of bare inserts, one and as many at a time as the recorder commits."""
    one = bench.owner(lambda connection: _inserts(bench, connection, size, 1))
    return one, bench.owner(lambda connection: _inserts(bench, connection, size, TOGETHER))


async def _inserts(bench: Bench, connection: asyncpg.Connection[Any], size: int, together: int) -> float:
    """Rows a second of bare inserts, so many in a transaction."""
    await connection.execute(floor.LEDGER.replace("create table", "create table if not exists"))
    begun, made = time.perf_counter(), 0
    rows: list[tuple[list[int], list[int], str]] = [([1], [], "x" * size)] * together
    while time.perf_counter() - begun < bench.seconds / 2:
        if together == 1:
            await connection.execute(floor.WRITE, *rows[0])
        else:
            await connection.executemany(floor.WRITE, rows)
        made += together
    return made / (time.perf_counter() - begun)


@contextlib.contextmanager
def slow_commits(bench: Bench) -> Iterator[None]:
    """Every commit waits 2 ms before it flushes, holding the others back as a slow disk does.

    By PostgreSQL's own commit_delay, with commit_siblings at 0 so that a commit without company waits too. Nothing of
    the durability is taken away.
    """
    url = _superuser(bench)
    names = {"commit_delay": SLOW_MICROSECONDS, "commit_siblings": 0}
    try:
        in_loop(_alter(url, [f"alter system set {name} = {value}" for name, value in names.items()]))
        yield
    finally:
        in_loop(_alter(url, [f"alter system reset {name}" for name in names]))


def _superuser(bench: Bench) -> str:
    from vaki.postgres.cluster import at

    return at(bench.data).superuser_url or bench.environment.owner_url or ""


async def _alter(url: str, statements: list[str]) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in [*statements, "select pg_reload_conf()"]:
            await connection.execute(statement)
    finally:
        await connection.close()
