"""A steady mix: calls of every sort at a fixed pace while fifty events a second are written, and none may be missed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks import server
from benchmarks.bench import BASE_DATA, CHANGES, listed, of_codes, thousand
from benchmarks.catch_up import keys_back
from benchmarks.events import Writer, writing
from benchmarks.following import Follower, missed
from benchmarks.load import Load, Pace, in_loop, request
from benchmarks.writer import PEOPLE, PERSONS

if TYPE_CHECKING:
    from benchmarks.bench import Bench

EVENTS_A_SECOND: Final = 50
ONE, SOME, ALL, TAIL = 100, 10, 1, 5
"""Calls a second: of one code, a hundred, a thousand, and of changes at a lag of a hundred for a thousand codes."""
FOLLOWING_SECONDS: Final = 0.2
LAG: Final = 100
MISSED: Final = "mix, missed changes"


@dataclass(frozen=True, slots=True)
class Served:
    """Where the mix is asked: addresses of base data and of changes."""

    port: int
    base_data: str
    changes: str
    headers: Mapping[str, str]


def mix(bench: Bench) -> None:
    """The service under the mix with a follower, then the floor under the same mix."""
    seconds = bench.plan.mix_seconds
    options = ("--rate", str(EVENTS_A_SECOND), "--only-addresses")
    key, _ = keys_back(bench, 0)
    served = Served(server.free_port(), BASE_DATA, CHANGES, bench.head())
    with server.serving(bench.data, served.port), writing(bench, seconds, *options) as writer:
        follower = Follower(served.port, _written_of(bench), served.headers, key)
        own = in_loop(_mixed(_paces(bench, served), seconds, (follower, writer)))
        written = writer.told()
    bare_at = Served(server.free_port(), "/read-and-log", "/log-tail", {})
    with server.floor(bench.data, bare_at.port, bench.ledger_row), writing(bench, seconds / 2, *options) as writer:
        bare = in_loop(_mixed(_paces(bench, bare_at), seconds / 2, None))
        writer.told()
    rate = written["recorded"] / written["seconds"]
    note = f"{seconds:g} s, {ONE} + {SOME} + {ALL} + {TAIL} calls/s, {rate:.0f} events/s written"
    for share, name in ((0.5, "median"), (0.99, "p99")):
        values = [load.percentile(share) * 1000 for load in (own[0], bare[0])]
        bench.add(f"mix, 1 code, {name}", values[0], "ms", values[1], note)
    values = [load.percentile(0.99) * 1000 for load in (own[3], bare[3])]
    bench.add("mix, changes, p99", values[0], "ms", values[1], note)
    lost = missed(written["addresses"], follower.seen)
    bench.add(
        MISSED, lost, "changes", 0, f"of {written['recorded']} written, seen once each in {len(follower.seconds)} calls"
    )


def _written_of(bench: Bench) -> list[str]:
    """The codes of all whom the writer may write of."""
    rows = bench.owner(lambda connection: connection.fetch(PEOPLE, PERSONS))
    return [row[0] for row in rows]


def _paces(bench: Bench, served: Served) -> list[Pace]:
    """Of one code, of some, of all and of changes."""
    key, _ = keys_back(bench, LAG)
    paces = [
        Pace(served.port, _requests(bench, served, 1), ONE, 6),
        Pace(served.port, _requests(bench, served, min(100, thousand(bench))), SOME, 1),
        Pace(served.port, _requests(bench, served, thousand(bench)), ALL, 1),
    ]
    codes = listed(bench.known[: thousand(bench)])
    asked = request(served.changes, b'{"viimeisinKirjausavain":%d,%b}' % (key, codes), served.headers)
    return [*paces, Pace(served.port, lambda _number: asked, TAIL, 1)]


async def _mixed(paces: list[Pace], seconds: float, following: tuple[Follower, Writer] | None) -> list[Load]:
    """The load of each, all at once."""
    until = time.perf_counter() + seconds
    async with asyncio.TaskGroup() as tasks:
        for pace in paces:
            tasks.create_task(pace.keep(until))
        if following is not None:
            tasks.create_task(_follow(*following, until))
    return [pace.load for pace in paces]


async def _follow(follower: Follower, writer: Writer, until: float) -> None:
    """Follow to the end, and once more when the writer has answered for its last event."""
    await follower.follow(until, FOLLOWING_SECONDS)
    await asyncio.to_thread(writer.told)
    await follower.follow(0, 0)


def _requests(bench: Bench, served: Served, size: int) -> Callable[[int], bytes]:
    portions = [bench.known[at : at + size] for at in range(0, min(len(bench.known), 4_000) - size + 1, size)]
    made = [request(served.base_data, of_codes(portion), served.headers) for portion in portions]
    return lambda number: made[number % len(made)]
