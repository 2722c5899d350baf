"""A load that asks as fast as it is answered, or at a steady pace, over a few keep-alive connections.

The caller shares the machine with what it measures, so it does as little as it can: a request is one write of bytes
made beforehand, and of an answer the status and the length are read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, TypeVar, cast

import uvloop

Result = TypeVar("Result")

_HEAD_END: Final = b"\r\n\r\n"
_LAST_CHUNK: Final = b"0\r\n\r\n"
_OK: Final = b" 200 "
_TOLD: Final = 200


@dataclass(slots=True)
class Load:
    """What came back: seconds of each answer, bytes, and the wall time of it all."""

    seconds: list[float] = field(default_factory=list)
    received: int = 0
    wall: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.wall if self.wall else 0.0

    def percentile(self, share: float) -> float:
        """Seconds within which that share of the answers came; 0 when there were none."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def together(loads: Sequence[Load]) -> Load:
    """Several stretches of the same load as one."""
    return Load(
        [second for load in loads for second in load.seconds],
        sum(load.received for load in loads),
        sum(load.wall for load in loads),
    )


class Failed(Exception):
    """A server answered otherwise than with 200, or hung up."""


class Connection(asyncio.Protocol):
    """One keep-alive connection to a server on this machine; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._begin()

    @classmethod
    async def to(cls, port: int) -> Connection:
        """An open connection. Raises OSError."""
        _, made = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return made

    def _begin(self) -> None:
        self._parts: list[bytes] = []
        self._head = b""
        self._wanted = -1
        self._size = 0

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer to a whole request. Raises Failed."""
        if self._transport is None:
            raise Failed("the server has hung up")
        self._begin()
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Failed(f"the server hung up: {error or 'without a word'}"))

    def data_received(self, data: bytes) -> None:
        if not self._head:
            self._parts.append(data)
            joined = b"".join(self._parts)
            head, end, rest = joined.partition(_HEAD_END)
            if not end:
                self._parts = [joined]
                return
            self._head = head.lower()
            self._wanted = _length(self._head)
            data, self._parts = rest, []
        self._parts.append(data)
        self._size += len(data)
        if self._size == self._wanted or (self._wanted < 0 and self._ends()):
            self._finish()

    def _ends(self) -> bool:
        """Whether the last chunk is here: JSON has no bare line ends, so that nothing else ends like it."""
        return b"".join(self._parts[-2:]).endswith(_LAST_CHUNK)

    def _finish(self) -> None:
        answer, body = self._answer, b"".join(self._parts)
        if answer is None or answer.done():
            return
        status = self._head.split(b"\r\n", 1)[0]
        if _OK in status + b" ":
            answer.set_result(body)
        else:
            answer.set_exception(Failed(f"{status.decode()}: {body[:_TOLD].decode(errors='replace')}"))


def _length(head: bytes) -> int:
    at = head.find(b"\r\ncontent-length:")
    return -1 if at < 0 else int(head[at + 17 : at + 40].split(b"\r\n", 1)[0])


def request(path: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """A whole POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + _HEAD_END + body


def in_loop(work: Coroutine[Any, Any, Result]) -> Result:
    """What the work returns, run on the loop that the servers have too. Of several failures the first counts."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except BaseExceptionGroup as several:
        error: BaseException = several
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None


async def pressed(port: int, made: Callable[[int], bytes], seconds: float, connections: int) -> Load:
    """Send whole requests to a server on this machine for a time, each connection as fast as it is answered; `made` is
    given the number of the request. Raises Failed, OSError.
    """
    load, numbers = Load(), count()
    begun = time.perf_counter()
    end = begun + seconds

    async def caller() -> None:
        connection = await Connection.to(port)
        try:
            while time.perf_counter() < end:
                whole = made(next(numbers))
                asked = time.perf_counter()
                answer = await connection.ask(whole)
                load.seconds.append(time.perf_counter() - asked)
                load.received += len(answer)
        finally:
            connection.close()

    async with asyncio.TaskGroup() as callers:
        for _ in range(connections):
            callers.create_task(caller())
    load.wall = time.perf_counter() - begun
    return load


@dataclass(slots=True)
class Pace:
    """Requests at a steady pace: so many a second in all, until a time, each sent when it is due or as soon after as a
    connection is free. An answer's time is counted from when it was due, so that none hides behind another.
    """

    port: int
    made: Callable[[int], bytes]
    rate: float
    connections: int
    load: Load = field(default_factory=Load)

    async def keep(self, until: float) -> None:
        """Ask until then, by time.perf_counter. Raises Failed."""
        begun, numbers = time.perf_counter(), count()

        async def caller() -> None:
            connection = await Connection.to(self.port)
            try:
                while True:
                    number = next(numbers)
                    due = begun + number / self.rate
                    if due >= until:
                        return
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    answer = await connection.ask(self.made(number))
                    self.load.seconds.append(time.perf_counter() - due)
                    self.load.received += len(answer)
            finally:
                connection.close()

        async with asyncio.TaskGroup() as callers:
            for _ in range(self.connections):
                callers.create_task(caller())
        self.load.wall = time.perf_counter() - begun
