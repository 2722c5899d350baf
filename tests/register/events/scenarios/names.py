"""Scenarios of names and languages: corrected, undone, of special kinds."""

from __future__ import annotations

from tests.register.events.scenarios.world import World, scenario

from vaki.register.events.draft import Event


@scenario("name_corrected: a first name that is the call name too")
def _(world: World) -> Event:
    return world.event("name_corrected", person=world.code("mother"), first_names="Aina Maria")


@scenario("name_corrected: a surname that was taken later")
def _(world: World) -> Event:
    world.before("name_change", person=world.code("single"), surname="Laine", day="2026-01-05")
    return world.event("name_corrected", person=world.code("single"), surname="Laire")


@scenario("name_change_undone: the original surname is in force again")
def _(world: World) -> Event:
    world.before("name_change", person=world.code("father"), surname="Laine", day="2026-11-05")
    return world.event("name_change_undone", person=world.code("father"))


@scenario("name_change_undone: first names and the call name, after an earlier change")
def _(world: World) -> Event:
    world.before("name_change", person=world.code("single"), first_names="Väinö", call_name="Väinö", day="2026-01-05")
    world.before("name_change", person=world.code("single"), first_names="Olavi", call_name="Olavi", day="2026-11-05")
    return world.event("name_change_undone", person=world.code("single"))


@scenario("middle_name: taken")
def _(world: World) -> Event:
    return world.event("middle_name", person=world.code("single"), middle_name="Kalevi", day="2026-11-05")


@scenario("middle_name: changed")
def _(world: World) -> Event:
    world.before("middle_name", person=world.code("single"), middle_name="Kalevi", day="2026-01-05")
    return world.event("middle_name", person=world.code("single"), middle_name="Kullervo", day="2026-11-05")


@scenario("middle_name: given up")
def _(world: World) -> Event:
    world.before("middle_name", person=world.code("single"), middle_name="Kalevi", day="2026-01-05")
    return world.event("middle_name", person=world.code("single"), middle_name="", day="2026-11-05")


@scenario("patronymic: another in the place of one")
def _(world: World) -> Event:
    world.before("patronymic", person=world.code("single"), patronymic="Ivanovitš")
    return world.event("patronymic", person=world.code("single"), patronymic="Ivanovič")


@scenario("former_name_recorded: a surname from before")
def _(world: World) -> Event:
    return world.event(
        "former_name_recorded",
        person=world.code("mother"),
        kind="VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI",
        former="Laine",
        until="2012-06-16",
    )


@scenario("correction: an earlier name recorded by mistake is removed")
def _(world: World) -> Event:
    world.before("former_name_recorded", person=world.code("mother"), kind="EDELLINEN_SUKUNIMI", former="Laine")
    wrong = {"nimilaji": "EDELLINEN_SUKUNIMI", "nimi": "Laine", "nimiUTF8": "Laine"}
    return world.event("correction", person=world.code("mother"), kind="NIMENMUUTOS_LAAJA", wrong=wrong)


@scenario("language_withdrawn: the earlier mother tongue is in force again")
def _(world: World) -> Event:
    world.before("mother_tongue", person=world.code("single"), language="98", language_name="karjala", day="2026-11-02")
    return world.event("language_withdrawn", person=world.code("single"), earlier="fi", earlier_since="1990-01-02")


@scenario("language_withdrawn: the language of service")
def _(world: World) -> Event:
    world.before("service_language", person=world.code("single"), language="sv", day="2026-11-02")
    return world.event("language_withdrawn", person=world.code("single"), kind="ASIOINTIKIELI")
