"""What a served folder's database was asked: every statement, as the server itself writes them down."""

from __future__ import annotations

import re
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg

from vaki.postgres import place
from vaki.postgres.cluster import at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.rules.serving import Service

PERSON_TABLES = frozenset(
    {"person", "person_version", "change", "identity_code", "person_name", "residence", "relation"}
)
NAMED = re.compile(r"\b(register|disclosure)\s*\.\s*(\w+)")
_STATEMENT = re.compile(r"LOG:  (?:statement|execute [^:]*): ")


class Statements:
    """The statements between the beginning and the end of a block, in order."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def named(self, schema: str) -> set[str]:
        """Tables and functions of a schema that were named."""
        return {name for text in self.texts for own, name in NAMED.findall(text) if own == schema}


class Observer:
    """Reads the server's log, into which every session of the database writes its statements."""

    def __init__(self, service: Service, log: Path) -> None:
        self._service = service
        self._log = log

    @contextmanager
    def statements(self) -> Iterator[Statements]:
        """A statement is in the log before it is answered, so at the end of the block all that it caused is there."""
        seen = Statements()
        first, last = (f"mark {uuid.uuid4().hex}" for _ in range(2))
        self._mark(first)
        yield seen
        self._mark(last)
        text = self._log.read_text(encoding="utf-8", errors="replace")
        seen.texts = _STATEMENT.split(text.partition(first)[2].partition(last)[0])[1:]

    def _mark(self, mark: str) -> None:
        with psycopg.connect(at(self._service.data).owner_url, autocommit=True) as connection:
            connection.execute(f"/* {mark} */ SELECT 1".encode())


def observe(service: Service) -> Observer:
    """Let every session that begins from now on write its statements down, and end those there are."""
    found = place.find(service.data)
    assert found is not None
    with service.superuser() as connection:
        connection.execute("ALTER DATABASE vaki SET log_statement = 'all'")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'vaki' AND pid <> pg_backend_pid()"
        )
    return Observer(service, found.log)
