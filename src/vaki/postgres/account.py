"""Which user of the machine the server runs as; no user is ever added."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from vaki.postgres.errors import NoAccountError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path

    StrPath = str | PathLike[str]

PREFERRED = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """A user of the machine, and whether a process must first become it."""

    uid: int
    gid: int
    name: str
    drop: bool

    def spawn(
        self, command: Sequence[StrPath], *, folder: StrPath = "/", output: IO[bytes] | int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start a program as this user, without any right of the parent's and outside its terminal's reach.

        Never in the parent's own working folder, which may be closed to the child. PostgreSQL's programs hand the
        paths they get to a shell, so they are given names inside `folder` only. Raises OSError.
        """
        return subprocess.Popen(  # noqa: S603
            command,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            umask=0o077,
            user=self.uid if self.drop else None,
            group=self.gid if self.drop else None,
            extra_groups=[] if self.drop else None,
            start_new_session=True,
        )

    def reaches(self, folder: Path) -> bool:
        """Whether this user can enter the folder."""
        if not self.drop:
            return os.access(folder, os.X_OK)
        return self.spawn(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]).wait() == 0

    def runs(self, program: Path) -> bool:
        """Whether this user can run the program (asked for its version)."""
        try:
            return self.spawn([program, "--version"]).wait() == 0
        except OSError:
            return False

    def owns(self, descriptor_or_path: int | Path) -> None:
        """Make this user the owner of what the superuser just made for it."""
        if self.drop and isinstance(descriptor_or_path, int):
            os.fchown(descriptor_or_path, self.uid, self.gid)
        elif self.drop:
            os.chown(descriptor_or_path, self.uid, self.gid, follow_symlinks=False)


def of_uid(uid: int) -> Account:
    """The account that owns an existing cluster."""
    me = os.geteuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(uid=uid, gid=os.getegid() if uid == me else uid, name=str(uid), drop=uid != me)
    return Account(uid=uid, gid=entry.pw_gid, name=entry.pw_name, drop=uid != me)


def for_new_cluster() -> Account:
    """The account a new cluster is made for: the caller, or an unprivileged user when the caller is the superuser.

    Raises NoAccountError.
    """
    if os.geteuid() != 0:
        return of_uid(os.geteuid())
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return of_uid(entry.pw_uid)
    for entry in pwd.getpwall():
        if entry.pw_uid != 0:
            return of_uid(entry.pw_uid)
    raise NoAccountError
