"""A whole selection's base data in one stream of lines (NDJSON): docs/decisions/0402.

The first line tells the key that the stream is as of, the last one how many persons it held; a stream without its last
line is incomplete. However slowly it is read, one chunk is in memory and no connection to the database is held.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from vaki.changes.answers import KEY_HEADER
from vaki.changes.compression import ENCODINGS, chosen, weighted
from vaki.changes.errors import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.datastructures import Headers
    from starlette.types import Message, Receive, Scope, Send

    from vaki.disclosure.streaming import Stream

NDJSON: Final = "application/x-ndjson"
PART: Final = 64 * 1024
"""Bytes given to the server at a time: what a reader who has stopped leaves waiting."""


def wants_stream(headers: Headers) -> bool:
    """Whether the caller would rather have lines than the envelope."""
    accepted = weighted(one for value in headers.getlist("accept") for one in value.split(","))
    weight = accepted.get(NDJSON, 0.0)
    return weight > 0 and weight >= accepted.get(MEDIA_TYPE, 0.0)


class Stalled(Exception):
    """The reader took nothing for too long."""


class Lines(Response):
    """The stream on the wire. `extraction` is the weekly snapshot's day, in its first line."""

    media_type = NDJSON

    def __init__(self, stream: Stream, headers: Headers, stall_seconds: float, extraction: str | None = None) -> None:
        encoding = chosen(",".join(headers.getlist("accept-encoding")))
        told = {
            KEY_HEADER: str(stream.key),
            "Cache-Control": "no-store",
            "Vary": "Accept, Accept-Encoding",
            **({} if encoding is None else {"Content-Encoding": encoding}),
        }
        super().__init__(None, headers=told)
        del self.headers["content-length"]
        self._stream = stream
        self._stall_seconds = stall_seconds
        self._compressor = None if encoding is None else ENCODINGS[encoding]()
        self._first = b'{"viimeisinKirjausavain":%d' % stream.key
        if extraction is not None:
            self._first += b',"poimintapv":"%b"' % extraction.encode()
        self._first += b"}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 an ASGI signature
        reader = _Reader(send, self._stall_seconds)
        leaving = asyncio.create_task(reader.until_gone(receive))
        try:
            async with self._stream:
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await self._write(reader, [self._first])
                async for items in self._stream.chunks():
                    await self._write(reader, items)
                await self._write(reader, [b'{"lukumaara":%d}' % self._stream.count])
                if self._compressor is not None:
                    await reader.take(self._compressor.end())
                await reader.end()
                self._stream.sent()
        finally:
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)

    async def _write(self, reader: _Reader, lines: list[bytes]) -> None:
        if self._compressor is None:
            for part in _joined(lines):
                await reader.take(part)
            return
        text = await asyncio.to_thread(self._compressor.part, b"\n".join(lines) + b"\n")
        for at in range(0, len(text), PART):
            await reader.take(text[at : at + PART])


def _joined(lines: list[bytes]) -> Iterator[bytes]:
    """The lines in parts of PART bytes or little more; whole, they would be copied twice."""
    part: list[bytes] = []
    size = 0
    for line in lines:
        part.append(line)
        size += len(line) + 1
        if size >= PART:
            yield b"\n".join(part) + b"\n"
            part, size = [], 0
    if part:
        yield b"\n".join(part) + b"\n"


class _Reader:
    """Whoever reads the stream: takes what it is given, stands still, or goes away."""

    def __init__(self, send: Send, stall_seconds: float) -> None:
        self._send = send
        self._stall_seconds = stall_seconds
        self._waiting: asyncio.Timeout | None = None
        self._is_gone = False

    async def take(self, part: bytes) -> None:
        """Give the server a part and wait until it wants another. Raises ClientDisconnect and Stalled."""
        if self._is_gone:
            raise ClientDisconnect
        await self._hand_over({"type": "http.response.body", "body": part, "more_body": True})

    async def end(self) -> None:
        """The last byte has been given. Raises Stalled."""
        await self._hand_over({"type": "http.response.body", "body": b"", "more_body": False})

    async def _hand_over(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._stall_seconds) as self._waiting:
                await self._send(message)
        except TimeoutError:
            raise (ClientDisconnect if self._is_gone else Stalled) from None
        finally:
            self._waiting = None

    async def until_gone(self, receive: Receive) -> None:
        """Look whether the reader goes away, and then wait for it no longer."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self._is_gone = True
        if self._waiting is not None:
            self._waiting.reschedule(asyncio.get_running_loop().time())
