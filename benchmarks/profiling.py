"""Flame graphs of a worker under each sort of load, and of the recorder, by py-spy.

A sampler outside of the process sees it also while it waits in C. It stops the process for each look: of one that goes
on an eighth of the stacks are torn.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import server, town
from benchmarks.base_data import Asked, calls
from benchmarks.bench import BASE_DATA, CHANGES, listed, revision
from benchmarks.catch_up import CatchUp, keys_back, lengthen, posted, timed
from benchmarks.events import COMPANY, writer_line
from benchmarks.load import in_loop

if TYPE_CHECKING:
    from benchmarks.bench import Bench

SAMPLES_A_SECOND: Final = 200
LEAST_SECONDS: Final = 3.0


class NoProfiler(Exception):
    """py-spy is not there, or may not look."""


def profile(bench: Bench, into: Path) -> list[Path]:
    """A flame graph each of base data, a catch-up, a stream and events, as SVG files. Raises NoProfiler."""
    spy = _spy(bench)
    into.mkdir(parents=True, exist_ok=True)
    seconds = max(LEAST_SECONDS, bench.seconds)
    bench.owner(lambda connection: lengthen(connection, max(bench.plan.lags)))
    port = server.free_port()
    loads = _loads(bench, port)
    made = []
    with server.serving(bench.data, port):
        worker = server.worker(port).pid
        for name, load in loads.items():
            load()
            made.append(_drawn(bench, spy, into / f"{name}.svg", ["--pid", str(worker)], seconds=seconds, load=load))
    line = writer_line(bench, seconds, "--company", str(COMPANY))
    made.append(_drawn(bench, spy, into / "events.svg", ["--", *line], seconds=seconds + 2))
    return made


def _spy(bench: Bench) -> str:
    """py-spy: of the bench's own packages, beside this Python, or on PATH."""
    from benchmarks.competitors.packages import NotInstalled, installed

    try:
        own = installed(bench.tell) / "bin" / "py-spy"
        if own.is_file():
            return str(own)
    except NotInstalled as why:
        bench.tell(str(why))
    beside = Path(sys.executable).with_name("py-spy")
    found = str(beside) if beside.is_file() else shutil.which("py-spy")
    if found is None:
        raise NoProfiler("py-spy is not installed: the packages of requirements/bench.txt could not be")
    return found


def _loads(bench: Bench, port: int) -> dict[str, Callable[[], object]]:
    """What the worker is asked while it is looked at; each asks once and returns."""
    made = calls(bench)
    one, many = made[0], made[-1]
    served = Asked(port, BASE_DATA, bench.head())
    count = bench.plan.lists[-1]
    key, _ = keys_back(bench, bench.plan.lags[0])
    behind = CatchUp(port, CHANGES, key, listed(posted(bench, count)), bench.head())
    resident = town.largest(bench)
    loads: dict[str, Callable[[], object]] = {
        "base-data-1": lambda: one.press(bench, served),
        f"base-data-{many.codes}": lambda: many.press(bench, served),
        "catch-up": lambda: in_loop(timed([behind], 0)),
    }
    if resident is not None:
        whole = town.customer(bench, *resident, port)
        loads["stream"] = lambda: town.stream(whole)
    return loads


def _drawn(
    bench: Bench, spy: str, path: Path, what: list[str], *, seconds: float, load: Callable[[], object] | None = None
) -> Path:
    """Look for a time while the load goes on."""
    options = [
        "--format",
        "flamegraph",
        "--rate",
        str(SAMPLES_A_SECOND),
        "--duration",
        f"{seconds:.0f}",
    ]
    ended = threading.Event()

    def press_on() -> None:
        while load is not None and not ended.is_set():
            load()

    pressing = threading.Thread(target=press_on, daemon=True)
    pressing.start()
    begun = time.perf_counter()
    done = subprocess.run(
        [spy, "record", *options, "--output", str(path), *what],
        env=server.variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    ended.set()
    pressing.join()
    if not path.is_file() or done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NoProfiler(f"py-spy could not look: {said[-1] if said else 'it said nothing'}")
    _entitle(path, f"{path.stem}, {bench.plan.persons} persons, {revision()}")
    bench.tell(f"{path}: {time.perf_counter() - begun:.0f} s looked at")
    return path


def _entitle(path: Path, title: str) -> None:
    """Say above the graph what was looked at: the sampler writes its own command there, wider than the page."""
    drawn = path.read_text("utf-8")
    path.write_text(re.sub(r'(<text id="title"[^>]*>)[^<]*', lambda found: found[1] + escape(title), drawn), "utf-8")
