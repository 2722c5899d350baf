"""A whole municipality: in pages and as one stream, against COPY of the same documents to a client."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks import server
from benchmarks.bench import BASE_DATA

if TYPE_CHECKING:
    import asyncpg

    from benchmarks.bench import Bench

ROUNDS: Final = 3
_LARGEST: Final = """
select municipality, count(*) as persons from register.person where alive and municipality not in ('199', '200')
group by 1 order by 2 desc, 1 limit 1
"""
_RESIDENTS: Final = "select document from register.person where alive and municipality = '{}' order by person_id"


@dataclass(frozen=True, slots=True)
class Town:
    """The largest municipality, and a customer who has a permit for it."""

    code: str
    persons: int
    port: int
    headers: dict[str, str]


def whole_town(bench: Bench) -> None:
    """Every living resident of the largest municipality under K2000, until the last byte is read."""
    found = largest(bench)
    if found is None:
        bench.tell("nobody lives anywhere: a whole municipality has no figures")
        return
    code, persons = found
    copied = persons / bench.owner(lambda connection: _copied(connection, code))
    town = customer(bench, code, persons, server.free_port())
    with server.serving(bench.data, town.port):
        for name, fetch in _WAYS.items():
            fetch(town)
            best = min(_timed(fetch, town) for _ in range(ROUNDS))
            note = (
                f"{persons} residents of {code}, {best[1] / 1e6:.1f} MB, {best[1] / best[0] / 1e6:.0f} MB/s; plain COPY"
            )
            bench.add(f"a whole municipality, {name}", persons / best[0], "persons/s", copied, note)


def largest(bench: Bench) -> tuple[str, int] | None:
    """The municipality with the most residents, and how many."""
    found = bench.owner(lambda connection: connection.fetchrow(_LARGEST))
    return None if found is None else (found["municipality"], found["persons"])


def customer(bench: Bench, code: str, persons: int, port: int) -> Town:
    """A customer with a new permit for a municipality."""
    return Town(code, persons, port, server.authorised(server.permit(bench.data, "K2000", "--municipality", code)))


def _timed(fetch: Callable[[Town], int], town: Town) -> tuple[float, int]:
    begun = time.perf_counter()
    received = fetch(town)
    return time.perf_counter() - begun, received


def _pages(town: Town) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", town.port, timeout=60)
    asked: dict[str, object] = {"kuntakoodit": [town.code]}
    received = 0
    while True:
        connection.request("POST", BASE_DATA, json.dumps(asked).encode(), town.headers)
        data = connection.getresponse().read()
        received += len(data)
        answer = json.loads(data[data.rindex(b'"ajanTasalla"') - 1 :].replace(b",", b"{", 1))
        if answer["ajanTasalla"]:
            connection.close()
            return received
        asked["jatkoavain"] = answer["jatkoavain"]


def stream(town: Town, encoding: str = "identity") -> int:
    """Bytes of the whole stream as they were sent. Raises Incomplete."""
    connection = http.client.HTTPConnection("127.0.0.1", town.port, timeout=60)
    headers = {**town.headers, "Accept": "application/x-ndjson", "Accept-Encoding": encoding}
    connection.request("POST", BASE_DATA, json.dumps({"kuntakoodit": [town.code]}).encode(), headers)
    answer = connection.getresponse()
    if answer.getheader("Content-Encoding", "identity") != encoding:
        raise server.Incomplete(f"the stream is not {encoding}")
    received, tail = 0, b""
    while part := answer.read(1 << 20):
        received += len(part)
        tail = (tail + part)[-200:]
    connection.close()
    if encoding == "identity" and b'"lukumaara"' not in tail:
        raise server.Incomplete("the stream ended before its last line")
    return received


_WAYS: Final[dict[str, Callable[[Town], int]]] = {
    "pages": _pages,
    "stream": stream,
    "stream, gzip": lambda town: stream(town, "gzip"),
    "stream, zstd": lambda town: stream(town, "zstd"),
}


async def _copied(connection: asyncpg.Connection[Any], town: str) -> float:
    """Seconds of bare COPY, the best of some."""

    async def forget(_data: bytes) -> None:
        return

    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await connection.copy_from_query(_RESIDENTS.format(town), output=forget)
        took.append(time.perf_counter() - begun)
    return min(took)
