"""The bench itself: its own data, its own server, floors and figures in one run."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http.client
import json
import os
import platform
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg
from rich.console import Console
from rich.table import Table

from benchmarks.load import Load, press
from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.postgres.environment import Environment

ROOT: Final = Path(__file__).resolve().parents[1]
HOLDER: Final = "0828255-9"
CATCH_UP_CODES: Final = 100_000
FIRST_KEY: Final = 5_000_000_000
LEDGER: Final = (
    "create table floor_ledger (id bigserial primary key, person_ids bigint[] not null, facts text not null)"
)


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
    figures: list[Figure] = field(default_factory=list)
    credentials: str = ""

    def add(self, name: str, value: float, unit: str, floor: float, *, less: bool = False, note: str = "") -> None:
        share = (floor / value if less else value / floor) if value and floor else 0.0
        self.figures.append(Figure(name, round(value, 2), unit, round(floor, 2), round(share, 4), less, note))
        self.console.print(f"  {name}: {value:,.1f} {unit}, {share:.1%} of the floor")


def vaki(*arguments: str) -> str:
    """The output of a vaki command; raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, "-m", "vaki.cli", *arguments], check=True, capture_output=True, text=True, env=_environment()
    )
    return done.stdout


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONWARNINGS": "default"}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(command: list[str], port: int, ready: str, **environment: str) -> Iterator[None]:
    """A server for the time of a measurement, ready before it is handed out."""
    server = subprocess.Popen(
        command, env={**_environment(), **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 60
        while not _answers(port, ready):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[2:4]} did not start")
            time.sleep(0.1)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status in {200, 405}
    except OSError:
        return False
    finally:
        connection.close()


def serving(bench: Bench, port: int) -> contextlib.AbstractContextManager[None]:
    """Väki with one worker on the bench's data."""
    return process(
        [sys.executable, "-m", "vaki.cli", "serve", "--workers", "1", "--data", str(bench.data), "--port", str(port)],
        port,
        "/health/ready",
    )


def floor(bench: Bench, port: int) -> contextlib.AbstractContextManager[None]:
    """The floor's server on the same data, with the same pool and one worker."""
    url = Environment.from_data(bench.data).owner_url or ""
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--loop", "uvloop", "--no-ws"]
    command += [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--working-dir",
        str(ROOT),
        "benchmarks.floor:application",
    ]
    return process(command, port, "/read", FLOOR_URL=url)


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


def authorised(bench: Bench) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(bench.credentials.encode()).decode()}


def run(bench: Bench) -> None:
    """Every figure, floors first where they share a server."""
    warm_start(bench)
    identity_codes(bench)
    bench.console.print(f"Seeding {bench.persons} persons …")
    load(bench)
    permit = json.loads(
        vaki("permits", "add", "--holder", HOLDER, "--product", "OPISKELIJA", "--data", str(bench.data), "--json")
    )
    given = json.loads(vaki("credentials", "add", str(permit["id"]), "--data", str(bench.data), "--json"))
    bench.credentials = f"{given['user']}:{given['password']}"
    asyncio.run(prepare_floor(bench))
    known = asyncio.run(codes(bench))
    random.Random(1).shuffle(known)
    base_data(bench, known)
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

    own = quickest([str(ROOT / "vaki"), "--version"])
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
    vaki("seed", "--persons", str(bench.persons), "--seed", "1", "--as-of", "2026-11-01", "--data", str(bench.data))
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

    port = free_port()
    with floor(bench, port):
        press(port, "/read", one, seconds=0.5, connections=8)
        bare_one = press(port, "/read-and-log", one, seconds=bench.seconds, connections=8)
        bare_many = press(port, "/read-and-log", many, seconds=bench.seconds, connections=2)
        only_read = press(port, "/read", many, seconds=bench.seconds, connections=2)
    port = free_port()
    with serving(bench, port):
        head = authorised(bench)
        path = "/api/v1/perustiedot"
        press(port, path, one, seconds=0.5, connections=8, headers=head)
        own_one = press(port, path, one, seconds=bench.seconds, connections=8, headers=head)
        own_many = press(port, path, many, seconds=bench.seconds, connections=2, headers=head)
    bench.add("base data, 1 code", own_one.rate, "calls/s", bare_one.rate, note="8 connections")
    p99 = own_one.percentile(0.99) * 1000
    bench.add("base data, 1 code, p99", p99, "ms", bare_one.percentile(0.99) * 1000, less=True, note="8 connections")
    bench.add(
        f"base data, {thousand} codes", own_many.rate * thousand, "persons/s", bare_many.rate * thousand,
        note=f"2 connections; the floor without a ledger row {only_read.rate * thousand:,.0f} persons/s",
    )  # fmt: skip


def catch_up(bench: Bench, known: list[str]) -> None:
    """100 000 posted codes, a thousand changes behind and as far behind as the log goes."""
    posted = (known + strangers(CATCH_UP_CODES))[:CATCH_UP_CODES]
    for wanted in (1000, 20_000):
        key, lag = asyncio.run(keys_back(bench, wanted))
        always = same(body_of(posted, key))
        port = free_port()
        with floor(bench, port):
            press(port, "/log-tail", always, seconds=0.5)
            bare = press(port, "/log-tail", always, seconds=bench.seconds)
        port = free_port()
        with serving(bench, port):
            head = authorised(bench)
            press(port, "/api/v1/muutokset", always, seconds=0.5, headers=head)
            own = press(port, "/api/v1/muutokset", always, seconds=bench.seconds, headers=head)
        name = f"catch-up, 100 000 codes, lag {lag}"
        bench.add(name, median(own) * 1000, "ms", median(bare) * 1000, less=True, note="median of a call")
        if lag < wanted:
            break


def same(body: bytes) -> Callable[[int], bytes]:
    """A load that posts one body again and again."""
    return lambda _number: body


def median(load: Load) -> float:
    return load.percentile(0.5)


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
