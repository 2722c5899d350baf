"""Answers in the interface's envelopes, made of the door's bytes without reading them.

Source: docs/wire/muutosrajapinta.md §1.4. Members stand in the order given there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from vaki.changes.errors import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import Receive, Scope, Send

KEY_HEADER: Final = "Vaki-Kirjausavain"
PART: Final = 64 * 1024
"""Bytes given to the server at a time: few calls, no second copy of a whole page, little left by a reader who stops."""

_TRUTH: Final = {True: b"true", False: b"false"}


class Page(Response):
    """Items between a head and a tail, sent in parts, with their length known beforehand."""

    media_type = MEDIA_TYPE

    def __init__(self, head: bytes, items: Sequence[bytes], tail: bytes, *, key: int | None = None) -> None:
        self._pieces = (head, items, tail)
        length = len(head) + sum(map(len, items)) + max(len(items) - 1, 0) + len(tail)
        headers = {"Content-Length": str(length), "Cache-Control": "no-store"}
        if key is not None:
            headers[KEY_HEADER] = str(key)
        super().__init__(None, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 an ASGI signature
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for part, more in self._parts():
            await send({"type": "http.response.body", "body": part, "more_body": more})

    def _parts(self) -> Iterator[tuple[bytes, bool]]:
        """The body in parts, and whether another comes."""
        head, items, tail = self._pieces
        part, size = [head], 0
        for at, item in enumerate(items):
            if at:
                part.append(b",")
            part.append(item)
            size += len(item)
            if size >= PART:
                yield b"".join(part), True
                part, size = [], 0
        part.append(tail)
        yield b"".join(part), False


def key_answer(key: int) -> Response:
    """The answer of GET /kirjausavain/{pvm}."""
    return Page(b'{"viimeisinKirjausavain":%d}' % key, (), b"")


def changes_answer(items: Sequence[bytes], key: int, *, up_to_date: bool) -> Response:
    """The answer of POST /muutokset; `items` are whole change items."""
    head = b'{"viimeisinKirjausavain":%d,"muutokset":[' % key
    return Page(head, items, b'],"ajanTasalla":%b}' % _TRUTH[up_to_date])


def base_data_answer(
    items: Sequence[bytes], key: int, continuation: str | None = None, extraction: str | None = None
) -> Response:
    """The answer of POST /perustiedot; with a `continuation` (ASCII without quotes) more pages wait.

    `extraction` is the day of a weekly snapshot (POST /perustiedot-vko), YYYY-MM-DD.
    """
    tail = b'],"ajanTasalla":%b' % _TRUTH[continuation is None]
    if continuation is not None:
        tail += b',"jatkoavain":"%b"' % continuation.encode()
    if extraction is not None:
        tail += b',"poimintapv":"%b"' % extraction.encode()
    return Page(b'{"perustiedot":[', items, tail + b"}", key=key)
