"""A run of the bench: its data, its plan and the figures so far."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import random
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import asyncpg
from rich.console import Console

from benchmarks import floor, server
from benchmarks.figures import Figure
from benchmarks.load import Connection, in_loop, request
from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.postgres.environment import Environment

Result = TypeVar("Result")

PRODUCT: Final = "OPISKELIJA"
"""Under its permit the serving figures are measured; it tells of nobody but the person."""
MENTIONING: Final = "OPPIJA"
"""A product that tells of guardians too, so that its ledger rows name those mentioned."""
BASE_DATA: Final = "/api/v1/perustiedot"
CHANGES: Final = "/api/v1/muutokset"
MANY: Final = 1_000
DURABILITY: Final = (
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_sync_method",
    "commit_delay",
    "default_toast_compression",
    "shared_buffers",
    "server_version",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured and for how long. `lists` are numbers of posted codes, `lags` of changes behind."""

    persons: int = 20_000
    seconds: float = 4.0
    mix_seconds: float = 60.0
    memory_seconds: float = 120.0
    customers: int = 100
    lists: tuple[int, ...] = (100, 10_000, 100_000)
    lags: tuple[int, ...] = (1_000, 20_000, 100_000)

    @classmethod
    def quick(cls) -> Plan:
        """A first look in under a minute: the figures with marks, a part of a second each."""
        return cls(2_000, 0.4, 3.0, 3.0, 10, (100_000,), (1_000,))

    def fitted(self) -> Plan:
        """The plan for a register of its size: a small one has no long log, and a shorter steady mix."""
        if self.persons >= SMALL:
            return self
        return replace(self, lags=self.lags[:1], mix_seconds=min(self.mix_seconds, 10 * self.seconds))


SMALL: Final = 10_000
"""Persons below which a run does not make its log longer than its people would."""


