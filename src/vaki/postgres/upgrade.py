"""Moves an embedded cluster of an older major version to this one's, by dump and restore."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from vaki.postgres import binaries, embedded, place, postmaster, provision
from vaki.postgres import cluster as clusters
from vaki.postgres.errors import AlreadyServedError, UpgradeError
from vaki.postgres.locks import LockFile
from vaki.postgres.secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vaki.postgres.binaries import Binaries
    from vaki.postgres.embedded import Progress
    from vaki.postgres.place import Place

NEW = "upgrade"
OWN_ROLE = f"CREATE ROLE {embedded.SUPERUSER};"


def upgrade(data: Path, *, progress: Progress | None = None) -> tuple[int, int]:
    """Move the data folder's cluster and return the major versions before and after; equal ones change nothing.

    The old cluster stays beside the new one as `cluster-<version>`. Killed midway, the old one is still in use.
    Raises UpgradeError, also where the old version's programs are not on this machine; AlreadyServedError while
    anyone uses the database.
    """
    folder = clusters.data_folder(data)
    if os.environ.get(clusters.URL_VARIABLE):
        raise UpgradeError(f"{clusters.URL_VARIABLE} names a server of your own; its version is yours to choose")
    guard, users = LockFile(folder / "postgres.start"), LockFile(folder / "postgres.users")
    try:
        if not guard.exclusive(within_seconds=5) or not users.exclusive():
            raise AlreadyServedError(f"{folder}; stop what uses the database first")
        found = place.find(folder)
        if found is None:
            raise UpgradeError(f"there is no database in {folder}")
        return _upgrade(found, progress)
    finally:
        users.close()
        guard.close()


def _upgrade(old: Place, progress: Progress | None) -> tuple[int, int]:
    programs = binaries.packaged()
    before, after = embedded.cluster_version(old), programs.major()
    if before == after:
        return before, after
    if before > after:
        raise UpgradeError(f"it is of version {before}, and this Väki has {after} only")
    old_programs = binaries.of_major(before)
    if old_programs is None:
        raise UpgradeError(
            f"PostgreSQL {before} is needed once to read it; install it (Debian: apt-get install postgresql-{before})"
        )
    new = place.Place(old.data, old.base, old.account, NEW)
    shutil.rmtree(new.cluster, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="vaki-dump-", dir=old.data) as dumps:
        _with_server(old, old_programs, lambda url: _dump(programs, url, Path(dumps)), progress)
        _with_server(new, programs, lambda url: _restore(programs, url, Path(dumps)), progress)
    new.cluster.rename(old.base / place.UPGRADED)
    place.finish_upgrade(old.base)
    return before, after


def _with_server(where: Place, programs: Binaries, work: Callable[[str], None], progress: Progress | None) -> None:
    """Run `work` with the superuser's URL of a server on the cluster, then stop the server."""
    password = Secrets.of(where.data).superuser
    try:
        embedded.start(where, superuser_password=password, progress=progress, programs=programs)
        work(clusters.superuser_url(where.socket_folder(), password))
    finally:
        postmaster.stop(where.cluster, fast_seconds=60)


def _dump(programs: Binaries, url: str, folder: Path) -> None:
    _run([programs.program("pg_dumpall"), "--globals-only", "--file", folder / "roles.sql", "--dbname"], url)
    roles = (folder / "roles.sql").read_text(encoding="utf-8").splitlines()
    (folder / "roles.sql").write_text("\n".join(line for line in roles if line != OWN_ROLE) + "\n", encoding="utf-8")
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname"
        ).fetchall()
        for (name,) in names:
            # The new build may not know the compression that the old one was told to use.
            connection.execute(
                sql.SQL("ALTER DATABASE {} RESET default_toast_compression").format(sql.Identifier(name))
            )
    for number, (name,) in enumerate(names):
        dump = folder / f"{number:04d}.dump"
        command: list[str | Path] = [
            programs.program("pg_dump"),
            "--format=custom",
            "--no-toast-compression",
            "--create",
            "--file",
        ]
        command += [dump, "--dbname"]
        _run(command, clusters.with_database(url, name))


def _restore(programs: Binaries, url: str, folder: Path) -> None:
    psql: list[str | Path] = [programs.program("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    _run([*psql, "--file", folder / "roles.sql", "--dbname"], url)
    for dump in sorted(folder.glob("*.dump")):
        _run([programs.program("pg_restore"), "--create", "--exit-on-error", "--dbname"], url, dump)
    with psycopg.connect(clusters.with_database(url, clusters.DATABASE)) as connection:
        provision.choose_compression(connection)


def _run(command: Sequence[str | Path], url: str, *rest: Path) -> None:
    """Run a client program; the password travels in its environment, never in its arguments."""
    with psycopg.connect(url) as connection:
        password = connection.info.password
    bare = clusters.without_password(url)
    done = subprocess.run(  # noqa: S603
        [*command, bare, *rest],
        env=dict(os.environ) | {"PGPASSWORD": password, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        complaints = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        raise UpgradeError(f"{Path(command[0]).name}: {complaints[0] if complaints else 'failed'}")
