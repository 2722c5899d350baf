"""A load that asks as fast as it is answered: a few keep-alive connections, each in its own thread."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count


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
        """Seconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Failed(Exception):
    """A server answered otherwise than with 200."""


def press(
    port: int,
    path: str,
    body: Callable[[int], bytes],
    *,
    seconds: float,
    connections: int = 1,
    headers: Mapping[str, str] | None = None,
) -> Load:
    """Post bodies to a server on this machine for a time; `body` is given the number of the request."""
    load, lock, numbers = Load(), threading.Lock(), count()
    failures: list[str] = []
    end = time.perf_counter() + seconds
    sent = {"Content-Type": "application/json", **(headers or {})}

    def worker() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        own: list[float] = []
        received = 0
        while time.perf_counter() < end and not failures:
            posted = body(next(numbers))
            begun = time.perf_counter()
            connection.request("POST", path, posted, sent)
            answer = connection.getresponse()
            data = answer.read()
            own.append(time.perf_counter() - begun)
            received += len(data)
            if answer.status != http.client.OK:
                failures.append(f"{path} answered {answer.status}: {data[:200].decode(errors='replace')}")
        connection.close()
        with lock:
            load.seconds.extend(own)
            load.received += received

    begun = time.perf_counter()
    threads = [threading.Thread(target=worker) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.wall = time.perf_counter() - begun
    if failures:
        raise Failed(failures[0])
    return load
