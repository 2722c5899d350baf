"""The floor: the least any such server can do. Bare Starlette and asyncpg, no permit, no choosing, no censoring.

`/read-and-log` reads the documents of the posted codes and commits one row as large as a ledger row; `/read` only
reads. Both answer with the bytes they read. `/log-tail` reads the posted codes into a set, reads the log's tail and
answers with the rows of those codes.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator

import asyncpg
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

DOCUMENTS = """
select p.document from register.identity_code i join register.person p using (person_id) where i.code = any($1::text[])
"""
TAIL = "select code, groups from register.change where key > $1"


class Posted(msgspec.Struct):
    """What the change interface's requests say, of which the floor reads two members."""

    hetulista: list[str]
    viimeisinKirjausavain: int = 0  # noqa: N815 -- the wire's name


_decoder = msgspec.json.Decoder(Posted)


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    size = int(os.environ.get("FLOOR_POOL", "8"))
    async with asyncpg.create_pool(os.environ["FLOOR_URL"], min_size=size, max_size=size) as pool:
        app.state.pool = pool
        yield


async def _log(request: Request, persons: int) -> None:
    await request.app.state.pool.execute(
        "insert into floor_ledger (person_ids, facts) values ($1, $2)", list(range(persons * 3)), "x" * 300
    )


async def read(request: Request) -> Response:
    """Documents of the posted codes."""
    posted = _decoder.decode(await request.body())
    rows = await request.app.state.pool.fetch(DOCUMENTS, posted.hetulista)
    return Response("\n".join([row[0] for row in rows]).encode(), media_type="application/json")


async def read_and_log(request: Request) -> Response:
    """As `read`, after a committed row."""
    posted = _decoder.decode(await request.body())
    rows = await request.app.state.pool.fetch(DOCUMENTS, posted.hetulista)
    await _log(request, len(rows))
    return Response("\n".join([row[0] for row in rows]).encode(), media_type="application/json")


async def log_tail(request: Request) -> Response:
    """Changes after a key of the posted codes, after a committed row."""
    posted = _decoder.decode(await request.body())
    codes = frozenset(posted.hetulista)
    rows = await request.app.state.pool.fetch(TAIL, posted.viimeisinKirjausavain)
    found = [row[1] for row in rows if row[0] in codes]
    await _log(request, len(found))
    return Response("\n".join(found).encode(), media_type="application/json")


application = Starlette(
    routes=[
        Route("/read", read, methods=["POST"]),
        Route("/read-and-log", read_and_log, methods=["POST"]),
        Route("/log-tail", log_tail, methods=["POST"]),
    ],
    lifespan=_lifespan,
)
