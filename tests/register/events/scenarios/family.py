"""Scenarios of families: birth, death, marriage, custody."""

from __future__ import annotations

from datetime import date

from tests.register.events.scenarios.world import World, scenario
from tests.register.people import NOKIA_FLAT, NOKIA_HOME, a_person

from vaki.codes.sex import Sex
from vaki.register.events.draft import Event

TEXT = "Lapsi asuu äidin luona."


@scenario("birth: a named child of spouses")
def _(world: World) -> Event:
    return world.event(
        "birth",
        mother=world.code("mother"),
        other_parent=world.code("father"),
        sex="MIES",
        first_names="Onni Eemeli",
        surname="Virtanen",
        day="2026-11-18",
    )


@scenario("birth: an unnamed child of one parent")
def _(world: World) -> Event:
    return world.event("birth", mother=world.code("mother"), sex="NAINEN", mother_alone=True)


@scenario("birth: to a mother who lives abroad")
def _(world: World) -> Event:
    return world.event("birth", mother=world.code("abroad"), sex="NAINEN", first_names="Liis", surname="Nieminen")


@scenario("birth: to a protected mother")
def _(world: World) -> Event:
    world.before("protection_begun", person=world.code("mother"), until="2028-01-01")
    return world.event("birth", mother=world.code("mother"), sex="NAINEN", day="2026-11-20")


@scenario("naming: a newborn")
def _(world: World) -> Event:
    world.before("birth", mother=world.code("mother"), sex="NAINEN", day="2026-10-20")
    return world.event(
        "naming", person=world.code("new"), first_names="Aada Šárká", surname="Virtanen", call_name="Aada"
    )


@scenario("death: a spouse and parent")
def _(world: World) -> Event:
    return world.event("death", person=world.code("father"), day="2026-11-19")


@scenario("death: a child")
def _(world: World) -> Event:
    return world.event("death", person=world.code("child"))


@scenario("death: someone who lives abroad")
def _(world: World) -> Event:
    return world.event("death", person=world.code("abroad"))


@scenario("death_undone: a spouse, back in the same home")
def _(world: World) -> Event:
    world.before("death", person=world.code("father"), day="2026-11-19")
    return world.event("death_undone", person=world.code("father"), residence=NOKIA_HOME.residence_code)


@scenario("marriage: one takes the other's surname")
def _(world: World) -> Event:
    bride = a_person(6, date(1993, 4, 4), Sex.WOMAN, "Iida", "Laine", home=NOKIA_FLAT)
    world.register.people[6] = bride
    return world.event(
        "marriage",
        first=world.code("single"),
        second=world.code("new"),
        second_surname="Šemeikka",
        way="KIRKOLLINEN_VIHKIMINEN",
        day="2026-11-14",
    )


@scenario("divorce: spouses with a child")
def _(world: World) -> Event:
    return world.event("divorce", first=world.code("mother"), second=world.code("father"))


@scenario("custody_begun: by someone who is not a parent")
def _(world: World) -> Event:
    return world.event("custody_begun", child=world.code("child"), guardian=world.code("single"))


@scenario("custody_decided: where the child lives")
def _(world: World) -> Event:
    return world.event(
        "custody_decided", child=world.code("child"), guardian=world.code("mother"), living="AIDIN_LUONA", rights=TEXT
    )


@scenario("custody_ended: one of two guardians")
def _(world: World) -> Event:
    return world.event("custody_ended", child=world.code("child"), guardian=world.code("father"), day="2026-11-19")
