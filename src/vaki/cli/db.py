"""`./vaki db`: the state of the database, its tables, and its move to a newer PostgreSQL."""

from __future__ import annotations

import importlib
import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, Waiting, opened, signals_end_the_command, with_pools

if TYPE_CHECKING:
    from vaki.postgres.cluster import Cluster
    from vaki.postgres.environment import Pools

FAILED = 1
NOT_FOUND = 5
CHECK_MODULE = "vaki.register.check"

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

app = typer.Typer(help="The database: state, tables, check and upgrade.", no_args_is_help=True)


@app.command()
def status(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Tell where the database lies, whether it runs, its version, and which migrations wait.

    Exit code 5 when the folder has no database yet, 1 when migrations wait.

    Example: ./vaki db status --json
    """
    from vaki.postgres import cluster as clusters

    folder = Path(data)
    ran = clusters.is_running(folder) if folder.is_dir() else False
    if not folder.is_dir() or not clusters.exists(folder):
        _print({"data": str(folder.resolve()), "database": None}, as_json)
        raise typer.Exit(NOT_FOUND)
    with signals_end_the_command(), Waiting() as waiting, clusters.running(folder, progress=waiting.tell) as cluster:
        waiting.close()
        told = {"data": str(cluster.data), "embedded": cluster.embedded, "running": ran or not cluster.embedded}
        told |= _server_facts(cluster)
    _print(told, as_json)
    raise typer.Exit(FAILED if told["pending"] else 0)


def _server_facts(cluster: Cluster) -> dict[str, Any]:
    import psycopg

    from vaki.postgres.cluster import without_password
    from vaki.postgres.errors import UnreachableError
    from vaki.postgres.migrate import pending
    from vaki.postgres.provision import prepare

    prepare(cluster)
    try:
        with psycopg.connect(cluster.owner_url) as connection:
            size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            version = connection.info.parameter_status("server_version")
    except psycopg.OperationalError:
        raise UnreachableError from None
    return {
        "database": without_password(cluster.owner_url),
        "version": version,
        "bytes": size[0] if size else None,
        "pending": pending(cluster.owner_url),
    }


@app.command()
def migrate(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Bring the tables to this version; `serve` does it by itself at its start.

    Example: ./vaki db migrate
    """
    from vaki.postgres import cluster as clusters
    from vaki.postgres.migrate import migrate as apply
    from vaki.postgres.provision import prepare

    with (
        signals_end_the_command(),
        Waiting() as waiting,
        clusters.running(Path(data), progress=waiting.tell) as cluster,
    ):
        prepare(cluster)
        applied = apply(cluster.owner_url)
    if as_json:
        typer.echo(json.dumps({"applied": applied}))
    else:
        typer.echo("\n".join(applied) if applied else "Nothing to migrate.")


@app.command()
def url(
    data: DataOption = DEFAULT_DATA,
    role: Annotated[str, typer.Option(help="owner, register, disclosure or site.")] = "owner",
    as_json: JsonOption = False,
) -> None:
    """Print the line that opens psql on the database while it runs; the password is in the data folder's secrets.json.

    Example: ./vaki db url --role site
    """
    from vaki.postgres import cluster as clusters

    if role not in {"owner", *clusters.ROLES}:
        raise typer.BadParameter("one of owner, register, disclosure, site", param_hint="--role")
    folder = Path(data)
    if not folder.is_dir() or not clusters.exists(folder):
        typer.echo(f"vaki: there is no database in {folder} yet", err=True)
        raise typer.Exit(NOT_FOUND)
    cluster = clusters.at(folder)
    shown = clusters.without_password(cluster.owner_url if role == "owner" else cluster.role_url(role))
    if as_json:
        secret = role if cluster.embedded or role != "owner" else None
        typer.echo(
            json.dumps({"url": shown, "role": role, "secrets": str(cluster.data / "secrets.json"), "key": secret})
        )
    else:
        typer.echo(f"psql '{shown}'")


@app.command()
def check(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Rebuild what is derived from the documents and compare; persons are named by their internal number only.

    Exit code 1 when anything differs.

    Example: ./vaki db check
    """

    async def compare(pools: Pools) -> list[str]:
        return [str(finding) for finding in await importlib.import_module(CHECK_MODULE).check(pools)]

    findings = with_pools(data, compare)
    if as_json:
        typer.echo(json.dumps({"differences": findings}))
    else:
        typer.echo("\n".join(findings) if findings else "Everything agrees.")
    raise typer.Exit(FAILED if findings else 0)


class ClockMode(StrEnum):
    """How a register's clock goes."""

    real = "real"
    simulated = "simulated"


@app.command()
def clock(
    start: Annotated[
        ClockMode | None, typer.Option("--start", help="Give an empty register its clock: real, or simulated.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Show the register's own clock, or give an empty register one.

    A real clock follows the wall clock in Finland, and `serve` publishes each new day. A simulated one stands still
    until `live` moves it; `seed` makes such a one by itself. Exit code 4 when the register has its clock already.

    Example: ./vaki db clock --start real
    """

    async def work(pools: Pools) -> dict[str, str]:
        from vaki.register.clock import read_clock, start_clock, wall_day
        from vaki.register.loading import refuse_unless_empty

        async with pools.register.acquire() as connection:
            if start is not None:
                async with connection.transaction():
                    await refuse_unless_empty(connection)
                    await start_clock(connection, start.value, wall_day())
            kept = await read_clock(connection)
        return {"mode": kept.mode, "day": kept.day.isoformat(), "published": kept.published.isoformat()}

    told = with_pools(data, work)
    if as_json:
        typer.echo(json.dumps(told))
    else:
        typer.echo(f"{told['mode']}, {told['day']}; published up to {told['published']}")


@app.command()
def upgrade(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Move the database of an older PostgreSQL to this one; the old files stay beside the new ones.

    Needs the older version's programs on the machine once. Exit code 3 while anything uses the database.

    Example: ./vaki db upgrade
    """
    from vaki.postgres.upgrade import upgrade as move

    with signals_end_the_command(), Waiting() as waiting:
        before, after = move(Path(data), progress=waiting.tell)
    if before != after:
        with opened(data):
            pass
    if as_json:
        typer.echo(json.dumps({"before": before, "after": after}))
    elif before == after:
        typer.echo(f"The database is of version {after} already.")
    else:
        typer.echo(f"Moved from version {before} to {after}. The old files are kept as cluster-{before}.")


def _print(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told))
        return
    for name, value in told.items():
        shown = ", ".join(map(str, value)) or "none" if isinstance(value, list) else value
        typer.echo(f"{name:<10} {'none yet' if value is None else shown}")
