"""Loading: the seed command against COPY of the same rows into the same tables."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final

from benchmarks import server

if TYPE_CHECKING:
    import asyncpg

    from benchmarks.bench import Bench

SEEDING: Final = "seeding.json"
COPIED: Final = 20_000
"""Persons that the floor copies, at most; with all that is kept of them."""
_TABLES: Final = ("person", "identity_code", "person_name", "residence", "relation")


class OtherPersons(Exception):
    """The data folder holds another number of persons than is asked for."""


def loading(bench: Bench) -> None:
    """Seed the bench's own data and time it; what was cut short is gone on with, and its seconds are added up."""
    seconds = _seeded(bench)
    records = bench.owner(lambda connection: connection.fetchval("select count(*) from register.person"))
    if seconds is None:
        bench.tell(f"{records} persons are here already; how long they took is not known, so the load has no figure")
        return
    copied = bench.owner(_copied_again)
    note = "generation, load and 14 lived days; COPY of persons, codes, names, homes and relations"
    bench.add("load", records / seconds, "persons/s", copied, note)


def ensure_loaded(bench: Bench) -> None:
    """Seed without a figure, for runs that measure something else."""
    _seeded(bench)


def _seeded(bench: Bench) -> float | None:
    """Seconds that seeding has taken in all; None when it was killed under way once, or done by somebody else.

    Raises OtherPersons.
    """
    kept = bench.data / SEEDING
    known: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {"seconds": 0.0, "whole": False}
    persons = bench.plan.persons
    if known.get("persons", persons) != persons:
        raise OtherPersons(f"{bench.data} holds a register of {known['persons']} persons, not of {persons}")
    if known["whole"]:
        return _seconds(known)
    begun, before = time.perf_counter(), known["seconds"]
    kept.write_text(json.dumps({"seconds": None, "whole": False, "persons": persons}))
    bench.tell(f"seeding {bench.plan.persons} persons …")
    whole = False
    try:
        whole = _seed(bench)
    finally:
        seconds = None if before is None else before + time.perf_counter() - begun
        known = {"seconds": seconds, "whole": whole, "persons": persons}
        kept.write_text(json.dumps(known))
    return _seconds(known)


def _seconds(known: dict[str, Any]) -> float | None:
    return None if known["seconds"] is None else float(known["seconds"])


def _seed(bench: Bench) -> bool:
    server.vaki_shown(
        "seed", "--persons", str(bench.plan.persons), "--seed", "1", "--as-of", "2026-11-01", "--data", str(bench.data)
    )
    return True


async def _copied_again(connection: asyncpg.Connection[Any]) -> float:
    """Persons a second of bare COPY, narrow rows and indexes included."""
    last = await connection.fetchval(
        "select max(person_id) from (select person_id from register.person order by person_id limit $1) first", COPIED
    )
    persons, took = 0, 0.0
    for table in _TABLES:
        rows = await connection.fetch(f"select * from register.{table} where person_id <= $1", last)  # noqa: S608 ours
        await connection.execute(f"drop table if exists floor_{table}")  # of a run that was cut short
        await connection.execute(f"create table floor_{table} (like register.{table} including all)")
        begun = time.perf_counter()
        await connection.copy_records_to_table(f"floor_{table}", records=[tuple(row) for row in rows])
        took += time.perf_counter() - begun
        await connection.execute(f"drop table floor_{table}")
        persons = persons or len(rows)
    return persons / took
