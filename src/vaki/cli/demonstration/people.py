"""People for the demo: an empty register is seeded, one that holds people is used as it is."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, TaskID

from vaki.register.clock import wall_day
from vaki.register.loading import NotEmpty
from vaki.synthetic import seeding
from vaki.synthetic.report import count_again, last_counted
from vaki.synthetic.seeding import Made, Seeded

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools


async def have_people(pools: Pools, persons: int, seed: int) -> Seeded | None:
    """Seed an empty register, or go on with a seeding cut short; None when people lived here already.

    Whoever is there has been counted afterwards, so that the page of figures has something to show.
    """
    made = Made(persons, seed, wall_day())
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        try:
            seeded = await seeding.seed(pools.register, made, workers=os.cpu_count() or 1, progress=progress)
        except NotEmpty:
            seeded = None
        async with pools.register.acquire() as connection:
            counted = await last_counted(connection)
        if seeded is not None or counted is None:
            await count_again(pools.register, progress=lambda done, whole: progress("figures", done, whole))
    return seeded
