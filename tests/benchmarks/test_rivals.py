"""The competitors as they are raced, with their packages: careful, sparing with queries, telling what Väki tells."""

from __future__ import annotations

import base64
import contextlib
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import asyncpg
import pytest
from benchmarks.base_data import POINT, calls
from benchmarks.bench import BASE_DATA, CHANGES, Bench, listed, of_codes
from benchmarks.catch_up import keys_back
from benchmarks.competitors.loading import Raced, schema_of
from benchmarks.competitors.rival import RIVALS, Rival, Variant
from benchmarks.events import _superuser
from benchmarks.load import Failed, in_loop, pressed, request
from benchmarks.racing import _compared, _raced
from tests.benchmarks.asking import asked, backends

from benchmarks import server
from vaki.postgres import place

Statements = Callable[[], list[str]]
CODES = 1_000


def by_superuser(bench: Bench, statement: str) -> None:
    async def execute() -> None:
        connection = await asyncpg.connect(_superuser(bench))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    in_loop(execute())


@contextlib.contextmanager
def logged(bench: Bench) -> Iterator[Statements]:
    """Every statement of the sessions that begin meanwhile, those since it was asked before."""
    where = place.find(bench.data)
    owner = bench.owner(lambda connection: connection.fetchval("select current_user"))
    assert where is not None
    seen = where.log.stat().st_size

    def since() -> list[str]:
        nonlocal seen
        with where.log.open("rb") as log:
            log.seek(seen)
            text = log.read()
            seen += len(text)
        found = re.split(r"\n(?=\S)", text.decode())
        return [
            re.sub(r"\s+", " ", one.split(": ", 2)[-1])
            for one in found
            if re.search(r"LOG:\s+(execute|statement)", one)
        ]

    by_superuser(bench, f"alter role {owner} set log_statement = 'all'")
    try:
        yield since
    finally:
        by_superuser(bench, f"alter role {owner} reset log_statement")


def tables(statements: list[str]) -> Counter[str]:
    """In how many statements each table stands."""
    return Counter(
        table
        for one in statements
        for table in set(re.findall(r'(?:\bfrom|\bjoin|\binto) "?([a-z_]+)"?(?!\()', one.lower()))
    )


@pytest.mark.long
@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.name)
def test_a_competitor_is_careful_in_every_raced_call_with_one_query_a_table_at_most(
    running: Bench, rival: Variant
) -> None:
    in_loop(rival.load(running))
    rows = f"select count(*) from {schema_of(rival.variant)}.ledger"  # noqa: S608 -- of two schemas
    head, key = running.head(), keys_back(running, 100)[0]
    questions = (
        (BASE_DATA, of_codes(running.known[:CODES])),
        (BASE_DATA, of_codes(running.known[:1])),
        (CHANGES, b'{"viimeisinKirjausavain":%d,%b}' % (key, listed(running.known))),
    )
    before = backends(running)
    with logged(running) as since, rival.serve(running) as port:
        for path, body in questions:
            asked(port, path, body, head)
            since()
            written = running.owner(lambda connection: connection.fetchval(rows))
            asked(port, path, body, head)
            said = [one for one in since() if one != rows]
            assert running.owner(lambda connection: connection.fetchval(rows)) == written + 1
            counted = tables(said)
            assert {"credential", "permit", "identity_code", "person", "ledger"} <= counted.keys(), said
            assert set(counted.values()) == {1}, counted
        wrong = {"Authorization": "Basic " + base64.b64encode(b"nobody:nothing").decode()}
        with pytest.raises(Failed, match=r"40[13]"):
            asked(port, *questions[1], wrong)
        in_loop(pressed(port, lambda _number: request(*questions[1], head), 0.3, 2 * server.POOL))
        assert backends(running) - before <= server.POOL
        own = server.free_port()
        with server.serving(running.data, own):
            assert _compared(running, port, own) == ""
        running.owner(
            lambda connection: connection.execute(
                f"update {schema_of(rival.variant)}.permit set valid_until = '2026-01-02'"  # noqa: S608
            )
        )
        with pytest.raises(Failed, match="403"):
            asked(port, *questions[1], head)


@pytest.mark.long
@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.name)
def test_ledger_and_censoring_are_off_only_where_the_share_of_the_floor_is_measured(
    running: Bench, rival: Variant
) -> None:
    in_loop(rival.load(running))
    rows = f"select count(*) from {schema_of(rival.variant)}.ledger"  # noqa: S608 -- of two schemas
    protected = running.owner(
        lambda connection: connection.fetchval("select code from register.person where protected and alive limit 1")
    )
    told = []
    for careful in (True, False):
        with rival.serve(running, careful=careful) as port:
            told.append(asked(port, BASE_DATA, of_codes([protected]), running.head()))
        assert running.owner(lambda connection: connection.fetchval(rows)) == 1
    assert b"turvakiellonAlaisetKentat" in told[0]
    assert b"turvakiellonAlaisetKentat" not in told[1]


class Twin:
    """Väki itself as its own competitor."""

    name = framework = "Twin"

    def __init__(self) -> None:
        self.served: list[bool] = []

    async def load(self, bench: Raced) -> None:
        return

    @contextlib.contextmanager
    def serve(self, bench: Raced, *, careful: bool = True) -> Iterator[int]:
        self.served.append(careful)
        port = server.free_port()
        # On one data folder there is one service; what stands beside it is the same application.
        with server.without_ledger(bench.data, port):
            yield port


class Liar(Twin):
    """Answers that nobody is known."""

    name = framework = "Liar"

    @contextlib.contextmanager
    def serve(self, bench: Raced, *, careful: bool = True) -> Iterator[int]:
        self.served.append(careful)
        nothing = ThreadingHTTPServer(("127.0.0.1", 0), Nobody)
        threading.Thread(target=nothing.serve_forever, daemon=True).start()
        try:
            yield nothing.server_port
        finally:
            nothing.shutdown()
            nothing.server_close()


class Nobody(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"perustiedot":[],"muutokset":[],"viimeisinKirjausavain":0,"ajanTasalla":true}'
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    def log_message(self, *_said: Any) -> None:
        return


@pytest.mark.long
def test_what_a_competitor_answers_is_compared_before_it_is_timed(running: Bench) -> None:
    liar: Rival = Liar()
    result = _raced(running, liar)
    assert "differences" in result.wrong
    assert result.values == result.beside == {}
    assert result.bare[POINT] > 0
    twin = Twin()
    result = _raced(running, twin)
    assert twin.served == [False, True], "bare for its share of the floor, then as it is raced"
    assert result.wrong == ""
    assert result.values.keys() == result.beside.keys() >= {POINT, calls(running)[-1].name}
    assert result.bare.keys() == {POINT, calls(running)[-1].name}
