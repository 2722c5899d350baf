"""The embedded server: made, started and stopped with PostgreSQL's own programs and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

from vaki.postgres import binaries, postmaster
from vaki.postgres.errors import OtherVersionError, StartError
from vaki.postgres.place import SOCKET_NAME

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from vaki.postgres.account import StrPath
    from vaki.postgres.binaries import Binaries
    from vaki.postgres.place import Place

    Progress = Callable[[str, float], None]

SUPERUSER = "postgres"
START_LIMIT_SECONDS = 600.0
ORPHAN_PATIENCE_SECONDS = 3.0
LEFTOVER_PATIENCE_SECONDS = 10.0
LARGEST_LOG_BYTES = 10_000_000
TICK_SECONDS = 0.05
ANSWER_SECONDS = 2.0
ENCRYPTION_REQUEST = (8).to_bytes(4) + (80877103).to_bytes(4)
"""The protocol's first message that asks nothing of anybody: answered with one letter, before any sign-in."""
MEGABYTE = 1024 * 1024


def start(
    place: Place, *, superuser_password: str, progress: Progress | None = None, programs: Binaries | None = None
) -> None:
    """Have a server running on the place's cluster, making the cluster first where there is none.

    Returns when the server accepts connections. The caller holds the lock that guards starting. `progress` is called
    with what is being waited for and for how many seconds. `programs` other than the packaged ones serve an upgrade.
    Raises StartError, OtherVersionError, BinariesMissingError.
    """
    tell = progress or (lambda _what, _seconds: None)
    deadline = time.monotonic() + START_LIMIT_SECONDS
    running = postmaster.read(place.cluster)
    if running is not None and running.alive() and _ready_or_gone(running, place.socket_folder(), deadline, tell):
        return
    programs = (programs or binaries.packaged()).reachable_by(place.account)
    if not place.has_cluster():
        _initialise(place, programs, superuser_password, tell)
    refuse_other_version(place, programs)
    _wait_for_orphans(place, deadline, tell)
    _write_configuration(place)
    _run_pg_ctl(place, programs, deadline, tell)


def refuse_other_version(place: Place, programs: Binaries) -> None:
    """Raise OtherVersionError when the cluster is not of the programs' major version."""
    found, wanted = cluster_version(place), programs.major()
    if found != wanted:
        raise OtherVersionError(f"it is of version {found}, this Väki has {wanted}; `./vaki db upgrade` moves it")


def cluster_version(place: Place) -> int:
    """Major version of the place's cluster."""
    return int((place.cluster / "PG_VERSION").read_text(encoding="ascii").strip())


