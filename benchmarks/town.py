"""A whole municipality: in pages and as one stream, against COPY of the same documents to a client."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import asyncpg

from benchmarks import server
from vaki.postgres.environment import Environment

if TYPE_CHECKING:
    from benchmarks.measure import Bench

NOKIA: Final = "536"
PATH: Final = "/api/v1/perustiedot"
_RESIDENTS: Final = "select document from register.person where alive and municipality = '536' order by person_id"


def whole_town(bench: Bench) -> None:
    """Every living resident of one municipality under K2000, until the last byte is read."""
    credentials = server.permit(bench.data, "K2000", "--municipality", NOKIA)
    copied, persons = asyncio.run(_copied(bench))
    port = server.free_port()
    with server.serving(bench.data, port):
        for name, fetch in (("pages", _pages), ("stream", _stream)):
            fetch(port, credentials)
            rates, speeds = zip(*(_timed(fetch, port, credentials, persons) for _ in range(3)), strict=True)
            bench.add(f"a whole municipality, {name}", max(rates), "persons/s", copied, note=f"{max(speeds):.1f} MB/s")


def _timed(fetch: Callable[[int, str], int], port: int, credentials: str, persons: int) -> tuple[float, float]:
    begun = time.perf_counter()
    received = fetch(port, credentials)
    took = time.perf_counter() - begun
    return persons / took, received / took / 1e6


def _pages(port: int, credentials: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asked: dict[str, object] = {"kuntakoodit": [NOKIA]}
    received = 0
    while True:
        connection.request("POST", PATH, json.dumps(asked).encode(), server.authorised(credentials))
        data = connection.getresponse().read()
        received += len(data)
        answer = json.loads(data[data.rindex(b'"ajanTasalla"') - 1 :].replace(b",", b"{", 1))
        if answer["ajanTasalla"]:
            connection.close()
            return received
        asked["jatkoavain"] = answer["jatkoavain"]


def _stream(port: int, credentials: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {**server.authorised(credentials), "Accept": "application/x-ndjson"}
    connection.request("POST", PATH, json.dumps({"kuntakoodit": [NOKIA]}).encode(), headers)
    answer = connection.getresponse()
    received = 0
    tail = b""
    while part := answer.read(1 << 20):
        received += len(part)
        tail = (tail + part)[-200:]
    connection.close()
    if b'"lukumaara"' not in tail:
        raise server.Incomplete
    return received


async def _copied(bench: Bench) -> tuple[float, int]:
    """Persons a second of bare COPY, the best of three, and how many there are."""
    connection = await asyncpg.connect(Environment.from_data(bench.data).owner_url)
    persons = int(await connection.fetchval(f"select count(*) from ({_RESIDENTS}) residents"))  # noqa: S608 ours

    async def forget(_data: bytes) -> None:
        return

    rates = []
    for _ in range(3):
        begun = time.perf_counter()
        await connection.copy_from_query(_RESIDENTS, output=forget)
        rates.append(persons / (time.perf_counter() - begun))
    await connection.close()
    return max(rates), persons
