"""Two registers that differ only in what is hidden of protected persons answer every unentitled call alike."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from tests.conftest import _clone as cloned
from tests.disclosure.test_changes import START
from tests.disclosure.world import caller, sandbox
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME, TODAY, a_dwelling, family

from vaki.disclosure import door, errors, search
from vaki.postgres.environment import Environment, Pools
from vaki.register.buildings import Building, BuildingAddress, Coordinates, DwellingDocument, write
from vaki.register.clock import advance, start_clock
from vaki.register.events.catalogue import decode
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.disclosure.caller import Caller
    from vaki.postgres.cluster import Cluster
    from vaki.register.buildings import Dwelling

NOKIA_SECRET = a_dwelling(4, "536", "Salainen")
TAMPERE_SECRET = a_dwelling(5, "837", "Piilo")
HOMES = (NOKIA_HOME, NOKIA_FLAT, HELSINKI_HOME, NOKIA_SECRET, TAMPERE_SECRET)


@dataclass(frozen=True)
class Hidden:
    """What one of the two registers hides."""

    first: Dwelling
    second: Dwelling
    temporary: Dwelling
    email: str
    postal: str


ONE = Hidden(NOKIA_FLAT, NOKIA_SECRET, HELSINKI_HOME, "a@example.fi", "PL 1")
SAME_TOWN = Hidden(NOKIA_SECRET, NOKIA_FLAT, TAMPERE_SECRET, "hidden@example.org", "PL 22")
OTHER_TOWN = Hidden(TAMPERE_SECRET, HELSINKI_HOME, NOKIA_FLAT, "hidden@example.org", "PL 22")


def script(hidden: Hidden) -> list[tuple[str, dict[str, Any]]]:
    """A life under protection: the same events, of which only what is hidden differs."""
    people = family()
    mother, father, child, single = (people[role].code for role in ("mother", "father", "child", "single"))
    household = [mother, child]
    postal = {"person": mother, "address": hidden.postal, "postal_code": "37100", "post_office": "NOKIA"}
    return [
        ("occupation", {"person": father, "occupation": "seppä"}),
        ("protection_begun", {"person": mother, "until": str(TODAY + timedelta(days=400))}),
        ("protection_begun", {"person": child, "until": str(TODAY + timedelta(days=400))}),
        ("move", {"person": household, "to": hidden.first.residence_code}),
        ("email", {"person": mother, "address": hidden.email}),
        ("postal_address", postal),
        ("temporary_address", {"person": mother, "to": hidden.temporary.residence_code}),
        ("birth", {"mother": mother, "other_parent": father, "sex": "NAINEN", "first_names": "Ida", "surname": "Salo"}),
        ("move", {"person": household, "to": hidden.second.residence_code}),
        ("name_change", {"person": mother, "surname": "Laine"}),
        ("custody_ended", {"child": child, "guardian": father}),
        ("occupation", {"person": single, "occupation": "suutari"}),
        ("temporary_address_ended", {"person": mother}),
    ]


def stored(home: Dwelling) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A building and its dwelling as rows of their tables."""
    address = BuildingAddress(home.address_number, home.street, home.street_number, home.postal_code, home.post_office)
    building = Building(
        home.building_code, home.municipality, "536-1-1-1", (address,), Coordinates(0, 0), "0110", 2000, "01"
    )
    dwelling = DwellingDocument(
        home.residence_code, home.building_code, home.address_number, 3, 80, "1", "OMISTUS", "01", home.staircase,
        home.number,
    )  # fmt: skip
    return (
        (home.building_code, home.municipality, write(building)),
        (home.residence_code, home.building_code, write(dwelling)),
    )


