"""What a person waits for and what every code costs: a warm start, and reading identity codes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks import server
from benchmarks.bench import strangers
from vaki.codes import hetu

if TYPE_CHECKING:
    from benchmarks.bench import Bench

ROUNDS = 7


def starting(bench: Bench) -> None:
    """`./vaki --version` with everything installed, and identity codes parsed and checked on one core."""
    own = _quickest([str(server.SOURCE.parent / "vaki"), "--version"])
    bench.add("warm start", own, "ms", _quickest([sys.executable, "-c", "pass"]), "./vaki --version; an idle Python")
    made = strangers(20_000)
    bare = _rate(
        lambda code: "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(code[:6] + code[7:10]) % 31] == code[10],
        made,
        bench.seconds / 2,
    )
    own = _rate(hetu.parse, made, bench.seconds / 2)
    bench.add("identity codes parsed and checked", own, "codes/s", bare, "one core; the remainder alone")


def _quickest(command: list[str]) -> float:
    """Milliseconds of the best of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - begun)
    return min(seconds) * 1000


def _rate(read: Callable[[str], object], codes: list[str], seconds: float) -> float:
    begun, rounds = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        for code in codes:
            read(code)
        rounds += 1
    return rounds * len(codes) / (time.perf_counter() - begun)
