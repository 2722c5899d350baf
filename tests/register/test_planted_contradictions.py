"""The audit finds every kind of contradiction where it is planted, and nothing where there is none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.register.people import TODAY, family, the_places
from tests.register.planted.lookalikes import NO_CONTRADICTION
from tests.register.planted.table import PLANTED, PLANTED_IN_TABLES, PLANTED_OTHERWISE

from vaki.register import place_rows
from vaki.register.audit import audit_document
from vaki.register.audit.contradictions import KINDS, Contradiction
from vaki.register.check import audit_people
from vaki.register.clock import start_clock
from vaki.register.document import read, write
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.postgres.environment import Pools
    from vaki.register.document import Document


def stored(people: dict[str, Document]) -> dict[int, Document]:
    """The people as they come out of their rows."""
    return {one.person_id: read(write(one), one.person_id, 1) for one in people.values()}


def found_in(people: dict[int, Document]) -> set[str]:
    return {found.name for one in people.values() for found in audit_document(one, people, TODAY)}


def test_of_a_family_of_which_nothing_is_wrong_nothing_is_found() -> None:
    assert found_in(stored(family())) == set()


def test_every_kind_is_planted_and_has_a_name_of_its_own() -> None:
    assert set(KINDS) == PLANTED.keys() | PLANTED_IN_TABLES.keys()
    assert not PLANTED.keys() & PLANTED_IN_TABLES.keys()
    assert max(Counter(kind.name for kind in KINDS).values()) == 1


@pytest.mark.parametrize(
    ("kind", "plant"),
    [*PLANTED.items(), *PLANTED_OTHERWISE],
    ids=lambda one: one.name if isinstance(one, Contradiction) else one.__name__,
)
def test_what_is_planted_is_found(kind: Contradiction, plant: Callable[[dict[str, Document]], None]) -> None:
    people = family()
    plant(people)
    as_they_are = {one.person_id: one for one in people.values()}
    assert kind.name in found_in(as_they_are if kind.name == "not-withheld" else stored(people))


@pytest.mark.parametrize("happen", NO_CONTRADICTION, ids=lambda one: one.__name__)
def test_what_only_looks_like_a_contradiction_passes(happen: Callable[[dict[str, Document]], None]) -> None:
    people = family()
    happen(people)
    assert found_in(stored(people)) == set()


@pytest.fixture
async def populated(pools: Pools) -> Pools:
    """The family in a register, with the buildings that they live in."""
    async with pools.register.acquire() as connection, connection.transaction():
        await copy_people(connection, [LoadRow(document, TODAY) for document in family().values()])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)
        there = the_places()
        await place_rows.write_places(connection, Places(put_buildings=there.buildings, put_dwellings=there.dwellings))
    return pools


async def test_of_the_family_in_its_register_nothing_is_found(populated: Pools) -> None:
    assert await audit_people(populated.register) == []


async def test_what_tables_and_documents_disagree_on_is_found(populated: Pools) -> None:
    for kind, statement in PLANTED_IN_TABLES.items():
        async with populated.register.acquire() as connection:
            copies = [("dwelling", "residence_code"), ("building", "building_code"), ("identity_code", "code")]
            held = {table: await connection.fetch(f"select * from register.{table}") for table, _ in copies}  # noqa: S608
            await connection.execute(statement)
            names = {finding.name for finding in await audit_people(populated.register)}
            assert kind.name in names, kind.name
            for table, rows in held.items():
                await connection.execute(f"delete from register.{table}")  # noqa: S608
                await connection.copy_records_to_table(table, schema_name="register", records=map(tuple, rows))
    assert await audit_people(populated.register) == []


async def test_people_who_only_stay_in_a_dwelling_for_a_time_do_not_crowd_it(populated: Pools) -> None:
    """The narrow table of residences holds their stays too."""
    await populated.register.execute(
        "insert into register.residence select 4, residence_code, since, null from register.residence r, "
        "generate_series(1, 30) where r.person_id = 1"
    )
    assert await audit_people(populated.register) == []
