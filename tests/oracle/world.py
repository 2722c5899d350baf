"""A served register that lives, in a thread of its own, so that a plain program can draw what happens next."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from uuid import uuid4

import msgspec
from tests.disclosure.living import build, resident
from tests.oracle.asking import Account, Answer, Asker, Way, accounts, asking
from tests.oracle.planting import plant
from tests.oracle.searching import Mint
from tests.register.people import DWELLINGS, TODAY, Register, a_dwelling, family, parent_of

from vaki.disclosure import reading
from vaki.postgres.environment import Pools
from vaki.register.clock import advance, midnight, start_clock
from vaki.register.derive import derive
from vaki.register.document import Document, read
from vaki.register.events.catalogue import EVENTS, decode
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import TracebackType

    from vaki.postgres.environment import Environment
    from vaki.register.buildings import Dwelling
    from vaki.register.events.draft import Event

T = TypeVar("T")
TOWNS: Final = ["536", "091", "005", "009"]
_TABLES: Final = (
    *("person", "person_version", "identity_code", "person_name", "residence", "relation", "change"),
    *("building", "dwelling", "property", "place_event", "merger", "progress"),
)
_WORDS: Final = frozenset({"street", "place", "post_office", "address", "country_name"})
_ORDINARY: Final = frozenset(one.residence_code for one in DWELLINGS)


class World:
    """Everybody, and whoever may ask about them."""

    def __init__(self, environment: Environment, homes: int) -> None:
        self._environment = environment
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()
        self._homes = homes
        self.mint = Mint()
        self.fresh: list[Dwelling] = []
        self.accounts: list[Account] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self.do(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.do(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self) -> None:
        self.pools = await self._stack.enter_async_context(await Pools.open(self._environment, size=6))
        self._recorder = await self._stack.enter_async_context(Recorder(self.pools.register))
        async with self.pools.register.acquire() as connection:
            await start_clock(connection, "simulated", TODAY)
        self._dwellings = [self._dwelling(1000 + number) for number in range(self._homes)]
        self.accounts = await accounts(self.pools, TOWNS)
        self._asker: Asker = await self._stack.enter_async_context(asking(self.pools))

    def _dwelling(self, number: int) -> Dwelling:
        """A dwelling of one of the two ordinary towns, its names tokens."""
        made = a_dwelling(number, "536" if number % 2 else "091", "x")
        return replace(made, street={"fi": self.mint.word()}, post_office={"fi": self.mint.word()})

    def begin_again(self) -> None:
        """The family, two residents with tokens in everything, and all dwellings free."""
        self.fresh = [*self._dwellings]
        self.do(self._begin_again())

    async def _begin_again(self) -> None:
        people = family()
        mother, child = resident(11), resident(12)
        parent_of(child, mother)
        for at, one in enumerate((mother, child)):
            plant(one, self.mint, TOWNS[2 + at], "010")
            derive(one)
        async with self.pools.register.acquire() as connection, connection.transaction():
            for table in _TABLES:
                await connection.execute(f"delete from register.{table}")  # noqa: S608 -- names from above
            await connection.execute(
                "update register.clock set day = $1, time = $2, published = $1", TODAY, midnight(TODAY)
            )
            everybody = [*people.values(), mother, child]
            await copy_people(connection, [LoadRow(one, TODAY) for one in everybody])
            await finish_load(connection)
        await build(self.pools, [*DWELLINGS, *self._dwellings])

    def tokened(self, event: Event) -> Event:
        """The event with tokens for what it says of places: new homes, streets, addresses."""
        if event.name not in EVENTS or event.name in ("loaded", "correction"):
            return event
        fields = msgspec.to_builtins(event)
        for member, value in fields.items():
            if member == "to" and value in _ORDINARY and self.fresh:
                fields[member] = self.fresh.pop().residence_code
            elif member in _WORDS and value and isinstance(value, str):
                fields[member] = f"{self.mint.word()}@example.fi" if "@" in value else self.mint.word()
        return decode(event.name, fields)

    def record(self, event: Event) -> None:
        """Raises EventRefused."""
        self.do(self._recorder.record(event, event_id=uuid4()))

    def pass_days(self, days: int, day: date) -> None:
        self.do(advance(self.pools.register, self._recorder, day + timedelta(days=days)))

    def register(self) -> Register:
        return self.do(self._register())

    async def _register(self) -> Register:
        rows = await self.pools.register.fetch("select person_id, key, document from register.person order by 1")
        day = await self.pools.register.fetchval("select day from register.clock")
        people: dict[int, Document] = {
            row["person_id"]: read(row["document"], row["person_id"], row["key"]) for row in rows
        }
        return Register(people, day)

    def keys(self) -> list[int]:
        """A key before the first change, and the keys of all of them."""
        found = [row["key"] for row in self.do(self.pools.register.fetch("select key from register.change order by 1"))]
        return [found[0] - 1, *found] if found else [0]

    def codes(self) -> dict[str, int]:
        rows = self.do(self.pools.register.fetch("select code, person_id from register.identity_code"))
        return {row["code"]: row["person_id"] for row in rows}

    def ask(self, account: Account, way: Way, codes: list[str], key: int) -> tuple[Answer, list[reading.LedgerRow]]:
        """The answer, and the rows of the ledger that it has."""
        last = self.ledger(1)
        answer = self.do(self._asker.ask(account, way, codes, key))
        since = last[0].ledger_id if last else 0
        return answer, [row for row in self.ledger(50) if row.ledger_id > since]

    def ways(self, account: Account) -> list[Way]:
        return self._asker.ways(account)

    def ledger(self, limit: int) -> list[reading.LedgerRow]:
        """The newest rows, newest first."""
        return self.do(self._ledger(limit))

    async def _ledger(self, limit: int) -> list[reading.LedgerRow]:
        async with self.pools.disclosure.acquire() as connection:
            return await reading.newest(connection, limit)
