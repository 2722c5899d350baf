"""A hundred customers who catch up in the same hour: all begin at once, each with a list and a lag of its own."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from benchmarks import server
from benchmarks.bench import CHANGES, PRODUCT, listed
from benchmarks.catch_up import CatchUp, keys_back
from benchmarks.load import Connection, in_loop
from vaki.disclosure import keys as keys_of_folder
from vaki.disclosure.credentials import add_credential
from vaki.disclosure.permits import add_permit

if TYPE_CHECKING:
    import asyncpg

    from benchmarks.bench import Bench

CODES: Final = 10_000
HOUR: Final = 3_600.0


def customers(bench: Bench) -> None:
    """Seconds until the last of them is up to date, against the floor's reading of the same rows."""
    count, lags = bench.plan.customers, bench.plan.lags[:2]
    keys_of_folder.use(bench.data)
    heads = bench.owner(lambda connection: _heads(connection, count))
    chance = random.Random(2)
    codes = min(CODES, len(bench.known))
    lists = [listed(chance.sample(bench.known, codes)) for _ in range(count)]
    keys = [keys_back(bench, lag)[0] for lag in lags]
    keys = [keys[number % len(keys)] for number in range(count)]
    port = server.free_port()
    with server.floor(bench.data, port, bench.ledger_row):
        bare = in_loop(_all([CatchUp(port, "/log-tail", key, own, {}) for key, own in zip(keys, lists, strict=True)]))
    port = server.free_port()
    with server.serving(bench.data, port):
        calls = [CatchUp(port, CHANGES, *one) for one in zip(keys, lists, heads, strict=True)]
        took = in_loop(_all(calls))
    hourly = f"{count * HOUR / max(took):,.0f} such customers an hour"
    note = f"{codes} codes each, lags {' and '.join(map(str, lags))}; {hourly}"
    bench.add(f"{count} customers catching up at once", max(took), "s", max(bare), note)


async def _all(calls: Sequence[CatchUp]) -> list[float]:
    """Seconds until each was up to date, from when all began."""
    connections = [await Connection.to(call.port) for call in calls]
    begun = time.perf_counter()

    async def one(call: CatchUp, connection: Connection) -> float:
        await call.through(connection)
        connection.close()
        return time.perf_counter() - begun

    return list(await asyncio.gather(*map(one, calls, connections)))


async def _heads(connection: asyncpg.Connection[Any], count: int) -> list[dict[str, str]]:
    """Permits and credentials of as many customers, made as the commands make them."""
    heads = []
    for _ in range(count):
        permit = await add_permit(connection, holder=server.HOLDER, product=PRODUCT)
        given = await add_credential(connection, permit)
        heads.append(server.authorised(f"{given.user}:{given.password}"))
    return heads
