"""Memory of one worker under load over time: when all that it keeps is full, and after an hour.

What the worker keeps of the log is filled before anything is watched, beside catch-ups that are larger than later ones.
Without `--hour` a shorter stretch is watched, and its slope is drawn on to the hour if it is more than the noise of the
looks; the figure's note says so.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from benchmarks import server
from benchmarks.bench import BASE_DATA, CHANGES, listed, of_codes, thousand
from benchmarks.catch_up import keys_back, posted
from benchmarks.events import COMPANY, STARTING, writing
from benchmarks.load import Pace, in_loop, request
from vaki.disclosure.tail import TAIL_ROWS

if TYPE_CHECKING:
    import psutil

    from benchmarks.bench import Bench

HOUR: Final = 3_600.0
MEGABYTE: Final = 1024 * 1024
LEAST_SECONDS: Final = 30.0
LOOK_SECONDS: Final = 0.37
"""Out of step with the calls, so that no look after another finds the same one under way."""
STRETCHES: Final = 12
"""Of as many the means are held against each other: looks that follow one another find the same free memory."""
ERRORS: Final = 2.0
"""A slope below so many of its standard errors is noise."""
FILL_SECONDS: Final = 4.0
"""Short, so that little is written after the tail was cut: what is watched must not grow beyond what it has been."""
FILLS: Final = 20
MOVE_SECONDS: Final = 2.0
EVENTS_A_SECOND: Final = 20
ONE, ALL, TAIL = 50, 2, 1
NAME: Final = "memory of a worker after an hour"
_WRITTEN: Final = "select count(*) from register.change where key > $1"

Looks = Sequence[tuple[float, float]]
"""(seconds, MB)."""


def memory(bench: Bench) -> None:
    """What the worker holds in the end (or would after an hour), against what it held when it was full."""
    seconds = bench.plan.memory_seconds
    if seconds < LEAST_SECONDS:
        bench.tell(f"memory: not watched, as a slope wants {LEAST_SECONDS:g} s and not {seconds:g}")
        return
    asked = Asked.of(bench)
    port = server.free_port()
    with server.serving(bench.data, port):
        if not _fill(asked, port):
            bench.tell("memory: the tail of the log is not full yet, and the slope is partly that of its filling")
        with writing(bench, seconds, "--rate", str(EVENTS_A_SECOND)) as writer:
            looks = in_loop(_watched(asked, port, seconds))
            writer.told()
    line = Line.of(stretches(looks))
    remaining = max(0.0, HOUR - seconds)
    how = f"{seconds:g} s measured" + (", their slope drawn on to the hour" if remaining and line.rises else "")
    told = f"{line.slope * HOUR:+.0f} ± {ERRORS * line.error * HOUR:.0f} MB/h"
    bench.add(NAME, line.after(remaining), "MB", line.first, f"{how}; {told}, against the worker when all was full")


@dataclass(frozen=True, slots=True)
class Line:
    """Memory over time: MB at first and in the end, MB a second by least squares, and the standard error of that."""

    first: float
    last: float
    slope: float
    error: float

    @classmethod
    def of(cls, points: Looks) -> Line:
        """The line through three points or more, whose noise is each one's own."""
        count = len(points)
        mean_x, mean_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
        spread = sum((x - mean_x) ** 2 for x, _ in points)
        slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
        left = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
        return cls(points[0][1], points[-1][1], slope, math.sqrt(left / (count - 2) / spread))

    def after(self, seconds: float) -> float:
        """MB so long after the end: as many as then, unless they rose by more than noise does."""
        return self.last + (self.slope * seconds if self.rises else 0.0)

    @property
    def rises(self) -> bool:
        """Whether the slope is more than noise."""
        return self.slope > ERRORS * self.error


def stretches(looks: Looks) -> list[tuple[float, float]]:
    """The means of as many looks each, one after the other."""
    cuts = [len(looks) * number // STRETCHES for number in range(STRETCHES + 1)]
    parts = [looks[start:end] for start, end in pairwise(cuts) if end > start]
    return [(sum(x for x, _ in part) / len(part), sum(y for _, y in part) / len(part)) for part in parts]


@dataclass(slots=True)
class Asked:
    """What is asked all the time: base data of one and of many, and a catch-up from a key that is always as far back.

    From one key for ever, each catch-up would be larger than the last, and so would the memory that it takes.
    """

    bench: Bench
    ones: list[bytes]
    many: bytes
    codes: bytes
    tail: bytes = field(default=b"")

    @classmethod
    def of(cls, bench: Bench) -> Asked:
        """Made before the load, as the people are read for it."""
        head = bench.head()
        ones = [request(BASE_DATA, of_codes([code]), head) for code in bench.known[:1_000]]
        many = request(BASE_DATA, of_codes(bench.known[: thousand(bench)]), head)
        made = cls(bench, ones, many, listed(posted(bench, bench.plan.lists[-1])))
        made.move()
        return made

    def move(self) -> None:
        """Ask from a newer key."""
        key, _ = keys_back(self.bench, self.bench.plan.lags[0])
        self.tail = request(CHANGES, b'{"viimeisinKirjausavain":%d,%b}' % (key, self.codes), self.bench.head())

    async def follow(self, until: float) -> None:
        """Move every few seconds until then, by time.perf_counter."""
        while time.perf_counter() < until:
            await asyncio.sleep(MOVE_SECONDS)
            await asyncio.to_thread(self.move)


def _fill(asked: Asked, port: int) -> bool:
    """Have the worker's tail of the log become as long as it may and be cut, twice; whether it was.

    The second time it lies scattered in what the first one left free, and takes 2 MB more.
    """
    newest, _ = keys_back(asked.bench, 0)
    _, held = keys_back(asked.bench, TAIL_ROWS)
    for _ in range(FILLS):
        with writing(asked.bench, FILL_SECONDS, "--company", str(COMPANY)) as writer:
            in_loop(_watched(asked, port, FILL_SECONDS + STARTING))
            writer.told()
        written = asked.bench.owner(lambda connection: connection.fetchval(_WRITTEN, newest))
        if written > 3 * TAIL_ROWS - held:
            return True
    return False


async def _watched(asked: Asked, port: int, seconds: float) -> Looks:
    """What is seen over the time of a load of base data and catch-ups."""
    paces = [
        Pace(port, lambda number: asked.ones[number % len(asked.ones)], ONE, 2),
        Pace(port, lambda _number: asked.many, ALL, 1),
        Pace(port, lambda _number: asked.tail, TAIL, 1),
    ]
    until = time.perf_counter() + seconds
    looks: list[tuple[float, float]] = []
    async with asyncio.TaskGroup() as tasks:
        for pace in paces:
            tasks.create_task(pace.keep(until))
        tasks.create_task(asked.follow(until))
        tasks.create_task(_look(server.worker(port), looks, until))
    return looks


async def _look(worker: psutil.Process, looks: list[tuple[float, float]], until: float) -> None:
    begun = time.perf_counter()
    while time.perf_counter() < until:
        looks.append((time.perf_counter() - begun, worker.memory_info().rss / MEGABYTE))
        await asyncio.sleep(LOOK_SECONDS)
