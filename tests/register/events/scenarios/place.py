"""Scenarios of where people live, and of what they tell of themselves."""

from __future__ import annotations

from typing import Any

from tests.register.events.scenarios.world import World, scenario
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME

from vaki.register.events.draft import Event


@scenario("move: one person to another municipality")
def _(world: World) -> Event:
    return world.event("move", person=[world.code("single")], to=NOKIA_FLAT.residence_code, day="2026-11-15")


@scenario("move: a household within the municipality")
def _(world: World) -> Event:
    household = [world.code(role) for role in ("mother", "father", "child")]
    return world.event("move", person=household, to=NOKIA_FLAT.residence_code, day="2026-11-15")


@scenario("move: so long ago that the year-end municipality changes")
def _(world: World) -> Event:
    return world.event("move", person=[world.code("single")], to=NOKIA_FLAT.residence_code, day="2025-12-30")


@scenario("cancelled_move: from another municipality")
def _(world: World) -> Event:
    world.before("move", person=[world.code("single")], to=NOKIA_FLAT.residence_code, day="2026-11-15")
    return world.event("cancelled_move", person=[world.code("single")], back_to=HELSINKI_HOME.residence_code)


@scenario("cancelled_move: within the municipality")
def _(world: World) -> Event:
    world.before("move", person=[world.code("mother")], to=NOKIA_FLAT.residence_code, day="2026-11-15")
    return world.event("cancelled_move", person=[world.code("mother")], back_to=NOKIA_HOME.residence_code)


@scenario("emigration: outside the Nordic countries")
def _(world: World) -> Event:
    return world.event(
        "emigration",
        person=[world.code("single")],
        country="250",
        street="12 rue Haute",
        place="Paris",
        day="2026-11-20",
    )


@scenario("immigration: a former resident")
def _(world: World) -> Event:
    return world.event(
        "immigration", person=world.code("abroad"), to=NOKIA_FLAT.residence_code, from_country="233", day="2026-11-10"
    )


NEWCOMER = {
    "first_names": "Mart",
    "surname": "Tamm",
    "birth_date": "1991-05-06",
    "sex": "MIES",
    "citizenships": ["233"],
    "mother_tongue": "et",
    "birth_country": "233",
    "birth_place": "Tartu",
    "marital_status": "NAIMATON",
}


@scenario("immigration: someone new")
def _(world: World) -> Event:
    return world.event(
        "immigration", newcomer=NEWCOMER, to=NOKIA_FLAT.residence_code, from_country="233", day="2026-11-10"
    )


@scenario("immigration: someone new without a home municipality")
def _(world: World) -> Event:
    return world.event(
        "immigration", newcomer=NEWCOMER, to=NOKIA_FLAT.residence_code, from_country="233", home_municipality=False
    )


@scenario("immigration: a home municipality after a temporary stay")
def _(world: World) -> Event:
    fields: dict[str, Any] = {"to": NOKIA_FLAT.residence_code, "from_country": "233"}
    world.before("immigration", newcomer=NEWCOMER, home_municipality=False, day="2026-05-01", **fields)
    return world.event("immigration", person=world.code("new"), **fields)


@scenario("occupation: told")
def _(world: World) -> Event:
    return world.event("occupation", person=world.code("single"), occupation="seppä")


@scenario("religion: left the church")
def _(world: World) -> Event:
    return world.event("religion", person=world.code("single"), kind="EI_USKONTOKUNTAA")


def _belonged(world: World, community: int) -> None:
    right = {"uskontokunta": community, "alkupv": {"arvo": "2019-09-13", "tarkkuus": "PAIVA"}}
    world.before("correction", person=world.code("single"), kind="USKONTOKUNTA", right=right)


@scenario("religion: another community, each with its number")
def _(world: World) -> Event:
    _belonged(world, 590)
    return world.event("religion", person=world.code("single"), kind="EV_LUT", community=275)


@scenario("religion: left a community that has a number")
def _(world: World) -> Event:
    _belonged(world, 275)
    return world.event("religion", person=world.code("single"), kind="EI_USKONTOKUNTAA")


@scenario("email: another address")
def _(world: World) -> Event:
    world.before("email", person=world.code("single"), address="veikko@example.fi", day="2026-11-01")
    return world.event("email", person=world.code("single"), address="veikko@example.org")


@scenario("ban_set: direct marketing")
def _(world: World) -> Event:
    return world.event("ban_set", person=world.code("single"), ban="SUORAMARKKINOINTIKIELTO")


@scenario("ban_lifted: direct marketing")
def _(world: World) -> Event:
    world.before("ban_set", person=world.code("single"), ban="SUORAMARKKINOINTIKIELTO")
    return world.event("ban_lifted", person=world.code("single"), ban="SUORAMARKKINOINTIKIELTO")


@scenario("temporary_address: in another municipality")
def _(world: World) -> Event:
    return world.event("temporary_address", person=world.code("single"), to=NOKIA_FLAT.residence_code)


@scenario("temporary_address_ended: after some days")
def _(world: World) -> Event:
    world.before("temporary_address", person=world.code("single"), to=NOKIA_FLAT.residence_code, day="2026-11-01")
    return world.event("temporary_address_ended", person=world.code("single"))


POST_BOX = {"address": "PL 12", "postal_code": "37101", "post_office": "Nokia"}


@scenario("postal_address: a post box")
def _(world: World) -> Event:
    return world.event("postal_address", person=world.code("single"), **POST_BOX)


@scenario("postal_address_ended: a post box")
def _(world: World) -> Event:
    world.before("postal_address", person=world.code("single"), **POST_BOX, day="2026-11-01")
    return world.event("postal_address_ended", person=world.code("single"))
