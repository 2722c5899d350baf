"""The register's side of the demo: the one who makes things happen, where the customer only listens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from vaki.cli.demonstration.cast import Cast
from vaki.codes.sex import Sex
from vaki.postgres.environment import Pools
from vaki.register.choosing import PEOPLE
from vaki.register.clock import read_clock
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder
from vaki.synthetic.personas import RESERVED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from datetime import date
    from types import TracebackType

    from vaki.postgres.environment import Environment
    from vaki.register.events.draft import Event

    MadeEvent = Callable[[Cast, date], Awaitable["Happening"]]

Result = TypeVar("Result")
TRIES: Final = 5
POOL_SIZE: Final = 2


@dataclass(frozen=True, slots=True)
class Happening:
    """An event about to be recorded; `person` is the resident chosen, `where` the municipality moved to."""

    event: Event
    person: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """A recorded event; `codes` are those whom it touched, the newest person last."""

    happening: Happening
    codes: tuple[str, ...]


class Hands:
    """Events recorded from synchronous code, on connections and a loop of its own."""

    def __init__(self, environment: Environment, municipality: str) -> None:
        self._environment = environment
        self._municipality = municipality
        self._runner = asyncio.Runner()
        self._pools: Pools
        self._cast: Cast

    def __enter__(self) -> Self:
        self._pools = self.run(Pools.open(self._environment, size=POOL_SIZE))
        # Personas stay as docs/personas.md tells them.
        self._cast = Cast(self._pools.register, self._municipality, set(RESERVED))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self._pools.close())
        self._runner.close()

    @property
    def pools(self) -> Pools:
        return self._pools

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(work)

    def day(self) -> date:
        """The register's day."""
        return self.run(self._day())

    def people(self) -> tuple[int, int]:
        """(persons, municipalities in which some live)."""
        return self.run(self._people())

    def happen(self, make: MadeEvent, tries: int = TRIES) -> Happened:
        """Record what `make` gives. Raises NobodyFits, and EventRefused when as many as `tries` were refused.

        Life goes on meanwhile, so the one just chosen may have died or moved; then the next one is chosen.
        """
        return self.run(self._happen(make, tries))

    async def _day(self) -> date:
        async with self._pools.register.acquire() as connection:
            return (await read_clock(connection)).day

    async def _people(self) -> tuple[int, int]:
        row = await self._pools.register.fetchrow(PEOPLE)
        return (row["persons"], row["municipalities"]) if row is not None else (0, 0)

    async def _happen(self, make: MadeEvent, tries: int) -> Happened:
        refusal: EventRefused | None = None
        async with Recorder(self._pools.register) as recorder:
            for _ in range(tries):
                happening = await make(self._cast, await self._day())
                try:
                    recorded = await recorder.record(happening.event)
                except EventRefused as error:
                    refusal = error
                    continue
                codes = await self._cast.codes_of([person for person, _, _ in recorded.items])
                return Happened(happening, tuple(codes[person] for person in sorted(codes)))
        raise refusal or EventRefused


async def birth(cast: Cast, day: date) -> Happening:
    """A child, not named yet, to a resident and her spouse."""
    mother, spouse = await cast.mother(day)
    parents = {"mother": mother} | ({"other_parent": spouse} if spouse else {})
    return Happening(decode("birth", {**parents, "sex": Sex.WOMAN.value}), mother)


async def move_out(cast: Cast, day: date) -> Happening:
    """A resident moves to a dwelling of another municipality."""
    person = await cast.alone(day, "a move to another municipality")
    dwelling, municipality = await cast.dwelling_elsewhere()
    return Happening(decode("move", {"person": [person], "to": dwelling}), person, municipality)


def new_language(person: str, languages: Sequence[str]) -> MadeEvent:
    """Something that happens later to the one who left: another mother tongue, the first that is another."""
    left = iter(languages)

    async def make(_cast: Cast, _day: date) -> Happening:
        return Happening(decode("mother_tongue", {"person": person, "language": next(left)}), person)

    return make


async def protection(cast: Cast, day: date) -> Happening:
    """A resident is granted a non-disclosure for personal safety."""
    person = await cast.alone(day, "a protection")
    return Happening(decode("protection_begun", {"person": person}), person)