async def populate(pools: Pools) -> None:
    """The family of `tests.register.people`, and the dwellings they may move to."""
    async with pools.register.acquire() as connection, connection.transaction():
        await start_clock(connection, "simulated", TODAY)
        await copy_people(connection, [LoadRow(document, TODAY) for document in family().values()])
        await finish_load(connection)
        for building, dwelling in map(stored, HOMES):
            await connection.execute(
                "insert into register.building (building_code, municipality, in_use, document) "
                "values ($1, $2, true, $3)",
                *building,
            )
            await connection.execute("insert into register.dwelling values ($1, $2, $3)", *dwelling)


async def live(pools: Pools, hidden: Hidden) -> None:
    await populate(pools)
    async with Recorder(pools.register) as recorder:
        for day, (name, data) in enumerate(script(hidden), 1):
            await recorder.record(decode(name, data), event_id=UUID(int=day))
            await advance(pools.register, recorder, TODAY + timedelta(days=day))
        await advance(pools.register, recorder, date(TODAY.year + 1, 1, 2))


async def askers(pools: Pools, *, town_is_told: bool) -> list[Caller]:
    """Everyone who is not entitled; those who are told the home municipality only where it is not what differs."""
    hiding = [await sandbox(pools, "mutpT1x"), await caller(pools, "OPISKELIJA")]
    if not town_is_told:
        return hiding
    return [
        *hiding,
        await caller(pools, "K2000"),
        await caller(pools, "K2000", municipalities=["091"], purposes=["lukio"]),
        await caller(pools, "VAKA"),
        await caller(pools, "OPPIJA", purposes=["perusopetus"]),
        await caller(pools, "ASREK"),
    ]


async def asked(pools: Pools, asker: Caller, codes: list[str]) -> list[Any]:
    """What everything that can be asked is answered with, refusals too."""
    groups = [frozenset({"KOTIKUNTA"}), frozenset({"VAKINAINEN_KOTIMAINEN_OSOITE", "SAHKOPOSTIOSOITE"})]
    calls = [
        door.key_of_day(pools, asker, TODAY),
        *(door.base_data(pools, asker, codes, kinds) for kinds in (None, *groups)),
        *(door.changes(pools, asker, START, set(codes), kinds) for kinds in (None, *groups)),
        *(door.changes(pools, asker, START, {code}) for code in codes),
        *(door.changes(pools, asker, START + number, None) for number in range(12)),
        door.base_data_page(pools, asker, None),
        *(door.base_data_page(pools, asker, [town]) for town in ("536", "091", "837")),
        *(search.find(pools, asker, municipality=town) for town in (None, "536", "091", "837")),
    ]
    return [answer if not isinstance(answer, Exception) else type(answer) for answer in await _each(calls)]


async def _each(calls: list[Any]) -> list[Any]:
    answers: list[Any] = []
    for call in calls:
        try:
            answers.append(await call)
        except (errors.DisclosureError, asyncio.CancelledError) as refused:
            answers.append(refused)
    return answers


@pytest.fixture
def two(cluster: Cluster) -> Iterator[list[Environment]]:
    with ExitStack() as stack:
        yield [stack.enter_context(contextmanager(cloned)(cluster)) for _ in range(2)]


@pytest.mark.parametrize("other", [SAME_TOWN, OTHER_TOWN], ids=["another address", "another municipality"])
async def test_what_is_hidden_alters_no_answer(two: list[Environment], other: Hidden) -> None:
    async with AsyncExitStack() as stack:
        pools = [await stack.enter_async_context(await Pools.open(one, size=2)) for one in two]
        for one, hidden in zip(pools, (ONE, other), strict=True):
            await live(one, hidden)
        codes = [row["code"] for row in await pools[0].register.fetch("select code from register.identity_code")]
        town_is_told = other is SAME_TOWN
        told = [
            [await asked(one, asker, codes) for asker in await askers(one, town_is_told=town_is_told)] for one in pools
        ]
        for first, second in zip(*told, strict=True):
            assert first == second
        entitled = [await asked(one, door.operator(), codes) for one in pools]
        assert entitled[0] != entitled[1], "the two registers do not differ: nothing was shown"
