"""How people come under a municipality's permit and leave it: by birth, move, immigration and emigration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.living import build, populate
from tests.disclosure.test_changes import START
from tests.disclosure.world import caller, groups, kinds, read, sandbox
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, a_dwelling, family

from vaki.disclosure.door import base_data, base_data_page, changes
from vaki.register.events.catalogue import decode
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

PEOPLE = {role: document.code for role, document in family().items()}
HELSINKI, NOKIA = HELSINKI_HOME.residence_code, NOKIA_FLAT.residence_code
HELSINKI_FLAT = a_dwelling(9, "091", "Koivu")
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
BY_CORRECTION: list[tuple[list[tuple[str, dict[str, Any]]], str]] = [
    (
        [
            ("move", {"person": [PEOPLE["single"]], "to": NOKIA}),
            ("cancelled_move", {"person": [PEOPLE["single"]], "back_to": HELSINKI}),
        ],
        "cancelled_move",
    ),
    (
        [
            ("move", {"person": [PEOPLE["single"]], "to": NOKIA}),
            ("move_corrected", {"person": [PEOPLE["single"]], "to": HELSINKI_FLAT.residence_code}),
        ],
        "move_corrected back",
    ),
    (
        [
            ("move", {"person": [PEOPLE["father"]], "to": NOKIA}),
            ("move_corrected", {"person": [PEOPLE["father"]], "to": HELSINKI}),
        ],
        "move_corrected away",
    ),
    (
        [
            ("immigration", {"person": PEOPLE["abroad"], "to": NOKIA, "from_country": "233"}),
            ("immigration_corrected", {"person": PEOPLE["abroad"], "to": HELSINKI}),
        ],
        "immigration_corrected",
    ),
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


@pytest.mark.parametrize("events", [events for events, _ in BY_CORRECTION], ids=[name for _, name in BY_CORRECTION])
async def test_who_leaves_by_a_correction_is_told_once_with_the_municipality_and_address_in_force(
    pools: Pools, events: list[tuple[str, dict[str, Any]]]
) -> None:
    await populate(pools)
    await build(pools, [HELSINKI_FLAT])
    nokia = await caller(pools, "K2000")
    (name, first), (correction, last) = events
    since = await happen(pools, name, first)
    await happen(pools, correction, last)
    (leaving,) = (await changes(pools, nokia, since, None)).items
    (address,) = groups(leaving, "VAKINAINEN_KOTIMAINEN_OSOITE")
    assert (address["muutosattribuutti"], address["kuntakoodi"]) == ("LISATTY", "091")
    assert "loppupv" not in address
    assert groups(leaving, "KOTIKUNTA")[-1]["kuntakoodi"] == "091"
    assert set(kinds(leaving)) == {"VAKINAINEN_KOTIMAINEN_OSOITE", "KOTIKUNTA"}
    person = last["person"][0] if isinstance(last["person"], list) else last["person"]
    (base,) = (await base_data(pools, await sandbox(pools, "mutpT1"), [person])).items
    (own,) = groups(base, "VAKINAINEN_KOTIMAINEN_OSOITE")
    assert {**own, "muutosattribuutti": "LISATTY"} == address
