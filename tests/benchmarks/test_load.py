"""The bench's own caller: whole answers however they come, refusals told, a pace that hides no waiting."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from benchmarks.floor import Row
from benchmarks.load import Connection, Failed, Pace, in_loop, pressed, request

from benchmarks import server

Serve = Callable[..., Awaitable[int]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a server that answers every request with these pieces, one write each; gives its port."""
    servers: list[asyncio.Server] = []

    async def start(pieces: list[bytes], pause: float = 0.0) -> int:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                while head := await reader.readuntil(b"\r\n\r\n"):
                    await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
                    for piece in pieces:
                        writer.write(piece)
                        await writer.drain()
                        await asyncio.sleep(pause)
            writer.close()

        made = await asyncio.start_server(answer, "127.0.0.1", 0)
        servers.append(made)
        return int(made.sockets[0].getsockname()[1])

    yield start
    for one in servers:
        one.close()


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"],
        [b"HTTP/1.1 200 OK\r\nCont", b"ent-Length: 5\r\n\r", b"\nhe", b"llo"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"hello"],
    ],
)
async def test_an_answer_is_whole_in_however_many_pieces_it_comes(serve: Serve, pieces: list[bytes]) -> None:
    connection = await Connection.to(await serve(pieces, 0.002))
    assert await connection.ask(request("/", b"{}")) == b"hello"
    assert await connection.ask(request("/", b"{}")) == b"hello"
    connection.close()


async def test_a_chunked_answer_ends_with_its_last_chunk(serve: Serve) -> None:
    pieces = [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"5\r\nhello\r\n0\r", b"\n\r\n"]
    connection = await Connection.to(await serve(pieces, 0.002))
    assert b"hello" in await asyncio.wait_for(connection.ask(request("/", b"{}")), 2)
    connection.close()


async def test_a_refusal_and_a_server_that_hangs_up_are_failures(serve: Serve) -> None:
    port = await serve([b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"])
    connection = await Connection.to(port)
    with pytest.raises(Failed, match="403"):
        await connection.ask(request("/", b"{}"))
    connection.close()
    await asyncio.sleep(0.01)
    with pytest.raises(Failed, match="hung up"):
        await connection.ask(request("/", b"{}"))


async def test_at_a_steady_pace_waiting_for_a_slow_answer_counts(serve: Serve) -> None:
    port = await serve([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", b"ok"], 0.02)
    pace = Pace(port, lambda _number: request("/", b"{}"), 200, 1)
    await pace.keep(time.perf_counter() + 0.2)
    assert len(pace.load.seconds) == 40, "all that were due are asked"
    assert pace.load.percentile(0.99) > 0.3, "the last was due long before it was answered"


def test_the_first_of_several_failures_is_the_one_told() -> None:
    with pytest.raises(OSError, match=r"refused|Connect"):
        in_loop(pressed(server.free_port(), lambda _number: b"", 0.1, 2))


def test_a_server_that_does_not_start_says_why() -> None:
    line = [sys.executable, "-c", "import sys; sys.exit('the port ' + 'is taken')"]
    with pytest.raises(server.NotStarted, match="the port is taken"), server.process(line, server.free_port(), "/"):
        pass


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(server.CommandFailed, match="--no-such-option"):
        server.vaki("seed", "--no-such-option")


def test_the_floors_row_is_as_large_as_the_services_with_those_mentioned() -> None:
    row = Row(one=400, many=600, mentioned=0.5)
    subjects, mentioned, facts = row.of([5, 6, 7, 8])
    assert (subjects, len(mentioned), len(facts)) == ([5, 6, 7, 8], 2, 600)
    assert [len(part) for part in row.of([5])] == [1, 0, 400]
