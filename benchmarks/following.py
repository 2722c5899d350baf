"""A customer who follows the changes while they are written, and what they have missed in the end."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.bench import CHANGES, listed
from benchmarks.load import Connection, request

TOLD_AS_NEW: Final = frozenset({"LISATTY", "MUUTETTU", "KORJATTU"})
"""Attributes of a group that is there from now on; an address is also told when it ends, which is no news of it."""


@dataclass(slots=True)
class Follower:
    """Asks for the changes of its list from key to key, and keeps the addresses that they tell."""

    port: int
    codes: Iterable[str]
    headers: Mapping[str, str]
    key: int
    seen: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    async def follow(self, until: float, pause: float) -> None:
        """Until then, by time.perf_counter, and from there on until it is up to date."""
        codes = listed(self.codes)
        connection = await Connection.to(self.port)
        try:
            while True:
                last = time.perf_counter() >= until
                while not await self._page(connection, codes):
                    pass
                if last:
                    return
                await asyncio.sleep(pause)
        finally:
            connection.close()

    async def _page(self, connection: Connection, codes: bytes) -> bool:
        """Whether it is up to date after one more page."""
        begun = time.perf_counter()
        body = b'{"viimeisinKirjausavain":%d,%b}' % (self.key, codes)
        answer = json.loads(await connection.ask(request(CHANGES, body, self.headers)))
        self.seconds.append(time.perf_counter() - begun)
        self.seen.extend(addresses(answer["muutokset"]))
        self.key = answer["viimeisinKirjausavain"]
        return bool(answer["ajanTasalla"])


def addresses(items: list[dict[str, Any]]) -> list[str]:
    """The e-mail addresses that items of changes tell as new."""
    return [
        group["sahkopostiosoite"]
        for item in items
        for group in item["tietoryhmat"]
        if group.get("tietoryhma") == "SAHKOPOSTIOSOITE" and group.get("muutosattribuutti") in TOLD_AS_NEW
    ]


def missed(written: Iterable[str], seen: Iterable[str]) -> int:
    """How many of the changes written the follower did not see once: those never seen, and those seen again."""
    told: dict[str, int] = {}
    for address in seen:
        told[address] = told.get(address, 0) + 1
    return sum(told.get(address, 0) != 1 for address in written)
