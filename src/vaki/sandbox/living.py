"""What may be made to happen in a register of the sandbox: events, days, scripted lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

import msgspec

from vaki.changes.errors import UnfitRequest
from vaki.codes import municipality
from vaki.disclosure import door, previewing, products
from vaki.disclosure.head import newest_key
from vaki.register.clock import Clock, advance, read_clock
from vaki.register.errors import NotReady, RegisterError
from vaki.register.events.catalogue import EVENTS, EventMalformed, decode, schema
from vaki.register.recorder import Recorder
from vaki.sandbox.errors import ClockFollowsTheWall, Refused, UnknownName, WouldGoBack
from vaki.synthetic import scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaki.postgres.environment import Pools
    from vaki.sandbox.worlds import Register
    from vaki.synthetic.scenarios import Scenario, Step

CHANNEL: Final = "sandbox"
"""The ledger's channel of what a scripted life shows."""
BY_MUNICIPALITY: Final = "K2000"
BY_CODES: Final = ("OPPIJA", "VAKA", "OPISKELIJA", "ASREK")


@dataclass(frozen=True, slots=True)
class Now:
    """Where a register stands."""

    clock: Clock
    key: int

    def told(self) -> dict[str, Any]:
        """As the sandbox answers it."""
        return {
            "mode": self.clock.mode,
            "day": self.clock.day.isoformat(),
            "published": self.clock.published.isoformat(),
            "viimeisinKirjausavain": self.key,
        }


async def now(pools: Pools) -> Now:
    """The register's clock and newest key. Raises NotReady."""
    async with pools.disclosure.acquire() as connection:
        clock = await read_clock(connection)
    return Now(clock, await newest_key(pools))


async def move_clock(register: Register, day: date | None, days: int) -> Now:
    """Move the clock to a day or by days, publishing each day on the way; a day cut short before is finished first.

    Raises ClockFollowsTheWall, WouldGoBack, NotReady.
    """
    pools = register.pools
    async with register.alone():
        clock = (await now(pools)).clock
        if clock.mode == "real":
            raise ClockFollowsTheWall
        goal = clock.day + timedelta(days=days) if day is None else day
        if goal < clock.day:
            raise WouldGoBack
        async with Recorder(pools.register) as recorder:
            await advance(pools.register, recorder, goal)
    return await now(pools)


def catalogue() -> list[dict[str, Any]]:
    """Every event: its name, what it means, and the JSON Schema of its fields."""
    return [
        {"event": name, "meaning": (kind.__doc__ or "").strip().split("\n")[0], "schema": schema(name)}
        for name, kind in sorted(EVENTS.items())
    ]


async def record(pools: Pools, fields: dict[str, Any]) -> dict[str, Any]:
    """Record one event, given as a line of `vaki event --file` is: its fields beside `event`, and perhaps `id`.

    Raises UnfitRequest, UnknownName, Refused, NotReady.
    """
    given = dict(fields)
    name, own_id = given.pop("event", None), given.pop("id", None)
    if not isinstance(name, str):
        raise UnfitRequest("event: expected the event's name.")
    if name not in EVENTS:
        raise UnknownName("There is no event of that name: GET this address to see them.")
    try:
        event_id = uuid4() if own_id is None else UUID(own_id)
        event = decode(name, given)
    except (ValueError, AttributeError, TypeError):
        raise UnfitRequest("id: expected a UUID.") from None
    except EventMalformed as error:
        raise UnfitRequest(error.message) from None
    try:
        async with Recorder(pools.register) as recorder:
            recorded = await recorder.record(event, event_id=event_id)
    except NotReady:
        raise
    except RegisterError as error:
        raise Refused(error.message) from None
    keys = [key for _person, key, _time in recorded.items]
    return {"event": name, "id": str(event_id), "already": recorded.already, "kirjausavaimet": keys}


def scenario_named(name: str) -> Scenario:
    """Raises UnknownName."""
    if name not in scenarios.names():
        raise UnknownName("There is no scenario of that name: GET the address above it to see them.")
    return scenarios.get(name)


async def live_scenario(register: Register, name: str, person: str | None, end_user: str) -> list[dict[str, Any]]:
    """Make a scripted life happen; each step with what it brought to every product's customers.

    What they see comes from the door and is in the ledger. Raises UnknownName, ClockFollowsTheWall, Refused, NotReady.
    """
    scenario_named(name)
    pools = register.pools
    async with register.alone():
        if (await now(pools)).clock.mode == "real":
            raise ClockFollowsTheWall
        try:
            async with Recorder(pools.register) as recorder:
                lived = scenarios.run(pools.register, recorder, name, person)
                return [await _told(pools, step, end_user) async for step in lived]
        except NotReady:
            raise
        except RegisterError as error:
            raise Refused(error.message) from None


async def _told(pools: Pools, step: Step, end_user: str) -> dict[str, Any]:
    seen = {}
    for product, towns in _concerned(step.municipalities):
        caller = replace(
            previewing.customer(products.get(product), municipalities=towns, end_user=end_user), channel=CHANNEL
        )
        whole = bool(towns) and step.event is not None
        seen["/".join((product, *towns))] = await _items(pools, caller, step, whole=whole)
    return {
        "step": step.number,
        "of": step.of,
        "text": {language: step.text[language] for language in ("fi", "sv", "en")},
        "day": step.day.isoformat(),
        "event": step.event,
        "since": step.since,
        "viimeisinKirjausavain": step.key,
        "muutokset": seen,
    }


def _concerned(towns: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    own = [(BY_MUNICIPALITY, (town,)) for town in towns if municipality.is_in_force(town)]
    return [*own, *((product, ()) for product in BY_CODES)]


async def _items(pools: Pools, caller: door.Caller, step: Step, *, whole: bool) -> list[Any]:
    """A municipality's feed is read whole, as that alone tells who enters and leaves; other customers ask by code."""
    seen: list[Any] = []
    since = step.since
    while True:
        answer = await door.changes(pools, caller, since, None if whole else frozenset(step.codes))
        seen += [item for item in map(msgspec.json.decode, answer.items) if item["henkilotunnus"] in step.codes]
        if answer.up_to_date:
            return seen
        since = answer.key
