"""`vaki seed`: fill an empty register with a synthetic population."""

from __future__ import annotations

import json
import os
import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.synthetic.seeding import Made, Seeded

REFUSED = 4
USUAL = 20_000
FINLAND = 5_600_000
BIGGEST = 6_000_000
BIGGEST_SEED = 2**63 - 1
EARLIEST, LATEST = date(2020, 1, 1), date(2050, 12, 31)
"""As of days before, what came into the law later would be in the future; after, the personas would be too old."""
STEPS = ("families", "people", "buildings", "indexes", "days", "figures")
COUNTED_AT_ONCE = 1_000_000
"""Persons up to whom a census follows at once. Of more it takes minutes, so `population report` takes it when asked."""


def seed(
    persons: Annotated[
        int | None, typer.Option(min=1, max=BIGGEST, help="Living residents; 20000 when nothing is said.")
    ] = None,
    finland: Annotated[bool, typer.Option("--finland", help="As many residents as Finland has: 5.6 million.")] = False,
    seed: Annotated[int, typer.Option(min=0, max=BIGGEST_SEED, help="The same seed gives the same people.")] = 1,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day they live up to, 2020 to 2050; today by default."),
    ] = None,
    data: DataOption = DEFAULT_DATA,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that make people.")] = os.cpu_count() or 1,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Fill an empty register with people, their families and homes, and with two weeks of their life.

    Seed, size and day decide everything: the same three give the same people. What is interrupted is gone on with
    when the same command is given again, and nothing is served before the load is whole.

    Example: ./vaki seed --persons 20000 --seed 1 --as-of 2026-11-21
    """
    from vaki.cli.room import room_missing
    from vaki.register.loading import NotEmpty
    from vaki.synthetic.seeding import Made

    if finland and persons is not None:
        raise typer.BadParameter("--finland says how many; leave --persons out.")
    made = Made(FINLAND if finland else persons or USUAL, seed, lived_up_to(as_of))
    missing = room_missing(data, made.persons)
    if missing:
        typer.echo(f"vaki: {missing}", err=True)
        raise typer.Exit(REFUSED)
    began = time.monotonic()
    try:
        seeded = with_pools(data, lambda pools: _seed(pools, made, workers))
    except NotEmpty:
        typer.echo("vaki: The register holds people already; seed needs an empty data folder.", err=True)
        raise typer.Exit(REFUSED) from None
    seconds = round(time.monotonic() - began, 2)
    if as_json:
        told = {
            "persons": seeded.records,
            "residents": seeded.residents,
            "seed": made.seed,
            "as_of": made.as_of.isoformat(),
            "events": seeded.events,
            "refused": seeded.refused,
            "seconds": seconds,
        }
        typer.echo(json.dumps(told))
        return
    typer.echo(
        f"{seeded.residents} residents, {seeded.records} persons with the dead and the emigrated, "
        f"{seeded.events} events; {seconds:g} s."
    )


def lived_up_to(as_of: datetime | None) -> date:
    """The day that was asked for, or today. Raises BadParameter for one that people cannot live up to."""
    from vaki.register.clock import wall_day

    day = wall_day() if as_of is None else as_of.date()
    if not EARLIEST <= day <= LATEST:
        raise typer.BadParameter(f"People can live up to a day from {EARLIEST} to {LATEST}; --as-of says which.")
    return day


async def _seed(pools: Pools, made: Made, workers: int) -> Seeded:
    from vaki.cli.progress_bars import bars
    from vaki.synthetic import seeding
    from vaki.synthetic.report import count_again

    with bars(STEPS) as progress:
        seeded = await seeding.seed(pools.register, made, workers=workers, progress=progress)
        if seeded.records <= COUNTED_AT_ONCE:
            await count_again(pools.register, progress=lambda done, whole: progress("figures", done, whole))
        return seeded
