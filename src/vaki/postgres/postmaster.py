"""The running server of one cluster, known by its postmaster.pid and by nothing else."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PID_FILE = "postmaster.pid"
STATUS_LINE = 7
SHARED_MEMORY_LINE = 6
POLL_SECONDS = 0.02
IMMEDIATE_SECONDS = 8.0


@dataclass(frozen=True)
class Postmaster:
    """What postmaster.pid says: the process, its state, and the id of its shared memory (none before it has one)."""

    cluster: Path
    pid: int
    status: str
    shared_memory: int | None

    def alive(self) -> bool:
        """Whether the process runs and is this cluster's server, not another that got the same number."""
        return _runs(self.pid) and _works_in(self.pid, self.cluster)

    def number_taken(self) -> bool:
        """Whether any process has this number: PostgreSQL would take it for a running server of its own."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    def send(self, number: signal.Signals) -> None:
        """Signal the server if it still is this cluster's."""
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait_gone(self, seconds: float) -> bool:
        """Wait until the process has ended; true when it has."""
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def orphans(self) -> list[int]:
        """Other processes still attached to this server's shared memory (seen on Linux only)."""
        if self.shared_memory is None or not sys.platform.startswith("linux"):
            return []
        return [pid for pid in _numbers() if pid != self.pid and _attached(pid, self.shared_memory) and _runs(pid)]


def read(cluster: Path) -> Postmaster | None:
    """The server that postmaster.pid names, alive or not; none without the file or before its first line is whole."""
    try:
        lines = (cluster / PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    status = lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else "starting"
    shared = lines[SHARED_MEMORY_LINE].split() if len(lines) > SHARED_MEMORY_LINE else []
    return Postmaster(cluster, abs(pid), status, int(shared[1]) if len(shared) > 1 and shared[1].isdigit() else None)


def stop(cluster: Path, *, fast_seconds: float = 4.0) -> bool:
    """Stop the cluster's server: `fast`, after `fast_seconds` `immediate`. True when it is gone."""
    server = read(cluster)
    if server is None or not server.alive():
        return True
    server.send(signal.SIGINT)
    if server.wait_gone(fast_seconds):
        return True
    server.send(signal.SIGQUIT)
    return server.wait_gone(IMMEDIATE_SECONDS)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return not Path("/proc/self/stat").exists()
    except ProcessLookupError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _works_in(pid: int, cluster: Path) -> bool:
    """A server's working folder is its cluster; where that cannot be seen, its program's name decides."""
    if Path("/proc/self/cwd").exists():
        try:
            return Path(f"/proc/{pid}/cwd").samefile(cluster)
        except PermissionError:
            return True
        except OSError:
            return False
    shown = subprocess.run(["/bin/ps", "-p", str(pid), "-o", "comm="], check=False, capture_output=True, text=True)  # noqa: S603
    return Path(shown.stdout.strip()).name.startswith("postgres")


def _numbers() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _attached(pid: int, shared_memory: int) -> bool:
    """Whether the process maps the System V segment; the kernel shows a segment's id in the place of the inode."""
    try:
        with Path(f"/proc/{pid}/maps").open(encoding="utf-8", errors="replace") as maps:
            return any("/SYSV" in line and line.split()[4] == str(shared_memory) for line in maps)
    except OSError:
        return False
