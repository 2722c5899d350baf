"""Base data by code, in pages or as a stream: what /perustiedot and /perustiedot-vko have in common."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import UNSET

from vaki.changes import answers, continuation, requests
from vaki.changes.errors import UnfitRequest
from vaki.changes.streaming import Lines, wants_stream
from vaki.disclosure import door

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from vaki.changes.routes import Limits
    from vaki.postgres.environment import Pools

NOW: Final = "perustiedot"
WEEKLY: Final = "perustiedot-vko"


@dataclass(frozen=True, slots=True)
class Fetching:
    """One request for base data, by who calls and what is asked."""

    pools: Pools
    caller: door.Caller
    asked: requests.PerustietoRequest
    limits: Limits

    @property
    def kinds(self) -> frozenset[str] | None:
        return requests.kinds(self.asked.groups)

    async def now(self, request: Request) -> Response:
        """The answer of /perustiedot: by code as of now, else as of the first page's key."""
        if self.asked.codes is UNSET:
            return await self._selection(request, NOW)
        async with asyncio.timeout(self.limits.seconds):
            found = await door.base_data(self.pools, self.caller, self.asked.codes, self.kinds)
        return answers.base_data_answer(found.items, found.key)

    async def weekly(self, request: Request) -> Response:
        """The answer of /perustiedot-vko."""
        if self.asked.codes is UNSET:
            return await self._selection(request, WEEKLY)
        async with asyncio.timeout(self.limits.seconds):
            week = await door.week(self.pools)
            found = await door.base_data_at(
                self.pools, self.caller, self.asked.codes, week.key, self.kinds, operation="weekly_base_data"
            )
        return answers.base_data_answer(found.items, found.key, extraction=week.day.isoformat())

    async def _selection(self, request: Request, operation: str) -> Response:
        own = self.asked.municipalities
        municipalities = None if own is UNSET else sorted(set(own))
        if wants_stream(request.headers):
            return await self._stream(request, operation, municipalities)
        return await self._page(operation, municipalities)

    async def _page(self, operation: str, municipalities: list[str] | None) -> Response:
        bound_to = continuation.binding(self.caller.permit.permit_id, municipalities, self.kinds, operation)
        continuations = continuation.of_service()
        given = self.asked.continuation
        async with asyncio.timeout(self.limits.seconds):
            begun = None if given is UNSET else continuations.open(given, bound_to)
            key, day = (begun.key, begun.day) if begun is not None else await self._moment(operation)
            page = await door.base_data_page(
                self.pools,
                self.caller,
                municipalities,
                None if begun is None else begun.after,
                self.kinds,
                key=key,
                bounds=self.limits.bounds,
                operation="base_data_page" if operation == NOW else "weekly_base_data_page",
            )
        waiting = None
        if not page.complete and page.after is not None:
            waiting = continuations.seal(continuation.Place(page.key, page.after, day), bound_to)
        return answers.base_data_answer(page.items, page.key, waiting, extraction=_extraction(day))

    async def _stream(self, request: Request, operation: str, municipalities: list[str] | None) -> Response:
        if self.asked.continuation is not UNSET:
            raise UnfitRequest("jatkoavain belongs to pages; a stream has none.")
        async with asyncio.timeout(self.limits.seconds):
            key, day = await self._moment(operation)
            stream = await door.base_data_stream(
                self.pools,
                self.caller,
                municipalities,
                self.kinds,
                key=key,
                operation="base_data_stream" if operation == NOW else "weekly_base_data_stream",
                chunk_seconds=self.limits.seconds,
            )
        return Lines(stream, request.headers, self.limits.stall_seconds, _extraction(day))

    async def _moment(self, operation: str) -> tuple[int | None, int]:
        """(key, ordinal of the weekly snapshot's day); the key of now is found by the door."""
        if operation == NOW:
            return None, 0
        week = await door.week(self.pools)
        return week.key, week.day.toordinal()


def _extraction(day: int) -> str | None:
    return date.fromordinal(day).isoformat() if day else None
