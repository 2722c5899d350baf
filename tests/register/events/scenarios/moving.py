"""Scenarios of moves beside the ordinary: without a dwelling, lost and found, across the border, corrected, undone."""

from __future__ import annotations

from typing import Any

from tests.register.events.scenarios.place import NEWCOMER
from tests.register.events.scenarios.world import World, scenario
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME

from vaki.register.events.draft import Event

INSTITUTION = {"municipality": "536", "kind": 904, "institution": "0010"}
STRANGER = {**NEWCOMER, "citizenships": ["233"]}


def went_missing(world: World, since: str = "2024-11-01") -> None:
    world.before("move_to_stay", person=[world.code("single")], municipality="091", kind=901, day=since)


def emigrated(world: World, day: str = "2026-11-10", **fields: Any) -> None:
    there = {"country": "250", "street": "12 rue Haute", "place": "Paris", **fields}
    world.before("emigration", person=[world.code("single")], day=day, **there)


def moved(world: World, to: str, day: str) -> None:
    world.before("move", person=[world.code("single")], to=to, day=day)


def came_back(world: World) -> None:
    home = NOKIA_FLAT.residence_code
    world.before("immigration", person=world.code("abroad"), to=home, from_country="233", day="2026-11-10")


@scenario("move_to_stay: into an institution of another municipality")
def _(world: World) -> Event:
    return world.event("move_to_stay", person=[world.code("single")], day="2026-11-10", **INSTITUTION)


@scenario("move_to_stay: a household loses its dwelling")
def _(world: World) -> Event:
    pair = [world.code("mother"), world.code("child")]
    return world.event("move_to_stay", person=pair, municipality="536", kind=902, day="2026-11-10")


@scenario("move: from an institution to a dwelling")
def _(world: World) -> Event:
    world.before("move_to_stay", person=[world.code("single")], day="2026-10-01", **INSTITUTION)
    return world.event("move", person=[world.code("single")], to=HELSINKI_HOME.residence_code, day="2026-11-10")


@scenario("lost: two years after the whereabouts became unknown")
def _(world: World) -> Event:
    went_missing(world)
    return world.event("lost", person=world.code("single"))


@scenario("found: in a dwelling of another municipality")
def _(world: World) -> Event:
    went_missing(world, "2020-03-01")
    world.before("lost", person=world.code("single"), day="2022-05-01")
    return world.event("found", person=world.code("single"), to=NOKIA_FLAT.residence_code, day="2026-11-10")


@scenario("lost_undone: thought to be in the municipality after all")
def _(world: World) -> Event:
    went_missing(world)
    world.before("lost", person=world.code("single"))
    return world.event("lost_undone", person=world.code("single"))


@scenario("cancelled_move: into an institution")
def _(world: World) -> Event:
    world.before("move_to_stay", person=[world.code("single")], day="2026-11-10", **INSTITUTION)
    return world.event("cancelled_move", person=[world.code("single")], back_to=HELSINKI_HOME.residence_code)


@scenario("cancelled_move: not the latest, between municipalities")
def _(world: World) -> Event:
    moved(world, NOKIA_FLAT.residence_code, "2026-10-01")
    moved(world, HELSINKI_HOME.residence_code, "2026-11-01")
    return world.event("cancelled_move", person=[world.code("single")], back_to=HELSINKI_HOME.residence_code)


@scenario("cancelled_move: not the latest, the next having stayed in the municipality")
def _(world: World) -> Event:
    moved(world, NOKIA_FLAT.residence_code, "2026-10-01")
    moved(world, NOKIA_HOME.residence_code, "2026-11-01")
    return world.event("cancelled_move", person=[world.code("single")], back_to=HELSINKI_HOME.residence_code)


@scenario("move_corrected: the day")
def _(world: World) -> Event:
    moved(world, NOKIA_FLAT.residence_code, "2026-11-10")
    return world.event("move_corrected", person=[world.code("single")], day="2026-11-05")


@scenario("move_corrected: the dwelling, within the municipality moved to")
def _(world: World) -> Event:
    moved(world, NOKIA_FLAT.residence_code, "2026-11-10")
    return world.event("move_corrected", person=[world.code("single")], to=NOKIA_HOME.residence_code)


@scenario("move_corrected: the dwelling was in another municipality")
def _(world: World) -> Event:
    world.before("move", person=[world.code("mother")], to=NOKIA_FLAT.residence_code, day="2026-11-10")
    return world.event("move_corrected", person=[world.code("mother")], to=HELSINKI_HOME.residence_code)


@scenario("emigration_undone: back in the dwelling")
def _(world: World) -> Event:
    emigrated(world)
    return world.event("emigration_undone", person=[world.code("single")], back_to=HELSINKI_HOME.residence_code)


@scenario("emigration_corrected: the day")
def _(world: World) -> Event:
    emigrated(world)
    return world.event("emigration_corrected", person=[world.code("single")], day="2026-11-12")


@scenario("emigration_corrected: the country, not in the list")
def _(world: World) -> Event:
    emigrated(world)
    fields = {"country": "998", "country_name": "Sealand", "place": "Roughs Tower"}
    return world.event("emigration_corrected", person=[world.code("single")], **fields)


@scenario("immigration_undone: a former resident stays abroad")
def _(world: World) -> Event:
    came_back(world)
    return world.event("immigration_undone", person=world.code("abroad"), street="Sadama 5", place="10111 TALLINN")


@scenario("immigration_corrected: the day and the country")
def _(world: World) -> Event:
    came_back(world)
    return world.event("immigration_corrected", person=world.code("abroad"), day="2026-11-05", from_country="428")


@scenario("country_changed: to a Nordic country")
def _(world: World) -> Event:
    there = {"country": "752", "street": "Storgatan 1", "place": "411 24 GÖTEBORG"}
    return world.event("country_changed", person=[world.code("abroad")], day="2026-11-01", **there)


@scenario("address_abroad: another in the same country")
def _(world: World) -> Event:
    return world.event("address_abroad", person=world.code("abroad"), street="Pikk 1", place="10123 TALLINN")


@scenario("address_abroad: in a country that is not in the list")
def _(world: World) -> Event:
    emigrated(world, country="998", country_name="Sealand")
    return world.event("address_abroad", person=world.code("single"), place="Roughs Tower", day="2026-11-15")


@scenario("registered_abroad: someone new")
def _(world: World) -> Event:
    citizen = {**NEWCOMER, "citizenships": ["246"]}
    return world.event("registered_abroad", newcomer=citizen, country="233", place="TALLINN", day="2026-11-10")


@scenario("foreigner_removed: one who has left unnoticed")
def _(world: World) -> Event:
    fields: dict[str, Any] = {"to": NOKIA_FLAT.residence_code, "from_country": "233"}
    world.before("immigration", newcomer=STRANGER, day="2026-05-01", **fields)
    return world.event("foreigner_removed", person=world.code("new"))


@scenario("foreigner_removal_undone: a resident after all")
def _(world: World) -> Event:
    fields: dict[str, Any] = {"to": NOKIA_FLAT.residence_code, "from_country": "233"}
    world.before("immigration", newcomer=STRANGER, day="2026-05-01", **fields)
    world.before("foreigner_removed", person=world.code("new"), day="2026-11-01")
    return world.event("foreigner_removal_undone", person=world.code("new"))
