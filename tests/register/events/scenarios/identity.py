"""Scenarios of names, identity codes, citizenships and languages."""

from __future__ import annotations

from tests.register.events.scenarios.world import World, scenario

from vaki.register.events.draft import Event


@scenario("name_change: a surname")
def _(world: World) -> Event:
    return world.event("name_change", person=world.code("child"), surname="Laine")


@scenario("name_change: first names, the call name going with them")
def _(world: World) -> Event:
    return world.event("name_change", person=world.code("single"), first_names="Väinö Antero")


@scenario("name_change: a surname again")
def _(world: World) -> Event:
    world.before("name_change", person=world.code("single"), surname="Laine", day="2026-01-05")
    return world.event("name_change", person=world.code("single"), surname="Laaksonen")


@scenario("call_name_change: another of the first names")
def _(world: World) -> Event:
    return world.event("call_name_change", person=world.code("mother"), call_name="Maria")


@scenario("code_change: only the number")
def _(world: World) -> Event:
    return world.event("code_change", person=world.code("child"))


@scenario("code_change: the birth date was wrong")
def _(world: World) -> Event:
    return world.event("code_change", person=world.code("single"), birth_date="1990-01-03")


@scenario("sex_change: a parent")
def _(world: World) -> Event:
    return world.event("sex_change", person=world.code("father"), sex="NAINEN")


@scenario("citizenship_granted: beside another")
def _(world: World) -> Event:
    return world.event("citizenship_granted", person=world.code("single"), country="233", day="2026-11-01")


@scenario("citizenship_lost: one of two")
def _(world: World) -> Event:
    world.before("citizenship_granted", person=world.code("single"), country="233", day="2026-11-01")
    return world.event("citizenship_lost", person=world.code("single"), country="246", day="2026-11-02")


@scenario("mother_tongue: another, in plain text")
def _(world: World) -> Event:
    return world.event(
        "mother_tongue", person=world.code("single"), language="98", language_name="karjala", day="2026-11-02"
    )


@scenario("service_language: Swedish")
def _(world: World) -> Event:
    return world.event("service_language", person=world.code("single"), language="sv")
