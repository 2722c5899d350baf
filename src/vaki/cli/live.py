"""`vaki live`: let life go on, some days at once or without end."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from vaki.cli.running import DEFAULT_DATA, DataOption, with_pools

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.synthetic.life import Life

SECONDS_A_DAY = 86_400
REAL_NAP = 20.0
WRONG_USAGE = 2


def live(
    days: Annotated[int | None, typer.Option(min=0, max=100_000, help="Live so many days and stop.")] = None,
    speed: Annotated[
        float | None, typer.Option(min=0, help="Live without end, this many days a day; 1440 is a day a minute.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, a line a day.")] = False,
) -> None:
    """Let life go on: births, moves, marriages, deaths and the rest, at the pace of the country.

    With --days the clock of a simulated register moves that far. With --speed it goes on until it is stopped; a
    register whose clock is the wall's lives each hour in its own time, whatever the speed. A day cut short is finished
    by the next call.

    Example: ./vaki live --days 30
    """
    if (days is None) == (speed is None):
        typer.echo("vaki: Give either --days or --speed.", err=True)
        raise typer.Exit(WRONG_USAGE)
    if speed is None:
        with_pools(data, lambda pools: _some_days(pools, days or 0, as_json))
    else:
        with_pools(data, lambda pools: _without_end(pools, speed, as_json))


async def _life(pools: Pools) -> Life:
    from vaki.synthetic.life import Life
    from vaki.synthetic.seeding import seed_of

    return Life(pools.register, await seed_of(pools.register))


async def _some_days(pools: Pools, days: int, as_json: bool) -> None:
    from rich.console import Console
    from rich.progress import Progress

    life = await _life(pools)
    await life.refuse_in_real_time()
    with Progress(console=Console(stderr=True), disable=as_json or not sys.stderr.isatty()) as bar:
        task = bar.add_task("days", total=days)
        for _ in range(days):
            before = life.recorded, life.refused
            day = await life.next_day()
            bar.advance(task)
            if as_json:
                _tell(day, life.recorded - before[0], life.refused - before[1])
    if not as_json:
        lived = await life.lived()
        typer.echo(f"{days} days, {life.recorded} events; it is {lived.day} in the register.")


def _tell(day: date, events: int, refused: int) -> None:
    typer.echo(json.dumps({"day": day.isoformat(), "events": events, "refused": refused}))
    sys.stdout.flush()


async def _without_end(pools: Pools, speed: float, as_json: bool) -> None:
    from vaki.register.clock import read_clock

    life = await _life(pools)
    async with pools.register.acquire() as connection:
        mode = (await read_clock(connection)).mode
    if mode == "real":
        await _in_real_time(life, as_json)
    if speed <= 0:
        await asyncio.Event().wait()
    await _simulated(life, SECONDS_A_DAY / speed, as_json)


async def _simulated(life: Life, seconds: float, as_json: bool) -> None:
    """A day in so many seconds, its hours spread over them; time that the events took is taken off the waiting."""
    from vaki.synthetic.life import HOURS

    loop = asyncio.get_running_loop()
    while True:
        before = life.recorded, life.refused
        lived = await life.begin_day()
        due = loop.time()
        for hour in range(lived.hours, HOURS):
            await life.hour(lived.day, hour)
            due = max(due + seconds / HOURS, loop.time())
            await asyncio.sleep(due - loop.time())
        if as_json:
            _tell(lived.day, life.recorded - before[0], life.refused - before[1])


async def _in_real_time(life: Life, as_json: bool) -> None:
    """Each hour when the wall clock reaches it; days missed are published by the clock event and not lived."""
    from vaki.register.clock import HELSINKI
    from vaki.synthetic.life import HOURS, instant

    while True:
        clock = await life.pass_midnight()
        lived = await life.lived()
        now = datetime.now(HELSINKI)
        if lived.hours < HOURS and instant(clock.day, lived.hours) <= now:
            await life.hour(clock.day, lived.hours)
            if as_json and lived.hours + 1 == HOURS:
                _tell(clock.day, life.recorded, life.refused)
            continue
        await asyncio.sleep(REAL_NAP)
