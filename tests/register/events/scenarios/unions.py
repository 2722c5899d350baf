"""Scenarios of marriages, registered partnerships and separations, with their corrections and undoings."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.register.events.scenarios.world import World, scenario

from vaki.codes.sex import Sex
from vaki.register.events.draft import Event

BORN = date(1991, 5, 6)


def spouses(world: World) -> dict[str, Any]:
    return {"first": world.code("mother"), "second": world.code("father")}


def partners(world: World, **fields: Any) -> dict[str, Any]:
    """`single` and a friend in a partnership of 2010."""
    friend = world.join("friend", BORN, Sex.MAN, "Onni Salo")
    pair = {"first": world.code("single"), "second": friend}
    world.before("partnership_begun", **pair, **({"day": "2010-06-05"} | fields))
    return pair


@scenario("marriage_corrected: the day and the way")
def _(world: World) -> Event:
    return world.event(
        "marriage_corrected", **spouses(world), right_day="2012-06-17", right_way="KIRKOLLINEN_VIHKIMINEN"
    )


@scenario("marriage_undone: one recorded in error")
def _(world: World) -> Event:
    return world.event("marriage_undone", **spouses(world))


@scenario("marriage_undone: of someone who was divorced before")
def _(world: World) -> Event:
    world.before("divorce", **spouses(world), day="2024-02-01")
    pair = {"first": world.code("mother"), "second": world.code("single")}
    world.before("marriage", **pair, day="2025-03-01")
    return world.event("marriage_undone", **pair)


@scenario("divorce_undone: the marriage goes on")
def _(world: World) -> Event:
    world.before("divorce", **spouses(world), day="2026-11-01")
    return world.event("divorce_undone", **spouses(world))


@scenario("divorce: of separated spouses")
def _(world: World) -> Event:
    world.before("separation_begun", **spouses(world), day="2020-01-01")
    return world.event("divorce", **spouses(world))


@scenario("death: a separated spouse")
def _(world: World) -> Event:
    world.before("separation_begun", **spouses(world), day="2020-01-01")
    return world.event("death", person=world.code("father"), day="2026-11-19")


@scenario("partnership_begun: registered in Finland")
def _(world: World) -> Event:
    friend = world.join("friend", BORN, Sex.MAN, "Onni Salo")
    return world.event("partnership_begun", first=world.code("single"), second=friend, day="2010-06-05")


@scenario("partnership_begun: registered abroad")
def _(world: World) -> Event:
    friend = world.join("friend", BORN, Sex.WOMAN, "Iida Salo")
    return world.event("partnership_begun", first=world.code("single"), second=friend, abroad=True, day="2019-08-09")


@scenario("partnership_dissolved: by the authority")
def _(world: World) -> Event:
    return world.event("partnership_dissolved", **partners(world), day="2026-11-10")


@scenario("partnership_to_marriage: by notice")
def _(world: World) -> Event:
    return world.event("partnership_to_marriage", **partners(world), day="2026-11-10")


@scenario("marriage_undone: a partnership recorded in error")
def _(world: World) -> Event:
    return world.event("marriage_undone", **partners(world))


@scenario("divorce_undone: a partnership goes on")
def _(world: World) -> Event:
    pair = partners(world)
    world.before("partnership_dissolved", **pair, day="2026-11-10")
    return world.event("divorce_undone", **pair)


@scenario("death: a registered partner")
def _(world: World) -> Event:
    return world.event("death", person=partners(world)["second"], day="2026-11-19")


@scenario("separation_begun: of spouses")
def _(world: World) -> Event:
    return world.event("separation_begun", **spouses(world), day="2020-01-01")


@scenario("separation_ended: the spouses live together again")
def _(world: World) -> Event:
    world.before("separation_begun", **spouses(world), day="2020-01-01")
    return world.event("separation_ended", **spouses(world), day="2026-11-10")


@scenario("separation_ended: one recorded in error")
def _(world: World) -> Event:
    world.before("separation_begun", **spouses(world), day="2020-01-01")
    return world.event("separation_ended", **spouses(world), in_error=True)


@scenario("name_change: of someone twice married to the same spouse, and now separated")
def _(world: World) -> Event:
    world.before("divorce", **spouses(world), day="2020-01-01")
    world.before("marriage", **spouses(world), day="2021-01-01")
    world.before("separation_begun", **spouses(world), day="2022-01-01")
    return world.event("name_change", person=world.code("father"), surname="Laine")
