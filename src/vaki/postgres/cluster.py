"""The cluster of a data folder and those who use it at this moment."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from vaki.postgres import embedded, place, postmaster
from vaki.postgres.errors import AlreadyServedError, SecretsError, StartError
from vaki.postgres.locks import LockFile
from vaki.postgres.secrets import Secrets
from vaki.postgres.secrets import exists as secrets_exist

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL_VARIABLE = "VAKI_DATABASE_URL"
DATABASE = "vaki"
ROLES = ("register", "disclosure", "site")
STARTING_LIMIT_SECONDS = 900.0
FAST_SECONDS = 4.0
LEAVING_SECONDS = 1.0


@dataclass(frozen=True)
class Cluster:
    """A database server one can connect to: `owner_url` names the owner's database on it.

    `superuser_url` exists for the embedded server only.
    """

    data: Path
    secrets: Secrets
    owner_url: str
    superuser_url: str | None

    @property
    def embedded(self) -> bool:
        """Whether the server is Väki's own, in the data folder."""
        return self.superuser_url is not None

    def role_url(self, role: str) -> str:
        """URL of one of ROLES on the owner's database."""
        return with_user(self.owner_url, f"vaki_{role}", getattr(self.secrets, role))

    def with_database(self, database: str) -> Cluster:
        """The same server, another database."""
        return replace(self, owner_url=with_database(self.owner_url, database))


def data_folder(data: Path) -> Path:
    """The data folder, absolute, made where it is missing (closed to others, except that as the superuser the server's
    own user may pass through it). A folder that exists keeps its mode.
    """
    resolved = data.expanduser().resolve()
    if not resolved.is_dir():
        try:
            resolved.mkdir(parents=True, exist_ok=True)
            resolved.chmod(0o711 if os.geteuid() == 0 else 0o700)
        except OSError as error:
            raise StartError(f"the data folder {resolved} cannot be made: {error.strerror}") from None
    return resolved


def at(data: Path) -> Cluster:
    """The cluster of the data folder as it is reached, started or not.

    By `VAKI_DATABASE_URL` where it is set, else the embedded one. Raises SecretsError, StartError.
    """
    folder = data_folder(data)
    secrets = Secrets.of(folder)
    external = os.environ.get(URL_VARIABLE)
    if external:
        return Cluster(folder, secrets, external, None)
    found = place.find(folder)
    if found is None:
        raise StartError(f"there is no database in {folder} yet")
    superuser = superuser_url(found.socket_folder(), secrets.superuser)
    owner = with_database(with_user(superuser, "vaki_owner", secrets.owner), DATABASE)
    return Cluster(folder, secrets, owner, superuser)


def superuser_url(socket_folder: Path, password: str) -> str:
    """URL of the embedded server's superuser."""
    bare = f"postgresql:///postgres?host={quote(str(socket_folder), safe='/')}"
    return with_user(bare, embedded.SUPERUSER, password)


@contextmanager
def running(
    data: Path, *, progress: embedded.Progress | None = None, leave: FastStop | None = None
) -> Iterator[Cluster]:
    """The cluster of the data folder, running for as long as anyone is inside.

    Joins the server that runs already, else starts it; the last user to leave stops it. `progress` is called with what
    is waited for and the seconds so far. `leave` lets the caller shorten the stop. Raises DatabaseError.
    """
    folder = data_folder(data)
    if os.environ.get(URL_VARIABLE):
        yield at(folder)
        return
    guard, users = LockFile(folder / "postgres.start"), LockFile(folder / "postgres.users")
    try:
        try:
            if not guard.exclusive(within_seconds=STARTING_LIMIT_SECONDS):
                raise StartError("another command has been starting or stopping it for too long")
            users.shared()
            _start(folder, progress)
            guard.release()
            yield at(folder)
        finally:
            _leave(folder, guard, users, leave or FastStop())
    finally:
        users.close()
        guard.close()


def revive(data: Path) -> bool:
    """Start the server again if it ended while its users are inside; true when it had. Raises DatabaseError.

    For a user that stays long: the others meet a server that is there or start it themselves.
    """
    folder = data_folder(data)
    if os.environ.get(URL_VARIABLE) or is_running(folder):
        return False
    guard = LockFile(folder / "postgres.start")
    try:
        if not guard.exclusive(within_seconds=STARTING_LIMIT_SECONDS) or is_running(folder):
            return False
        _start(folder, None)
    finally:
        guard.close()
    return True


class FastStop:
    """How long the last user lets a `fast` stop take before it becomes `immediate`."""

    def seconds(self) -> float:
        """Seconds, asked for when the stop begins."""
        return FAST_SECONDS


def service_lock(data: Path) -> LockFile:
    """The lock that keeps two services off one data folder; close it to let go. Raises AlreadyServedError."""
    folder = data_folder(data)
    lock = LockFile(folder / "service.lock")
    if not lock.exclusive():
        lock.close()
        raise AlreadyServedError(str(folder))
    return lock


def exists(data: Path) -> bool:
    """Whether the data folder has a database: one of the owner's by URL, or a cluster of its own."""
    return bool(os.environ.get(URL_VARIABLE)) or place.find(data_folder(data)) is not None


def is_running(data: Path) -> bool:
    """Whether the embedded server of the data folder runs at this moment."""
    found = place.find(data_folder(data))
    server = postmaster.read(found.cluster) if found else None
    return server is not None and server.alive()


def with_user(url: str, user: str, password: str) -> str:
    """The URL with another user and password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{host}"))


def without_password(url: str) -> str:
    """The URL as it may be shown or given as an argument."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{name}@{host}" if name else host))


def with_database(url: str, database: str) -> str:
    """The URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database, safe='')}"))


def _start(folder: Path, progress: embedded.Progress | None) -> None:
    chosen = place.choose(folder)
    if chosen.has_cluster() and not secrets_exist(folder):
        raise SecretsError(f"{folder} has a database but no secrets.json, and without its passwords nobody gets in")
    embedded.start(chosen, superuser_password=Secrets.of(folder).superuser, progress=progress)


def _leave(folder: Path, guard: LockFile, users: LockFile, leave: FastStop) -> None:
    """Stop the server if nobody else uses it; who is just joining holds the guard, and then it is theirs."""
    if not guard.exclusive(within_seconds=LEAVING_SECONDS) or not users.exclusive():
        return
    found = place.find(folder)
    if found is not None:
        postmaster.stop(found.cluster, fast_seconds=leave.seconds())
