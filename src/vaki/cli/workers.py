"""The processes that answer: Granian's, under Väki's rules of birth and death."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from vaki.cli import service_log
from vaki.cli.running import end_with_supervisor

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGET = "vaki.web.asgi:application"
HEAD_SECONDS = 10
BUFFER_BYTES = 64 * 1024
CONNECTIONS = 1_024
"""Requests under way in one worker, at most; more wait to be accepted."""
FALLS = 3
FALLS_WITHIN_SECONDS = 20.0

log = logging.getLogger("vaki.serve")


class Workers(MPServer):
    """The workers of one service.

    A worker that ends unasked is replaced at once, until they fall FALLS times each within FALLS_WITHIN_SECONDS: then
    the fault lies in what they run, and the service ends.
    """

    def __init__(
        self, *, address: str, port: int, count: int, patience_seconds: int, logging_settings: dict[str, Any]
    ) -> None:
        # Never fork: a forked worker would inherit its supervisor's locks and hold them after that one's death.
        multiprocessing.set_start_method("spawn", force=True)
        super().__init__(
            TARGET,
            address=address,
            port=port,
            interface=Interfaces.ASGI,
            # A caller who sends its request's head a byte a second, and one who has stopped reading, cost little.
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1_000, max_buffer_size=BUFFER_BYTES),
            backlog=CONNECTIONS * count,
            backpressure=CONNECTIONS,
            workers=count,
            loop=Loops.uvloop,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=patience_seconds,
            log_dictconfig=logging_settings,
            log_access=True,
            log_access_format=service_log.ACCESS_FORMAT,
        )
        self._falls: list[float] = []
        self._fell_too_often = False

    def run(self) -> None:
        """Serve until `interrupt`. Raises SystemExit when the workers do not stay up."""
        try:
            self.serve(target_loader=load_application, wrap_loader=False)
        except SystemExit:
            # Granian counts a worker that Ctrl-C reached first as a failure.
            if not self.interrupt_signal:
                raise
        if self._fell_too_often:
            sys.exit(1)

    def interrupt(self) -> None:
        """Begin the end."""
        self.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    def _respawn_workers(self, workers: Sequence[int], spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        now = time.monotonic()
        self._falls = [fall for fall in self._falls if now - fall < FALLS_WITHIN_SECONDS] + [now] * len(workers)
        if len(self._falls) > FALLS * self.workers:
            log.error("the workers do not stay up; the service ends")
            self._fell_too_often = True
            self.interrupt()
            return
        # Granian gives up when one worker falls twice in five seconds, which one `kill` too many can bring about.
        self.respawned_wrks.clear()
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        self.respawned_wrks.clear()


def load_application() -> Any:
    """Load the application in a fresh worker, which from now on lives no longer than its supervisor.

    Out of the terminal's process group, so that Ctrl-C reaches the supervisor alone and the stop has one order.
    """
    end_with_supervisor()
    os.setpgid(0, 0)
    from vaki.web.asgi import application

    return application
