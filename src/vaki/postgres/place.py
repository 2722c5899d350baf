"""Where the embedded cluster of a data folder lies, and where its socket does."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from vaki.postgres import account as accounts
from vaki.postgres import binaries, locks
from vaki.postgres.errors import ForeignClusterError, StartError

LOCATION_FILE = "postgres-location"
SOCKET_FILE = "postgres-socket"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103
CLUSTER = "cluster"
UPGRADED = "upgraded"
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")


@dataclass(frozen=True)
class Place:
    """`base` (0700, the account's) holds the cluster, its log and usually its socket folder."""

    data: Path
    base: Path
    account: accounts.Account
    name: str = CLUSTER

    @property
    def cluster(self) -> Path:
        """The server's own data directory."""
        return self.base / self.name

    @property
    def log(self) -> Path:
        """The server's log: starts, stops and fatal errors; no statements, no values."""
        return self.base / "server.log"

    def has_cluster(self) -> bool:
        """Whether a cluster was made here."""
        return (self.cluster / "PG_VERSION").is_file()

    def socket_folder(self) -> Path:
        """The folder of the server's socket.

        Unix limits a socket's path to 107 bytes, and connection strings give some characters a meaning: a data folder
        too deep or too colourful gets a private folder elsewhere, named in a file.
        """
        folder = self.base / "socket"
        if _usable_for_socket(folder):
            return folder
        named = _read_path(self.data / SOCKET_FILE)
        if named is not None:
            return named
        raise StartError(f"{self.data / SOCKET_FILE} does not name the folder of the server's socket")

    def make_socket_folder(self) -> Path:
        """The socket folder, made or made anew where it is missing or open to others."""
        folder = self.base / "socket"
        if _usable_for_socket(folder):
            if not folder.is_dir():
                folder.mkdir(mode=0o700)
                self.account.owns(folder)
            return folder
        named = _read_path(self.data / SOCKET_FILE)
        if named is not None and _is_private(named, self.account.uid):
            return named
        elsewhere = Path(tempfile.mkdtemp(prefix="vaki-", dir=_short_parent(self.account)))
        self.account.owns(elsewhere)
        _write_path(self.data / SOCKET_FILE, elsewhere)
        return elsewhere


def find(data: Path) -> Place | None:
    """The place of the cluster that the data folder has, or none. Raises ForeignClusterError."""
    for base in (data / "postgres", _read_path(data / LOCATION_FILE)):
        if base is None or not os.path.lexists(base):
            continue
        owner = base.stat().st_uid
        if os.geteuid() not in {owner, 0}:
            raise ForeignClusterError(f"{base} (user {accounts.of_uid(owner).name})")
        finish_upgrade(base)
        place = Place(data, base, accounts.of_uid(owner))
        if place.has_cluster():
            return place
    return None


def choose(data: Path) -> Place:
    """The place of the data folder's cluster; where there is none yet, the folder for one is made.

    Inside the data folder when the server's user can enter it, else `/var/lib/vaki/<hash of the folder's path>`.
    Raises NoAccountError, ForeignClusterError.
    """
    found = find(data)
    if found is not None:
        return found
    account = accounts.for_new_cluster()
    base = data / "postgres"
    if not account.reaches(data):
        own = binaries.own_folder()
        base = own / hashlib.sha256(os.fsencode(data)).hexdigest()[:32]
    if not base.is_dir():
        base.mkdir(mode=0o700)
    # A link laid by the data folder's owner is not followed: what it leads to is not ours to give away.
    if not base.is_symlink() and base.stat().st_uid != account.uid:
        account.owns(base)
    if base.parent != data:
        _write_path(data / LOCATION_FILE, base)
    return Place(data, base, account)


def finish_upgrade(base: Path) -> None:
    """Put an upgraded cluster that is whole in the place of the old one, which is kept beside it under its version.

    Each step is one rename, and a crash between two of them is made good the next time anyone looks here.
    """
    upgraded, cluster = base / UPGRADED, base / CLUSTER
    if not (upgraded / "PG_VERSION").is_file():
        return
    if cluster.is_dir():
        version = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        cluster.rename(base / f"{CLUSTER}-{version}")
    upgraded.rename(cluster)


def _usable_for_socket(folder: Path) -> bool:
    path = str(folder / SOCKET_NAME)
    return len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(path) is not None


def _short_parent(account: accounts.Account) -> Path:
    for parent in (Path(f"/run/user/{account.uid}"), Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108
        if parent.is_dir() and account.reaches(parent) and _usable_for_socket(parent / "vaki-12345678"):
            return parent
    raise StartError("no folder with a path short enough for the server's socket")


def _is_private(folder: Path, uid: int) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077


def _read_path(path: Path) -> Path | None:
    try:
        return Path(path.read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None


def _write_path(path: Path, named: Path) -> None:
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        locks.own_like_folder(file.fileno(), path.parent)
        file.write(f"{named}\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
