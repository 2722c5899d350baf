"""Callers who trickle bytes are cut off, and cost nobody else anything."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import UNSET
from tests.changes.people import TODAY
from tests.changes.serving import settled

from vaki.changes.errors import BodyTooSlow, OutOfBreath
from vaki.changes.pace import Pace, Paces, ReadTooSlowly, Transfer
from vaki.changes.routes import Limits

if TYPE_CHECKING:
    from starlette.types import Message

    from vaki.postgres.environment import Environment

NEVER = 3_600.0


class Caller:
    """The other end of a transfer: sends and takes when told to."""

    def __init__(self) -> None:
        self.parts: asyncio.Queue[Message] = asyncio.Queue()
        self.takes = asyncio.Event()
        self.got: list[Message] = []

    async def receive(self) -> Message:
        return await self.parts.get()

    async def send(self, message: Message) -> None:
        await self.takes.wait()
        self.got.append(message)

    def gives(self, size: int, *, more: bool = True) -> None:
        self.parts.put_nowait({"type": "http.request", "body": b"x" * size, "more_body": more})


def answer_of(size: int) -> Message:
    headers = [(b"content-length", str(size).encode())]
    return {"type": "http.response.start", "status": 200, "headers": headers}


def body(size: int) -> Message:
    return {"type": "http.response.body", "body": b"x" * size, "more_body": True}


async def standing_still(pace: Pace, held: int) -> tuple[Transfer, asyncio.Task[Any]]:
    """A transfer whose caller does not take the answer."""
    caller = Caller()
    transfer = Transfer(pace, caller.receive, caller.send)
    pace._transfers.add(transfer)
    task = asyncio.create_task(transfer.send(answer_of(held)))
    await asyncio.sleep(0)
    return transfer, task


async def test_a_body_that_trickles_is_cut_off_and_one_that_comes_at_once_is_not() -> None:
    pace = Pace(Paces(patience_seconds=0.05, bytes_per_second=1_000_000))
    quick, slow = Caller(), Caller()
    async with pace.transfer(quick.receive, quick.send) as transfer:
        quick.gives(10)
        quick.gives(10, more=False)
        assert [len((await transfer.receive())["body"]) for _ in range(2)] == [10, 10]
    async with pace.transfer(slow.receive, slow.send) as transfer:
        slow.gives(1)
        await transfer.receive()
        with pytest.raises(BodyTooSlow):
            await transfer.receive()


async def test_waiting_for_the_end_of_a_long_answer_is_no_slow_body() -> None:
    pace, caller = Pace(Paces(patience_seconds=0.02)), Caller()
    async with pace.transfer(caller.receive, caller.send) as transfer:
        caller.gives(1, more=False)
        await transfer.receive()
        gone = asyncio.create_task(transfer.receive())
        await asyncio.sleep(0.1)
        assert not gone.done()
        caller.parts.put_nowait({"type": "http.disconnect"})
        assert (await gone)["type"] == "http.disconnect"


async def test_an_answer_that_nobody_takes_is_cut_off() -> None:
    pace, caller = Pace(Paces(patience_seconds=0.05)), Caller()
    async with pace.transfer(caller.receive, caller.send) as transfer:
        with pytest.raises(ReadTooSlowly):
            await transfer.send(answer_of(5))
    assert pace.held == 0


async def test_what_has_passed_buys_time() -> None:
    pace, caller = Pace(Paces(patience_seconds=0.0, bytes_per_second=1)), Caller()
    async with pace.transfer(caller.receive, caller.send) as transfer:
        transfer._out.passed = 3_600
        sending = asyncio.create_task(transfer.send(body(1)))
        await asyncio.sleep(0.05)
        assert not sending.done()
        caller.takes.set()
        await sending


async def test_the_largest_that_stand_still_make_room_for_others() -> None:
    pace = Pace(Paces(patience_seconds=NEVER, still_seconds=0.0, held_bytes=100))
    small, first = await standing_still(pace, 20)
    large, second = await standing_still(pace, 70)
    pace.check()
    assert not first.done()
    assert not second.done()
    newest, third = await standing_still(pace, 60)
    await asyncio.wait([second], timeout=5)
    assert isinstance(second.exception(), ReadTooSlowly)
    assert (small.held, large.held, newest.held, pace.held) == (20, 0, 60, 80)
    pace.check()
    for task in (first, third):
        task.cancel()
    await asyncio.gather(first, third, return_exceptions=True)


async def test_when_nothing_stands_still_new_requests_are_refused() -> None:
    pace = Pace(Paces(patience_seconds=NEVER, still_seconds=NEVER, held_bytes=100))
    _, sending = await standing_still(pace, 101)
    with pytest.raises(OutOfBreath) as refused:
        pace.check()
    assert refused.value.status == 503
    assert not sending.done()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def test_large_answers_take_turns_and_small_ones_do_not_wait_for_them() -> None:
    pace = Pace(Paces(large_at_once=1, large_codes=2, large_seconds=0.05))
    async with pace.making(["a", "b", "c"]):
        async with pace.making(["a", "b"]):
            pass
        for large in (["a", "b", "c"], UNSET):
            with pytest.raises(TimeoutError):
                async with pace.making(large):
                    pass
    async with pace.making(UNSET):
        pass


async def test_bodies_under_way_are_held_too_but_not_those_read_out_for_a_refusal() -> None:
    pace = Pace(Paces(held_bytes=1_000))
    caller = Caller()
    async with pace.transfer(caller.receive, caller.send) as transfer:
        for keeps in (True, False):
            transfer.keeps_body = keeps
            caller.gives(30)
            await transfer.receive()
            assert pace.held == 30
    assert pace.held == 0


async def test_over_http_a_trickling_body_is_408_and_others_are_served(environment: Environment) -> None:
    limits = Limits(paces=Paces(patience_seconds=0.3))
    async with settled(environment, limits) as service:
        host, port = service.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        request = service.plain.build_request("POST", "/api/v1/muutokset")
        auth = next(service.accounts["sandbox"].basic.auth_flow(request)).headers["authorization"]
        head = f"POST /api/v1/muutokset HTTP/1.1\r\nHost: x\r\nAuthorization: {auth}\r\nContent-Length: 9\r\n\r\n"
        writer.write(head.encode() + b"{")
        answer = asyncio.create_task(reader.read(65_536))
        assert (await service.get(f"/kirjausavain/{TODAY}")).status_code == 200
        told = (await asyncio.wait_for(answer, 10)).decode()
        assert told.startswith("HTTP/1.1 408")
        assert '"type":"BodyTooSlow"' in told + (await asyncio.wait_for(reader.read(), 10)).decode()
        writer.close()
