"""Writing the register's buildings as an open file, in the order of their codes."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final, NamedTuple

from vaki.codes import municipality
from vaki.register import sql
from vaki.register.buildings import read_building
from vaki.register.errors import NotReady
from vaki.register.open_file.lines import Line, plain, write_line
from vaki.register.open_file.places import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vaki.register.loading import Connection

    Progress = Callable[[str, int, int], None]

_AT_ONCE: Final = 5_000


class Exported(NamedTuple):
    """What was written; `altered` lines have text that the file cannot hold as it is."""

    buildings: int
    lines: int
    altered: int


async def run(
    connection: Connection, file: IO[bytes], municipalities: Sequence[str], *, progress: Progress
) -> Exported:
    """Write the buildings of these municipalities, or of all when none is named, to a file open for writing.

    The register's day is the day of the file. Raises UnknownMunicipality, NotReady.
    """
    codes = [municipality.get(code).code for code in municipalities] or None
    day = await connection.fetchval(sql.DAY)
    if day is None:
        raise NotReady
    total = await connection.fetchval(sql.COUNT_BUILDINGS, codes)
    seen = buildings = lines = altered = 0
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        async for row in connection.cursor(sql.BUILDINGS_IN_ORDER, codes, prefetch=_AT_ONCE):
            seen += 1
            written = list(lines_of(read_building(row["document"]), day))
            for line in written:
                file.write(write_line(line))
            buildings += bool(written)
            lines += len(written)
            altered += sum(map(_altered, written))
            if seen % _AT_ONCE == 0:
                progress("export", seen, total)
    progress("export", total, total)
    return Exported(buildings, lines, altered)


def _altered(line: Line) -> bool:
    return any(isinstance(field, str) and plain(field) != field for field in line)
