"""Processes that make or look at pieces of the register, their answers in the order asked.

They leave Ctrl-C to the process that started them, and none outlives it.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Final, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

Task = TypeVar("Task")
Made = TypeVar("Made")
_AHEAD: Final = 2
"""Pieces under way or waiting, per process: more would only take memory."""


def follow_starter() -> None:
    """Workers leave Ctrl-C to the process that started them, and end when that has ended, however it did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_starter, daemon=True).start()


def _end_with_starter() -> None:
    starter = parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)


def _in_peace(make: Callable[[Task], Made], task: Task) -> Made:
    """Make a piece; what it is made of lives until then, and looking for rubbish meanwhile takes half as long again."""
    gc.disable()
    try:
        return make(task)
    finally:
        gc.enable()


def _in_own_process(make: Callable[[Task], Made], task: Task) -> Made:
    """As `_in_peace`, in a process that does nothing else: there rubbish is looked for between two pieces only."""
    gc.disable()
    try:
        return make(task)
    finally:
        gc.collect()
        gc.freeze()


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
                yield _in_peace(make, task)
            return
        loop = asyncio.get_running_loop()
        under_way: deque[asyncio.Future[Made]] = deque()
        try:
            for task in tasks:
                under_way.append(loop.run_in_executor(self._pool, _in_own_process, make, task))
                if len(under_way) >= _AHEAD * self._workers:
                    yield await under_way.popleft()
            while under_way:
                yield await under_way.popleft()
        finally:
            for one in under_way:
                one.cancel()
