"""The floor: the least any such server can do. Bare Starlette and asyncpg, no permit, no choosing, no censoring.

`/read-and-log` reads the documents of the posted codes and commits one row as large as a ledger row, those mentioned
included; `/read` only reads. Both answer with the bytes they read. `/log-tail` reads the posted codes into a set, reads
the log's tail and answers with the rows of those codes; `/log-by-code` lets SQL find them.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import AsyncIterator, Sequence
from itertools import cycle, islice

import asyncpg
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

DOCUMENTS = """
select p.person_id, p.document from register.identity_code i join register.person p using (person_id)
where i.code = any($1::text[])
"""
TAIL = "select code, person_id, groups from register.change where key > $1"
# Person by person through the index: the planner, left alone, would read the whole log for a hundred codes.
BY_CODE = """
select c.code, c.person_id, c.groups from register.identity_code i cross join lateral (
    select c.code, c.person_id, c.groups from register.change c where c.person_id = i.person_id and c.key > $1 offset 0
) c where i.code = any($2::text[])
"""


class Posted(msgspec.Struct):
    """What the change interface's requests say, of which the floor reads two members."""

    hetulista: list[str]
    viimeisinKirjausavain: int = 0  # noqa: N815 -- the wire's name


class Row(msgspec.Struct):
    """What a ledger row of the service holds: bytes beside the numbers of persons, and persons mentioned a subject."""

    one: int
    many: int
    mentioned: float

    def of(self, persons: Sequence[int]) -> tuple[list[int], list[int], str]:
        """A row as large for these persons."""
        mentioned = [number + 1 for number in islice(cycle(persons), int(len(persons) * self.mentioned))]
        return list(persons), mentioned, "x" * (self.one if len(persons) <= 1 else self.many)


LEDGER = """
create table floor_ledger (
    id bigserial primary key, subjects bigint[] not null, mentioned bigint[] not null, facts text not null
)
"""
WRITE = "insert into floor_ledger (subjects, mentioned, facts) values ($1, $2, $3)"

_decoder = msgspec.json.Decoder(Posted)


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    size = int(os.environ["FLOOR_POOL"])
    app.state.row = msgspec.convert(json.loads(os.environ["FLOOR_ROW"]), Row)
    async with asyncpg.create_pool(os.environ["FLOOR_URL"], min_size=size, max_size=size) as pool:
        app.state.pool = pool
        yield


async def _log(request: Request, persons: Sequence[int]) -> None:
    await request.app.state.pool.execute(WRITE, *request.app.state.row.of(persons))


async def read(request: Request) -> Response:
    """Documents of the posted codes."""
    posted = _decoder.decode(await request.body())
    rows = await request.app.state.pool.fetch(DOCUMENTS, posted.hetulista)
    return _answer([row[1] for row in rows])


async def read_and_log(request: Request) -> Response:
    """As `read`, after a committed row."""
    posted = _decoder.decode(await request.body())
    rows = await request.app.state.pool.fetch(DOCUMENTS, posted.hetulista)
    await _log(request, [row[0] for row in rows])
    return _answer([row[1] for row in rows])


async def log_tail(request: Request) -> Response:
    """Changes after a key of the posted codes, after a committed row."""
    posted = _decoder.decode(await request.body())
    codes = frozenset(posted.hetulista)
    rows = await request.app.state.pool.fetch(TAIL, posted.viimeisinKirjausavain)
    found = [row for row in rows if row[0] in codes]
    await _log(request, list({row[1] for row in found}))
    return _answer([row[2] for row in found])


async def log_by_code(request: Request) -> Response:
    """As `log_tail`, found by SQL: less to read when few are asked for far back."""
    posted = _decoder.decode(await request.body())
    found = await request.app.state.pool.fetch(BY_CODE, posted.viimeisinKirjausavain, posted.hetulista)
    await _log(request, list({row[1] for row in found}))
    return _answer([row[2] for row in found])


def _answer(texts: list[str]) -> Response:
    return Response("\n".join(texts).encode(), media_type="application/json")


application = Starlette(
    routes=[
        Route("/read", read, methods=["POST"]),
        Route("/read-and-log", read_and_log, methods=["POST"]),
        Route("/log-tail", log_tail, methods=["POST"]),
        Route("/log-by-code", log_by_code, methods=["POST"]),
    ],
    lifespan=_lifespan,
)
