"""kill -9 at a random moment of writing and reading: nothing acknowledged is lost, nothing left unrecorded."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import re
import secrets
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import asyncpg
import httpx
import psycopg
import pytest
from tests.rules.serving import CENSORED, EVERYTHING, Account, Service, account, copied, serve, until

from vaki.postgres.cluster import at
from vaki.register.errors import RegisterError
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vaki.postgres.environment import Environment

SEED: Final = "VAKI_TEST_SEED"
LONG_RUNS: Final = 20
VICTIMS: Final = (("worker",), ("supervisor",), ("postmaster",), ("postmaster", "supervisor"), ("worker", "supervisor"))
HEADED = re.compile(r'\{"henkilotunnus":"(.{11})"')
WORK = re.compile(r"työ [0-9a-f]+")
AS_LONG_AS_IT_TAKES: Final = 60
# asyncpg calls a connection that dies in the middle of a cancellation an internal error.
PASSING = (
    *(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError),
    *(OSError, TimeoutError, RegisterError),
)


@dataclass
class Load:
    """Writers and readers in threads, and what each of them knows for sure."""

    codes: list[str]
    town: Account
    """Of a permit by municipality, for streams."""
    stopping: threading.Event = field(default_factory=threading.Event)
    acknowledged: list[str] = field(default_factory=list)
    answered: list[frozenset[str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    streamed: Counter[str] = field(default_factory=Counter)
    """How many lines of streams told of a person, those of streams that broke off too."""
    key: int = 0
    address: str = ""
    faults: list[BaseException] = field(default_factory=list)

    def start(self, service: Service) -> list[threading.Thread]:
        self.address = service.api
        environment = service.environment
        combined = itertools.combinations(self.codes, 3)
        work: list[Callable[[], None]] = [
            *(lambda: asyncio.run(self._write(environment)) for _ in range(2)),
            lambda: self._read(combined, keep=True),
            lambda: self._read(itertools.combinations(self.codes[::-1], 4), keep=False),
            self._follow,
            self._stream,
        ]
        threads = [threading.Thread(target=self._noting, args=(one,)) for one in work]
        for thread in threads:
            thread.start()
        return threads

    def _noting(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 -- told by the test, which has to see it
            self.faults.append(fault)

    async def _write(self, environment: Environment) -> None:
        while not self.stopping.is_set():
            with suppress(*PASSING):
                async with (
                    asyncpg.create_pool(environment.register_url, min_size=1, max_size=1, timeout=5) as pool,
                    Recorder(pool) as recorder,
                ):
                    while not self.stopping.is_set():
                        name = f"työ {secrets.token_hex(8)}"
                        event = {"person": random.choice(self.codes), "occupation": name}  # noqa: S311
                        async with asyncio.timeout(10):
                            await recorder.record(decode("occupation", event))
                        self.acknowledged.append(name)
            await asyncio.sleep(0.05)

    def _read(self, combined: Iterator[tuple[str, ...]], *, keep: bool) -> None:
        """Ask for combinations of persons, no two alike, so that each answer is known by whom it tells of."""
        limits = httpx.Limits(max_keepalive_connections=int(keep))
        with httpx.Client(auth=CENSORED.basic, timeout=5, limits=limits) as client:
            while not self.stopping.is_set():
                asked = next(combined)
                with suppress(httpx.HTTPError):
                    answer = client.post(f"{self.address}/perustiedot", json={"hetulista": asked})
                    if answer.status_code == httpx.codes.OK:
                        assert {item["henkilotunnus"] for item in answer.json()["perustiedot"]} == set(asked)
                        self.answered.append(frozenset(asked))
                        continue
                time.sleep(0.02)

    def _stream(self) -> None:
        headers = {"Accept": "application/x-ndjson"}
        with httpx.Client(auth=self.town.basic, timeout=5, headers=headers) as client:
            while not self.stopping.is_set():
                with (
                    suppress(httpx.HTTPError),
                    client.stream("POST", f"{self.address}/perustiedot", json={}) as answer,
                ):
                    for line in answer.iter_lines() if answer.status_code == httpx.codes.OK else ():
                        if told := HEADED.match(line):
                            self.streamed[told[1]] += 1
                        if self.stopping.is_set():
                            break
                time.sleep(0.02)

    def _follow(self) -> None:
        with httpx.Client(auth=EVERYTHING.basic, timeout=5) as client:
            while not self.stopping.is_set():
                with suppress(httpx.HTTPError):
                    self.ask(client)
                time.sleep(0.02)

    def ask(self, client: httpx.Client) -> bool:
        """Ask once for what came after the last key; whether everything has come."""
        asked = {"viimeisinKirjausavain": self.key, "hetulista": self.codes}
        answer = client.post(f"{self.address}/muutokset", json=asked)
        if answer.status_code != httpx.codes.OK:
            return False
        page: dict[str, Any] = answer.json()
        self.seen += WORK.findall(answer.text)
        self.key = page["viimeisinKirjausavain"]
        return bool(page["ajanTasalla"])


def kill(service: Service, victims: tuple[str, ...], dice: random.Random) -> None:
    pids = {
        "worker": lambda: dice.choice([worker.pid for worker in service.workers()]),
        "supervisor": lambda: service.process.pid,
        "postmaster": service.postmaster,
    }
    for pid in [pids[victim]() for victim in victims]:
        os.kill(pid, signal.SIGKILL)
    if "supervisor" in victims:
        service.process.wait()


def residents(service: Service) -> list[str]:
    with psycopg.connect(at(service.data).role_url("register")) as connection:
        rows = connection.execute(
            "SELECT code FROM register.person WHERE alive AND birth_date < '1990-01-01' ORDER BY person_id LIMIT 60"
        ).fetchall()
    return [row[0] for row in rows]


def commonest_town(service: Service) -> str:
    with psycopg.connect(at(service.data).role_url("register")) as connection:
        row = connection.execute(
            "SELECT municipality FROM register.person WHERE alive GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    return str(row[0])


def check(service: Service, load: Load) -> None:
    """Against the register and the ledger as the next service finds them."""
    url = at(service.data)
    with psycopg.connect(url.role_url("register")) as connection:
        texts = connection.execute(
            "SELECT groups FROM register.change WHERE event = 'occupation' ORDER BY key"
        ).fetchall()
        persons: dict[str, int] = dict(
            connection.execute("SELECT code, person_id FROM register.identity_code").fetchall()
        )
    written = [found.group() for row in texts if (found := WORK.search(row[0]))]
    assert set(load.acknowledged) <= set(written), "an acknowledged event is lost"
    with psycopg.connect(url.role_url("disclosure")) as connection:
        rows = connection.execute("SELECT subjects FROM disclosure.ledger WHERE operation = 'base_data'").fetchall()
        told = connection.execute(
            "SELECT person, count(*) FROM disclosure.ledger, unnest(subjects) AS person "
            "WHERE operation = 'base_data_stream' GROUP BY person"
        ).fetchall()
    recorded = {frozenset(row[0]) for row in rows}
    chunks: dict[int, int] = dict(told)
    lines_of = Counter({persons[code]: count for code, count in load.streamed.items()})
    assert [one for one, count in lines_of.items() if chunks.get(one, 0) < count] == [], "a line has no row"
    unrecorded = [one for one in load.answered if frozenset(persons[code] for code in one) not in recorded]
    assert not unrecorded, "an answer that a client has is not in the ledger"
    load.address = service.api
    with httpx.Client(auth=EVERYTHING.basic, timeout=10) as client:
        assert until(lambda: load.ask(client))
    assert list(dict.fromkeys(load.seen)) == written, "a follower missed a change"


def one_life(seeded: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- chooses the moment
    victims = dice.choice(VICTIMS)
    print(f"seed {seed}: kill {' and '.join(victims)}")  # noqa: T201 -- a failure names its moment
    with copied(seeded) as data:
        with serve(data, "--sandbox", "--workers", "2") as service:
            town = account(data, "--product", "K2000", "--municipality", commonest_town(service))
            load = Load(residents(service), town)
            threads = load.start(service)
            time.sleep(dice.uniform(0.2, 1.5))
            assert until(lambda: bool(load.acknowledged and load.answered and load.streamed), AS_LONG_AS_IT_TAKES)
            kill(service, victims, dice)
            if "supervisor" not in victims:
                came = len(load.answered)
                assert until(lambda: len(load.answered) > came + 5, AS_LONG_AS_IT_TAKES), "it does not answer again"
            load.stopping.set()
            began = time.monotonic()
        with serve(data, "--sandbox", "--workers", "2") as service:
            assert time.monotonic() - began < AS_LONG_AS_IT_TAKES
            for thread in threads:
                thread.join()
            assert not load.faults
            assert load.acknowledged
            assert load.answered
            assert load.streamed
            check(service, load)


def test_nothing_acknowledged_is_lost_and_nothing_leaves_unrecorded(seeded: Path) -> None:
    one_life(seeded, random.Random(os.environ.get(SEED)).randrange(2**31))  # noqa: S311 -- chooses the moment


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(LONG_RUNS))
def test_nor_at_any_of_many_moments(seeded: Path, number: int) -> None:
    one_life(seeded, random.Random(f"{os.environ.get(SEED) or secrets.token_hex(4)} {number}").randrange(2**31))  # noqa: S311
