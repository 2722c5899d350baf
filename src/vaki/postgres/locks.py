"""File locks that die with their process, so that nothing killed leaves a door shut behind it."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLL_SECONDS = 0.05


class LockFile:
    """One open lock file.

    The lock belongs to this opening, not to the process: two openings in one process exclude each other as two
    processes do. The descriptor is not inherited over exec, so no child keeps the lock of a killed parent.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        own_like_folder(self._descriptor, path.parent)

    def shared(self) -> None:
        """Wait for the lock and hold it beside others who share it."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def exclusive(self, *, within_seconds: float = 0.0) -> bool:
        """Try for at most `within_seconds` to hold the lock alone; true when held."""
        deadline = time.monotonic() + within_seconds
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(POLL_SECONDS)
            else:
                return True

    def release(self) -> None:
        """Let the lock go and keep the file open."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let the lock go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def own_like_folder(descriptor: int, folder: Path) -> None:
    """Give a file that the superuser just made in another user's folder to that user, who must be able to use it."""
    if os.geteuid() != 0:
        return
    owner = folder.stat()
    if owner.st_uid != os.fstat(descriptor).st_uid:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock at `path` alone, waiting for it without limit."""
    lock = LockFile(path)
    try:
        while not lock.exclusive(within_seconds=60.0):
            pass
        yield
    finally:
        lock.close()
