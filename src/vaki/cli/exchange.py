"""`vaki exchange`: the X-Road and whom of it the service believes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.exchange.trust import TrustedNetwork
    from vaki.postgres.environment import Pools

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
NetworkArgument = Annotated[
    str, typer.Argument(metavar="NETWORK", help="An address, or a network such as 192.0.2.0/24.")
]

app = typer.Typer(no_args_is_help=True, help="The X-Road (Suomi.fi-palveluväylä) and whom of it the service believes.")
trust = typer.Typer(
    no_args_is_help=True,
    help="Networks of security servers: only a call from one of them is a call over the X-Road.\n\n"
    "Example: ./vaki exchange trust list",
)
app.add_typer(trust, name="trust")


@trust.command()
def add(
    network: NetworkArgument,
    note: Annotated[str, typer.Option(help="Whose server it is.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Trust a network from the next call on: its calls need X-Road-Client, and what that says is believed.

    Only the security server may be able to call from it: a proxy in front of the service makes everybody's calls its
    own.

    Example: ./vaki exchange trust add 192.0.2.7 --note "our security server"
    """

    async def work(pools: Pools) -> str:
        from vaki.exchange.trust import add_network

        async with pools.disclosure.acquire() as connection:
            return await add_network(connection, network, note)

    added = with_pools(data, work)
    typer.echo(json.dumps({"network": added, "note": note}) if as_json else f"{added} is trusted.")


@trust.command("list")
def list_networks(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """List the trusted networks.

    Example: ./vaki exchange trust list
    """

    async def work(pools: Pools) -> list[TrustedNetwork]:
        from vaki.exchange import trust as trusted

        async with pools.disclosure.acquire() as connection:
            return await trusted.list_networks(connection)

    found = with_pools(data, work)
    if as_json:
        typer.echo(
            json.dumps([{"network": one.network, "note": one.note, "made": one.made.isoformat()} for one in found])
        )
        return
    for one in found:
        typer.echo(f"{one.network:24} since {one.made:%Y-%m-%d %H:%M} UTC  {one.note}".rstrip())
    if not found:
        typer.echo("None: every call is a direct one. ./vaki exchange trust add --help")


@trust.command()
def remove(network: NetworkArgument, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Trust a network no more, from the next call on.

    Example: ./vaki exchange trust remove 192.0.2.7
    """

    async def work(pools: Pools) -> str:
        from vaki.exchange.trust import remove_network

        async with pools.disclosure.acquire() as connection:
            return await remove_network(connection, network)

    removed = with_pools(data, work)
    typer.echo(json.dumps({"network": removed}) if as_json else f"{removed} is not trusted any more.")
