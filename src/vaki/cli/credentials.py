"""`vaki credentials`: user names and passwords of permit holders' systems."""

from __future__ import annotations

import json
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
def add(permit: PermitArgument, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Make a user name and a password for a permit. The password is shown this once.

    Earlier ones stay valid until they are revoked, so that a system can be moved to the new one without a pause.

    Example: ./vaki credentials add 1 --json
    """

    async def work(pools: Pools) -> Credential:
        from vaki.disclosure import keys
        from vaki.disclosure.credentials import add_credential

        keys.use(Path(data))
        async with pools.disclosure.acquire() as connection:
            return await add_credential(connection, permit)

    made = with_pools(data, work)
    if as_json:
        typer.echo(json.dumps({"permit": permit, "user": made.user, "password": made.password}))
    else:
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
            }
            for one in found
        ]
        typer.echo(json.dumps(told))
        return
    for one in found:
        state = "in use" if one.revoked is None else f"revoked {one.revoked:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"{one.user}  made {one.made:%Y-%m-%d %H:%M} UTC  {state}")
    if not found:
        typer.echo(f"None yet: ./vaki credentials add {permit}")


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
