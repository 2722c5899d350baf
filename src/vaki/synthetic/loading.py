"""Putting a new population into an empty register: made in several processes, loaded portion by portion."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import vaki
from vaki.register.loading import loading
from vaki.register.portion import LoadRow, portion_of
from vaki.synthetic import population
from vaki.synthetic.estate.layouts import KINDS
from vaki.synthetic.estate.rows import write_quarters
from vaki.synthetic.personas import estate, writing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
    from datetime import date

    from vaki.register.loading import Connection, Load
    from vaki.synthetic.population import Plan, Source

    Progress = Callable[[str, int, int], None]
    """(what is being done, done so far, in all)"""

Task = TypeVar("Task")
Made = TypeVar("Made")
_AHEAD: Final = 2
"""Pieces under way or waiting, per process: more would only take memory."""
_QUARTERS_AT_ONCE: Final = 20
_PERSONAS: Final = -1
"""Number of the personas' portions."""


def follow_starter() -> None:
    """Workers leave Ctrl-C to the process that started them, and end when that has ended, however it did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_starter, daemon=True).start()


def _end_with_starter() -> None:
    starter = parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)


class Hands:
    """Processes that make pieces in the order asked; with one, the work is done here."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._workers > 1:
            self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=follow_starter)
            self._stack.callback(self._pool.shutdown, wait=True, cancel_futures=True)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def let_go(self) -> None:
        """End the processes: they are not needed any more, and their memory is."""
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


async def load_population(
    connection: Connection,
    source: Source,
    *,
    workers: int,
    progress: Progress,
    notes: Mapping[str, str] | None = None,
) -> Plan:
    """Make the population and load it, buildings too, and start the simulated clock on the source's day.

    Goes on with a load of the same population that was cut short; one of another population is taken away first.
    `notes` are kept in `register.progress` from the moment the load begins. Raises NotEmpty, LoadUnderWay.
    """
    with Hands(min(workers, source.blocks)) as hands:
        async with loading(connection, _state(source), notes) as load:
            plan = await _plan(hands, source, progress)
            await _load_personas(load, source.day)
            await _load_people(load, hands, plan, progress)
            await _load_estate(load, hands, plan, progress)
            hands.let_go()
            await _make_indexes(load, progress)
            await load.finish("simulated", source.day)
    return plan


def _state(source: Source) -> str:
    """What a load is gone on with by: the same source, and a Väki that makes the same people of it."""
    made_by = hashlib.sha256()
    rooms = Path(vaki.__file__).parent
    for room in ("codes", "register", "synthetic"):
        for path in sorted((rooms / room).rglob("*.*")):
            if path.suffix in {".py", ".csv", ".toml"}:
                made_by.update(path.read_bytes())
    return f"{source.persons} {source.seed} {source.day} {made_by.hexdigest()}"


async def _plan(hands: Hands, source: Source, progress: Progress) -> Plan:
    outlines = []
    async for one in hands.map(population.outline, ((source, number) for number in range(source.blocks))):
        outlines.append(one)
        progress("families", len(outlines), source.blocks)
    return population.Plan(source, outlines)


async def _load_personas(load: Load, day: date) -> None:
    people = writing.documents(day)
    if not load.has("people", _PERSONAS):
        await load.people(_PERSONAS, portion_of(LoadRow(one, day) for one in people))
    if not load.has("estate", _PERSONAS):
        await load.estate(_PERSONAS, estate.rows(people))


async def _load_people(load: Load, hands: Hands, plan: Plan, progress: Progress) -> None:
    asked: deque[int] = deque()
    done = sum(plan.people_in(block) for block in range(plan.source.blocks) if load.has("people", block))
    progress("people", done, plan.people)

    def tasks() -> Iterator[Any]:
        for share in plan.shares():
            if not load.has("people", share.block):
                asked.append(share.block)
                yield plan.source, plan.quarters, share

    async for portion in hands.map(population.write_block, tasks()):
        await load.people(asked.popleft(), portion)
        done += portion.persons
        progress("people", done, plan.people)


async def _load_estate(load: Load, hands: Hands, plan: Plan, progress: Progress) -> None:
    """Load buildings, dwellings and properties, a few quarters of one kind in one place at a time."""
    asked: deque[tuple[int, int]] = deque()
    total = sum(plan.quarters.values())
    done = 0
    stock = plan.stock()

    def tasks() -> Iterator[Any]:
        nonlocal done
        for number, (place, kind, quarters) in enumerate(_portions_of(plan)):
            if load.has("estate", number):
                done += len(quarters)
            else:
                asked.append((number, len(quarters)))
                yield stock, place, kind, quarters, *plan.residents(stock, place, kind, quarters)

    async for estate in hands.map(write_quarters, tasks()):
        number, size = asked.popleft()
        await load.estate(
            number, {"building": estate.buildings, "dwelling": estate.dwellings, "property": estate.properties}
        )
        done += size
        progress("buildings", done, total)
    progress("buildings", total, total)


def _portions_of(plan: Plan) -> Iterator[tuple[int, str, range]]:
    for (place, kind), count in sorted(plan.quarters.items(), key=lambda one: (one[0][0], KINDS.index(one[0][1]))):
        for first in range(0, count, _QUARTERS_AT_ONCE):
            yield place, kind, range(first, min(first + _QUARTERS_AT_ONCE, count))


async def _make_indexes(load: Load, progress: Progress) -> None:
    total = await load.indexes_left()
    async for left in load.make_indexes():
        progress("indexes", total - left, total)
