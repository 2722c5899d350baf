"""The service in a thread of its own, so that a customer who knows only HTTP can be a plain program."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

import asyncpg
from tests.changes.serving import HOLDER, served
from tests.disclosure.living import build
from tests.register.people import DWELLINGS, TODAY, Register, family

from vaki.changes.routes import Limits
from vaki.disclosure import permits
from vaki.disclosure.credentials import add_credential
from vaki.postgres.environment import Pools
from vaki.register import bulk
from vaki.register.clock import advance, midnight, start_clock
from vaki.register.document import Document, read
from vaki.register.events.many import ManyPeople
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from types import TracebackType

    from vaki.postgres.environment import Environment
    from vaki.register.events.draft import Event

T = TypeVar("T")

_TABLES = """
    select c.relname from pg_class c where c.relnamespace = 'register'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and c.relname <> 'clock'
"""


class Service:
    """A register with the small family in it, served; `accounts` gives user and password by the permit's name."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()
        self.address = ""
        self.accounts: dict[str, tuple[str, str]] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._do(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self) -> None:
        self._pools = await self._stack.enter_async_context(await Pools.open(self._environment, size=4))
        self._recorder = await self._stack.enter_async_context(Recorder(self._pools.register))
        self._owner = await asyncpg.connect(self._environment.owner_url)
        self._stack.push_async_callback(self._owner.close)
        self._tables = ", ".join([f"register.{row[0]}" for row in await self._owner.fetch(_TABLES)])
        async with self._pools.register.acquire() as connection:
            await start_clock(connection, "simulated", TODAY)
        self.address = await self._stack.enter_async_context(served(self._pools, Limits()))

    # What a test does to the register.

    def permit(self, name: str, product: str, **terms: Any) -> None:
        self._do(self._permit(name, product, terms))

    async def _permit(self, name: str, product: str, terms: dict[str, Any]) -> None:
        async with self._pools.disclosure.acquire() as connection:
            number = await permits.add_permit(connection, holder=HOLDER, product=product, **terms)
            credential = await add_credential(connection, number)
        self.accounts[name] = credential.user, credential.password

    def begin_again(self) -> None:
        """Forget everything, and have the family and its homes as they were, on the first day."""
        self._do(self._begin_again())

    async def _begin_again(self) -> None:
        people = family()
        # The owner's truncation: thousands of lives of deleted rows would slow the later ones down.
        await self._owner.execute(f"truncate {self._tables}")
        async with self._pools.register.acquire() as connection, connection.transaction():
            await connection.execute(
                "update register.clock set day = $1, time = $2, published = $1", TODAY, midnight(TODAY)
            )
            await copy_people(connection, [LoadRow(one, TODAY) for one in people.values()])
            await finish_load(connection)
        await build(self._pools, DWELLINGS)

    def record(self, event: Event) -> None:
        """Raises EventRefused."""
        if isinstance(event, ManyPeople):
            self._do(bulk.run(self._pools.register, event))
        else:
            self._do(self._recorder.record(event, event_id=uuid4()))

    def pass_days(self, to: date) -> None:
        self._do(advance(self._pools.register, self._recorder, to))

    def register(self) -> Register:
        """The people as they are, for choosing what could happen to them next."""
        return self._do(self._register())

    async def _register(self) -> Register:
        rows = await self._pools.register.fetch("select person_id, key, document from register.person order by 1")
        day = await self._pools.register.fetchval("select day from register.clock")
        people: dict[int, Document] = {
            row["person_id"]: read(row["document"], row["person_id"], row["key"]) for row in rows
        }
        return Register(people, day)
