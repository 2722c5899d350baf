"""muutokset/odota: those who wait hear that something is newer, soon, cheaply, and never whose it is."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from tests.changes.people import AINO, EERO, HIDDEN, Worked
from tests.changes.serving import settled

from vaki.changes.routes import Limits
from vaki.changes.waiting import LOOK_SECONDS, WAITS, Waits, watch_of
from vaki.cli.workers import CONNECTIONS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.changes.serving import Service

    from vaki.postgres.environment import Environment

WAIT = 0.8
ODOTA = "/muutokset/odota"


@pytest.fixture(scope="module")
async def waiting(module_environment: Environment) -> AsyncIterator[Service]:
    """A service whose polls end within a second, and whose streams soon after."""
    waits = Waits(seconds=WAIT, stream_seconds=2.5, quiet_seconds=0.3, most=400)
    async with settled(module_environment, Limits(waits=waits)) as running:
        yield running


async def newest(service: Service) -> int:
    answer = await service.post("/muutokset", {"viimeisinKirjausavain": 5_000_000_000, "hetulista": []})
    return int(answer.json()["viimeisinKirjausavain"])


async def ask(service: Service, key: Any, account: str = "sandbox") -> tuple[int, Any, float]:
    began = time.monotonic()
    answer = await service.get(f"{ODOTA}?avain={key}", account)
    return answer.status_code, answer.json(), time.monotonic() - began


async def test_who_is_behind_is_told_at_once(waiting: Service) -> None:
    status, told, seconds = await ask(waiting, 5_000_000_000)
    await waiting.recorder.record(Worked(person=AINO, occupation="Kokki"))
    status, told, seconds = await ask(waiting, await newest(waiting) - 1)
    assert (status, told) == (200, {"uutta": True})
    assert seconds < WAIT / 2


async def test_when_nothing_happens_the_wait_ends_and_says_so(waiting: Service) -> None:
    status, told, seconds = await ask(waiting, await newest(waiting))
    assert (status, told) == (200, {"uutta": False})
    assert WAIT <= seconds < WAIT + 1


def test_no_wait_outlasts_a_clients_gateway() -> None:
    assert Limits().waits.seconds == WAITS.seconds <= 20


async def test_a_change_ends_the_wait(waiting: Service) -> None:
    asked = asyncio.create_task(ask(waiting, await newest(waiting)))
    await asyncio.sleep(0.2)
    assert not asked.done()
    await waiting.recorder.record(Worked(person=AINO, occupation="Seppä"))
    status, told, seconds = await asked
    assert (status, told) == (200, {"uutta": True})
    assert seconds < 0.2 + 2 * LOOK_SECONDS


@pytest.mark.parametrize("person", [AINO, EERO, HIDDEN])
async def test_it_tells_every_permit_the_same_whosever_the_change_is(waiting: Service, person: str) -> None:
    accounts = ("sandbox", "entitled", "nokia")
    key = await newest(waiting)
    asked = [asyncio.create_task(waiting.get(f"{ODOTA}?avain={key}", account)) for account in accounts]
    await asyncio.sleep(0.1)
    await waiting.recorder.record(Worked(person=person, occupation="Salainen"))
    answers = await asyncio.gather(*asked)
    assert {answer.content for answer in answers} == {b'{"uutta":true}'}


async def test_it_leaves_no_row_in_the_ledger(waiting: Service) -> None:
    rows = "select count(*) from disclosure.ledger"
    key = await newest(waiting)
    before = await waiting.pools.disclosure.fetchval(rows)
    await ask(waiting, key - 1)
    await ask(waiting, key)
    assert await waiting.pools.disclosure.fetchval(rows) == before


@pytest.mark.parametrize("query", ["", "?avain=", "?avain=x", "?avain=-1", "?avain=1&avain=2", f"?avain={2**63}"])
async def test_a_key_that_is_none_is_refused_by_name(waiting: Service, query: str) -> None:
    answer = await waiting.get(f"{ODOTA}{query}")
    assert (answer.status_code, answer.json()["type"]) == (400, "UnfitRequest")
    assert answer.json()["message"].startswith("avain:")


async def test_a_key_beyond_the_newest_is_refused_as_it_is_for_changes(waiting: Service) -> None:
    status, told, _ = await ask(waiting, await newest(waiting) + 1)
    assert (status, told["type"]) == (400, "UnknownKey")


async def test_only_those_let_in_may_wait(waiting: Service) -> None:
    answers = [await waiting.client.get(f"/api/v1{ODOTA}?avain=1")]
    answers += [await waiting.get(f"{ODOTA}?avain=1", name) for name in ("ended", "coming", "xroad")]
    assert [answer.status_code for answer in answers] == [401, 403, 403, 403]


async def test_two_thousand_waiting_cost_one_watcher_and_hold_nobody_up(waiting: Service) -> None:
    key = await newest(waiting)
    watch = watch_of(waiting.pools)
    told = [asyncio.create_task(watch.newer(key, 20)) for _ in range(2_000)]
    await asyncio.sleep(3 * LOOK_SECONDS)
    assert watch.waiting == 2_000
    looking = [task for task in asyncio.all_tasks() if "Watch._look" in repr(task.get_coro())]
    assert len(looking) == 1
    pool = waiting.pools.disclosure
    assert pool.get_size() - pool.get_idle_size() <= 1
    began = time.monotonic()
    assert await newest(waiting) == key
    assert time.monotonic() - began < 1
    await waiting.recorder.record(Worked(person=AINO, occupation="Kellonsoittaja"))
    assert set(await asyncio.gather(*told)) == {key + 1}
    await asyncio.sleep(2 * LOOK_SECONDS)
    assert looking[0].done()


def test_those_who_wait_leave_room_for_those_who_do_not() -> None:
    assert WAITS.most <= CONNECTIONS * 3 / 4


async def test_more_than_the_service_takes_are_asked_to_come_again(environment: Environment) -> None:
    async with settled(environment, Limits(waits=Waits(seconds=0.4, most=1))) as service:
        key = await newest(service)
        first = asyncio.create_task(ask(service, key))
        await asyncio.sleep(0.1)
        second = await service.get(f"{ODOTA}?avain={key}")
        assert (second.status_code, second.json()["type"]) == (503, "OutOfBreath")
        assert int(second.headers["retry-after"]) <= 600
        assert (await first)[0] == 200


async def test_a_stream_tells_each_time_with_a_key_to_come_back_with(waiting: Service) -> None:
    key = await newest(waiting)
    basic = waiting.accounts["sandbox"].basic
    ids: list[int] = []
    quiet = 0
    headers = {"Accept": "text/event-stream"}
    async with waiting.plain.stream("GET", f"/api/v1{ODOTA}?avain={key}", auth=basic, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            quiet += line == ":"
            if line.startswith("id:"):
                ids.append(int(line.removeprefix("id:")))
            elif line.startswith("data:"):
                assert json.loads(line.removeprefix("data:")) == {"uutta": True}
            if (quiet, len(ids)) in {(1, 0), (2, 1)}:
                await waiting.recorder.record(Worked(person=AINO, occupation=f"Työ {len(ids)}"))
                quiet += 1
    assert ids == [key + 1, key + 2]
    assert quiet > 3


async def test_who_comes_back_to_a_stream_goes_on_from_the_last_event(waiting: Service) -> None:
    key = await newest(waiting)
    basic = waiting.accounts["sandbox"].basic
    headers = {"Accept": "text/event-stream", "Last-Event-ID": str(key)}
    async with waiting.plain.stream("GET", f"/api/v1{ODOTA}?avain={key - 1}", auth=basic, headers=headers) as answer:
        lines = [line async for line in answer.aiter_lines()]
    assert not any(line.startswith("data:") for line in lines)


async def test_a_reader_who_leaves_is_no_longer_counted(waiting: Service) -> None:
    basic = waiting.accounts["sandbox"].basic
    headers = {"Accept": "text/event-stream"}
    path = f"/api/v1{ODOTA}?avain={await newest(waiting)}"
    async with waiting.plain.stream("GET", path, auth=basic, headers=headers) as answer:
        await anext(answer.aiter_lines())
        assert watch_of(waiting.pools).waiting == 1
    for _ in range(50):
        if watch_of(waiting.pools).waiting == 0:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the reader has left and is still waited for")
