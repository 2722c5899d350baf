"""What three hundred callers who trickle bytes cost the others: p99 with and without them, and the worker's memory.

    ./vaki seed --data /tmp/slow --persons 5000
    .venv/bin/python -m benchmarks.slow_callers --data /tmp/slow

A third sends the head of a request a byte a second, a third its body, a third reads a large answer; whoever is cut off
comes again. The others are eight connections that ask for one person at a time. One worker.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import sys
import time
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import psutil

from benchmarks.server import HOLDER, authorised, free_port, process, vaki
from benchmarks.server import worker as listener

PATH: Final = "/api/v1/perustiedot"
OTHERS: Final = 8
BODY_BYTES: Final = 1_900_000
RECEIVE_BUFFER: Final = 4_096
MEGABYTE: Final = 1024 * 1024


class Measured:
    """Of one stretch: the others' seconds, and the worker's memory at its highest."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.highest = 0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return 1_000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _request(credentials: str, codes: list[str]) -> bytes:
    body = json.dumps({"hetulista": codes}).encode()
    return _head(credentials, len(body)) + body


def _head(credentials: str, length: int) -> bytes:
    return (
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {credentials}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
    lines = head.lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:"))
    await reader.readexactly(length)


async def _other(port: int, credentials: str, codes: list[str], until: float, measured: Measured) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < until:
        request = _request(credentials, [random.choice(codes)])
        begun = time.perf_counter()
        await _ask(reader, writer, request)
        measured.seconds.append(time.perf_counter() - begun)
    writer.close()


async def _trickle(writer: asyncio.StreamWriter, text: bytes) -> None:
    for byte in cycle(text):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


async def _slow_head(port: int, _credentials: str, _codes: list[str]) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    await _trickle(writer, f"POST {PATH} HTTP/1.1\r\nX-Long: {'x' * 10_000}".encode())


async def _slow_body(port: int, credentials: str, _codes: list[str]) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_head(credentials, BODY_BYTES))
    await _trickle(writer, b" ")


async def _slow_reader(port: int, credentials: str, codes: list[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=RECEIVE_BUFFER)
    writer.write(_request(credentials, list(islice(cycle(codes), 1_000))))
    byte = await reader.read(1)
    while byte:
        byte, _ = await asyncio.gather(reader.read(1), asyncio.sleep(1))


async def _again_and_again(number: int, port: int, credentials: str, codes: list[str]) -> None:
    kind = (_slow_head, _slow_body, _slow_reader)[number % 3]
    while True:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await kind(port, credentials, codes)
        await asyncio.sleep(1)


async def _watch(worker: psutil.Process, measured: Measured) -> None:
    while True:
        measured.highest = max(measured.highest, worker.memory_info().rss)
        await asyncio.sleep(0.1)


async def _measure(port: int, credentials: str, codes: list[str], seconds: float, worker: psutil.Process) -> Measured:
    measured = Measured()
    watching = asyncio.create_task(_watch(worker, measured))
    until = time.monotonic() + seconds
    await asyncio.gather(*(_other(port, credentials, codes, until, measured) for _ in range(OTHERS)))
    watching.cancel()
    return measured


@dataclass(frozen=True)
class Asked:
    """`others` and `slow` are the Authorization of the two kinds of callers."""

    port: int
    others: str
    slow: str
    codes: list[str]
    seconds: float


async def _run(asked: Asked, connections: int) -> None:
    port, others, codes, seconds = asked.port, asked.others, asked.codes, asked.seconds
    worker = listener(port)
    await _measure(port, others, codes, 3, worker)
    alone = await _measure(port, others, codes, seconds, worker)
    trickling = [
        asyncio.create_task(_again_and_again(number, port, asked.slow, codes)) for number in range(connections)
    ]
    # While they come: three hundred connections, a hundred answers of a thousand persons.
    arriving = await _measure(port, others, codes, seconds, worker)
    beside = await _measure(port, others, codes, seconds, worker)
    for task in trickling:
        task.cancel()
    await asyncio.gather(*trickling, return_exceptions=True)
    for name, one in (("alone", alone), ("while they come", arriving), ("beside them", beside)):
        print(  # noqa: T201
            f"{name:16} {len(one.seconds) / seconds:6.0f} calls/s, median {one.percentile(0.5):5.1f} ms, "
            f"p99 {one.percentile(0.99):6.1f} ms, worker at most {one.highest / MEGABYTE:.0f} MiB"
        )


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--data", type=Path, required=True)
    given.add_argument("--seconds", type=float, default=20)
    given.add_argument("--connections", type=int, default=300)
    asked = given.parse_args()
    data = str(asked.data)
    found = json.loads(vaki("persons", "find", "--limit", "1000", "--json", "--data", data))
    codes = [one["henkilotunnus"] for one in found]
    permit = json.loads(vaki("permits", "add", "--holder", HOLDER, "--product", "OPPIJA", "--json", "--data", data))
    account = json.loads(vaki("credentials", "add", str(permit["id"]), "--json", "--data", data))
    others = authorised(f"{account['user']}:{account['password']}")["Authorization"]
    # The sandbox's account is told everything: 6.8 MB of a thousand persons, more than the system's buffers take.
    slow = authorised("mutpT1:pwd")["Authorization"]
    port = free_port()
    command = [sys.executable, "-m", "vaki.cli", "serve", "--workers", "1", "--data", data, "--port", str(port)]
    with process([*command, "--sandbox"], port, "/health/ready", VAKI_QUOTA="1000000000"):
        asyncio.run(_run(Asked(port, others, slow, codes, asked.seconds), asked.connections))


if __name__ == "__main__":
    main()
