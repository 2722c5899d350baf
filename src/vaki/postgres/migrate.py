"""Brings a database to this version's tables: Django's migrate, run as the owner in a process of its own.

In a process of its own because Django reads its settings once, and this process may be a supervisor that must stay
small or a test that uses many databases.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django
import psycopg

import vaki
from vaki.postgres.errors import MigrationError

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = "vaki.web.settings"
OWNER_VARIABLE = "VAKI_OWNER_URL"
ONE_AT_A_TIME = 7_824_000
SITE = "vaki_site"
MARK_TABLE = "public.vaki_migrated"
LOCK_TIMEOUT_SECONDS = 10
EXCEPTION_LINE = re.compile(r"[A-Za-z_][\w.]*: ")


def migrate(owner_url: str, *, progress: Callable[[str], None] | None = None) -> list[str]:
    """Apply what is pending and return its names, `app.0001_name`, in order; nothing pending changes nothing.

    Two at once wait for each other. A statement waits at most LOCK_TIMEOUT_SECONDS for a lock, so that a migration
    beside a running service gives up instead of standing in its way. Raises MigrationError.
    """
    command = [sys.executable, "-P", "-m", __name__, "migrate"]
    applied: list[str] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaint:
        with subprocess.Popen(  # noqa: S603
            command,
            env=_environment(owner_url),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaint,
            text=True,
        ) as process:
            for line in process.stdout or ():
                applied.append(line.strip())
                if progress is not None:
                    progress(applied[-1])
        if process.returncode != 0:
            complaint.seek(0)
            raise MigrationError(_exception_line(complaint.read()))
    return applied


def bring_up_to_date(owner_url: str, *, progress: Callable[[str], None] | None = None) -> list[str]:
    """`migrate`, skipped when the database says that exactly this version has migrated it before (about 5 ms)."""
    mark = _mark()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        if _read_mark(connection) == mark:
            return []
    return migrate(owner_url, progress=progress)


def pending(url: str) -> list[str]:
    """Names of the migrations this version has and the database at `url` has not. Raises MigrationError."""
    command = [sys.executable, "-P", "-m", __name__, "pending"]
    done = subprocess.run(  # noqa: S603
        command, env=_environment(url), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise MigrationError(_exception_line(done.stderr))
    names: list[str] = json.loads(done.stdout)
    return names


def _mark() -> str:
    """What this version would migrate to: its migrations' names and texts, its settings, its Django."""
    digest = hashlib.sha256(django.__version__.encode())
    rooms = Path(vaki.__file__).parent
    for path in sorted([*rooms.glob("*/migrations/*.py"), *rooms.glob("*/sql/*.sql"), rooms / "web" / "settings.py"]):
        digest.update(str(path.relative_to(rooms)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read_mark(connection: psycopg.Connection) -> str | None:
    try:
        found = connection.execute(f"SELECT mark FROM {MARK_TABLE}").fetchone()  # noqa: S608
    except psycopg.errors.UndefinedTable:
        return None
    return str(found[0]) if found else None


def _environment(url: str) -> dict[str, str]:
    return dict(os.environ) | {"DJANGO_SETTINGS_MODULE": SETTINGS, OWNER_VARIABLE: url}


def _exception_line(complaint: str) -> str:
    """The exception's own line of a traceback; the lines of detail below it may quote rows."""
    lines = [line for line in complaint.splitlines() if EXCEPTION_LINE.match(line)]
    return lines[-1] if lines else "it gave no reason"


def _migrate_here() -> None:
    from django.core.management import call_command
    from django.db import connection, transaction

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'")
    for name in _pending_here():
        app, _, migration = name.partition(".")
        call_command("migrate", app, migration, verbosity=0, interactive=False)
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
    _grant_to_site()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARK_TABLE} (mark text NOT NULL)")
        with transaction.atomic():
            cursor.execute(f"DELETE FROM {MARK_TABLE}")  # noqa: S608
            cursor.execute(f"INSERT INTO {MARK_TABLE} VALUES (%s)", [_mark()])  # noqa: S608


def _pending_here() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _grant_to_site() -> None:
    """Give the site's role what Django's own models need; tables written as SQL say themselves who may use them."""
    from django.apps import apps
    from django.db import connection

    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON django_migrations TO {SITE}")
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SITE}")


def _main(action: str) -> None:
    if action == "migrate":
        _migrate_here()
        return
    django.setup()
    sys.stdout.write(json.dumps(_pending_here()))


if __name__ == "__main__":
    _main(sys.argv[1])
