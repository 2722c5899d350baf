"""`./vaki serve`: the service under its supervisor, and everything it started gone with it."""

from __future__ import annotations

import errno
import http.client
import ipaddress
import logging
import logging.config
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from vaki.cli import service_log
from vaki.cli.running import DEFAULT_DATA, SUPERVISOR_VARIABLE, DataOption, Waiting, signals_end_the_command
from vaki.postgres.cluster import FastStop

if TYPE_CHECKING:
    from vaki.cli.workers import Workers
    from vaki.postgres.cluster import Cluster

PORT_PATIENCE_SECONDS = 3.0
WORKER_PATIENCE_SECONDS = 1
STOP_WITHIN_SECONDS = 4.2
SHORTEST_FAST_SECONDS = 0.5
READY_POLL_SECONDS = 0.1
DATABASE_POLL_SECONDS = 1.0
LIVE_PAUSE_SECONDS = 5.0
# The server allows 200 connections: these are the workers' pools together, the rest are Django's, the commands' and
# those of a sandbox's worlds.
CONNECTIONS = 64
LARGEST_POOL = 10

log = logging.getLogger("vaki.serve")


class LogFormat(StrEnum):
    """How the log is written."""

    text = "text"
    json = "json"


class PortInUseError(Exception):
    """The address is in use by another program"""

    exit_code: ClassVar[int] = 3

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} of {host} is in use by another program; choose another one with --port.")


class AddressError(Exception):
    """The address cannot be listened on"""

    exit_code: ClassVar[int] = 1

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Port {port} of {host} cannot be listened on: {reason}.")


