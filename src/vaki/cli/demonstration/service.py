"""`./vaki serve` as a child of the demo: started, waited for, and gone when the demo is."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, Self
from urllib.parse import urlsplit

from vaki.cli.running import SUPERVISOR_VARIABLE

if TYPE_CHECKING:
    from types import TracebackType

READY_SECONDS: Final = 60.0
STOP_SECONDS: Final = 5.0
LOG_NAME: Final = "demo-serve.log"
_LOOK_SECONDS: Final = 0.2


class ServiceEnded(Exception):
    """The service ended by itself"""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code: int = code


class ServiceNotReady(Exception):
    """The service did not become ready"""

    exit_code: ClassVar[int] = 1


class Service:
    """A running `serve --sandbox --live`. Leaving the context stops it and everything it started, within 5 s."""

    def __init__(self, data: Path, *, port: int, days_a_day: float) -> None:
        self._data = data
        self._arguments = ["serve", "--data", str(data), "--port", str(port), "--sandbox", "--log-format", "json"]
        self._arguments += ["--live", f"{days_a_day:g}"]
        self._child: subprocess.Popen[bytes] | None = None
        self.log = data / LOG_NAME
        self.address = ""

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or "127.0.0.1"

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def __enter__(self) -> Self:
        # A session of its own: Ctrl-C reaches the demo alone, and the stop has one order.
        with self.log.open("wb") as log:
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "vaki.cli.running", *self._arguments],
                env=os.environ | {SUPERVISOR_VARIABLE: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        child = self._child
        if child is None:
            return
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout is not None:
            child.stdout.close()

    def wait_until_ready(self) -> None:
        """Return when /health/ready says 200, the address then known. Raises ServiceEnded, ServiceNotReady."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self.see_alive()
            line = self._line()
            if line:
                self.address = str(json.loads(line)["address"])
                return
        raise ServiceNotReady(f"The service was not ready after {READY_SECONDS:g} s; {self.log} tells why.")

    def see_alive(self) -> None:
        """Raises ServiceEnded when the service is no longer there."""
        code = self._child.poll() if self._child is not None else None
        if code is not None:
            sentence = self._last_sentence() or f"The service ended unasked; {self.log} tells why."
            raise ServiceEnded(code if code > 0 else 1, sentence)

    def _line(self) -> bytes:
        output = self._child.stdout if self._child is not None else None
        if output is None or not select.select([output], [], [], _LOOK_SECONDS)[0]:
            return b""
        return output.readline()

    def _last_sentence(self) -> str:
        """What the service said on leaving: commands end with one line `vaki: …`."""
        lines = self.log.read_text("utf-8", errors="replace").splitlines()
        said = [line.removeprefix("vaki: ") for line in lines if line.startswith("vaki: ")]
        return said[-1] if said else ""
