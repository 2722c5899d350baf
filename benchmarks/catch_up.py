"""Catching up: a customer posts its codes and takes page after page until it is up to date."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks import server
from benchmarks.bench import CHANGES, listed, strangers
from benchmarks.load import Connection, in_loop, request

if TYPE_CHECKING:
    import asyncpg

    from benchmarks.bench import Bench

ROUNDS: Final = 4
"""Whole catch-ups at least, the first of which only warms up."""
PLAN_BY_CODE: Final = 10_000
"""Codes up to which the floor may also let SQL find them; of more it never gains."""
_COPIED: Final = """
not c.protected and c.event not in
    ('protection_begun', 'protection_extended', 'protection_ended', 'death', 'code_change', 'day_passed')
"""
_LIVED: Final = "select count(*) from register.change c where " + _COPIED  # noqa: S608 our own condition
# What does not hang on the rest of a record is told again of somebody else, who is not protected: a long log of few
# people would ask little of what finds people in it.
_AGAIN: Final = """
insert into register.change
select nextval('register.change_key'), (select max(time) from register.change), p.person_id, p.code,
    (select array_agg(i.code order by i.active desc) from register.identity_code i where i.person_id = p.person_id),
    c.event, gen_random_uuid(), c.municipality_before, c.municipality_after, p.protected, c.shape, c.groups, c.base_data
from (
    select row_number() over (order by again, c.key) as number, c.*
    from generate_series(1, $1) again, register.change c where COPIED order by 1 limit $2
) c join (
    select row_number() over (order by hashint8(person_id)) - 1 as number, person_id, code, protected
    from register.person where alive and not protected
) p on p.number = c.number % (select count(*) from register.person where alive and not protected) order by c.number
""".replace("COPIED", _COPIED)


@dataclass(frozen=True, slots=True)
class CatchUp:
    """A whole catch-up: where, from which key, and with which codes as the bytes of `hetulista`."""

    port: int
    path: str
    key: int
    codes: bytes
    headers: Mapping[str, str]

    async def through(self, connection: Connection) -> tuple[int, int]:
        """All its pages; (bytes received, the last key)."""
        since, received, waits = self.key, 0, True
        while waits:
            body = b'{"viimeisinKirjausavain":%d,%b}' % (since, self.codes)
            answer = await connection.ask(request(self.path, body, self.headers))
            received += len(answer)
            waits = answer.endswith(b'"ajanTasalla":false}')
            if answer.startswith(b'{"viimeisinKirjausavain":'):
                since = int(answer[len(b'{"viimeisinKirjausavain":') : answer.index(b",")])
        return received, since


async def timed(calls: Sequence[CatchUp], given: float) -> list[float]:
    """Median seconds of a whole catch-up each, in turns, over so much time for all."""
    connections = [await Connection.to(call.port) for call in calls]
    took: list[list[float]] = [[] for _ in calls]
    end = math.inf
    while len(took[0]) < ROUNDS or time.perf_counter() < end:
        for own, call, connection in zip(took, calls, connections, strict=True):
            begun = time.perf_counter()
            await call.through(connection)
            own.append(time.perf_counter() - begun)
        end = min(end, time.perf_counter() + given)
    for connection in connections:
        connection.close()
    return [statistics.median(own[1:]) for own in took]


def name_of(codes: int, lag: int) -> str:
    """The figure's name."""
    return f"catch-up, {f'{codes:,}'.replace(',', ' ')} codes, lag {lag}"


def posted(bench: Bench, codes: int) -> list[str]:
    """A customer's list: people of the register, and beyond them strangers."""
    known = bench.known[:codes]
    return known + strangers(codes - len(known))


def catch_up(bench: Bench) -> None:
    """Every length of list at every lag, all pages of it, against bare reading of the same rows."""
    bench.owner(lambda connection: lengthen(connection, max(bench.plan.lags)))
    row = bench.ledger_row
    lists = {count: listed(posted(bench, count)) for count in bench.plan.lists}
    bare_at, own_at = server.free_port(), server.free_port()
    with server.floor(bench.data, bare_at, row), server.serving(bench.data, own_at):
        for lag in bench.plan.lags:
            key, there = keys_back(bench, lag)
            for count, codes in lists.items():
                own = CatchUp(own_at, CHANGES, key, codes, bench.head())
                bare = [CatchUp(bare_at, path, key, codes, {}) for path in _ways(count)]
                took, *floors = in_loop(timed([own, *bare], bench.seconds))
                note = "all its pages, median"
                bench.add(name_of(count, there), took * 1000, "ms", min(floors) * 1000, note)


def _ways(count: int) -> list[str]:
    """The floor's ways to find the rows, of which the quicker counts."""
    return ["/log-tail"] + ["/log-by-code"] * (count <= PLAN_BY_CODE)


def keys_back(bench: Bench, lag: int) -> tuple[int, int]:
    """A key with so many changes after it (or the oldest key there is), and how many those are."""
    rows = bench.owner(
        lambda connection: connection.fetch("select key from register.change order by key desc limit $1", lag + 1)
    )
    return int(rows[-1][0]), len(rows) - 1


async def lengthen(connection: asyncpg.Connection[Any], rows: int) -> None:
    """Have the log be so long, by publishing what has been lived again, of other people."""
    lived = await connection.fetchval(_LIVED)
    if lived <= rows:
        await connection.execute(_AGAIN, rows // lived + 1, rows + 1 - lived)
    await connection.execute("analyze register.change")
