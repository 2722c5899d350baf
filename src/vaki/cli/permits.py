"""`vaki permits`: who may have what about whom, and until when."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.disclosure.permits import Permit
    from vaki.postgres.environment import Pools

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

app = typer.Typer(no_args_is_help=True, help="Permits: who may have what about whom, and until when.")


@app.command()
def add(
    holder: Annotated[str, typer.Option(help="The holder's business identity code (Y-tunnus).")],
    product: Annotated[str, typer.Option(help="A product; see ./vaki products list.")],
    municipality: Annotated[list[str] | None, typer.Option(help="Home municipality, three digits; repeatable.")] = None,
    purpose: Annotated[list[str] | None, typer.Option(help="A purpose of the product; repeatable.")] = None,
    ground: Annotated[
        str | None, typer.Option(help="services-elsewhere, no-home-municipality or other-law: people of elsewhere too.")
    ] = None,
    protected: Annotated[str, typer.Option(help="none, or all: entitled to protected persons' data.")] = "none",
    channel: Annotated[list[str] | None, typer.Option(help="direct (the default) or xroad; repeatable.")] = None,
    xroad_client: Annotated[
        list[str] | None, typer.Option(help="INSTANCE/CLASS/MEMBER/SUBSYSTEM that may use it; repeatable.")
    ] = None,
    exception: Annotated[
        bool, typer.Option("--exception", help="Exempt from the duty to use the X-Road (Suomi.fi-palveluväylä).")
    ] = False,
    valid_from: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day; today unless given.")
    ] = None,
    valid_until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day; none unless given.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Give a permit. Its newest product version is bound to it.

    Example: ./vaki permits add --holder 0204819-8 --product K2000 --municipality 536 --json
    """

    async def work(pools: Pools) -> Permit:
        from vaki.disclosure.permits import add_permit, read_permit

        async with pools.disclosure.acquire() as connection:
            made = await add_permit(
                connection,
                holder=holder,
                product=product,
                municipalities=municipality or (),
                purposes=purpose or (),
                ground=ground,
                protected=protected,
                channels=channel or ("direct",),
                xroad_clients=xroad_client or (),
                exception=exception,
                valid_from=_day(valid_from),
                valid_until=_day(valid_until),
            )
            return await read_permit(connection, made)

    _tell(with_pools(data, work), as_json)


@app.command("list")
def list_permits(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """List the permits.

    Example: ./vaki permits list
    """

    async def work(pools: Pools) -> list[Permit]:
        from vaki.disclosure import permits

        async with pools.disclosure.acquire() as connection:
            return await permits.list_permits(connection)

    found = with_pools(data, work)
    if as_json:
        typer.echo(json.dumps([_described(permit) for permit in found]))
        return
    for permit in found:
        typer.echo(_line(permit))
    if not found:
        typer.echo("There are no permits yet: ./vaki permits add --help")


@app.command()
def show(
    permit: Annotated[int, typer.Argument(help="The permit's id.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Show a permit.

    Example: ./vaki permits show 1
    """

    async def work(pools: Pools) -> Permit:
        from vaki.disclosure.permits import read_permit

        async with pools.disclosure.acquire() as connection:
            return await read_permit(connection, permit)

    _tell(with_pools(data, work), as_json)


@app.command()
def end(
    permit: Annotated[int, typer.Argument(help="The permit's id.")],
    last_day: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day; without it the end is now.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """End a permit, at once or after a last day.

    Example: ./vaki permits end 1
    """

    async def work(pools: Pools) -> Permit:
        from vaki.disclosure.permits import end_permit

        async with pools.disclosure.acquire() as connection:
            return await end_permit(connection, permit, _day(last_day))

    _tell(with_pools(data, work), as_json)


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _tell(permit: Permit, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_described(permit)))
        return
    typer.echo(_line(permit))
    for name, value in _described(permit).items():
        if value not in (None, [], False):
            typer.echo(f"  {name:18} {', '.join(value) if isinstance(value, list) else value}")


def _line(permit: Permit) -> str:
    where = f" in {', '.join(permit.municipalities)}" if permit.municipalities else ""
    return f"permit {permit.permit_id}: {permit.product} for {permit.holder}{where}, {_validity(permit)}"


def _validity(permit: Permit) -> str:
    from vaki.disclosure.permits import today

    if permit.in_force(today()):
        return "in force" if permit.valid_until is None else f"in force until {permit.valid_until}"
    ended = permit.valid_until is not None and permit.valid_until < today()
    return f"ended {permit.valid_until}" if ended else f"from {permit.valid_from}"


def _described(permit: Permit) -> dict[str, Any]:
    return {
        "id": permit.permit_id,
        "version": permit.version,
        "holder": permit.holder,
        "product": permit.product,
        "product_version": permit.product_version,
        "municipalities": list(permit.municipalities),
        "purposes": sorted(permit.purposes),
        "ground": permit.ground,
        "protected": permit.protected,
        "channels": list(permit.channels),
        "xroad_clients": list(permit.xroad_clients),
        "exception": permit.exception,
        "from": None if permit.valid_from is None else permit.valid_from.isoformat(),
        "until": None if permit.valid_until is None else permit.valid_until.isoformat(),
    }
