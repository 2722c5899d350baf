"""Scenarios of buildings and dwellings: who lives there is told, others are not."""

from __future__ import annotations

from typing import Any

import msgspec
from tests.register.events.scenarios.world import World, scenario
from tests.register.people import (
    HELSINKI_HOME,
    NOKIA_FLAT,
    NOKIA_HOME,
    a_building,
    a_dwelling,
    a_dwelling_document,
)

from vaki.register.events.draft import Event

NEW_HOME = a_dwelling(9, "536", "Pihlaja")
ADDRESS = {
    "number": 1,
    "street": "Tammitie",
    "street_number": "12",
    "postal_code": "37120",
    "post_office": "Nokia",
    "post_office_sv": "Nokia",
}


def building() -> Any:
    return msgspec.to_builtins(a_building(NEW_HOME))


def dwelling() -> Any:
    return msgspec.to_builtins(a_dwelling_document(NEW_HOME))


@scenario("building_registered: a new house")
def _(world: World) -> Event:
    return world.event("building_registered", building=building())


@scenario("building_changed: lived in no more")
def _(world: World) -> Event:
    return world.event("building_changed", building=NOKIA_FLAT.building_code, use_state="05")


@scenario("building_address_added: on another street")
def _(world: World) -> Event:
    return world.event("building_address_added", building=NOKIA_HOME.building_code, **{**ADDRESS, "number": 2})


@scenario("building_address_changed: where a family lives")
def _(world: World) -> Event:
    return world.event("building_address_changed", building=NOKIA_HOME.building_code, **ADDRESS)


@scenario("building_address_changed: where someone stays for a time")
def _(world: World) -> Event:
    flat = NOKIA_FLAT.residence_code
    world.before("temporary_address", person=world.code("single"), to=flat, day="2026-10-01", until="2027-01-31")
    return world.event("building_address_changed", building=NOKIA_FLAT.building_code, **ADDRESS)


@scenario("building_demolished: nobody lives there")
def _(world: World) -> Event:
    return world.event("building_demolished", building=NOKIA_FLAT.building_code, reason="07")


@scenario("dwelling_registered: in a new house")
def _(world: World) -> Event:
    world.before("building_registered", building=building())
    return world.event("dwelling_registered", dwelling=dwelling())


@scenario("move: into a dwelling registered the same day")
def _(world: World) -> Event:
    world.before("building_registered", building=building())
    world.before("dwelling_registered", dwelling=dwelling())
    return world.event("move", person=[world.code("single")], to=NEW_HOME.residence_code)


@scenario("dwelling_renumbered: where one person lives")
def _(world: World) -> Event:
    return world.event("dwelling_renumbered", dwelling=HELSINKI_HOME.residence_code, staircase="B", number="014")


@scenario("dwelling_removed: nobody lives there")
def _(world: World) -> Event:
    return world.event("dwelling_removed", dwelling=NOKIA_FLAT.residence_code)
