"""The bench itself: its own data, its own server, floors and figures in one run."""

from __future__ import annotations

import asyncio
import http.client
import json
import math
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg
from rich.console import Console
from rich.table import Table

from benchmarks import server
from benchmarks.load import Failed, press
from benchmarks.town import whole_town
from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.postgres.environment import Environment

CATCH_UP_CODES: Final = 100_000
ROUNDS: Final = 4
"""Whole catch-ups at least, the first of which only warms up."""
LONG_LOG_FROM: Final = 10_000
"""Persons from which a run also catches up with long lags."""
FIRST_KEY: Final = 5_000_000_000
LEDGER: Final = (
    "create table floor_ledger (id bigserial primary key, person_ids bigint[] not null, facts text not null)"
)


AGAIN: Final = """
insert into register.change
select nextval('register.change_key'), (select max(time) from register.change), c.person_id, c.code, c.codes, c.event,
    gen_random_uuid(), c.municipality_before, c.municipality_after, c.protected, c.shape, c.groups, c.base_data
from generate_series(1, $1) again, register.change c order by again, c.key limit $2
"""


@dataclass(slots=True)
class Figure:
    """One result: `value` in `unit`; `share` is value over floor, or floor over value where less is better."""

    name: str
    value: float
    unit: str
    floor: float
    share: float
    less_is_better: bool = False
    note: str = ""


@dataclass(slots=True)
class Bench:
    """What a run needs: the data folder, the sizes and the time given to each measurement."""

    data: Path
    persons: int
    seconds: float
    console: Console
    lags: tuple[int, ...] = (1_000, 20_000, 100_000)
    figures: list[Figure] = field(default_factory=list)
    credentials: str = ""

    def add(self, name: str, value: float, unit: str, floor: float, *, less: bool = False, note: str = "") -> None:
        share = (floor / value if less else value / floor) if value and floor else 0.0
        self.figures.append(Figure(name, round(value, 2), unit, round(floor, 2), round(share, 4), less, note))
        self.console.print(f"  {name}: {value:,.1f} {unit}, {share:.1%} of the floor")


async def prepare_floor(bench: Bench) -> None:
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    await connection.execute("drop table if exists floor_ledger")
    await connection.execute(LEDGER)
    await connection.close()


async def settings(bench: Bench) -> dict[str, str]:
    """The durability that every figure was measured with."""
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    names = ("fsync", "synchronous_commit", "full_page_writes", "server_version", "default_toast_compression")
    found = {name: str(await connection.fetchval(f"show {name}")) for name in names}
    await connection.close()
    return found


async def codes(bench: Bench) -> list[str]:
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    rows = await connection.fetch("select code from register.person where alive order by person_id")
    await connection.close()
    return [row[0] for row in rows]


async def keys_back(bench: Bench, lag: int) -> tuple[int, int]:
    """A key with so many changes after it (or all there are), and how many those are."""
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    rows = await connection.fetch("select key from register.change order by key desc limit $1", lag + 1)
    await connection.close()
    if len(rows) > lag:
        return int(rows[-1][0]), lag
    return FIRST_KEY, len(rows)


def strangers(count: int) -> list[str]:
    """Well-formed codes, to fill a posted list: most will be unknown, as in a customer's list they may be."""
    made: list[str] = []
    day = date(1901, 1, 1)
    while len(made) < count:
        made += [hetu.allocate(day, Sex.MAN, counter) for counter in range(50, 55)]
        day += timedelta(days=1)
    return made[:count]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}


def body_of(chosen: list[str], key: int | None = None) -> bytes:
    posted: dict[str, Any] = {} if key is None else {"viimeisinKirjausavain": key}
    return json.dumps({**posted, "hetulista": chosen}).encode()


def run(bench: Bench) -> None:
    """Every figure, floors first where they share a server."""
    warm_start(bench)
    identity_codes(bench)
    bench.console.print(f"Seeding {bench.persons} persons …")
    load(bench)
    bench.credentials = server.permit(bench.data, "OPISKELIJA")
    asyncio.run(prepare_floor(bench))
    known = asyncio.run(codes(bench))
    random.Random(1).shuffle(known)
    base_data(bench, known)
    whole_town(bench)
    catch_up(bench, known)
    events(bench)


def warm_start(bench: Bench) -> None:
    """`./vaki --version` with everything installed, against starting this Python with nothing to do."""

    def quickest(command: list[str]) -> float:
        seconds = []
        for _ in range(7):
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            seconds.append(time.perf_counter() - begun)
        return min(seconds) * 1000

    own = quickest([str(server.ROOT / "vaki"), "--version"])
    bench.add("warm start", own, "ms", quickest([sys.executable, "-c", "pass"]), less=True, note="./vaki --version")


