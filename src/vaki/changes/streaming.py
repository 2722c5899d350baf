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
    from starlette.datastructures import Headers
    from starlette.types import Receive, Scope, Send

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
        self._first += b"}\n"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 an ASGI signature
        leaving = asyncio.create_task(_until_gone(receive))
        try:
            async with self._stream:
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await self._write(send, leaving, self._first)
                async for items in self._stream.chunks():
                    await self._write(send, leaving, b"\n".join(items) + b"\n")
                await self._write(send, leaving, b'{"lukumaara":%d}\n' % self._stream.count)
                if self._compressor is not None:
                    await self._send(send, leaving, self._compressor.end())
                await self._hand_over(send, leaving, b"", more=False)
                self._stream.sent()
        finally:
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)

    async def _write(self, send: Send, leaving: asyncio.Task[None], text: bytes) -> None:
        if self._compressor is not None:
            text = await asyncio.to_thread(self._compressor.part, text)
        await self._send(send, leaving, text)

    async def _send(self, send: Send, leaving: asyncio.Task[None], text: bytes) -> None:
        for at in range(0, len(text), PART):
            await self._hand_over(send, leaving, text[at : at + PART], more=True)

    async def _hand_over(self, send: Send, leaving: asyncio.Task[None], text: bytes, *, more: bool) -> None:
        """Give the server a part and wait until it wants another. Raises ClientDisconnect and Stalled."""
        message = {"type": "http.response.body", "body": text, "more_body": more}
        sending = asyncio.ensure_future(send(message))
        try:
            await asyncio.wait({sending, leaving}, timeout=self._stall_seconds, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done() and more:
                raise ClientDisconnect
            if not sending.done():
                raise Stalled
            sending.result()
        finally:
            sending.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
