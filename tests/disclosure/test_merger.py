"""What happens to many at once, as permits see it: a merger moves nobody, a burst tells of nobody's hidden place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.disclosure.living import SECOND, living, resident
from tests.disclosure.test_changes import START
from tests.disclosure.world import NOKIA, TAMPERE, caller, groups, kinds, read

from vaki.disclosure.door import base_data_page, changes
from vaki.register import bulk
from vaki.register.events.catalogue import decode
from vaki.register.events.many import ManyPeople, MunicipalitiesMerged

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

MERGED = MunicipalitiesMerged(municipality=NOKIA, into=TAMPERE)


@pytest.mark.parametrize("towns", [[NOKIA], [TAMPERE], [NOKIA, TAMPERE]], ids=["old", "successor", "both"])
async def test_nobody_enters_or_leaves_by_a_merger(pools: Pools, towns: list[str]) -> None:
    stayed, neighbour = resident(1), resident(2, SECOND)
    async with living(pools, stayed, neighbour) as happen:
        await bulk.run(pools.register, MERGED)
        permit = await caller(pools, municipalities=towns)
        (item,) = (await changes(pools, permit, START, None)).items
        assert read(item)["henkilotunnus"] == stayed.code
        assert "HENKILON_NIMI" not in kinds(item)
        homes = [(group["muutosattribuutti"], group["kuntakoodi"]) for group in groups(item, "KOTIKUNTA")]
        assert homes == [("LISATTY", TAMPERE)]
        await happen("name_change", person=stayed.code, surname="Laine")
        later = (await changes(pools, permit, START, None)).items
        assert len(later) == 2
        assert "HENKILON_NIMI" in kinds(later[1])


async def test_the_permit_of_the_code_that_ended_reads_the_successors_residents(pools: Pools) -> None:
    async with living(pools, resident(1), resident(2, SECOND)):
        await bulk.run(pools.register, MERGED)
        permit = await caller(pools, municipalities=[NOKIA])
        page = await base_data_page(pools, permit, None)
        assert len(page.items) == 2


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("street_renamed", {"municipality": NOKIA, "street": "Koivutie", "to": "Tammitie"}),
        ("postal_code_changed", {"municipality": NOKIA, "code": "37100", "to": "37120", "post_office": "Nokia"}),
    ],
)
async def test_a_protected_persons_part_in_a_burst_is_not_told(pools: Pools, name: str, fields: dict[str, str]) -> None:
    open_to_all, hidden = resident(1), resident(2)
    async with living(pools, open_to_all, hidden) as happen:
        await happen("protection_begun", person=hidden.code)
        unentitled, entitled = await caller(pools), await caller(pools, protected="all")
        since = (await changes(pools, unentitled, START, None)).key
        event = decode(name, fields)
        assert isinstance(event, ManyPeople)
        await bulk.run(pools.register, event)
        told = (await changes(pools, unentitled, since, None)).items
        assert [read(item)["henkilotunnus"] for item in told] == [open_to_all.code]
        assert len((await changes(pools, entitled, since, None)).items) == 2
