"""What commands share about running: the data folder's environment opened, and children that end with their parent."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Self, TypeVar

import typer

from vaki.cli.ending import ended_by_signals

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from types import FrameType

    from rich.status import Status

    from vaki.postgres.environment import Environment, Pools

Result = TypeVar("Result")

DEFAULT_DATA = ".vaki"
DataOption = Annotated[str, typer.Option("--data", metavar="DIR", help="The data folder.")]
SUPERVISOR_VARIABLE = "VAKI_SUPERVISOR"
TERMINATED = 143
PATIENCE_SECONDS = 0.7
POOL_SIZE = 4
_PR_SET_PDEATHSIG = 1


@contextmanager
def opened(data: str | os.PathLike[str]) -> Iterator[Environment]:
    """The main environment of the data folder, its server running, with this version's roles and tables.

    Works on an empty folder and beside a running service; the last command to leave stops the server. A SIGTERM or
    a closed terminal leaves as Ctrl-C does. Raises `vaki.postgres.errors.DatabaseError`.
    """
    from pathlib import Path

    from vaki.postgres.cluster import running
    from vaki.postgres.environment import Environment
    from vaki.postgres.migrate import bring_up_to_date
    from vaki.postgres.provision import prepare

    with signals_end_the_command(), Waiting() as waiting, running(Path(data), progress=waiting.tell) as cluster:
        prepare(cluster)
        bring_up_to_date(cluster.owner_url, progress=lambda name: waiting.tell(f"migrated {name}", PATIENCE_SECONDS))
        waiting.close()
        yield Environment.of(cluster)


def with_pools(
    data: str | os.PathLike[str], work: Callable[[Pools], Awaitable[Result]], *, size: int = POOL_SIZE
) -> Result:
    """What `work` returns, given the pools of the data folder's main environment. Raises as `opened` and `work` do."""

    async def session(environment: Environment) -> Result:
        from vaki.postgres.environment import Pools

        with ended_by_signals():
            async with await Pools.open(environment, size=size) as pools:
                return await work(pools)

    with opened(data) as environment:
        return asyncio.run(session(environment))


class Waiting:
    """A line on the terminal about what is waited for, shown only when it takes a while and a person looks."""

    def __init__(self) -> None:
        self._status: Status | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def tell(self, what: str, seconds: float) -> None:
        """Show the line once `seconds` passes PATIENCE_SECONDS."""
        if seconds < PATIENCE_SECONDS or not sys.stderr.isatty():
            return
        text = f"{what}, {seconds:.0f} s"
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status(text)
            self._status.start()
        self._status.update(text)

    def close(self) -> None:
        """Take the line away."""
        if self._status is not None:
            self._status.stop()
            self._status = None


@contextmanager
def signals_end_the_command() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the command as an exception, so that what it opened is closed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    former = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def end_with_supervisor() -> None:
    """Tie this process to the one that VAKI_SUPERVISOR names: when that is gone, however it went, so is this one."""
    supervisor = int(os.environ[SUPERVISOR_VARIABLE])
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=[supervisor], daemon=True).start()
    if os.getppid() != supervisor:
        os._exit(1)


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(0.2)
    os._exit(1)


def _tied_command() -> None:
    """`python -m vaki.cli.running COMMAND …`: a vaki command that ends with the process that started it."""
    end_with_supervisor()
    from vaki.cli import main

    main(sys.argv[1:])


if __name__ == "__main__":
    _tied_command()
