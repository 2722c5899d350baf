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
from vaki.synthetic.seeding import Made, Seeded

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools


async def have_people(pools: Pools, persons: int, seed: int) -> Seeded | None:
    """Seed an empty register, or go on with a seeding cut short; None when people lived here already."""
    made = Made(persons, seed, wall_day())
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        try:
            return await seeding.seed(pools.register, made, workers=os.cpu_count() or 1, progress=progress)
        except NotEmpty:
            return None
