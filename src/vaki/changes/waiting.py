"""muutokset/odota: a client is told that there is something newer than its key, and never whose.

The key looked at is the whole register's, not the permit's own selection: an answer that followed the selection would
tell, without a row in the ledger, when something happened to somebody. Whoever is told asks `/muutokset`.

However many wait, the database is asked by one task a register and process, and only while somebody waits.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import asyncpg
from starlette.responses import Response

from vaki.changes.answers import Page
from vaki.changes.errors import OutOfBreath, UnfitRequest
from vaki.changes.requests import LARGEST_KEY
from vaki.disclosure.errors import UnknownKey
from vaki.disclosure.head import newest_key

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from vaki.postgres.environment import Pools

EVENT_STREAM: Final = "text/event-stream"
KEY: Final = "avain"
LAST_EVENT: Final = "Last-Event-ID"
LOOK_SECONDS: Final = 0.25
"""How late a waiting client may hear of a change, beside the way it takes."""

_RETRY_MILLISECONDS: Final = 2_000
_NOTHING_NEW: Final = b'{"uutta":false}'
_SOMETHING_NEW: Final = b'{"uutta":true}'
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waits:
    """`seconds`: how long a long poll waits at most; clients' gateways give up at 25 (§3.3).

    A stream is ended after `stream_seconds` so that the permit of whoever comes back is checked anew, and says that it
    lives every `quiet_seconds`. At most `most` wait in one process: of the requests that the server lets be under way
    there, some are left for those who do not wait.
    """

    seconds: float = 15.0
    stream_seconds: float = 300.0
    quiet_seconds: float = 15.0
    most: int = 768


WAITS: Final = Waits()


async def answer(request: Request, pools: Pools, waits: Waits) -> Response:
    """What GET /muutokset/odota gives a caller who has been let in. Raises UnfitRequest, UnknownKey, OutOfBreath."""
    key = _key(request)
    newest = await newest_key(pools)
    if key > newest:
        raise UnknownKey
    watch = watch_of(pools)
    if watch.waiting >= waits.most:
        raise OutOfBreath
    if _wants_stream(request):
        return EventStream(watch, key, waits)
    if newest > key or await watch.newer(key, waits.seconds) is not None:
        return Page(_SOMETHING_NEW, (), b"")
    return Page(_NOTHING_NEW, (), b"")


class Watch:
    """The newest key of one register, looked at for all who wait in this process."""

    def __init__(self, pools: Pools) -> None:
        self._pools = pools
        self._newest = -1
        self._moved = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self.waiting = 0

    async def newer(self, key: int, seconds: float) -> int | None:
        """The newest key as soon as it is beyond `key`; None when that did not happen within `seconds`."""
        self.waiting += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(seconds):
                while self._newest <= key:
                    await self._moved.wait()
        except TimeoutError:
            return None
        else:
            return self._newest
        finally:
            self.waiting -= 1

    async def _look(self) -> None:
        """Ask until nobody waits. A database that does not answer is asked again: the waiting have their own limit."""
        while self.waiting:
            try:
                newest = await newest_key(self._pools)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                _log.warning("the newest key cannot be read: %s", type(error).__name__)
                await asyncio.sleep(4 * LOOK_SECONDS)
                continue
            if newest != self._newest:
                self._newest = newest
                self._moved.set()
                self._moved = asyncio.Event()
            await asyncio.sleep(LOOK_SECONDS)


class EventStream(Response):
    """Server-Sent Events: one event each time that something newer is there, its id the key to come back with."""

    media_type = EVENT_STREAM

    def __init__(self, watch: Watch, key: int, waits: Waits) -> None:
        super().__init__(None, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._watch = watch
        self._key = key
        self._waits = waits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 an ASGI signature
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        telling = asyncio.create_task(self._tell(send))
        leaving = asyncio.create_task(_until_gone(receive))
        try:
            await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if telling.done():
                telling.result()
        finally:
            telling.cancel()
            leaving.cancel()
            await asyncio.gather(telling, leaving, return_exceptions=True)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, send: Send) -> None:
        clock = asyncio.get_running_loop().time
        ends = clock() + self._waits.stream_seconds
        await _write(send, b"retry: %d\n\n" % _RETRY_MILLISECONDS)
        while (left := ends - clock()) > 0:
            newest = await self._watch.newer(self._key, min(left, self._waits.quiet_seconds))
            if newest is None:
                await _write(send, b":\n\n")
                continue
            self._key = newest
            await _write(send, b"id: %d\ndata: %b\n\n" % (newest, _SOMETHING_NEW))


async def _write(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _wants_stream(request: Request) -> bool:
    ranges = request.headers.get("accept", "").lower().split(",")
    return any(one.partition(";")[0].strip() == EVENT_STREAM for one in ranges)


def _key(request: Request) -> int:
    """The key to wait beyond; a browser that comes back to a stream names the last one it was told of."""
    given = request.query_params.getlist(KEY)
    last = request.headers.get(LAST_EVENT, "")
    text = last if _wants_stream(request) and _is_key(last) else given[0] if len(given) == 1 else ""
    if not _is_key(text):
        raise UnfitRequest(f"{KEY}: expected an integer of at most 63 bits, not negative, once.")
    return int(text)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_KEY)) and int(text) <= LARGEST_KEY


_watches: WeakKeyDictionary[Pools, Watch] = WeakKeyDictionary()


def watch_of(pools: Pools) -> Watch:
    """The watch over the register that these pools reach; one a process and pools."""
    watch = _watches.get(pools)
    if watch is None:
        watch = _watches[pools] = Watch(pools)
    return watch
