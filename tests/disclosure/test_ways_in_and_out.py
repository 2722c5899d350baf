"""How people come under a municipality's permit and leave it: by birth, move, immigration and emigration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.living import populate
from tests.disclosure.test_changes import START
from tests.disclosure.world import caller, groups, kinds, read
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, family

from vaki.disclosure.door import base_data, base_data_page, changes
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

PEOPLE = {role: document.code for role, document in family().items()}
HELSINKI, NOKIA = HELSINKI_HOME.residence_code, NOKIA_FLAT.residence_code
NEWCOMER = {
    "first_names": "Mart",
    "surname": "Tamm",
    "birth_date": "1991-05-06",
    "sex": "MIES",
    "citizenships": ["233"],
}
IN: list[tuple[str, dict[str, Any]]] = [
    ("birth", {"mother": PEOPLE["mother"], "sex": "MIES", "first_names": "Onni", "surname": "Virtanen"}),
    ("move", {"person": [PEOPLE["single"]], "to": NOKIA}),
    ("immigration", {"person": PEOPLE["abroad"], "to": NOKIA, "from_country": "233"}),
    ("immigration", {"newcomer": NEWCOMER, "to": NOKIA, "from_country": "233"}),
]
OUT: list[tuple[str, dict[str, Any], str]] = [
    ("move", {"person": [PEOPLE["father"]], "to": HELSINKI}, "091"),
    ("emigration", {"person": [PEOPLE["father"]], "country": "233", "place": "10111 TALLINN"}, "200"),
]


async def happen(pools: Pools, name: str, data: dict[str, Any]) -> int:
    """Record the event; the key of its newest item."""
    async with Recorder(pools.register) as recorder:
        recorded = await recorder.record(decode(name, data))
    return max(key for _, key, _ in recorded.items)


@pytest.mark.parametrize(("name", "data"), IN, ids=["birth", "move", "immigration back", "immigration of a newcomer"])
async def test_who_comes_in_is_told_whole_as_added(pools: Pools, name: str, data: dict[str, Any]) -> None:
    await populate(pools)
    town = await caller(pools, "K2000")
    before = {read(item)["henkilotunnus"] for item in (await base_data_page(pools, town, ["536"])).items}
    await happen(pools, name, data)
    residents = {read(item)["henkilotunnus"]: item for item in (await base_data_page(pools, town, ["536"])).items}
    (newcomer,) = residents.keys() - before
    items = (await changes(pools, town, START, None)).items
    (entering,) = [item for item in items if read(item)["henkilotunnus"] == newcomer]
    told = [{**group} for group in groups(entering)]
    assert {group.pop("muutosattribuutti") for group in told} == {"LISATTY"}
    assert {group["tietoryhma"] for group in told} == set(kinds(residents[newcomer]))
    assert groups(entering, "KOTIKUNTA")[0]["kuntakoodi"] == "536"


@pytest.mark.parametrize(("name", "data", "town"), OUT, ids=["move", "emigration"])
async def test_who_leaves_is_told_once_with_the_new_municipality_and_address(
    pools: Pools, name: str, data: dict[str, Any], town: str
) -> None:
    """K2000 has no address abroad, so one who emigrates leaves with the municipality alone."""
    await populate(pools)
    nokia = await caller(pools, "K2000")
    await happen(pools, name, data)
    last = await happen(pools, "occupation", {"person": PEOPLE["father"], "occupation": "seppä"})
    answer = await changes(pools, nokia, START, None)
    (leaving,) = [item for item in answer.items if read(item)["henkilotunnus"] == PEOPLE["father"]]
    assert groups(leaving, "KOTIKUNTA")[0]["kuntakoodi"] == town
    assert set(kinds(leaving)) == {"KOTIKUNTA"} | ({"VAKINAINEN_KOTIMAINEN_OSOITE"} if town == "091" else set())
    assert {group["muutosattribuutti"] for group in groups(leaving)} == {"LISATTY"}
    assert (answer.key, answer.up_to_date) == (last, True)
    assert (await base_data(pools, nokia, [PEOPLE["father"]])).items == []
