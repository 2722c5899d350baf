"""Questions to the servers and to the database of a bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.load import Connection, in_loop, request

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def asked(port: int, path: str, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """The body of the answer. Raises Failed."""

    async def ask() -> bytes:
        connection = await Connection.to(port)
        try:
            return await connection.ask(request(path, body, headers))
        finally:
            connection.close()

    return in_loop(ask())


def backends(bench: Bench) -> int:
    """Connections to the bench's database at the moment, one's own among them."""
    query = "select count(*) from pg_stat_activity where backend_type = 'client backend'"
    return int(bench.owner(lambda connection: connection.fetchval(query)))