def _answers(socket_folder: Path) -> bool:
    """Whether the server takes a connection: one that is being killed is in the process table a moment longer."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(ANSWER_SECONDS)
        try:
            asking.connect(str(socket_folder / SOCKET_NAME))
            asking.sendall(ENCRYPTION_REQUEST)
            return asking.recv(1) in {b"N", b"S"}
        except OSError:
            return False


def _ready_or_gone(server: postmaster.Postmaster, socket_folder: Path, deadline: float, tell: Progress) -> bool:
    """Wait until a server found running is ready (true) or has ended (false)."""
    began = time.monotonic()
    while server.alive():
        now = postmaster.read(server.cluster)
        if now is not None and now.pid == server.pid and now.status == "ready" and _answers(socket_folder):
            return True
        if time.monotonic() >= deadline:
            raise StartError(f"the server (process {server.pid}) has been {server.status} for too long")
        tell("waiting for the running PostgreSQL", time.monotonic() - began)
        time.sleep(TICK_SECONDS)
    return False


def _initialise(place: Place, programs: Binaries, password: str, tell: Progress) -> None:
    """Make the cluster beside its final name and rename it there: killed midway, nothing half made is taken for one."""
    _remove_leftovers(place)
    work = Path(tempfile.mkdtemp(prefix="new-", dir=place.base))
    place.account.owns(work)
    password_file = work / "password"
    descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        place.account.owns(file.fileno())
        file.write(f"{password}\n")
    command: list[StrPath] = [
        *(programs.program("initdb"), "--pgdata", "cluster", "--username", SUPERUSER, "--pwfile", "password"),
        *("--encoding=UTF8", "--locale=C", "--data-checksums"),
        *("--auth-local=scram-sha-256", "--auth-host=reject"),
    ]
    with tempfile.TemporaryFile() as output:
        process = place.account.spawn(command, folder=work, output=output)
        _wait_for(process, time.monotonic() + START_LIMIT_SECONDS, lambda s: tell("making the database", s))
        if process.returncode != 0:
            shutil.rmtree(work, ignore_errors=True)
            raise StartError(_last_line(_text(output)))
    password_file.unlink()
    (work / "cluster").rename(place.cluster)
    work.rmdir()


def _remove_leftovers(place: Place) -> None:
    """Remove what a killed first start left; its initdb may still be writing, until it misses its folder and ends."""
    deadline = time.monotonic() + LEFTOVER_PATIENCE_SECONDS
    while leftovers := list(place.base.glob("new-*")):
        for leftover in leftovers:
            shutil.rmtree(leftover, ignore_errors=True)
        if time.monotonic() >= deadline:
            return
        time.sleep(TICK_SECONDS)


def _wait_for_orphans(place: Place, deadline: float, tell: Progress) -> None:
    """Wait for what a killed server left behind, and clear a pid file whose number now is another program's.

    A killed postmaster's children end by themselves when they next wait for anything; one that computes on is asked to
    end (never killed: it may be writing).
    """
    dead = postmaster.read(place.cluster)
    if dead is None or dead.alive():
        return
    began = time.monotonic()
    asked = False
    while orphans := dead.orphans():
        waited = time.monotonic() - began
        if waited > ORPHAN_PATIENCE_SECONDS and not asked:
            for pid in orphans:
                os.kill(pid, signal.SIGTERM)
            asked = True
        if time.monotonic() >= deadline:
            raise StartError(f"{len(orphans)} processes of a killed server do not end")
        tell("waiting for processes of a killed PostgreSQL", waited)
        time.sleep(TICK_SECONDS)
    if dead.number_taken():
        (place.cluster / postmaster.PID_FILE).unlink(missing_ok=True)


def _write_configuration(place: Place) -> None:
    socket_folder = place.make_socket_folder()
    lines = ["# Written anew at every start; settings of your own belong in local.conf beside this file."]
    lines += [f"{name} = '{value}'" for name, value in _settings(socket_folder).items()]
    lines.append("include_if_exists = 'local.conf'")
    _replace(place, place.cluster / "postgresql.conf", "\n".join(lines) + "\n")
    _replace(place, place.cluster / "pg_hba.conf", "local all all scram-sha-256\n")


def _settings(socket_folder: Path) -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "200",
        "shared_buffers": f"{max(32, min(512, memory // 8))}MB",
        "effective_cache_size": f"{max(64, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(32, min(256, memory // 16))}MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        # A failing statement and its detail carry rows, and rows are people: only the server's own state is logged.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_autovacuum_min_duration": "-1",
        "log_lock_waits": "off",
    }


def _replace(place: Place, path: Path, text: str) -> None:
    """Replace a file of the cluster; exclusive creation follows no link that the server's user may have laid."""
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        place.account.owns(file.fileno())
        file.write(text)
    temporary.replace(path)


def _run_pg_ctl(place: Place, programs: Binaries, deadline: float, tell: Progress) -> None:
    """Start by pg_ctl, again while something of an earlier server still lives."""
    if place.log.is_file() and place.log.stat().st_size > LARGEST_LOG_BYTES:
        place.log.replace(place.log.with_suffix(".log.1"))
    began = time.monotonic()
    while True:
        seen = place.log.stat().st_size if place.log.is_file() else 0
        limit = str(max(1, int(deadline - time.monotonic())))
        command: list[StrPath] = [programs.program("pg_ctl"), "start", "-w", "-t", limit, "-s"]
        command += ["-D", place.cluster.name, "-l", place.log.name]
        process = place.account.spawn(command, folder=place.base)
        _wait_for(process, deadline + 5, lambda s: tell("starting PostgreSQL", s))
        if process.returncode == 0:
            return
        said = _log_since(place.log, seen)
        if "still in use" not in said and "already exists" not in said:
            raise StartError(_last_line(said))
        if time.monotonic() >= deadline:
            raise StartError("processes of an earlier server do not end")
        tell("waiting for processes of an earlier PostgreSQL", time.monotonic() - began)
        time.sleep(TICK_SECONDS * 4)


def _wait_for(process: subprocess.Popen[bytes], deadline: float, tick: Callable[[float], None]) -> None:
    """Wait for a program that ends by itself, telling how long it has taken."""
    began = time.monotonic()
    while process.poll() is None:
        now = time.monotonic()
        if now >= deadline:
            process.kill()
            process.wait()
            return
        tick(now - began)
        time.sleep(TICK_SECONDS)


def _log_since(log: Path, offset: int) -> str:
    try:
        with log.open("rb") as file:
            file.seek(offset)
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def _text(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read().decode(errors="replace")


def _last_line(text: str) -> str:
    """The line that names the fault: the last fatal or error line, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    faults = [line for line in lines if "FATAL:" in line or "error:" in line]
    return (faults or lines or ["it gave no reason"])[-1]
