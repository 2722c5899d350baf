"""Putting a new population into an empty register: made in several processes, loaded in one transaction."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from vaki.register import loading
from vaki.register.clock import start_clock
from vaki.synthetic import population
from vaki.synthetic.estate.layouts import KINDS
from vaki.synthetic.estate.rows import Estate, write_quarters

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from vaki.register.loading import Connection
    from vaki.synthetic.estate.layouts import Spot
    from vaki.synthetic.population import Plan, Source

    Progress = Callable[[str, int, int], None]
    """(what is being done, done so far, in all)"""

Task = TypeVar("Task")
Made = TypeVar("Made")
_AHEAD: Final = 2
"""Pieces under way or waiting, per process: more would only take memory."""
_QUARTERS_AT_ONCE: Final = 20


def ignore_interrupt() -> None:
    """Workers leave Ctrl-C to the process that started them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Hands:
    """Processes that make pieces in the order asked; with one, the work is done here."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._workers > 1:
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=get_context("spawn"), initializer=ignore_interrupt
            )
            self._stack.callback(self._pool.shutdown, wait=True, cancel_futures=True)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    async def map(self, make: Callable[[Task], Made], tasks: Iterable[Task]) -> AsyncIterator[Made]:
        """What `make` gives for each task, in order."""
        if self._pool is None:
            for task in tasks:
                yield make(task)
            return
        loop = asyncio.get_running_loop()
        under_way: deque[asyncio.Future[Made]] = deque()
        try:
            for task in tasks:
                under_way.append(loop.run_in_executor(self._pool, make, task))
                if len(under_way) >= _AHEAD * self._workers:
                    yield await under_way.popleft()
            while under_way:
                yield await under_way.popleft()
        finally:
            for one in under_way:
                one.cancel()


async def load_population(connection: Connection, source: Source, *, workers: int, progress: Progress) -> Plan:
    """Make the population and load it, buildings too, and start the simulated clock on the source's day.

    Raises NotEmpty. The caller holds the transaction: all of it is there or nothing.
    """
    await loading.refuse_unless_empty(connection)
    with Hands(min(workers, source.blocks)) as hands:
        plan = await _plan(hands, source, progress)
        lived_in: set[Spot] = set()
        owners: dict[Spot, int] = {}
        done = 0
        tasks = ((source, plan.quarters, share) for share in plan.shares())
        async for written in hands.map(population.write_block, tasks):
            await loading.copy_people(connection, written.rows)
            lived_in.update(written.lived_in)
            owners.update(written.owners)
            done += len(written.rows)
            progress("people", done, plan.people)
        await _load_estate(connection, hands, plan, (lived_in, owners), progress)
    await start_clock(connection, "simulated", source.day)
    await loading.finish_load(connection)
    return plan


async def _plan(hands: Hands, source: Source, progress: Progress) -> Plan:
    outlines = []
    async for one in hands.map(population.outline, ((source, number) for number in range(source.blocks))):
        outlines.append(one)
        progress("families", len(outlines), source.blocks)
    return population.Plan(source, outlines)


async def _load_estate(
    connection: Connection,
    hands: Hands,
    plan: Plan,
    people: tuple[set[Spot], dict[Spot, int]],
    progress: Progress,
) -> None:
    total = sum(plan.quarters.values())
    done = 0
    async for size, estate in _sized(hands, _estate_tasks(plan, *people)):
        for table, records in (
            ("building", estate.buildings),
            ("dwelling", estate.dwellings),
            ("property", estate.properties),
        ):
            await connection.copy_records_to_table(table, schema_name="register", records=records)
        done += size
        progress("buildings", done, total)


async def _sized(hands: Hands, tasks: Iterator[Any]) -> AsyncIterator[tuple[int, Estate]]:
    sizes: deque[int] = deque()

    def noted() -> Iterator[Any]:
        for task in tasks:
            sizes.append(len(task[3]))
            yield task

    async for estate in hands.map(write_quarters, noted()):
        yield sizes.popleft(), estate


def _estate_tasks(plan: Plan, lived_in: set[Spot], owners: dict[Spot, int]) -> Iterator[Any]:
    """Portions of quarters, each with what it needs to know of who lives there and no more."""
    homes: dict[tuple[int, str, int], list[Spot]] = {}
    for spot in lived_in:
        homes.setdefault((spot.place, spot.kind, spot.quarter), []).append(spot)
    stock = plan.stock()
    for (place, kind), count in sorted(plan.quarters.items(), key=lambda one: (one[0][0], KINDS.index(one[0][1]))):
        for first in range(0, count, _QUARTERS_AT_ONCE):
            portion = range(first, min(first + _QUARTERS_AT_ONCE, count))
            here = [spot for quarter in portion for spot in homes.get((place, kind, quarter), ())]
            own = {spot: owners[spot] for spot in here if spot in owners}
            yield stock, place, kind, portion, own, frozenset(here)
