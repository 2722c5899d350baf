"""How long it takes to tell who was given data about a person, over a ledger of five years.

    .venv/bin/python -m benchmarks.ledger_of_a_person --persons-told 8000000 --data /tmp/ledger-bench

Fills a database of its own with sixty months of rows of a hundred persons each, tells the times of the service's own
query for a person who was told of in many of them and for one in few, and prints its plan.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from pathlib import Path

import asyncpg

from vaki.cli.running import opened
from vaki.disclosure import ledger_sql

MONTHS = 60
PERSONS_A_ROW = 100
REGISTER = 5_600_000
OFTEN, SELDOM = 1, 2
LIMIT = 100
ROUNDS = 200

FILL = """
    with row as (
        insert into disclosure.ledger (made, permit_id, permit_version, holder, product, product_version, channel,
            operation, read_key, subjects, mentioned, censored, groups, censored_groups)
        select $1::timestamptz + n * (interval '27 days' / $2::integer), 1, 1, '0204819-8', 'K2000', 1, 'xroad',
            'base_data', 0,
            (select array_agg((n::bigint * 7919 + p * 104729) % $3::bigint + 3 order by p)
                from generate_series(1, $4::integer) p) || array[1::bigint],
            '{}', '{}', '{HENKILON_NIMI,KOTIKUNTA}', '{}'
        from generate_series(1, $2::integer) n
        returning ledger_id, made, subjects
    )
    insert into disclosure.ledger_person (person_id, ledger_id, made, part)
    select s, ledger_id, made, 'subject' from row, unnest(subjects) s
"""


async def fill(owner_url: str, rows_a_month: int) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        if await connection.fetchval("select count(*) from (select from disclosure.ledger limit 1) one"):
            return
        for month in range(MONTHS):
            begins = await connection.fetchval(
                "select date_trunc('month', now()) - make_interval(months => $1)", MONTHS - 1 - month
            )
            for parent in ("disclosure.ledger", "disclosure.ledger_person"):
                await connection.execute("select disclosure.make_partition($1, $2::timestamptz::date)", parent, begins)
            await connection.execute(FILL, begins, rows_a_month, REGISTER, PERSONS_A_ROW)
            await connection.execute(
                """
                insert into disclosure.ledger_person
                select $1, ledger_id, made, 'mentioned' from disclosure.ledger
                where made >= $2 order by ledger_id limit 1
                """,
                SELDOM,
                begins,
            )
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


async def measure(disclosure_url: str) -> None:
    connection = await asyncpg.connect(disclosure_url)
    try:
        told = await connection.fetchval("select count(*) from disclosure.ledger_person")
        rows = await connection.fetchval("select count(*) from disclosure.ledger")
        print(f"{told:,} persons told of in {rows:,} rows, {MONTHS} months")  # noqa: T201
        for name, person in (("often", OFTEN), ("seldom", SELDOM), ("never", 0)):
            times = []
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                found = await connection.fetch(ledger_sql.ROWS_OF_PERSON, person, LIMIT)
                times.append(1_000 * (time.perf_counter() - begun))
            worst = sorted(times)[int(0.99 * ROUNDS)]
            print(  # noqa: T201
                f"{name}: {len(found)} rows, first {times[0]:.1f} ms, median {statistics.median(times):.1f} ms, "
                f"p99 {worst:.1f} ms"
            )
        plan = await connection.fetch(
            f"explain (analyze, buffers, costs off) {ledger_sql.ROWS_OF_PERSON}", OFTEN, LIMIT
        )
        print("\n".join(row[0] for row in plan))  # noqa: T201
    finally:
        await connection.close()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--persons-told", type=int, default=8_000_000)
    given.add_argument("--data", type=Path, required=True)
    asked = given.parse_args()
    os.environ.pop("VAKI_DATABASE_URL", None)
    with opened(asked.data) as environment:
        assert environment.owner_url is not None  # noqa: S101 -- commands know the owner
        begun = time.monotonic()
        asyncio.run(fill(environment.owner_url, max(1, asked.persons_told // (MONTHS * (PERSONS_A_ROW + 1)))))
        print(f"filled in {time.monotonic() - begun:.0f} s")  # noqa: T201
        asyncio.run(measure(environment.disclosure_url))


if __name__ == "__main__":
    main()
