"""Brings a database to this version's tables: Django's migrate, run as the owner in a process of its own.

In a process of its own because Django reads its settings once, and this process may be a supervisor that must stay
small or a test that uses many databases.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from vaki.postgres.errors import MigrationError

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = "vaki.web.settings"
OWNER_VARIABLE = "VAKI_OWNER_URL"
ONE_AT_A_TIME = 7_824_000
SITE = "vaki_site"
LOCK_TIMEOUT_SECONDS = 10


def migrate(owner_url: str, *, progress: Callable[[str], None] | None = None) -> list[str]:
    """Apply what is pending and return its names, `app.0001_name`, in order; nothing pending changes nothing.

    Two at once wait for each other. A statement waits at most LOCK_TIMEOUT_SECONDS for a lock, so that a migration
    beside a running service gives up instead of standing in its way. Raises MigrationError.
    """
    environment = _environment(owner_url) | {"PGOPTIONS": f"-c lock_timeout={LOCK_TIMEOUT_SECONDS}s"}
    command = [sys.executable, "-P", "-m", __name__, "migrate"]
    applied: list[str] = []
    with subprocess.Popen(  # noqa: S603
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None or process.stderr is None:
            raise MigrationError
        for line in process.stdout:
            name = line.strip()
            applied.append(name)
            if progress is not None:
                progress(name)
        complaint = process.stderr.read()
    if process.returncode != 0:
        raise MigrationError(_last_line(complaint))
    return applied


def pending(url: str) -> list[str]:
    """Names of the migrations this version has and the database at `url` has not. Raises MigrationError."""
    command = [sys.executable, "-P", "-m", __name__, "pending"]
    done = subprocess.run(  # noqa: S603
        command, env=_environment(url), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise MigrationError(_last_line(done.stderr))
    names: list[str] = json.loads(done.stdout)
    return names


def _environment(url: str) -> dict[str, str]:
    return dict(os.environ) | {"DJANGO_SETTINGS_MODULE": SETTINGS, OWNER_VARIABLE: url}


def _last_line(complaint: str) -> str:
    """The exception's own line: of a traceback the last, without its module."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip() and not line.startswith((" ", "DETAIL"))]
    return lines[-1] if lines else "it gave no reason"


def _migrate_here() -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    for name in _pending_here():
        app, _, migration = name.partition(".")
        call_command("migrate", app, migration, verbosity=0, interactive=False)
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
    _grant_to_site()


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
    import django

    django.setup()
    sys.stdout.write(json.dumps(_pending_here()))


if __name__ == "__main__":
    _main(sys.argv[1])
