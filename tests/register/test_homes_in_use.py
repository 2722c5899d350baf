"""A home is in use while somebody lives there for good, and stands vacant when the last of them has left."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from msgspec.structs import replace
from tests.register.people import (
    HELSINKI_HOME,
    NOKIA_FLAT,
    NOKIA_HOME,
    TODAY,
    a_building,
    a_dwelling_document,
    a_person,
    family,
)

from vaki.codes.sex import Sex
from vaki.register.batch import Batch
from vaki.register.buildings import read_building, read_dwelling
from vaki.register.check import audit_people
from vaki.register.clock import start_clock
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.place_rows import write_places
from vaki.register.places import Places
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.buildings import Dwelling
    from vaki.register.events.draft import Event

PEOPLE = {role: document.code for role, document in family().items()}
FAMILY = [PEOPLE[role] for role in ("mother", "father", "child")]
IN_USE, BUSINESS, VACANT = "01", "02", "05"


@pytest.fixture
async def homes(pools: Pools) -> Pools:
    """The family in their house, the single person in a flat; nobody in the third dwelling, which says so."""
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, TODAY) for document in family().values()])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)
    await told(pools, IN_USE, NOKIA_HOME, HELSINKI_HOME)
    await told(pools, VACANT, NOKIA_FLAT)
    return pools


async def told(pools: Pools, state: str, *homes: Dwelling) -> None:
    """What is recorded of dwellings and of their buildings."""
    buildings = {one.building_code: replace(a_building(one), kaytossaolotilanne=state) for one in homes}
    dwellings = {one.residence_code: replace(a_dwelling_document(one), kaytossaolotilanne=state) for one in homes}
    async with pools.register.acquire() as connection:
        await write_places(connection, Places(put_buildings=buildings, put_dwellings=dwellings))


async def states(pools: Pools, home: Dwelling) -> tuple[str, str]:
    """The states of use of a dwelling and of its building."""
    row = await pools.register.fetchrow(
        "select d.document as dwelling, b.document as building "
        "from register.dwelling d join register.building b using (building_code) where residence_code = $1",
        home.residence_code,
    )
    assert row is not None
    return read_dwelling(row["dwelling"]).kaytossaolotilanne, read_building(row["building"]).kaytossaolotilanne


def move(*people: str, to: Dwelling) -> Event:
    return decode("move", {"person": list(people), "to": to.residence_code})


async def record(pools: Pools, *events: Event) -> list[Any]:
    async with Recorder(pools.register) as recorder:
        answers = await recorder.record_all([(uuid4(), event) for event in events])
    assert not [answer for answer in answers if isinstance(answer, EventRefused)]
    return answers


async def test_a_household_that_moves_takes_one_home_into_use_and_leaves_another_vacant(homes: Pools) -> None:
    (answer,) = await record(homes, move(*FAMILY, to=NOKIA_FLAT))
    assert await states(homes, NOKIA_FLAT) == (IN_USE, IN_USE)
    assert await states(homes, NOKIA_HOME) == (VACANT, VACANT)
    assert len(answer.items) == len(FAMILY), "a home's state is nobody's change"
    assert await audit_people(homes.register) == []


async def test_a_home_that_one_of_several_leaves_stays_in_use(homes: Pools) -> None:
    await record(homes, move(PEOPLE["father"], to=NOKIA_FLAT))
    assert await states(homes, NOKIA_HOME) == (IN_USE, IN_USE)
    assert await states(homes, NOKIA_FLAT) == (IN_USE, IN_USE)


async def test_a_home_whose_last_resident_dies_is_vacant_and_one_that_is_found_alive_again_has_it_back(
    homes: Pools,
) -> None:
    await record(homes, decode("death", {"person": PEOPLE["single"]}))
    assert await states(homes, HELSINKI_HOME) == (VACANT, VACANT)
    undone = {"person": PEOPLE["single"], "residence": HELSINKI_HOME.residence_code}
    await record(homes, decode("death_undone", undone))
    assert await states(homes, HELSINKI_HOME) == (IN_USE, IN_USE)


async def test_a_home_is_in_use_as_the_last_event_of_a_batch_leaves_it(homes: Pools) -> None:
    """Out and back in one transaction."""
    await record(homes, move(PEOPLE["father"], to=NOKIA_FLAT), move(*FAMILY[::2], to=NOKIA_FLAT))
    assert await states(homes, NOKIA_HOME) == (VACANT, VACANT)
    assert await states(homes, NOKIA_FLAT) == (IN_USE, IN_USE)


async def test_a_stay_for_a_time_takes_no_home_into_use(homes: Pools) -> None:
    stay = {"person": PEOPLE["single"], "to": NOKIA_FLAT.residence_code}
    await record(homes, decode("temporary_address", stay))
    assert await states(homes, NOKIA_FLAT) == (VACANT, VACANT)
    assert await states(homes, HELSINKI_HOME) == (IN_USE, IN_USE)


async def test_what_an_authority_has_told_of_a_building_lasts_while_people_come_and_go(homes: Pools) -> None:
    await told(homes, BUSINESS, HELSINKI_HOME)
    await record(homes, decode("death", {"person": PEOPLE["single"]}))
    assert await states(homes, HELSINKI_HOME) == (BUSINESS, BUSINESS)
    await record(homes, move(*FAMILY, to=HELSINKI_HOME))
    assert await states(homes, HELSINKI_HOME) == (IN_USE, BUSINESS)


async def test_two_strangers_who_leave_at_the_same_moment_leave_a_home_vacant(homes: Pools) -> None:
    """The second of them waits until the first has left: otherwise each would find the other still there."""
    lodger = a_person(6, date(1992, 5, 6), Sex.WOMAN, "Venla", "Salo", home=HELSINKI_HOME)
    async with homes.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(lodger, TODAY)])
    out = move(PEOPLE["single"], to=NOKIA_FLAT)
    async with homes.register.acquire() as connection:
        async with connection.transaction():
            first = Batch(connection, TODAY)
            await first.load([out])
            await first.apply(uuid4(), out)
            await first.write()
            leaving = asyncio.create_task(record(homes, decode("death", {"person": lodger.code})))
            await asyncio.sleep(0.3)
            assert not leaving.done()
        await leaving
    assert await states(homes, HELSINKI_HOME) == (VACANT, VACANT)