def identity_codes(bench: Bench) -> None:
    """Parsing and checking identity codes on one core, against splitting them and taking the remainder only."""
    made = strangers(100_000)

    def rate(read: Callable[[str], object]) -> float:
        begun, rounds = time.perf_counter(), 0
        while time.perf_counter() - begun < bench.seconds / 2:
            for code in made:
                read(code)
            rounds += 1
        return rounds * len(made) / (time.perf_counter() - begun)

    bare = rate(lambda code: "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(code[:6] + code[7:10]) % 31] == code[10])
    bench.add("identity codes parsed and checked", rate(hetu.parse), "codes/s", bare, note="one core")


def load(bench: Bench) -> None:
    """The seed command's generation and load against COPY of the same rows into the same tables."""
    begun = time.perf_counter()
    server.vaki(
        "seed", "--persons", str(bench.persons), "--seed", "1", "--as-of", "2026-11-01", "--data", str(bench.data)
    )
    took = time.perf_counter() - begun
    rows, copied = asyncio.run(_copy_again(bench))
    bench.add(
        "load", rows / took, "persons/s", rows / copied, note="generation, load and 14 lived days against bare COPY"
    )


async def _copy_again(bench: Bench) -> tuple[int, float]:
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    rows = await connection.fetch("select * from register.person")
    await connection.execute("create table floor_person (like register.person including all)")
    begun = time.perf_counter()
    await connection.copy_records_to_table("floor_person", records=[tuple(row) for row in rows])
    took = time.perf_counter() - begun
    await connection.execute("drop table floor_person")
    await connection.close()
    return len(rows), took


def base_data(bench: Bench, known: list[str]) -> None:
    """One code at eight connections, a thousand codes at two."""
    thousand = min(1000, len(known))

    def one(number: int) -> bytes:
        return body_of([known[number % len(known)]])

    def many(number: int) -> bytes:
        start = number * thousand % max(1, len(known) - thousand + 1)
        return body_of(known[start : start + thousand])

    port = server.free_port()
    with server.floor(bench.data, port):
        press(port, "/read", one, seconds=0.5, connections=8)
        bare_one = press(port, "/read-and-log", one, seconds=bench.seconds, connections=8)
        bare_many = press(port, "/read-and-log", many, seconds=bench.seconds, connections=2)
        only_read = press(port, "/read", many, seconds=bench.seconds, connections=2)
    port = server.free_port()
    with server.serving(bench.data, port):
        head = server.authorised(bench.credentials)
        path = "/api/v1/perustiedot"
        press(port, path, one, seconds=0.5, connections=8, headers=head)
        own_one = press(port, path, one, seconds=bench.seconds, connections=8, headers=head)
        own_many = press(port, path, many, seconds=bench.seconds, connections=2, headers=head)
    port = server.free_port()
    with server.without_ledger(bench.data, port):
        press(port, path, one, seconds=0.5, connections=8, headers=head)
        off_one = press(port, path, one, seconds=bench.seconds, connections=8, headers=head)
        off_many = press(port, path, many, seconds=bench.seconds, connections=2, headers=head)
    bench.add("base data, 1 code", own_one.rate, "calls/s", bare_one.rate, note="8 connections")
    p99 = own_one.percentile(0.99) * 1000
    bench.add("base data, 1 code, p99", p99, "ms", bare_one.percentile(0.99) * 1000, less=True, note="8 connections")
    bench.add(
        f"base data, {thousand} codes", own_many.rate * thousand, "persons/s", bare_many.rate * thousand,
        note=f"{own_many.received / own_many.wall / 1e6:.1f} MB/s, 2 connections; "
        f"the floor without a ledger row {only_read.rate * thousand:,.0f} persons/s",
    )  # fmt: skip
    bench.add("… with the ledger off, 1 code", off_one.rate, "calls/s", own_one.rate, note="the floor: with the ledger")
    bench.add(
        f"… with the ledger off, {thousand} codes", off_many.rate * thousand, "persons/s", own_many.rate * thousand,
        note="the floor: with the ledger",
    )  # fmt: skip


def catch_up(bench: Bench, known: list[str]) -> None:
    """100 000 posted codes, a thousand changes behind and much further, all pages of it."""
    posted = (known + strangers(CATCH_UP_CODES))[:CATCH_UP_CODES]
    asyncio.run(lengthen(bench, max(bench.lags)))
    for wanted in bench.lags:
        key, lag = asyncio.run(keys_back(bench, wanted))
        port = server.free_port()
        with server.floor(bench.data, port):
            bare = _catching_up((port, "/log-tail"), posted, key, bench.seconds, {})
        port = server.free_port()
        with server.serving(bench.data, port):
            own = _catching_up(
                (port, "/api/v1/muutokset"), posted, key, bench.seconds, server.authorised(bench.credentials)
            )
        name = f"catch-up, 100 000 codes, lag {lag}"
        bench.add(name, own * 1000, "ms", bare * 1000, less=True, note="all its pages, median")


def _catching_up(address: tuple[int, str], posted: list[str], key: int, seconds: float, head: dict[str, str]) -> float:
    """Median seconds of a whole catch-up from a key, after one to warm up."""
    port, path = address
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took: list[float] = []
    end = math.inf
    while len(took) < ROUNDS or time.perf_counter() < end:
        begun, since, waits = time.perf_counter(), key, True
        while waits:
            connection.request("POST", path, body_of(posted, since), {"Content-Type": "application/json", **head})
            answer = connection.getresponse()
            data = answer.read()
            if answer.status != http.client.OK:
                raise Failed(f"{path} answered {answer.status}")
            waits = data.endswith(b'"ajanTasalla":false}')
            since = int(data[len(b'{"viimeisinKirjausavain":') : data.index(b",")]) if waits else since
        took.append(time.perf_counter() - begun)
        end = min(end, time.perf_counter() + seconds)
    connection.close()
    return statistics.median(took[1:])


async def lengthen(bench: Bench, rows: int) -> None:
    """Have the log be so long, by publishing what has been lived again."""
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    lived = await connection.fetchval("select count(*) from register.change")
    if lived < rows:
        await connection.execute(AGAIN, rows // lived + 1, rows - lived)
    await connection.execute("analyze register.change")
    await connection.close()


def events(bench: Bench) -> None:
    """Small events through the recorder, one at a time and in company, against bare inserts of the same size."""
    single, batched, bare = asyncio.run(_events(bench))
    bench.add("events, one at a time", single, "events/s", bare, note="the floor commits one log-sized row at a time")
    bench.add("events, in company", batched, "events/s", bare, note="the same floor")


async def _events(bench: Bench) -> tuple[float, float, float]:
    from uuid import uuid4

    from vaki.register.events.catalogue import decode
    from vaki.register.recorder import Recorder

    environment = Environment.from_data(bench.data)
    async with await asyncpg.create_pool(environment.register_url, min_size=2, max_size=4) as pool:
        rows = await pool.fetch("select code from register.person where alive order by person_id limit 4000")
        people = [row[0] for row in rows]
        async with Recorder(pool) as recorder:
            made = 0
            begun = time.perf_counter()
            while time.perf_counter() - begun < bench.seconds:
                fields = {"person": people[made % len(people)], "occupation": f"mittaaja {made}"}
                await recorder.record(decode("occupation", fields))
                made += 1
            single = made / (time.perf_counter() - begun)
            begun, made = time.perf_counter(), 0
            while time.perf_counter() - begun < bench.seconds:
                batch = [
                    (
                        uuid4(),
                        decode(
                            "occupation", {"person": people[(made + at) % len(people)], "occupation": f"työ {made}"}
                        ),
                    )
                    for at in range(500)
                ]
                await recorder.record_all(batch)
                made += len(batch)
            batched = made / (time.perf_counter() - begun)
    connection = await asyncpg.connect(environment.owner_url)
    begun, made = time.perf_counter(), 0
    while time.perf_counter() - begun < bench.seconds:
        await connection.execute("insert into floor_ledger (person_ids, facts) values ($1, $2)", [made], "x" * 600)
        made += 1
    bare = made / (time.perf_counter() - begun)
    await connection.close()
    return single, batched, bare


def table(bench: Bench, durability: dict[str, str]) -> Table:
    """The figures as a reader wants them."""
    shown = Table(title=f"{bench.persons} persons, {', '.join(f'{k}={v}' for k, v in durability.items())}")
    for column in ("what", "reached", "floor", "share", "note"):
        shown.add_column(column, justify="right" if column in {"reached", "floor", "share"} else "left")
    for one in bench.figures:
        shown.add_row(one.name, f"{one.value:,.1f} {one.unit}", f"{one.floor:,.1f}", f"{one.share:.0%}", one.note)
    return shown


def as_json(bench: Bench) -> str:
    return json.dumps([{**asdict(one)} for one in bench.figures], ensure_ascii=False)
