"""What a customer who follows the changes has missed: each change is to be seen once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from benchmarks.catch_up import CatchUp
from benchmarks.following import Follower, addresses, missed
from benchmarks.load import Connection

from vaki.changes.openapi.document import description


def item(address: str, attribute: str = "LISATTY") -> dict[str, Any]:
    group = {"tietoryhma": "SAHKOPOSTIOSOITE", "muutosattribuutti": attribute, "sahkopostiosoite": address}
    return {"henkilotunnus": "010190-921W", "tietoryhmat": [group]}


def test_a_change_never_seen_and_one_seen_twice_are_missed_and_what_others_wrote_is_not() -> None:
    assert missed(["a", "b", "c"], ["c", "a", "b", "other"]) == 0
    assert missed(["a", "b", "c"], ["a", "c"]) == 1
    assert missed(["a", "b", "c"], ["a", "b", "b", "c"]) == 1
    assert missed(["a"], []) == 1


def test_an_address_told_as_ended_is_no_news_of_it() -> None:
    told = [item("new", "LISATTY"), item("old", "KORJATTAVA"), item("right", "KORJATTU")]
    assert addresses(told) == ["new", "right"]


def test_the_attributes_that_count_are_attributes_of_the_wire() -> None:
    from benchmarks.following import TOLD_AS_NEW

    known = description("http://localhost").decode()
    assert all(f'"{attribute}"' in known for attribute in TOLD_AS_NEW)


PAGES = [[item("a@x.example"), item("b@x.example")], [item("c@x.example")], [item("d@x.example")]]


class Log:
    """A server of changes in pages, one of which it may lose."""

    def __init__(self, lost: int | None) -> None:
        self._lost = lost

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            at = json.loads(await reader.readexactly(length))["viimeisinKirjausavain"]
            items = PAGES[at] if at < len(PAGES) and at != self._lost else []
            key = min(at + 1, len(PAGES))
            told = {"viimeisinKirjausavain": key, "muutokset": items, "ajanTasalla": key == len(PAGES)}
            body = json.dumps(told, separators=(",", ":")).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


@pytest.mark.parametrize(("lost", "expected"), [(None, 0), (0, 2), (2, 1)])
async def test_a_page_that_is_lost_is_missed(lost: int | None, expected: int) -> None:
    server = await asyncio.start_server(Log(lost).serve, "127.0.0.1", 0)
    follower = Follower(server.sockets[0].getsockname()[1], ["010190-921W"], {}, 0)
    await follower.follow(0, 0)
    server.close()
    written = [one["tietoryhmat"][0]["sahkopostiosoite"] for page in PAGES for one in page]
    assert missed(written, follower.seen) == expected
    assert follower.key == len(PAGES)


async def test_a_whole_catch_up_is_all_of_its_pages() -> None:
    server = await asyncio.start_server(Log(None).serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    connection = await Connection.to(port)
    received, key = await CatchUp(port, "/", 0, b'"hetulista":["010190-921W"]', {}).through(connection)
    connection.close()
    server.close()
    assert key == len(PAGES)
    assert received > sum(len(json.dumps(page, separators=(",", ":"))) for page in PAGES)
