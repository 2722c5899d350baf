"""What stands behind a figure: the floor's bytes and row, a ledger row a call, slow commits, competitors' indexes."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace
from typing import Any

import psutil
import pytest
from benchmarks.base_data import Asked, calls
from benchmarks.bench import BASE_DATA, CHANGES, MENTIONING, Bench, listed, machine, of_codes
from benchmarks.catch_up import CatchUp, keys_back, timed
from benchmarks.competitors import loading
from benchmarks.customers import customers
from benchmarks.events import SLOW_MICROSECONDS, slow_commits
from benchmarks.figures import Figure
from benchmarks.load import in_loop
from benchmarks.memory import NAME, memory
from benchmarks.mix import EVENTS_A_SECOND, MISSED, mix
from benchmarks.starting import starting
from tests.benchmarks.asking import asked, backends

from benchmarks import server
from vaki.cli.serve import CONNECTIONS, LARGEST_POOL


def value(bench: Bench, query: str, *given: object) -> Any:
    return bench.owner(lambda connection: connection.fetchval(query, *given))


def floor_rows(bench: Bench) -> int:
    return int(value(bench, "select count(*) from floor_ledger"))


def ledger_rows(bench: Bench, codes: int) -> int:
    return int(value(bench, "select count(*) from disclosure.ledger where cardinality(subjects) = $1", codes))


def workers(port: int) -> int:
    """Processes that answer on a port: those that listen there and have no others under them that do."""
    listening = {
        one.pid
        for one in psutil.net_connections("tcp")
        if one.pid and one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port
    }
    return len(listening - {psutil.Process(pid).ppid() for pid in listening})


def test_the_floor_is_bare() -> None:
    text = (server.ROOT / "benchmarks" / "floor.py").read_text("utf-8")
    imported = set(re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE)) - set(sys.stdlib_module_names)
    assert imported == {"asyncpg", "msgspec", "starlette"}


def test_the_floor_answers_with_the_bytes_it_reads_after_one_committed_row(running: Bench) -> None:
    codes = running.known[:3]
    documents = running.owner(
        lambda connection: connection.fetch("select document from register.person where code = any($1)", codes)
    )
    key, _ = keys_back(running, 20)
    tail = b'{"viimeisinKirjausavain":%d,%b}' % (key, listed(running.known))
    changed = running.owner(
        lambda connection: connection.fetch("select groups from register.change where key > $1", key)
    )
    row, port, before = running.ledger_row, server.free_port(), backends(running)
    with server.floor(running.data, port, row):
        assert backends(running) - before == server.POOL
        assert workers(port) == 1
        for path, body, expected, rows in (
            ("/read", of_codes(codes), documents, 0),
            ("/read-and-log", of_codes(codes), documents, 1),
            ("/log-tail", tail, changed, 1),
            ("/log-by-code", tail, changed, 1),
        ):
            written = floor_rows(running)
            told = asked(port, path, body).decode()
            assert floor_rows(running) - written == rows, path
            expected_bytes = sum(len(one[0].encode()) + 1 for one in expected) - 1
            if path.startswith("/read"):
                assert len(told.encode()) == expected_bytes
                assert all(one[0] in told for one in expected)
            else:
                # Those whom nobody posted, as they have died or have no code any more, are left out.
                assert 0 < len(told.encode()) <= expected_bytes


@pytest.mark.parametrize("product", ["OPISKELIJA", MENTIONING])
def test_a_ledger_row_of_the_floor_is_as_large_as_the_services_with_those_mentioned(
    running: Bench, product: str
) -> None:
    row, port = running.ledger_row_of(product), server.free_port()
    thousand = running.known[: calls(running)[-1].codes]
    with server.floor(running.data, port, row):
        for codes in (running.known[:1], thousand):
            asked(port, "/read-and-log", of_codes(codes))
    ours = "select max(pg_column_size(l.*)), max(cardinality(mentioned)) from disclosure.ledger l where product = $1"
    bare = "select max(pg_column_size(f.*)), max(cardinality(mentioned)) from floor_ledger f"
    [own] = running.owner(lambda connection: connection.fetch(ours, product))
    [floor] = running.owner(lambda connection: connection.fetch(bare))
    assert floor[0] == pytest.approx(own[0], rel=0.1)
    assert floor[1] == pytest.approx(own[1], abs=1)
    assert (own[1] > 0) is (product == MENTIONING)


def test_every_call_that_is_timed_has_its_ledger_row_and_only_without_the_ledger_none(running: Bench) -> None:
    own, off = (Asked(server.free_port(), BASE_DATA, running.head()) for _ in range(2))
    with server.serving(running.data, own.port), server.without_ledger(running.data, off.port):
        assert workers(own.port) == workers(off.port) == 1
        for call in (calls(running)[0], calls(running)[-1]):
            before = ledger_rows(running, call.codes)
            [load] = call.press(running, own)
            assert load.received > 0
            assert ledger_rows(running, call.codes) - before >= len(load.seconds)
            before = ledger_rows(running, call.codes)
            [load] = call.press(running, off)
            assert load.received > 0
            assert ledger_rows(running, call.codes) == before
        key, _ = keys_back(running, 50)
        before = value(running, "select count(*) from disclosure.ledger where operation = 'changes'")
        in_loop(timed([CatchUp(own.port, CHANGES, key, listed(running.known), running.head())], 0))
        assert value(running, "select count(*) from disclosure.ledger where operation = 'changes'") >= before + 4


def test_the_pool_of_all_is_the_one_that_a_single_worker_of_the_service_has_by_itself() -> None:
    assert min(LARGEST_POOL, CONNECTIONS // 2) == server.POOL
    assert server.variables()["VAKI_POOL_SIZE"] == str(server.POOL)


def test_commits_are_slowed_without_a_word_about_durability_and_are_quick_again(running: Bench) -> None:
    async def commits(connection: Any) -> float:
        await connection.execute("create table if not exists slow_commits (n integer)")
        begun = time.perf_counter()
        for number in range(20):
            await connection.execute("insert into slow_commits values ($1)", number)
        return (time.perf_counter() - begun) / 20

    before = machine(running)["durability"]
    with slow_commits(running):
        assert running.owner(commits) >= SLOW_MICROSECONDS / 1e6
        slowed = machine(running)["durability"]
    assert {**slowed, "commit_delay": "0"} == before
    assert machine(running)["durability"] == before
    assert (before["fsync"], before["synchronous_commit"], before["full_page_writes"]) == ("on", "on", "on")


def test_a_customer_who_follows_a_steady_mix_misses_none_of_the_changes_written_meanwhile(running: Bench) -> None:
    alone = Bench(running.data, replace(running.plan, mix_seconds=1.5), running.console)
    mix(alone)
    missed = alone.find(MISSED)
    assert missed is not None
    assert missed.value == 0
    written = int(missed.note.removeprefix("of ").split()[0])
    assert written >= EVENTS_A_SECOND
    assert {"mix, 1 code, p99", "mix, changes, p99"} <= {one.name for one in alone.figures}


INDEXES = """
select tablename, regexp_replace(indexdef, '^.* USING ', '') as definition from pg_indexes
where schemaname = $1 and tablename in ('person', 'identity_code', 'change')
"""
# Found by the register's clock, and by nothing that is served.
OF_THE_CLOCK = "person_due"


@pytest.mark.parametrize("variant", ["rows", "jsonb"])
def test_a_competitor_has_the_indexes_and_the_persons_and_changes_of_the_service(running: Bench, variant: str) -> None:
    in_loop(loading.load(running, variant))
    schema = loading.schema_of(variant)
    theirs, ours = (
        {(row["tablename"], re.sub(r"\bperson_id\b", "id", row["definition"])) for row in rows}
        for rows in (
            running.owner(lambda connection: connection.fetch(INDEXES, schema)),
            running.owner(
                lambda connection: connection.fetch(f"{INDEXES} and indexname <> '{OF_THE_CLOCK}'", "register")
            ),
        )
    )
    assert theirs == ours
    for table in ("person", "identity_code", "change"):
        counted = "select count(*) from {}." + table  # noqa: S608 -- the three tables above
        assert value(running, counted.format(schema)) == value(running, counted.format("register"))


@pytest.mark.long
def test_customers_memory_and_a_warm_start_have_figures_beside_their_floors_each_asked_for_alone(
    running: Bench,
) -> None:
    figures: dict[str, Figure] = {}
    for family in (starting, customers, memory):
        alone = Bench(running.data, running.plan, running.console)
        family(alone)
        figures |= {one.name: one for one in alone.figures}
    assert figures.keys() == {
        "warm start",
        "identity codes parsed and checked",
        f"{running.plan.customers} customers catching up at once",
        NAME,
    }
    assert all(one.value > 0 and one.floor > 0 for one in figures.values())
    assert re.match(rf"{running.plan.memory_seconds:g} s measured.*[+-]\d+ ± \d+ MB/h", figures[NAME].note)
