"""Whether the disk has room for a population, asked before anything is made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

BYTES_A_RESIDENT: Final = 7_000
"""Tables and indexes, those of the dead, the emigrated and the buildings too (docs/performance.md)."""
_LOG_A_RESIDENT: Final = 7_000
_LARGEST_LOG: Final = 3_000_000_000
"""The server's log of what it writes, and what sorting for an index takes for a while."""
_GIGABYTE: Final = 1_000_000_000


def room_missing(data: str | os.PathLike[str], residents: int) -> str | None:
    """The sentence that refuses, when so many cannot fit on the disk of the data folder; None when they may.

    What the folder's database takes already is counted as room: it may be the same load, cut short. Of a server of
    one's own nothing is known.
    """
    from vaki.postgres import place
    from vaki.postgres.cluster import URL_VARIABLE, data_folder

    if os.environ.get(URL_VARIABLE):
        return None
    folder = data_folder(Path(data))
    found = place.find(folder)
    where = folder if found is None else found.base
    needed = residents * BYTES_A_RESIDENT + min(residents * _LOG_A_RESIDENT, _LARGEST_LOG)
    free = shutil.disk_usage(where).free + (0 if found is None else _size(found.cluster))
    if free >= needed:
        return None
    return (
        f"{residents} residents take about {needed / _GIGABYTE:.1f} GB on the disk of {where}, "
        f"and there are {free / _GIGABYTE:.1f} GB."
    )


def _size(folder: Path) -> int:
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(Path(path) / name).st_size
            except FileNotFoundError:  # the server has just taken it away
                continue
    return total
