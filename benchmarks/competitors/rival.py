"""The competitors as the bench sees them: each can load its data and serve it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from benchmarks import server
from benchmarks.competitors import loading, packages
from benchmarks.competitors.loading import Raced
from vaki.postgres.environment import Environment


class Rival(Protocol):
    """One competitor in one variant."""

    @property
    def name(self) -> str: ...
    @property
    def framework(self) -> str:
        """Of the variants of one framework the better counts."""

    async def load(self, bench: Raced) -> None:
        """Fill its own schema from what the bench's register holds now."""

    def serve(self, bench: Raced, *, careful: bool = True) -> contextlib.AbstractContextManager[int]:
        """Its port, while it is served with one worker; `careful` is with ledger and censoring."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A framework's application on one of the two schemas."""

    framework: str
    application: str
    interface: str
    variant: str

    @property
    def name(self) -> str:
        stored = {"rows": "normalised rows", "jsonb": "one JSONB column"}[self.variant]
        return f"{self.framework}, {stored}"

    async def load(self, bench: Raced) -> None:
        await loading.load(bench, self.variant)

    @contextlib.contextmanager
    def serve(self, bench: Raced, *, careful: bool = True) -> Iterator[int]:
        folder = packages.installed(lambda text: sys.stderr.write(f"{text}\n"))
        port = server.free_port()
        options = ["--interface", self.interface, "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
        options += ["--loop", "uvloop"] if self.interface == "asgi" else ["--blocking-threads", str(server.POOL)]
        environment = {
            "PYTHONPATH": os.pathsep.join(map(str, (folder, server.ROOT))),
            "RIVAL_URL": Environment.from_data(bench.data).owner_url or "",
            "RIVAL_SCHEMA": loading.schema_of(self.variant),
            "RIVAL_VARIANT": self.variant,
            "RIVAL_CAREFUL": str(int(careful)),
            "RIVAL_POOL": str(server.POOL),
        }
        command = [sys.executable, "-m", "granian", *options, "--working-dir", str(server.ROOT), self.application]
        with server.process(command, port, "/health/ready", **environment):
            yield port


RIVALS: Final[tuple[Rival, ...]] = tuple(
    Variant(framework, application, interface, variant)
    for framework, application, interface in (
        ("FastAPI + SQLAlchemy + Pydantic", "benchmarks.competitors.fastapi_app.main:app", "asgi"),
        ("Django REST Framework", "benchmarks.competitors.drf_app.wsgi:application", "wsgi"),
    )
    for variant in ("rows", "jsonb")
)
