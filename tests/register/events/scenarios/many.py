"""Scenarios of what happens to many people at once, as each of them is told."""

from __future__ import annotations

from tests.register.events.scenarios.world import World, scenario
from tests.register.people import NOKIA_FLAT

from vaki.register.events.draft import Event

MERGED = "2026-11-01"


@scenario("street_renamed: a family's street")
def _(world: World) -> Event:
    return world.event("street_renamed", municipality="536", street="Koivutie", to="Tammitie")


@scenario("street_renamed: by its Swedish name, in a municipality of two languages")
def _(world: World) -> Event:
    return world.event("street_renamed", municipality="091", street="Mäntyvägen", to="Honkatie", to_sv="Furuvägen")


@scenario("postal_code_changed: of a municipality")
def _(world: World) -> Event:
    there = {"municipality": "091", "code": "00100", "to": "00101"}
    return world.event("postal_code_changed", post_office="Helsinki", post_office_sv="Helsingfors", **there)


@scenario("municipalities_merged: residents, an emigrant and one who stays there for a time")
def _(world: World) -> Event:
    world.before(
        "temporary_address",
        person=world.code("single"),
        to=NOKIA_FLAT.residence_code,
        until="2027-05-31",
        day="2026-10-01",
    )
    world.before(
        "move_to_stay",
        person=[world.code("father")],
        municipality="536",
        kind=904,
        institution="0010",
        day="2026-10-01",
    )
    return world.event("municipalities_merged", municipality="536", into="837", day=MERGED)


@scenario("municipalities_merged: told late, of one who has moved there since")
def _(world: World) -> Event:
    flat = NOKIA_FLAT.residence_code
    world.before("move", person=[world.code("single")], to=flat, day="2026-11-05")
    return world.event("municipalities_merged", municipality="536", into="837", day=MERGED)


@scenario("lost_persons: one who has not been found for two years")
def _(world: World) -> Event:
    world.before("move_to_stay", person=[world.code("single")], municipality="091", kind=901, day="2024-11-01")
    world.before("move_to_stay", person=[world.code("mother")], municipality="536", kind=901, day="2025-11-01")
    return world.event("lost_persons")
