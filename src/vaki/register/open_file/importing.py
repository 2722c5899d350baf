"""Taking the buildings of an open file into the register: all lines are read first, then loaded by portions.

Each portion is a transaction that also moves the import's row in `register.progress`, so an import cut short goes on
where it stood when the same file is given again, and a finished one does nothing. A building that the register has
already is left as it is; addresses it lacks are added. Nobody is ever placed in a building that came this way: the
file has no dwellings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from vaki.register import sql
from vaki.register.buildings import Property
from vaki.register.errors import RegisterError
from vaki.register.loading import LoadUnderWay
from vaki.register.open_file.lines import BadLine, Line, read_line
from vaki.register.open_file.places import Differs, building_of, joined
from vaki.register.place_rows import lock_places, write_places

if TYPE_CHECKING:
    import asyncpg

    from vaki.register.buildings import Building
    from vaki.register.loading import Connection
    from vaki.register.places import Places

    Pool = asyncpg.Pool[asyncpg.Record]
    Progress = Callable[[str, int, int], None]
    """(what is being done, lines done, lines in all)"""

LINES_AT_ONCE: Final = 2_000
_TOLD: Final = 10
"""Of wrong or differing lines, how many are named."""
_NAME: Final = "buildings:"
_REPORT_EVERY: Final = 20_000


class FileRefused(RegisterError):
    """The file is not an open building file"""

    exit_code: ClassVar[int] = 4

    def __init__(self, why: str) -> None:
        super().__init__(f"{self.__doc__}: {why} Nothing was imported.")


@dataclass(slots=True)
class Import:
    """How far the import of one file has come; buildings are counted once each portion that has lines of them."""

    lines: int
    done: int = 0
    new: int = 0
    extended: int = 0
    """Buildings that the register had, and that got more addresses."""
    known: int = 0
    differing: int = 0
    """Buildings of which the register tells something else; they stay as they were."""
    differing_lines: list[int] = field(default_factory=list)
    """The first line of some of these."""

    @property
    def finished(self) -> bool:
        return self.done == self.lines


def check(path: Path, progress: Progress) -> tuple[str, int]:
    """The digest of a file all of whose lines can be read, and how many they are. Raises FileRefused, OSError."""
    digest = hashlib.sha256()
    wrong: list[str] = []
    many = count = 0
    with path.open("rb") as file:
        for count, raw in enumerate(file, start=1):
            digest.update(raw)
            try:
                read_line(raw)
            except BadLine as bad:
                many += 1
                if len(wrong) < _TOLD:
                    wrong.append(f"line {count}: {bad}")
            if count % _REPORT_EVERY == 0:
                progress("read", count, 0)
    if many:
        more = f" and {many - len(wrong)} more lines" if many > len(wrong) else ""
        raise FileRefused("; ".join(wrong) + more + ".")
    if not count:
        raise FileRefused("it is empty.")
    progress("read", count, count)
    return digest.hexdigest(), count


async def unfinished(connection: Connection) -> dict[str, Import]:
    """Imports that were cut short, by the digest of their file."""
    rows = await connection.fetch(sql.PROGRESS_OF, f"{_NAME}%")
    found = {row["name"].removeprefix(_NAME): msgspec.json.decode(row["state"], type=Import) for row in rows}
    return {digest: one for digest, one in found.items() if not one.finished}


async def run(pool: Pool, path: Path, *, progress: Progress) -> Import:
    """Import a file, or go on with it. Raises FileRefused, LoadUnderWay, OSError."""
    digest, lines = check(path, progress)
    async with pool.acquire() as connection:
        if await connection.fetchval(sql.LOAD_UNDER_WAY):
            raise LoadUnderWay
        await connection.execute(sql.BEGIN_PROGRESS, _NAME + digest, _state(Import(lines)))
    with path.open("rb") as file:
        reader = _Portions(file)
        while True:
            async with pool.acquire() as connection, connection.transaction():
                job = msgspec.json.decode(await connection.fetchval(sql.LOCK_JOB, _NAME + digest), type=Import)
                progress("import", job.done, job.lines)
                portion = () if job.finished else reader.after(job.done)
                if not portion:
                    return job
                await _take(connection, portion, job)
                job.done += len(portion)
                await connection.execute(sql.PUT_PROGRESS, _NAME + digest, _state(job))


def _state(job: Import) -> str:
    return msgspec.json.encode(asdict(job)).decode()


class _Portions:
    """Lines of the file from any place on, read once in order; addresses of a building stay together if they are."""

    def __init__(self, file: IO[bytes]) -> None:
        self._lines: Iterator[tuple[int, Line]] = ((at, read_line(raw)) for at, raw in enumerate(file))
        self._held: tuple[int, Line] | None = None

    def after(self, done: int) -> list[Line]:
        """The next lines, those before `done` passed over."""
        found: list[Line] = []
        while (one := self._next()) is not None:
            at, line = one
            if at < done:
                continue
            if len(found) >= LINES_AT_ONCE and line.building_code != found[-1].building_code:
                self._held = one
                break
            found.append(line)
        return found

    def _next(self) -> tuple[int, Line] | None:
        held, self._held = self._held, None
        return held if held is not None else next(self._lines, None)


async def _take(connection: Connection, portion: list[Line], job: Import) -> None:
    codes = {line.building_code for line in portion}
    properties = {line.property_code for line in portion if line.property_code}
    places = await lock_places(connection, sorted(codes), sorted(properties))
    first = job.done + 1
    for code, lines in groupby(portion, key=lambda line: line.building_code):
        own = list(lines)
        known = places.put_buildings.get(code) or places.buildings.get(code)
        try:
            told = building_of(own)
            stands = told if known is None else joined(known, told)
        except Differs:
            job.differing += 1
            if len(job.differing_lines) < _TOLD:
                job.differing_lines.append(first)
        else:
            if known is None:
                job.new += 1
            elif stands is known:
                job.known += 1
            else:
                job.extended += 1
            if stands is not known:
                _put(places, stands)
        first += len(own)
    await write_places(connection, places)


def _put(places: Places, building: Building) -> None:
    places.put_buildings[building.rakennustunnus] = building
    code = building.kiinteistotunnus
    if not code:
        return
    plot = places.put_properties.get(code) or places.properties.get(code) or Property(code, building.kuntakoodi, ())
    if building.rakennustunnus not in plot.rakennukset:
        places.put_properties[code] = msgspec.structs.replace(
            plot, rakennukset=(*plot.rakennukset, building.rakennustunnus)
        )


def described(job: Import) -> dict[str, Any]:
    """The outcome for programs."""
    return {**asdict(job), "finished": job.finished}
