"""`vaki ledger`: what left the register, to whom and why. Persons are named by their internal number."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.disclosure.ledger_retention import Month
    from vaki.disclosure.reading import LedgerRow
    from vaki.disclosure.verifying import Verified
    from vaki.postgres.environment import Pools

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
LimitOption = Annotated[int, typer.Option(min=1, max=10_000, help="At most this many rows, the newest first.")]

FAILED = 1

app = typer.Typer(no_args_is_help=True, help="What left the register, to whom and why.")


@app.command("list")
def list_rows(
    permit: Annotated[int | None, typer.Option(help="Only this permit's rows.")] = None,
    limit: LimitOption = 20,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """List what left, the newest first.

    Example: ./vaki ledger list --limit 5
    """

    async def work(pools: Pools) -> list[LedgerRow]:
        from vaki.disclosure import reading

        async with pools.disclosure.acquire() as connection:
            return await reading.newest(connection, limit, permit_id=permit)

    _tell(with_pools(data, work), as_json, "Nothing has left yet.")


@app.command()
def show(
    row: Annotated[int, typer.Argument(help="The row's id.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Show one row whole.

    Example: ./vaki ledger show 1
    """

    async def work(pools: Pools) -> LedgerRow:
        from vaki.disclosure import reading

        async with pools.disclosure.acquire() as connection:
            return await reading.one(connection, row)

    found = with_pools(data, work)
    described = _described(found)
    if as_json:
        typer.echo(json.dumps(described))
        return
    for name, value in described.items():
        if value not in (None, []):
            typer.echo(f"{name:16} {', '.join(map(str, value)) if isinstance(value, list) else value}")


@app.command()
def verify(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Verify the chain: rows altered, removed or added, a cut tail, a chain computed anew.

    Example: ./vaki ledger verify
    """

    async def work(pools: Pools) -> Verified:
        from vaki.disclosure import keys, verifying

        keys.use(Path(data))
        async with pools.disclosure.acquire() as connection:
            return await verifying.verify(connection, keys.ledger_key(), keys.data_folder())

    found = with_pools(data, work)
    if as_json:
        since = None if found.unsealed_since is None else found.unsealed_since.isoformat()
        told = {"whole": not found.problems, "seals": found.seals, "rows": found.rows, "dropped": found.dropped}
        waiting = {"unsealed": found.unsealed, "unsealed_since": since}
        typer.echo(json.dumps({**told, **waiting, "problems": found.problems}))
    else:
        for problem in found.problems:
            typer.echo(problem)
        verdict = "NOT whole" if found.problems else "whole"
        since = "" if found.unsealed_since is None else f", since {found.unsealed_since:%Y-%m-%d %H:%M:%S} UTC"
        typer.echo(
            f"The chain is {verdict}: {found.rows} rows in {found.seals} seals, {found.unsealed} not sealed yet{since}."
        )
        if found.dropped:
            typer.echo(f"{found.dropped} rows were dropped when they were over five years old.")
    if found.problems:
        raise typer.Exit(FAILED)


@app.command()
def retain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be dropped.")] = False,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Drop the months that are wholly older than five years. A running service does it once a day by itself.

    Example: ./vaki ledger retain --dry-run
    """

    async def work(pools: Pools) -> list[Month]:
        from vaki.disclosure import keys, ledger_retention

        keys.use(Path(data))
        async with pools.disclosure.acquire() as connection:
            if dry_run:
                return await ledger_retention.due(connection)
            return await ledger_retention.drop_due(connection, keys.ledger_key(), keys.data_folder())

    found = with_pools(data, work)
    if as_json:
        months = [{"month": f"{one.month:%Y-%m}", "rows": one.rows} for one in found]
        typer.echo(json.dumps({"dropped": not dry_run, "months": months}))
        return
    for one in found:
        typer.echo(f"{one.month:%Y-%m}  {one.rows} rows {'would be' if dry_run else 'were'} dropped")
    if not found:
        typer.echo("No month is wholly older than five years.")


@app.command()
def persons(
    code: Annotated[str, typer.Argument(metavar="HETU", help="A personal identity code, a former one too.")],
    limit: LimitOption = 100,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Show who was given data about a person. The look itself is written to the ledger.

    Example: ./vaki ledger persons 010190-921W
    """

    async def work(pools: Pools) -> list[LedgerRow]:
        from vaki.disclosure import reading
        from vaki.disclosure.door import operator

        return await reading.of_person(pools, operator(end_user=getpass.getuser()), code.upper(), limit)

    _tell(with_pools(data, work), as_json, "Nobody was given data about this person.")


def _tell(found: list[LedgerRow], as_json: bool, nothing: str) -> None:
    if as_json:
        typer.echo(json.dumps([_described(row) for row in found]))
        return
    for row in found:
        part = f"  {row.part}" if row.part else ""
        typer.echo(
            f"{row.ledger_id:8}  {row.made:%Y-%m-%d %H:%M:%S} UTC  {row.product:11} {row.holder:18} {row.channel:7} "
            f"{row.operation:15} {len(row.subjects)} persons, {len(row.censored)} censored{part}"
        )
    if not found:
        typer.echo(nothing)


def _described(row: LedgerRow) -> dict[str, Any]:
    from dataclasses import asdict

    return {name: value for name, value in asdict(row).items() if name != "made"} | {"made": row.made.isoformat()}
