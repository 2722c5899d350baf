"""Memory of one worker under load over time: at rest after warming, and after an hour.

Without `--hour` a shorter stretch is measured and its slope is drawn on to the hour; the figure's note says so.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from benchmarks import server
from benchmarks.bench import BASE_DATA, CHANGES, listed, of_codes, thousand
from benchmarks.catch_up import keys_back, posted
from benchmarks.events import writing
from benchmarks.load import Pace, in_loop, request

if TYPE_CHECKING:
    import psutil

    from benchmarks.bench import Bench

HOUR: Final = 3_600.0
MEGABYTE: Final = 1024 * 1024
LEAST_SECONDS: Final = 30.0
LOOKS: Final = 200
WARMING: Final = 0.25
"""The share of the time in which pools, caches and the log's tail fill."""
EVENTS_A_SECOND: Final = 20
ONE, ALL, TAIL = 50, 2, 1
NAME: Final = "memory of a worker after an hour"


def memory(bench: Bench) -> None:
    """What the worker holds in the end (or would after an hour), against what it held when it was warm."""
    seconds = bench.plan.memory_seconds
    if seconds < LEAST_SECONDS:
        bench.tell(f"memory: not watched, as a slope wants {LEAST_SECONDS:g} s and not {seconds:g}")
        return
    port = server.free_port()
    with server.serving(bench.data, port), writing(bench, seconds, "--rate", str(EVENTS_A_SECOND)) as writer:
        looks = in_loop(_watched(bench, port, seconds))
        writer.told()
    warm = [look for look in looks if look[0] >= WARMING * seconds]
    slope = slope_of(warm)
    at_rest = sum(size for _, size in warm[: len(warm) // 4 or 1]) / (len(warm) // 4 or 1)
    measured = seconds >= HOUR
    value = warm[-1][1] if measured else at_rest + max(0.0, slope) * HOUR
    how = "measured" if measured else f"{seconds:g} s measured, its slope drawn on to the hour"
    bench.add(NAME, value, "MB", at_rest, f"{how}; {slope * HOUR:+.1f} MB/h, against the warm worker")


def slope_of(looks: list[tuple[float, float]]) -> float:
    """MB a second, by least squares over (seconds, MB); 0 of fewer than two."""
    count = len(looks)
    mean_x, mean_y = sum(x for x, _ in looks) / count, sum(y for _, y in looks) / count
    spread = sum((x - mean_x) ** 2 for x, _ in looks)
    return sum((x - mean_x) * (y - mean_y) for x, y in looks) / spread if spread else 0.0


async def _watched(bench: Bench, port: int, seconds: float) -> list[tuple[float, float]]:
    """(seconds, MB) over the time of a load of base data and catch-ups."""
    key, _ = await asyncio.to_thread(keys_back, bench, bench.plan.lags[0])
    codes = listed(await asyncio.to_thread(posted, bench, bench.plan.lists[-1]))
    many = request(BASE_DATA, of_codes(bench.known[: thousand(bench)]), bench.head())
    ones = [request(BASE_DATA, of_codes([code]), bench.head()) for code in bench.known[:1_000]]
    tail = request(CHANGES, b'{"viimeisinKirjausavain":%d,%b}' % (key, codes), bench.head())
    paces = [
        Pace(port, lambda number: ones[number % len(ones)], ONE, 2),
        Pace(port, lambda _number: many, ALL, 1),
        Pace(port, lambda _number: tail, TAIL, 1),
    ]
    until = time.perf_counter() + seconds
    looks: list[tuple[float, float]] = []
    async with asyncio.TaskGroup() as tasks:
        for pace in paces:
            tasks.create_task(pace.keep(until))
        tasks.create_task(_look(server.worker(port), looks, until, seconds / LOOKS))
    return looks


async def _look(worker: psutil.Process, looks: list[tuple[float, float]], until: float, pause: float) -> None:
    begun = time.perf_counter()
    while time.perf_counter() < until:
        looks.append((time.perf_counter() - begun, worker.memory_info().rss / MEGABYTE))
        await asyncio.sleep(max(0.05, pause))
