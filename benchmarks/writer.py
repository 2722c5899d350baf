"""Writes life events in a process of its own, beside the servers that are measured.

    .venv/bin/python -m benchmarks.writer --data /tmp/seeded --seconds 10 --company 500

Tells in JSON how many were recorded and refused, in how many seconds, and every address that was told with an e-mail
event: each stands in one event only, so that whoever reads the changes can be asked which they have not seen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import asyncpg

from vaki.postgres.environment import Environment
from vaki.register.batch import Recorded
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.register.events.draft import Event

PERSONS: Final = 20_000
DWELLINGS: Final = 5_000
DOMAIN: Final = "mittaus.example"
_LANGUAGES: Final = ("fi", "sv", "et", "en", "ru", "so", "ar", "ku", "vi", "fa", "zh", "sq")
PEOPLE: Final = """
select code from register.person where alive and not protected and municipality not in ('199', '200')
order by person_id limit $1
"""
# Nobody can move twice on one day of the register.
_MOVERS: Final = """
select p.code from register.person p
where p.alive and not p.protected and p.municipality not in ('199', '200') and not exists (
    select 1 from register.residence r, register.clock c where r.person_id = p.person_id and r.since >= c.day
) order by p.person_id limit $1
"""
_HOMES: Final = "select distinct residence_code from register.residence where until is null order by 1 limit $1"


@dataclass(slots=True)
class Written:
    """What was written: how many, in how many seconds, and the addresses told."""

    recorded: int = 0
    refused: int = 0
    seconds: float = 0.0
    addresses: list[str] = field(default_factory=list)


class Lives:
    """Events of people in turn: an e-mail address, an occupation, a mother tongue, a move of one person."""

    def __init__(self, people: list[str], movers: list[str], homes: list[str], *, only_addresses: bool) -> None:
        self._people, self._movers, self._homes = people, movers, homes
        self._only_addresses = only_addresses
        self._run = uuid4().hex[:8]
        # Of this run alone: what an earlier one has told already would be refused.
        self._chance = random.Random(self._run)

    def __iter__(self) -> Iterator[tuple[Event, str]]:
        """An event and the address that it tells, or nothing."""
        number = 0
        while True:
            person = self._people[number % len(self._people)]
            kind = 0 if self._only_addresses else number % (4 if self._movers else 3)
            address = f"{self._run}.{number}@{DOMAIN}" if kind == 0 else ""
            yield decode(*self._fields(kind, person, address, number)), address
            number += 1

    def _fields(self, kind: int, person: str, address: str, number: int) -> tuple[str, dict[str, Any]]:
        if kind == 0:
            return "email", {"person": person, "address": address}
        if kind == 1:
            return "occupation", {"person": person, "occupation": f"mittaaja {self._run} {number}"}
        if kind == 2:  # noqa: PLR2004 -- the third of four
            return "mother_tongue", {"person": person, "language": self._chance.choice(_LANGUAGES)}
        return "move", {"person": [self._movers.pop()], "to": self._chance.choice(self._homes)}


async def write(data: Path, seconds: float, *, rate: float = 0, company: int = 1, only_addresses: bool) -> Written:
    """Write for a time: at a rate a second, or one after the other, or `company` at once."""
    written = Written()
    environment = Environment.from_data(data)
    async with await asyncpg.create_pool(environment.register_url, min_size=2, max_size=4) as pool:
        people = [row[0] for row in await pool.fetch(PEOPLE, PERSONS)]
        movers = [row[0] for row in await pool.fetch(_MOVERS, PERSONS)]
        homes = [row[0] for row in await pool.fetch(_HOMES, DWELLINGS)]
        lives = iter(Lives(people, movers, homes, only_addresses=only_addresses))
        async with Recorder(pool) as recorder:
            begun = time.perf_counter()
            if rate:
                await _steadily(recorder, lives, written, begun + seconds, rate)
            while time.perf_counter() < begun + seconds:
                portion = [next(lives) for _ in range(company)]
                answers = await recorder.record_all([(uuid4(), event) for event, _ in portion])
                for answer, (_, address) in zip(answers, portion, strict=True):
                    _count(written, answer, address)
            written.seconds = time.perf_counter() - begun
    return written


async def _steadily(
    recorder: Recorder, lives: Iterator[tuple[Event, str]], written: Written, until: float, rate: float
) -> None:
    begun, under_way = time.perf_counter(), set[asyncio.Task[None]]()

    async def one(event: Event, address: str) -> None:
        try:
            _count(written, await recorder.record(event), address)
        except EventRefused as refused:
            _count(written, refused, address)

    for number, (event, address) in enumerate(lives):
        due = begun + number / rate
        if due >= until:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        task = asyncio.create_task(one(event, address))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)


def _count(written: Written, answer: Recorded | EventRefused, address: str) -> None:
    if isinstance(answer, EventRefused):
        written.refused += 1
        return
    written.recorded += 1
    if address:
        written.addresses.append(address)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--data", type=Path, required=True)
    given.add_argument("--seconds", type=float, default=10)
    given.add_argument("--rate", type=float, default=0, help="events a second; as many as go when 0")
    given.add_argument("--company", type=int, default=1, help="how many are given to the recorder at once")
    given.add_argument("--only-addresses", action="store_true", help="e-mail events only")
    asked = given.parse_args()
    written = asyncio.run(
        write(asked.data, asked.seconds, rate=asked.rate, company=asked.company, only_addresses=asked.only_addresses)
    )
    told = {name: getattr(written, name) for name in ("recorded", "refused", "seconds", "addresses")}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
