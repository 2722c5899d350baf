"""Putting a new population into an empty register: made in several processes, loaded portion by portion."""

from __future__ import annotations

import hashlib
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import vaki
from vaki.register.hands import Hands
from vaki.register.loading import loading
from vaki.register.portion import LoadRow, portion_of
from vaki.synthetic import population
from vaki.synthetic.estate.layouts import KINDS
from vaki.synthetic.personas import estate, writing
from vaki.synthetic.population import Quarters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from vaki.register.loading import Connection, Load
    from vaki.synthetic.population import Plan, Source

    Progress = Callable[[str, int, int], None]
    """(what is being done, done so far, in all)"""

_QUARTERS_AT_ONCE: Final = 60
_PERSONAS: Final = -1
"""Number of the personas' portions."""


async def load_population(
    connection: Connection,
    source: Source,
    *,
    workers: int,
    progress: Progress,
    notes: Mapping[str, str] | None = None,
) -> Plan:
    """Make the population and load it, buildings too, and start the simulated clock on the source's day.

    Goes on with a load of the same population that was cut short; one of another population is taken away first.
    `notes` are kept in `register.progress` from the moment the load begins. Raises NotEmpty, LoadUnderWay.
    """
    with Hands(min(workers, source.blocks)) as hands:
        async with loading(connection, _state(source), notes) as load:
            plan = await _plan(hands, source, progress)
            await _load_personas(load, source.day)
            await _load_people(load, hands, plan, progress)
            await _load_estate(load, hands, plan, progress)
            hands.let_go()
            await _make_indexes(load, progress)
            await load.finish("simulated", source.day)
    return plan


def _state(source: Source) -> str:
    """What a load is gone on with by: the same source, and a Väki that makes the same people of it."""
    made_by = hashlib.sha256()
    rooms = Path(vaki.__file__).parent
    for room in ("codes", "register", "synthetic"):
        for path in sorted((rooms / room).rglob("*.*")):
            if path.suffix in {".py", ".csv", ".toml"}:
                made_by.update(path.read_bytes())
    return f"{source.persons} {source.seed} {source.day} {made_by.hexdigest()}"


async def _plan(hands: Hands, source: Source, progress: Progress) -> Plan:
    outlines = []
    async for one in hands.map(population.outline, ((source, number) for number in range(source.blocks))):
        outlines.append(one)
        progress("families", len(outlines), source.blocks)
    return population.Plan(source, outlines)


async def _load_personas(load: Load, day: date) -> None:
    people = writing.documents(day)
    if not load.has("people", _PERSONAS):
        await load.people(_PERSONAS, portion_of(LoadRow(one, day) for one in people))
    if not load.has("estate", _PERSONAS):
        await load.estate(_PERSONAS, estate.rows(people))


async def _load_people(load: Load, hands: Hands, plan: Plan, progress: Progress) -> None:
    asked: deque[int] = deque()
    done = sum(plan.people_in(block) for block in range(plan.source.blocks) if load.has("people", block))
    progress("people", done, plan.people)

    def tasks() -> Iterator[Any]:
        for share in plan.shares():
            if not load.has("people", share.block):
                asked.append(share.block)
                yield plan.source, plan.quarters, share

    async for portion in hands.map(population.write_block, tasks()):
        await load.people(asked.popleft(), portion)
        done += portion.persons
        progress("people", done, plan.people)


async def _load_estate(load: Load, hands: Hands, plan: Plan, progress: Progress) -> None:
    """Load buildings, dwellings and properties, some quarters at a time."""
    asked: deque[tuple[int, int]] = deque()
    total = sum(plan.quarters.values())
    done = 0
    stock = plan.stock()

    def tasks() -> Iterator[Any]:
        nonlocal done
        for number, parts in enumerate(_portions_of(plan)):
            size = sum(len(quarters) for _, _, quarters in parts)
            if load.has("estate", number):
                done += size
            else:
                asked.append((number, size))
                yield plan.source, plan.quarters, [Quarters(*one, *plan.residents(stock, *one)) for one in parts]

    async for made in hands.map(population.write_estate, tasks()):
        number, size = asked.popleft()
        await load.estate(number, {"building": made.buildings, "dwelling": made.dwellings, "property": made.properties})
        done += size
        progress("buildings", done, total)
    progress("buildings", total, total)


def _portions_of(plan: Plan) -> Iterator[list[tuple[int, str, range]]]:
    """All quarters, as many at a time as a portion has, place by place."""
    portion: list[tuple[int, str, range]] = []
    room = _QUARTERS_AT_ONCE
    for (place, kind), count in sorted(plan.quarters.items(), key=lambda one: (one[0][0], KINDS.index(one[0][1]))):
        first = 0
        while first < count:
            last = min(first + room, count)
            portion.append((place, kind, range(first, last)))
            room -= last - first
            first = last
            if room == 0:
                yield portion
                portion, room = [], _QUARTERS_AT_ONCE
    if portion:
        yield portion


async def _make_indexes(load: Load, progress: Progress) -> None:
    total = await load.indexes_left()
    async for left in load.make_indexes():
        progress("indexes", total - left, total)
