"""`vaki credentials`: user names and passwords of permit holders' systems."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.disclosure.credentials import Credential, CredentialState
    from vaki.postgres.environment import Pools

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
PermitArgument = Annotated[int, typer.Argument(metavar="PERMIT", help="The permit's id.")]

app = typer.Typer(no_args_is_help=True, help="User names and passwords of permit holders' systems.")


@app.command()
def add(
    permit: PermitArgument,
    channel: Annotated[list[str] | None, typer.Option(help="Only this channel of the permit's; repeatable.")] = None,
    address: Annotated[
        list[str] | None, typer.Option(help="Only from this network, such as 192.0.2.0/24; repeatable.")
    ] = None,
    xroad_client: Annotated[
        list[str] | None, typer.Option(help="Only for this INSTANCE/CLASS/MEMBER/SUBSYSTEM; repeatable.")
    ] = None,
    last_day: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day; until revoked unless given.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Make a user name and a password for a permit. The password is shown this once.

    Earlier ones stay valid until they are revoked, so that a system can be moved to the new one without a pause.

    Example: ./vaki credentials add 1 --json
    """

    async def work(pools: Pools) -> Credential:
        from vaki.disclosure import keys
        from vaki.disclosure.credentials import add_credential

        keys.use(Path(data))
        async with pools.disclosure.acquire() as connection:
            return await add_credential(
                connection,
                permit,
                valid_until=None if last_day is None else last_day.date(),
                channels=channel or (),
                addresses=address or (),
                xroad_clients=xroad_client or (),
            )

    made = with_pools(data, work)
    if as_json:
        typer.echo(json.dumps({"permit": permit, "user": made.user, "password": made.password}))
    else:
        _show(made)


@app.command()
def rotate(
    user: Annotated[str, typer.Argument(metavar="USER", help="The user name to replace.")],
    days: Annotated[int, typer.Option(min=0, max=366, help="So many days more the old one is good for.")] = 14,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Make a credential in the place of another, which is good for some days more. The password is shown this once.

    Example: ./vaki credentials rotate vaki-1-3f2a9c10 --days 14
    """

    async def work(pools: Pools) -> Credential:
        from vaki.disclosure import keys
        from vaki.disclosure.credentials import rotate_credential

        keys.use(Path(data))
        async with pools.disclosure.acquire() as connection:
            return await rotate_credential(connection, user, days)

    made = with_pools(data, work)
    if as_json:
        typer.echo(json.dumps({"replaces": user, "days": days, "user": made.user, "password": made.password}))
    else:
        _show(made)


def _show(made: Credential) -> None:
    typer.echo(f"user      {made.user}\npassword  {made.password}\nThe password is not shown again.")


@app.command("list")
def list_credentials(permit: PermitArgument, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """List a permit's user names, the revoked ones too.

    Example: ./vaki credentials list 1
    """

    async def work(pools: Pools) -> list[CredentialState]:
        from vaki.disclosure import credentials
        from vaki.disclosure.permits import read_permit

        async with pools.disclosure.acquire() as connection:
            await read_permit(connection, permit)
            return await credentials.list_credentials(connection, permit)

    found = with_pools(data, work)
    if as_json:
        told = [
            {
                "user": one.user,
                "made": one.made.isoformat(),
                "revoked": None if one.revoked is None else one.revoked.isoformat(),
                "until": None if one.valid_until is None else one.valid_until.isoformat(),
                "channels": list(one.limits.channels),
                "addresses": list(one.limits.addresses),
                "xroad_clients": list(one.limits.xroad_clients),
            }
            for one in found
        ]
        typer.echo(json.dumps(told))
        return
    for one in found:
        only = " ".join((*one.limits.channels, *one.limits.addresses, *one.limits.xroad_clients))
        typer.echo(f"{one.user}  made {one.made:%Y-%m-%d %H:%M} UTC  {_standing(one)}{only and f', only {only}'}")
    if not found:
        typer.echo(f"None yet: ./vaki credentials add {permit}")


def _standing(one: CredentialState) -> str:
    from vaki.disclosure.permits import today

    if one.revoked is not None:
        return f"revoked {one.revoked:%Y-%m-%d %H:%M} UTC"
    if one.valid_until is None:
        return "in use"
    return f"in use until {one.valid_until}" if one.valid_until >= today() else f"ended {one.valid_until}"


@app.command()
def revoke(
    user: Annotated[str, typer.Argument(metavar="USER", help="The user name.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Revoke a user name; the next call with it is refused.

    Example: ./vaki credentials revoke vaki-1-3f2a9c10
    """

    async def work(pools: Pools) -> None:
        from vaki.disclosure.credentials import revoke_credential

        async with pools.disclosure.acquire() as connection:
            await revoke_credential(connection, user)

    with_pools(data, work)
    typer.echo(json.dumps({"user": user, "revoked": True}) if as_json else f"{user} is revoked.")
