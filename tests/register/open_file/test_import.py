"""Files of buildings into the register and out of it: the same ones again, once, and never half a file unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.register.people import TODAY

from vaki.register.buildings import Building, read_building, read_property
from vaki.register.clock import start_clock
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.open_file import exporting, importing
from vaki.register.open_file.importing import FileRefused
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vaki.postgres.environment import Pools


def line(
    number: int, address: int = 1, *, street: str = "Mäntytie", code: str = "536", plot: int = 1, district: str = "001"
) -> bytes:
    from vaki.codes import building

    text = (
        f"{building.make(100_000_000 + number)};{code};06;1;{6_822_000 + number};312900;{address};{street};;{number}h5;"
        f"37120;{district};Nokia;;5364000001{plot:04};15.08.2024\n"
    )
    return text.encode("iso-8859-1")


def told(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


async def stored(pools: Pools) -> dict[str, Building]:
    rows = await pools.register.fetch("select building_code, document from register.building order by building_code")
    return {row["building_code"]: read_building(row["document"]) for row in rows}


@pytest.fixture
async def ready(pools: Pools) -> Pools:
    async with pools.register.acquire() as connection, connection.transaction():
        await start_clock(connection, "simulated", TODAY)
    return pools


def write(path: Path, lines: Iterable[bytes]) -> Path:
    path.write_bytes(b"".join(lines))
    return path


async def test_a_file_is_imported_once_and_exported_as_it_was(ready: Pools, tmp_path: Path) -> None:
    lines = [line(1), line(1, 2, street="Ängsvägen"), line(2, plot=1), line(3, plot=2, district="")]
    lines[3] = lines[3].replace(b";Nokia;", b";;")
    path = write(tmp_path / "a.OPT", lines)
    job = await importing.run(ready.register, path, progress=told)
    assert (job.new, job.finished) == (3, True)
    found = await stored(ready)
    assert [len(one.osoitteet) for one in found.values()] == [2, 1, 1]
    plot = await ready.register.fetchval(
        "select document from register.property where property_code = $1", "53640000010001"
    )
    assert len(read_property(plot).rakennukset) == 2
    assert (await importing.run(ready.register, path, progress=told)).new == 3
    again = write(tmp_path / "b.OPT", [*lines, line(9)])
    job = await importing.run(ready.register, again, progress=told)
    assert (job.new, job.known, job.differing) == (1, 3, 0)
    async with ready.register.acquire() as connection:
        with (tmp_path / "c.OPT").open("wb") as file:
            await exporting.run(connection, file, [], progress=told)
    day = f"{TODAY:%d.%m.%Y}".encode()
    written = (tmp_path / "c.OPT").read_bytes().replace(b"\r\n", b"\n").replace(day, b"15.08.2024")
    assert sorted(written.splitlines()) == sorted(again.read_bytes().splitlines())


async def test_what_the_register_has_stays_and_lacking_addresses_are_added(ready: Pools, tmp_path: Path) -> None:
    await importing.run(ready.register, write(tmp_path / "a", [line(1), line(2)]), progress=told)
    before = await stored(ready)
    changed = [line(1, 3, street="Kuja"), line(2, street="Toinen"), line(3)]
    job = await importing.run(ready.register, write(tmp_path / "b", changed), progress=told)
    assert (job.new, job.extended, job.known, job.differing, job.differing_lines) == (1, 1, 0, 1, [2])
    after = await stored(ready)
    one, two, _ = after
    assert [address.osoitenumero for address in after[one].osoitteet] == [1, 3]
    assert after[two] == before[two]


async def test_a_wrong_line_anywhere_keeps_the_whole_file_out(ready: Pools, tmp_path: Path) -> None:
    lines = [*(line(number) for number in range(1, 40)), line(40, 7), line(41), b"\n"]
    with pytest.raises(FileRefused) as refused:
        await importing.run(ready.register, write(tmp_path / "a", lines), progress=told)
    assert "line 40: the address number" in str(refused.value)
    assert "line 42" in str(refused.value)
    assert not await stored(ready)
    with pytest.raises(FileRefused):
        await importing.run(ready.register, write(tmp_path / "b", []), progress=told)


class CutError(Exception):
    """Somebody has interrupted the import."""


async def test_an_import_cut_short_is_noticed_and_goes_on(
    ready: Pools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LINES_AT_ONCE", 10)
    # The building on the border of two portions has two addresses, another's stand apart.
    lines = [line(9), *(line(number) for number in range(10, 19)), line(18, 2), *map(line, range(19, 60)), line(9, 2)]
    path = write(tmp_path / "a", lines)
    portions = 0

    def cut(what: str, _done: int, _total: int) -> None:
        nonlocal portions
        portions += what == "import"
        if portions == 3:
            raise CutError

    with pytest.raises(CutError):
        await importing.run(ready.register, path, progress=cut)
    assert 0 < len(await stored(ready)) < 51
    async with ready.register.acquire() as connection:
        (left,) = (await importing.unfinished(connection)).values()
        assert (left.done, left.lines) == (21, len(lines))
    job = await importing.run(ready.register, path, progress=told)
    assert (job.new, job.extended, job.differing, job.finished) == (51, 1, 0, True)
    found = await stored(ready)
    assert len(found) == 51
    assert sorted(len(one.osoitteet) for one in found.values()) == [1] * 49 + [2, 2]
    async with ready.register.acquire() as connection:
        assert not await importing.unfinished(connection)


async def test_buildings_of_an_ended_municipality_are_in_the_one_that_took_over(ready: Pools, tmp_path: Path) -> None:
    await importing.run(ready.register, write(tmp_path / "a", [line(1, code="588")]), progress=told)
    (one,) = (await stored(ready)).values()
    assert one.kuntakoodi == "507"


async def test_nobody_moves_into_an_imported_building(ready: Pools, tmp_path: Path) -> None:
    await importing.run(ready.register, write(tmp_path / "a", [line(1)]), progress=told)
    (code,) = await stored(ready)
    async with Recorder(ready.register) as recorder:
        with pytest.raises(EventRefused):
            await recorder.record(decode("move", {"person": ["010280-952L"], "to": f"{code}1 000 "}))
