"""Scenarios of custody: decisions, rights of others, what was recorded in error."""

from __future__ import annotations

from typing import Any

from tests.register.events.scenarios.world import World, scenario

from vaki.register.events.draft import Event
from vaki.register.wire import day as wire_day

AGREED = "Lapsi asuu vuoroviikoin vanhempiensa luona."


def of_mother(world: World) -> dict[str, Any]:
    return {"child": world.code("child"), "guardian": world.code("mother")}


@scenario("custody_begun: a right to information only")
def _(world: World) -> Event:
    return world.event(
        "custody_begun",
        child=world.code("child"),
        guardian=world.code("single"),
        kind="TIEDONSAANTIOIKEUTETTU",
        rights=[{"right": "TIEDONSAANTIOIKEUS", "text": "Koulua koskevat tiedot.", "until": "2030-06-01"}],
    )


@scenario("custody_decided: shared, alternating residence, for both parents at once")
def _(world: World) -> Event:
    return world.event(
        "custody_decided",
        **of_mother(world),
        others=[world.code("father")],
        living="VUOROASUMINEN_VANHEMPIEN_LUONA",
        given=[{"right": "VUOROASUMINEN", "text": AGREED}],
        day="2026-11-10",
    )


@scenario("custody_decided: other terms: one right given, one taken, one altered")
def _(world: World) -> Event:
    world.before(
        "custody_decided",
        **of_mother(world),
        living="AIDIN_LUONA",
        given=[{"right": "PAATOSOIKEUS", "text": "Passi."}, {"right": "VUOROASUMINEN"}],
        day="2026-01-10",
    )
    return world.event(
        "custody_decided",
        **of_mother(world),
        living="AIDIN_LUONA",
        given=[{"right": "PAATOSOIKEUS", "text": "Passi ja terveys."}, {"right": "TIEDONSAANTIOIKEUS"}],
        day="2026-11-10",
    )


@scenario("custody_decision_withdrawn: nobody decided so")
def _(world: World) -> Event:
    world.before("custody_decided", **of_mother(world), living="AIDIN_LUONA", rights=AGREED, day="2026-11-10")
    return world.event("custody_decision_withdrawn", **of_mother(world))


@scenario("custody_undone: someone never was a guardian")
def _(world: World) -> Event:
    pair = {"child": world.code("child"), "guardian": world.code("single")}
    world.before("custody_begun", **pair, day="2026-11-10")
    return world.event("custody_undone", **pair)


@scenario("custody_undone: the only guardian")
def _(world: World) -> Event:
    world.before("custody_ended", child=world.code("child"), guardian=world.code("father"), day="2026-11-10")
    return world.event("custody_undone", **of_mother(world))


@scenario("custody_ending_undone: custody goes on")
def _(world: World) -> Event:
    world.before("custody_ended", **of_mother(world), day="2026-11-10")
    return world.event("custody_ending_undone", **of_mother(world), since="2018-02-03", ended="2026-11-10")


@scenario("correction: the first day of a custody, on both sides")
def _(world: World) -> Event:
    group = world.register.people[3].about("HUOLTAJA", 1) or {}
    wrong = {member: value for member, value in group.items() if member != "tietoryhma"}
    right = {**wrong, "huoltosuhteenAlkupv": {"arvo": "2018-03-01", "tarkkuus": "PAIVA"}}
    return world.event("correction", person=world.code("child"), kind="HUOLTAJA", wrong=wrong, right=right)


@scenario("taken_into_care: a child")
def _(world: World) -> Event:
    return world.event("taken_into_care", person=world.code("child"), day="2026-11-10")


@scenario("care_ended: by decision")
def _(world: World) -> Event:
    world.before("taken_into_care", person=world.code("child"), day="2026-01-10")
    return world.event("care_ended", person=world.code("child"))


@scenario("correction: the first day of care")
def _(world: World) -> Event:
    world.before("taken_into_care", person=world.code("child"), day="2026-01-10")
    group = world.register.people[3].one("HUOSTAANOTTO") or {}
    wrong = {member: value for member, value in group.items() if member != "tietoryhma"}
    right = {**wrong, "alkupv": wire_day(world.register.day)}
    return world.event("correction", person=world.code("child"), kind="HUOSTAANOTTO", wrong=wrong, right=right)
