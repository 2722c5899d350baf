"""A register with dwellings in which real events happen, for the rules on what is told of the protected."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.disclosure.world import load
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME, a_dwelling, a_person, family
from tests.register.people import TODAY as DAY

from vaki.codes.sex import Sex
from vaki.register import buildings
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from vaki.postgres.environment import Pools
    from vaki.register.buildings import Dwelling
    from vaki.register.document import Document

BORN = date(1980, 5, 17)
FIRST, SECOND, THIRD = (a_dwelling(number, town, "Koivu") for number, town in ((1, "536"), (2, "837"), (3, "091")))


def resident(number: int, home: Dwelling = FIRST, since: date = date(2015, 5, 1)) -> Document:
    """Someone who has lived in one dwelling since a day."""
    return a_person(number, BORN, Sex.WOMAN, "Aino", "Virtanen", home=home, since=since)


async def build(pools: Pools, homes: Iterable[Dwelling]) -> None:
    """Put the dwellings into the register, each in a building of its own."""
    for home in homes:
        where = buildings.BuildingAddress(
            home.address_number, home.street, home.street_number, home.postal_code, home.post_office
        )
        house = buildings.Building(
            home.building_code,
            home.municipality,
            "53640100010001",
            (where,),
            buildings.Coordinates(6_800_000, 300_000),
            "0110",
            1990,
            "01",
        )
        flat = buildings.DwellingDocument(
            home.residence_code, home.building_code, home.address_number, 2, 50, "1", "OMISTUS", "01", home.staircase,
            home.number, home.division,
        )  # fmt: skip
        await pools.register.execute(
            "insert into register.building values ($1, $2, null, null, true, $3)",
            home.building_code,
            home.municipality,
            buildings.write(house),
        )
        await pools.register.execute(
            "insert into register.dwelling values ($1, $2, $3)",
            home.residence_code,
            home.building_code,
            buildings.write(flat),
        )


@asynccontextmanager
async def living(
    pools: Pools, *people: Document, homes: Iterable[Dwelling] = (FIRST, SECOND, THIRD)
) -> AsyncIterator[Callable[..., Awaitable[int]]]:
    """`await happen(name, **fields)` records an event and gives the newest change key."""
    await load(pools, *people)
    await build(pools, homes)
    async with Recorder(pools.register) as recorder:

        async def happen(name: str, **fields: Any) -> int:
            recorded = await recorder.record(decode(name, fields))
            return max(key for _, key, _ in recorded.items)

        yield happen


async def populate(pools: Pools) -> None:
    """The family of `tests.register.people`, and dwellings that they may move to."""
    await load(pools, *family().values(), day=DAY)
    await build(pools, (NOKIA_HOME, NOKIA_FLAT, HELSINKI_HOME))
