"""How slowly a caller may send and read, and how many bytes all callers together may keep a worker holding.

A request's body is held while it comes, a page until its last byte is taken. Each transfer may wait for its caller some
seconds in all, and longer the more has come or gone. When the worker holds more than it may, the transfers that have
stood still are cut off, the largest first; only if none stands still is a new request refused (503). So callers who
trickle bytes cost each other, and nobody else.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType
from starlette.datastructures import Headers

from vaki.changes.errors import BodyTooSlow, OutOfBreath

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sized

    from starlette.types import Message, Receive, Send


@dataclass(frozen=True, slots=True)
class Paces:
    """`patience_seconds`: how long a transfer may wait for its caller before any speed is asked for.

    `bytes_per_second`: the speed asked for after that. `still_seconds`: how long a transfer stands still before it is
    cut off if others need the room. `held_bytes`: what a worker may hold.
    `large_at_once`: answers about more than `large_codes` persons that are made at a time, which leaves the worker and
    its connections to the database to small ones; another waits for `large_seconds` and is then refused.
    """

    patience_seconds: float = 20.0
    bytes_per_second: int = 64 * 1024
    still_seconds: float = 2.0
    held_bytes: int = 128 * 1024 * 1024
    large_at_once: int = 2
    large_codes: int = 100
    large_seconds: float = 15.0


PACES = Paces()


class ReadTooSlowly(Exception):
    """The caller takes the answer too slowly, and it is cut off."""


class Pace:
    """The transfers of one worker."""

    def __init__(self, paces: Paces = PACES) -> None:
        self.paces = paces
        self._transfers: set[Transfer] = set()
        self._making = asyncio.Semaphore(paces.large_at_once)

    @property
    def held(self) -> int:
        """Bytes held for callers."""
        return sum(transfer.held for transfer in self._transfers)

    @asynccontextmanager
    async def transfer(self, receive: Receive, send: Send) -> AsyncIterator[Transfer]:
        """One request and its answer."""
        transfer = Transfer(self, receive, send)
        self._transfers.add(transfer)
        try:
            yield transfer
        finally:
            self._transfers.discard(transfer)

    @asynccontextmanager
    async def making(self, codes: Sized | UnsetType) -> AsyncIterator[None]:
        """Make an answer about these persons, or about a selection; large ones take turns. Raises TimeoutError."""
        if codes is not UNSET and len(codes) <= self.paces.large_codes:
            yield
            return
        async with asyncio.timeout(self.paces.large_seconds):
            await self._making.acquire()
        try:
            yield
        finally:
            self._making.release()

    def check(self) -> None:
        """Raises OutOfBreath when more is held than may be, and nothing of it stands still."""
        if not self.make_room():
            raise OutOfBreath

    def make_room(self) -> bool:
        """Cut off transfers that stand still until no more is held than may be; whether that is so."""
        while (held := self.held) > self.paces.held_bytes:
            still = [transfer for transfer in self._transfers if transfer.held and transfer.stands_still()]
            if not still:
                return False
            max(still, key=lambda transfer: transfer.held).cut_off()
        return held <= self.paces.held_bytes


class Transfer:
    """A request's body and its answer on their way; `receive` and `send` are the server's, at a pace."""

    def __init__(self, pace: Pace, receive: Receive, send: Send) -> None:
        self._pace = pace
        self._receive = receive
        self._send = send
        self._waiting: asyncio.Timeout | None = None
        self._since = 0.0
        self._clock = asyncio.get_running_loop().time
        self._in = _Way(pace.paces)
        self._out = _Way(pace.paces)
        self._body_ended = False
        self.keeps_body = True
        self.held = 0

    def stands_still(self) -> bool:
        return self._waiting is not None and self._clock() - self._since >= self._pace.paces.still_seconds

    def cut_off(self) -> None:
        """End the waiting that this transfer is in; what it held is free."""
        self.held = 0
        if self._waiting is not None:
            self._waiting.reschedule(self._clock())

    async def receive(self) -> Message:
        """The next part of the body. Raises BodyTooSlow."""
        if self._body_ended:
            return await self._receive()
        self._since = begun = self._clock()
        try:
            async with asyncio.timeout(self._in.seconds_left()) as self._waiting:
                message = await self._receive()
        except TimeoutError:
            raise BodyTooSlow from None
        finally:
            self._waiting = None
            self._in.waited += self._clock() - begun
        size = len(message.get("body", b""))
        self._in.passed += size
        self._body_ended = not message.get("more_body", False)
        if self.keeps_body and not self._body_ended:
            self.held += size
            self._pace.make_room()
        return message

    async def send(self, message: Message) -> None:
        """Give the server a part of the answer. Raises ReadTooSlowly."""
        if message["type"] == "http.response.start":
            length = Headers(raw=list(message.get("headers", ()))).get("content-length", "0")
            self.held = int(length)
            self._pace.make_room()
        self._since = begun = self._clock()
        try:
            async with asyncio.timeout(self._out.seconds_left()) as self._waiting:
                await self._send(message)
        except TimeoutError:
            raise ReadTooSlowly from None
        finally:
            self._waiting = None
            self._out.waited += self._clock() - begun
        self._out.passed += len(message.get("body", b""))


class _Way:
    """One direction of a transfer: what has passed, and how long that was waited for."""

    def __init__(self, paces: Paces) -> None:
        self._paces = paces
        self.passed = 0
        self.waited = 0.0

    def seconds_left(self) -> float:
        return self._paces.patience_seconds + self.passed / self._paces.bytes_per_second - self.waited
