"""Prints a digest of a population: run by the determinism tests in processes of their own."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from datetime import date

from vaki.register.hands import Hands
from vaki.synthetic.estate.rows import write_quarters
from vaki.synthetic.population import Plan, Source, outline, write_block


async def digest(persons: int, seed: int, workers: int) -> str:
    source = Source(persons, seed, date(2026, 11, 7))
    found = hashlib.sha256()
    with Hands(workers) as hands:
        outlines = [one async for one in hands.map(outline, ((source, at) for at in range(source.blocks)))]
        plan = Plan(source, outlines)
        tasks = ((source, plan.quarters, share) for share in plan.shares())
        async for portion in hands.map(write_block, tasks):
            for table, rows in portion.tables:
                found.update(table.encode() + rows)
        stock = plan.stock()
        for place, kind in ((0, "flat"), (0, "house")):
            quarters = range(plan.quarters[place, kind])
            task = (stock, place, kind, quarters, *plan.residents(stock, place, kind, quarters))
            async for estate in hands.map(write_quarters, [task]):
                found.update(repr(estate).encode())
    return found.hexdigest()


if __name__ == "__main__":
    print(asyncio.run(digest(*map(int, sys.argv[1:]))))  # noqa: T201 -- the answer
