"""`vaki permits`: who may have what about whom, and until when."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.disclosure.permits import Permit, Terms
    from vaki.postgres.environment import Pools

JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
PermitArgument = Annotated[int, typer.Argument(help="The permit's id.")]
MunicipalityOption = Annotated[list[str] | None, typer.Option(help="Home municipality, three digits; repeatable.")]
PurposeOption = Annotated[list[str] | None, typer.Option(help="A purpose of the product; repeatable.")]
ChannelOption = Annotated[list[str] | None, typer.Option(help="direct or xroad; repeatable.")]
ClientOption = Annotated[
    list[str] | None, typer.Option(help="INSTANCE/CLASS/MEMBER/SUBSYSTEM that may use it; repeatable.")
]
AddressOption = Annotated[
    list[str] | None, typer.Option(help="Network its calls come from, such as 192.0.2.0/24; repeatable.")
]
QuotaOption = Annotated[
    int | None, typer.Option(min=1, help="Calls in an hour; without it VAKI_QUOTA, by default 36000.")
]
OmitOption = Annotated[
    list[str] | None, typer.Option(metavar="GROUP", help="An optional group that is left out; repeatable.")
]
ConditionsOption = Annotated[
    str | None, typer.Option(metavar="JSON", help="Tailored conditions, for a product that selects everybody.")
]
GroundOption = Annotated[
    str | None, typer.Option(help="services-elsewhere, no-home-municipality or other-law: people of elsewhere too.")
]

app = typer.Typer(no_args_is_help=True, help="Permits: who may have what about whom, and until when.")


@app.command()
def add(
    holder: Annotated[str, typer.Option(help="The holder's business identity code (Y-tunnus).")],
    product: Annotated[str, typer.Option(help="A product; see ./vaki products list.")],
    municipality: MunicipalityOption = None,
    purpose: PurposeOption = None,
    ground: GroundOption = None,
    protected: Annotated[str, typer.Option(help="none, or all: entitled to protected persons' data.")] = "none",
    channel: ChannelOption = None,
    xroad_client: ClientOption = None,
    address: AddressOption = None,
    quota: QuotaOption = None,
    conditions: ConditionsOption = None,
    omit: OmitOption = None,
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
    """Give a permit. Its newest product version is bound to it; its channel is direct unless others are named.

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
                addresses=address or (),
                quota=quota,
                conditions=conditions,
                omitted=omit or (),
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
    permit: PermitArgument,
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
def change(
    permit: PermitArgument,
    municipality: MunicipalityOption = None,
    purpose: PurposeOption = None,
    ground: GroundOption = None,
    protected: Annotated[str | None, typer.Option(help="none, or all.")] = None,
    channel: ChannelOption = None,
    xroad_client: ClientOption = None,
    address: AddressOption = None,
    quota: QuotaOption = None,
    conditions: ConditionsOption = None,
    omit: OmitOption = None,
    exception: Annotated[
        bool | None, typer.Option("--exception/--no-exception", help="Exempt from the X-Road.")
    ] = None,
    valid_until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day of the permit.")
    ] = None,
    newest_product: Annotated[
        bool, typer.Option("--newest-product", help="Go over to the newest version of the product.")
    ] = False,
    without: Annotated[
        list[str] | None, typer.Option(metavar="TERM", help="Take a term away: quota, address, until …; repeatable.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Change terms of a permit; a list that is named replaces the one there was.

    What is added holds for later changes only: fetch base data of a municipality that is new to the permit.

    Example: ./vaki permits change 1 --municipality 536 --municipality 604
    """
    named = {
        "municipalities": municipality,
        "purposes": purpose,
        "ground": ground,
        "protected": protected,
        "channels": channel,
        "xroad_clients": xroad_client,
        "addresses": address,
        "quota": quota,
        "conditions": conditions,
        "omitted": omit,
        "exception": exception,
        "valid_until": _day(valid_until),
        "newest_product": newest_product or None,
    }
    terms = {name: value for name, value in named.items() if value is not None} | _taken_away(without or ())

    async def work(pools: Pools) -> Permit:
        from vaki.disclosure.permits import change_permit

        async with pools.disclosure.acquire() as connection:
            return await change_permit(connection, permit, cast("Terms", terms))

    _tell(with_pools(data, work), as_json)


_WITHOUT: Final[dict[str, tuple[str, Any]]] = {
    "purpose": ("purposes", ()),
    "ground": ("ground", None),
    "xroad-client": ("xroad_clients", ()),
    "address": ("addresses", ()),
    "quota": ("quota", None),
    "conditions": ("conditions", None),
    "omit": ("omitted", ()),
    "until": ("valid_until", None),
}


def _taken_away(names: Iterable[str]) -> dict[str, Any]:
    unknown = set(names) - set(_WITHOUT)
    if unknown:
        raise typer.BadParameter(f"one of {', '.join(_WITHOUT)}", param_hint="--without")
    return dict(_WITHOUT[name] for name in names)


@app.command()
def suspend(
    permit: PermitArgument,
    reason: Annotated[str, typer.Option(help="Why; kept with the permit.")],
    first_day: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day; today unless given.")
    ] = None,
    last_day: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day; until resumed unless given.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Suspend a permit: its calls are refused. What changes meanwhile is told once it is resumed.

    Example: ./vaki permits suspend 1 --reason "credentials found in a public repository"
    """

    async def work(pools: Pools) -> Permit:
        from vaki.disclosure.permits import suspend_permit

        async with pools.disclosure.acquire() as connection:
            return await suspend_permit(connection, permit, reason, _day(first_day), _day(last_day))

    _tell(with_pools(data, work), as_json)


@app.command()
def resume(permit: PermitArgument, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Resume a suspended permit, from the next call on.

    Example: ./vaki permits resume 1
    """

    async def work(pools: Pools) -> Permit:
        from vaki.disclosure.permits import resume_permit

        async with pools.disclosure.acquire() as connection:
            return await resume_permit(connection, permit)

    _tell(with_pools(data, work), as_json)


@app.command()
def end(
    permit: PermitArgument,
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

    if permit.in_force(today()) and permit.suspended(today()):
        return f"suspended until {permit.suspended_until or 'resumed'}"
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
        "omitted": sorted(permit.omitted),
        "ground": permit.ground,
        "protected": permit.protected,
        "channels": list(permit.channels),
        "xroad_clients": list(permit.xroad_clients),
        "exception": permit.exception,
        "from": _text(permit.valid_from),
        "until": _text(permit.valid_until),
        "conditions": permit.conditions,
        "quota": permit.quota,
        "addresses": list(permit.addresses),
        "suspended_from": _text(permit.suspended_from),
        "suspended_until": _text(permit.suspended_until),
        "suspension_reason": permit.suspension_reason,
    }


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