class NotSyntheticError(Exception):
    """The sandbox's accounts are public, and this register holds an identity code outside 900-999"""

    exit_code: ClassVar[int] = 4

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True)
class Service:
    """What the command line asked for, checked."""

    data: Path
    host: str
    port: int
    workers: int
    root_path: str
    sandbox: bool
    live: str | None
    log_format: LogFormat

    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = f"[{self.local_host()}]" if ":" in self.local_host() else self.local_host()
        return f"http://{host}:{self.port}{self.root_path}/"

    def local_host(self) -> str:
        """The host to connect to from this machine; an address that means all of them is no address to call."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104


def serve(
    data: DataOption = DEFAULT_DATA,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 chooses a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Processes that answer.")] = min(2, os.cpu_count() or 1),
    root_path: Annotated[str, typer.Option(metavar="/PREFIX", help="Serve below this path.")] = "",
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Open the public demo accounts; loopback addresses only.")
    ] = False,
    live: Annotated[
        float | None, typer.Option(metavar="SPEED", min=0, help="Let life go on, this many days a day.")
    ] = None,
    log_format: Annotated[LogFormat, typer.Option(help="Log lines to read, or JSON objects.")] = LogFormat.text,
) -> None:
    """Serve the interfaces and the pages until Ctrl-C.

    Example: ./vaki serve --data .vaki --port 8000 --sandbox
    """
    if sandbox and not _is_loopback(host):
        raise typer.BadParameter("the sandbox listens on loopback addresses only", param_hint="--host")
    prefix = "".join(f"/{part}" for part in root_path.split("/") if part)
    speed = None if live is None else f"{live:g}"
    logging.config.dictConfig(service_log.configuration(log_format))
    with signals_end_the_command():
        chosen = _bindable_port(host, port)
        _run(Service(Path(data).resolve(), host, chosen, workers, prefix, sandbox, speed, log_format))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bindable_port(host: str, port: int) -> int:
    """The port, seen to be free. The workers of a service killed a moment ago may hold it a little longer.

    Raises PortInUseError, AddressError.
    """
    deadline = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        try:
            family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
                return int(probe.getsockname()[1])
        except socket.gaierror:
            raise AddressError(host, port, "there is no such host") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise AddressError(host, port, (error.strerror or "unknown reason").lower()) from None
            if time.monotonic() >= deadline:
                raise PortInUseError(host, port) from None
            time.sleep(0.1)


def _run(service: Service) -> None:
    """Hold the folder, have the database, serve; then stop all that was started."""
    from vaki.postgres.cluster import running, service_lock
    from vaki.postgres.migrate import migrate
    from vaki.postgres.provision import prepare

    lock = service_lock(service.data)
    stopping = Stopping()
    try:
        with Waiting() as waiting, running(service.data, progress=waiting.tell, leave=stopping) as cluster:
            prepare(cluster)
            for name in migrate(cluster.owner_url):
                log.info("migrated %s", name)
            if service.sandbox:
                _refuse_real_people(cluster)
            sandbox_url = _have_sandbox(service, cluster)
            waiting.close()
            Supervisor(service, cluster, stopping, sandbox_url).serve()
    finally:
        lock.close()


def _refuse_real_people(cluster: Cluster) -> None:
    """Raise NotSyntheticError when any code, present or former, has an individual number that real people have."""
    import psycopg

    from vaki.register.choosing import NOT_SYNTHETIC

    with psycopg.connect(cluster.role_url("register")) as connection:
        if connection.execute(NOT_SYNTHETIC).fetchone() is not None:
            raise NotSyntheticError


def _have_sandbox(service: Service, cluster: Cluster) -> str:
    """Have what a sandbox clones registers with, and keep the seeded state; the URL for the workers, if there is one.

    A service that is no sandbox shuts the sandbox's role out instead.
    """
    import asyncio

    from vaki.postgres import sandbox
    from vaki.postgres.environment import Environment
    from vaki.register.errors import NotReady
    from vaki.sandbox.seeded import keep_seeded

    if not service.sandbox:
        sandbox.shut(cluster)
        return ""
    prepared = sandbox.prepare(cluster)
    if prepared is None:
        log.warning("the database's owner may make neither roles nor databases: the sandbox has no worlds")
        return ""
    try:
        asyncio.run(keep_seeded(prepared.url, Environment.of(cluster), end_worlds=prepared.migrated))
    except NotReady:
        log.info("nobody is in the register yet; the sandbox keeps its state when it is first needed")
    return prepared.url


class Stopping(FastStop):
    """When the stop was asked for: all of it is over within five seconds, whatever part takes how long."""

    def __init__(self) -> None:
        self.began: float | None = None

    def begin(self) -> None:
        """Note the first asking; later ones change nothing."""
        self.began = self.began or time.monotonic()

    def seconds(self) -> float:
        """What is left for the database, which stops last."""
        spent = 0.0 if self.began is None else time.monotonic() - self.began
        return max(SHORTEST_FAST_SECONDS, min(super().seconds(), STOP_WITHIN_SECONDS - spent))


class Supervisor:
    """The workers, and what belongs to the service beside them: the database kept up, life kept going, the stop."""

    def __init__(self, service: Service, cluster: Cluster, stopping: Stopping, sandbox_url: str) -> None:
        self._service = service
        self._stopping = stopping
        self._cluster = cluster
        self._own_environment = dict(os.environ)
        self._ended = threading.Event()
        self._life: subprocess.Popen[bytes] | None = None
        _set_worker_environment(service, cluster, sandbox_url)
        self._server = _workers(service)

    def serve(self) -> None:
        """Serve until a signal; SystemExit when the workers do not stay up."""
        self._server.on_startup(self._started)
        try:
            self._server.run()
        finally:
            self._stopping.begin()
            self._end_life()

    def _started(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        threading.Thread(target=self._announce_when_ready, daemon=True).start()
        threading.Thread(target=self._keep_database, daemon=True).start()
        if self._service.live is not None:
            self._start_life()
            threading.Thread(target=self._keep_living, daemon=True).start()

    def _stop(self, *_signal: object) -> None:
        self._stopping.begin()
        self._ended.set()
        if self._life is not None and self._life.poll() is None:
            self._life.terminate()
        self._server.interrupt()

    def _keep_database(self) -> None:
        """Start the database again when it was killed under the service."""
        if not self._cluster.embedded:
            return
        from vaki.postgres.cluster import revive
        from vaki.postgres.errors import DatabaseError

        while not self._ended.wait(DATABASE_POLL_SECONDS):
            try:
                if revive(self._service.data):
                    log.warning("the database had ended and was started again")
            except DatabaseError as error:
                log.error("%s", error)  # noqa: TRY400 its one sentence says it all

    def _announce_when_ready(self) -> None:
        while not self._ended.wait(READY_POLL_SECONDS):
            if _answers_ready(self._service):
                service_log.announce(self._service.log_format, self._service.address())
                return

    def _start_life(self) -> None:
        command = [sys.executable, "-P", "-m", "vaki.cli.running", "live"]
        command += ["--data", str(self._service.data), "--speed", str(self._service.live)]
        environment = self._own_environment | {SUPERVISOR_VARIABLE: str(os.getpid())}
        self._life = subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def _keep_living(self) -> None:
        """Start life again when it ended by itself: a killed process must not stop the days unseen."""
        while self._life is not None:
            code = self._life.wait()
            if self._ended.is_set():
                return
            log.error("the process in which life goes on ended with %d; again in %g s", code, LIVE_PAUSE_SECONDS)
            if self._ended.wait(LIVE_PAUSE_SECONDS):
                return
            self._start_life()

    def _end_life(self) -> None:
        self._ended.set()
        if self._life is None:
            return
        self._life.terminate()
        try:
            self._life.wait(WORKER_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._life.kill()


def _set_worker_environment(service: Service, cluster: Cluster, sandbox_url: str) -> None:
    """Set what the workers inherit: the three roles' URLs, never the owner's."""
    from vaki.disclosure.deployment import DIRECT_VARIABLE, deployment
    from vaki.postgres.cluster import URL_VARIABLE
    from vaki.postgres.environment import Environment

    os.environ.pop(URL_VARIABLE, None)
    os.environ.update(Environment.of(cluster).variables())
    os.environ.update(
        VAKI_DATA=str(service.data),
        VAKI_DJANGO_SECRET_KEY=cluster.secrets.django_secret_key,
        VAKI_ROOT_PATH=service.root_path,
        VAKI_SANDBOX="1" if service.sandbox else "0",
        VAKI_SANDBOX_URL=sandbox_url,
        VAKI_LIVING="0" if service.live is None or float(service.live) == 0 else "1",
    )
    os.environ.setdefault("VAKI_POOL_SIZE", str(max(1, min(LARGEST_POOL, CONNECTIONS // (2 * service.workers)))))
    if not _is_loopback(service.host) and service.local_host() == service.host:
        os.environ["VAKI_HOSTS"] = ",".join(filter(None, [os.environ.get("VAKI_HOSTS"), service.host]))
    # A service that only this machine can call is no deployment to keep direct calls from, unless it says so.
    os.environ.setdefault(DIRECT_VARIABLE, "1" if _is_loopback(service.host) else "0")
    deployment()
    os.environ[SUPERVISOR_VARIABLE] = str(os.getpid())


def _workers(service: Service) -> Workers:
    from vaki.cli.workers import Workers

    return Workers(
        address=service.host,
        port=service.port,
        count=service.workers,
        patience_seconds=WORKER_PATIENCE_SECONDS,
        logging_settings=service_log.configuration(service.log_format),
    )


def _answers_ready(service: Service) -> bool:
    connection = http.client.HTTPConnection(service.local_host(), service.port, timeout=2)
    try:
        connection.request("GET", f"{service.root_path}/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
