"""Over real HTTP, with two workers: who follows the keys sees every change, and up to date means up to date."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest
from tests.rules import serving
from tests.rules.serving import EVERYTHING, NOKIA, VAKI, Account, Service, clean_environment

from vaki.postgres.environment import Pools
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

WORK = re.compile(r"työ \d+-\d+")
COMMANDS = 2
RECORDERS = 4
EVENTS_EACH = 40
NEW = httpx.Limits(max_keepalive_connections=0)


@dataclass
class Told:
    """What was acknowledged to the writers so far."""

    works: set[str] = field(default_factory=set)
    ended: bool = False


@dataclass
class Follower:
    """A customer: asks for what came after the last key, keeps the key, comes again."""

    account: Account
    asked: dict[str, Any]
    keeps_connection: bool
    seen: list[str] = field(default_factory=list)
    answers: int = 0
    key: int = 0

    async def follow(self, service: Service, told: Told) -> None:
        limits = httpx.Limits(max_connections=1) if self.keeps_connection else NEW
        async with httpx.AsyncClient(
            base_url=service.api, auth=self.account.basic, limits=limits, timeout=20
        ) as client:
            ending = False
            while not ending:
                ending = told.ended
                await self.ask(client, told)
                await asyncio.sleep(random.random() * 0.01)  # noqa: S311 -- only spreads the asking

    async def ask(self, client: httpx.AsyncClient, told: Told) -> None:
        before = set(told.works)
        answer = await client.post("/muutokset", json={**self.asked, "viimeisinKirjausavain": self.key})
        page = json.loads(answer.content)
        assert answer.status_code == httpx.codes.OK, page
        assert page["viimeisinKirjausavain"] >= self.key
        self.key = page["viimeisinKirjausavain"]
        for item in page["muutokset"]:
            self.seen += [group["ammatti"] for group in item["tietoryhmat"] if WORK.match(group.get("ammatti", ""))]
        self.answers += 1
        if page["ajanTasalla"]:
            assert before <= set(self.seen), "it said up to date, and an acknowledged event was missing"


@pytest.fixture(scope="module")
async def pools(sandbox: Service) -> AsyncIterator[Pools]:
    async with await Pools.open(sandbox.environment, size=RECORDERS + 1) as opened:
        yield opened


@pytest.fixture(scope="module")
async def residents(pools: Pools) -> list[str]:
    rows = await pools.register.fetch(
        "select code from register.person where alive and not protected and municipality = $1 and birth_date < $2",
        NOKIA,
        date(1990, 1, 1),
    )
    return [row["code"] for row in rows][:60]


def work(residents: list[str], writer: int, number: int) -> tuple[str, dict[str, Any]]:
    """(what it is known by, the event): no two alike."""
    person = residents[(writer * 7 + number * 3) % len(residents)]
    return f"työ {writer}-{number}", {"person": person, "occupation": f"työ {writer}-{number}"}


async def record(pools: Pools, residents: list[str], writer: int, told: Told) -> None:
    """A recorder of its own for each writer: one recorder's transactions never overlap."""
    async with Recorder(pools.register) as recorder:
        for number in range(EVENTS_EACH):
            name, event = work(residents, writer, number)
            await recorder.record(decode("occupation", event))
            told.works.add(name)
            await asyncio.sleep(random.random() * 0.01)  # noqa: S311 -- only spreads the writing


async def command(service: Service, file: Path, residents: list[str], writer: int, told: Told) -> None:
    """A `vaki event --file`, whose every line of answer is an acknowledgement."""
    events = [work(residents, writer, number) for number in range(EVENTS_EACH)]
    lines = [json.dumps({"event": "occupation", **event}) for _, event in events]
    await asyncio.to_thread(file.write_text, "\n".join(lines), "utf-8")
    arguments = [*VAKI, "event", "--file", str(file), "--json", "--data", str(service.data)]
    running = await asyncio.create_subprocess_exec(
        *arguments, stdout=asyncio.subprocess.PIPE, env=clean_environment(PYTHONUNBUFFERED="1")
    )
    assert running.stdout is not None
    for name, _ in events:
        answer = json.loads(await running.stdout.readline())
        assert answer["items"], answer
        told.works.add(name)
    assert await running.wait() == 0


async def in_key_order(pools: Pools) -> list[str]:
    rows = await pools.register.fetch("select groups from register.change where event = 'occupation' order by key")
    return [found.group() for row in rows if (found := WORK.search(row["groups"]))]


async def test_followers_of_both_workers_see_every_change_in_order_and_up_to_date_is_true(
    sandbox: Service, pools: Pools, residents: list[str], tmp_path: Path
) -> None:
    nokia = await asyncio.to_thread(serving.account, sandbox.data, "--product", "K2000", "--municipality", NOKIA)
    told = Told()
    followers = [
        Follower(account, asked, keeps)
        for account, asked in ((EVERYTHING, {"hetulista": residents}), (nokia, {}), (nokia, {"hetulista": residents}))
        for keeps in (True, False)
    ]
    following = [asyncio.create_task(one.follow(sandbox, told)) for one in followers]
    writers = [record(pools, residents, number, told) for number in range(RECORDERS)]
    files = [command(sandbox, tmp_path / f"{n}.ndjson", residents, RECORDERS + n, told) for n in range(COMMANDS)]
    await asyncio.gather(*writers, *files)
    told.ended = True
    await asyncio.gather(*following)
    written = await in_key_order(pools)
    assert len(written) == (RECORDERS + COMMANDS) * EVENTS_EACH
    assert set(written) == told.works
    assert min(one.answers for one in followers) > 10
    for one in followers:
        assert list(dict.fromkeys(one.seen)) == written


def worker_of(service: Service, client_port: int) -> int | None:
    """The worker that holds the other end of a connection."""
    for worker in service.workers():
        with contextlib.suppress(psutil.NoSuchProcess):
            for connection in worker.net_connections("tcp"):
                if connection.raddr and connection.raddr.port == client_port:
                    return worker.pid
    return None


@contextlib.contextmanager
def a_connection_to_every_worker(service: Service) -> Any:
    """A client for each worker, each with one connection that it keeps."""
    with contextlib.ExitStack() as stack:
        held: dict[int, httpx.Client] = {}
        for _ in range(200):
            client = stack.enter_context(httpx.Client(base_url=service.api, auth=EVERYTHING.basic, timeout=20))
            with client.stream("GET", "/kirjausavain/2020-01-01") as answer:
                port = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
                worker = worker_of(service, port)
                answer.read()
            if worker is not None:
                held.setdefault(worker, client)
            if len(held) == len(service.workers()):
                yield list(held.values())
                return
        pytest.fail("one of the workers never got a connection")


def test_what_a_command_writes_is_in_the_next_answer_of_every_worker(sandbox: Service, residents: list[str]) -> None:
    with a_connection_to_every_worker(sandbox) as clients:
        assert len(clients) == 2
        for number in range(3):
            new, event = f"työ 9-{number}", {"person": residents[number]}
            keys = [client.post("/muutokset", json=_since(0, [])).json() for client in clients]
            serving.vaki(sandbox.data, "event", "occupation", "--person", event["person"], "--occupation", new)
            for client, last in zip(clients, keys, strict=True):
                base = client.post("/perustiedot", json={"hetulista": [event["person"]]})
                changes = client.post("/muutokset", json=_since(last["viimeisinKirjausavain"], residents))
                assert new in base.text
                assert new in changes.text
                assert changes.json()["ajanTasalla"]


def _since(key: int, codes: list[str]) -> dict[str, Any]:
    return {"viimeisinKirjausavain": key, "hetulista": codes}