@dataclass(slots=True)
class Bench:
    """What every measurement is given: the data folder, the plan, and where its figures go."""

    data: Path
    plan: Plan
    console: Console
    figures: list[Figure] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    _credentials: dict[str, str] = field(default_factory=dict)
    _known: list[str] = field(default_factory=list)
    _rows: dict[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return self.plan.seconds

    @property
    def environment(self) -> Environment:
        return Environment.from_data(self.data)

    def add(self, name: str, value: float, unit: str, bare: float, note: str = "") -> Figure:
        """Keep a figure beside its floor, and show it."""
        figure = Figure.of(name, value, unit, bare, note)
        self.figures.append(figure)
        self.tell(f"{name}: {value:,.4g} {unit}, {figure.share:.1%} of the floor")
        return figure

    def find(self, name: str) -> Figure | None:
        """A figure of this run."""
        return next((one for one in self.figures if one.name == name), None)

    def tell(self, sentence: str) -> None:
        """Say what is done or cannot be done, on standard error."""
        self.console.print(
            f"[dim]{time.monotonic() - self.begun:5.0f} s[/] {sentence}", highlight=False, soft_wrap=True
        )

    def owner(self, work: Callable[[asyncpg.Connection[Any]], Awaitable[Result]]) -> Result:
        """What `work` returns, given a connection of the database's owner."""
        return in_loop(self._as_owner(work))

    async def _as_owner(self, work: Callable[[asyncpg.Connection[Any]], Awaitable[Result]]) -> Result:
        connection = await asyncpg.connect(self.environment.owner_url)
        try:
            return await work(connection)
        finally:
            await connection.close()

    @property
    def credentials(self) -> str:
        """`user:password` of the customer with whose permit is measured."""
        return self._account(PRODUCT)

    def head(self, product: str = PRODUCT) -> dict[str, str]:
        """The header of a customer who has a permit for a product by codes."""
        return server.authorised(self._account(product))

    def _account(self, product: str) -> str:
        if product not in self._credentials:
            self._credentials[product] = server.permit(self.data, product)
        return self._credentials[product]

    @property
    def known(self) -> list[str]:
        """Codes of the living, in an order of chance that is the same in every run."""
        if not self._known:
            rows = self.owner(
                lambda connection: connection.fetch("select code from register.person where alive order by person_id")
            )
            self._known = [row[0] for row in rows]
            random.Random(1).shuffle(self._known)
        return self._known

    @property
    def ledger_row(self) -> str:
        """What a ledger row of the service holds, for the floor to write as much."""
        return self.ledger_row_of(PRODUCT)

    def ledger_row_of(self, product: str) -> str:
        """The same of another product's."""
        if product not in self._rows:
            self._rows[product] = self.owner(lambda connection: _ledger_row(self, connection, product))
        return self._rows[product]


def thousand(bench: Bench) -> int:
    """A thousand, or how many there are."""
    return min(MANY, len(bench.known))


def listed(codes: Iterable[str]) -> bytes:
    """Codes as the member `hetulista`."""
    return b'"hetulista":' + json.dumps(list(codes)).encode()


def of_codes(codes: Iterable[str]) -> bytes:
    """A request for base data of these codes."""
    return b"{" + listed(codes) + b"}"


def strangers(count: int) -> list[str]:
    """Well-formed codes, to fill a posted list: most will be unknown, as in a customer's list they may be."""
    made: list[str] = []
    day = date(1901, 1, 1)
    while len(made) < count:
        made += [hetu.allocate(day, Sex.MAN, counter) for counter in range(50, 55)]
        day += timedelta(days=1)
    return made[:count]


# 36 bytes of them are what the floor's row has of its own: a header, a number and the length of its text.
SIZES_OF_ROWS: Final = """
select cardinality(subjects) as subjects, cardinality(mentioned) as mentioned,
    pg_column_size(l.*) - pg_column_size(subjects) - pg_column_size(mentioned) - 36 as facts
from disclosure.ledger l where product = $1 and operation = 'base_data' order by ledger_id desc limit 21
"""


async def _ledger_row(bench: Bench, connection: asyncpg.Connection[Any], product: str) -> str:
    """Ask the service for twenty persons one by one and for a thousand, and look at the rows that it wrote of them."""
    await connection.execute("drop table if exists floor_ledger")
    await connection.execute(floor.LEDGER)
    codes = [
        row[0]
        for row in await connection.fetch("select code from register.person where alive order by code limit 1000")
    ]
    head, port = bench.head(product), server.free_port()
    with server.serving(bench.data, port):
        caller = await Connection.to(port)
        for chosen in [[code] for code in codes[:20]] + [codes]:
            await caller.ask(request(BASE_DATA, of_codes(chosen), head))
        caller.close()
    rows = await connection.fetch(SIZES_OF_ROWS, product)
    many = max(rows, key=lambda row: row["subjects"])
    ones = [row["facts"] for row in rows if row["subjects"] == 1] or [many["facts"]]
    said = {"one": sum(ones) // len(ones), "many": many["facts"], "mentioned": many["mentioned"] / many["subjects"]}
    return json.dumps(said)


def machine(bench: Bench) -> dict[str, Any]:
    """What the figures were measured on, and with what durability."""

    async def shown(connection: asyncpg.Connection[Any]) -> dict[str, str]:
        return {name: str(await connection.fetchval(f"show {name}")) for name in DURABILITY}

    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "durability": bench.owner(shown),
        "persons": bench.plan.persons,
        "seconds": bench.plan.seconds,
        "revision": revision(),
    }


MEASURING: Final = ("src", "benchmarks", "requirements")
"""Folders on which a figure depends."""


def revision(source: Path = server.ROOT) -> str:
    """The commit of the source, with a digest of what differs from it; nothing where it is no checkout."""
    commit = _git(source, "rev-parse", "--short", "HEAD").strip()
    changed = _git(source, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *MEASURING)
    if not changed:
        return commit
    digest = hashlib.sha256(changed.encode())
    for line in changed.split("\0"):
        path = source / line[3:]
        digest.update(path.read_bytes() if path.is_file() else b"")
    return f"{commit}+{digest.hexdigest()[:8]}"


def _git(source: Path, *arguments: str) -> str:
    """What git says of the source; nothing when it fails."""
    done = subprocess.run(["git", "-C", str(source), *arguments], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout if done.returncode == 0 else ""
