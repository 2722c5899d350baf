"""Scenarios of identity codes, other codes and citizenships: changed, given, corrected, undone, joined."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.register.events.scenarios.world import World, scenario
from tests.register.people import NOKIA_FLAT

from vaki.codes.sex import Sex
from vaki.register.events.draft import Event

ESTONIAN = {"code": "49001020211", "country": "233"}


@scenario("code_change_undone: only the number had changed")
def _(world: World) -> Event:
    world.before("code_change", person=world.code("child"))
    return world.event("code_change_undone", person=world.code("child"))


@scenario("code_change_undone: the birth date was right after all")
def _(world: World) -> Event:
    world.before("code_change", person=world.code("single"), birth_date="1990-01-03")
    return world.event("code_change_undone", person=world.code("single"))


@scenario("code_change_undone: the sex was confirmed by mistake")
def _(world: World) -> Event:
    world.before("sex_change", person=world.code("father"), sex="NAINEN")
    return world.event("code_change_undone", person=world.code("father"))


@scenario("codes_merged: someone registered twice, with nobody near")
def _(world: World) -> Event:
    twin = world.join("twin", date(1990, 1, 2), Sex.MAN, "Veikko Semeikka", home=NOKIA_FLAT)
    return world.event("codes_merged", person=world.code("single"), dropped=twin)


@scenario("codes_merged: a parent registered twice, the child known by the other record")
def _(world: World) -> Event:
    twin = world.join("twin", date(1990, 1, 2), Sex.MAN, "Veikko Semeikka", home=NOKIA_FLAT)
    world.before(
        "birth", mother=world.code("mother"), other_parent=twin, sex="MIES", first_names="Onni", surname="Virtanen"
    )
    return world.event("codes_merged", person=world.code("single"), dropped=twin)


@scenario("codes_merged: a guardian and spouse registered twice")
def _(world: World) -> Event:
    twin = world.join("twin", date(1990, 1, 2), Sex.MAN, "Veikko Semeikka", home=NOKIA_FLAT)
    friend = world.join("friend", date(1991, 5, 6), Sex.WOMAN, "Iida Salo")
    world.before("marriage", first=twin, second=friend, day="2020-05-05")
    world.before("guardianship_begun", person=world.code("abroad"), guardians=[{"person": twin}])
    return world.event("codes_merged", person=world.code("single"), dropped=twin)


@scenario("foreign_code_recorded: an Estonian code")
def _(world: World) -> Event:
    return world.event("foreign_code_recorded", person=world.code("single"), **ESTONIAN, day="2015-02-03")


@scenario("foreign_code_ended: one of two")
def _(world: World) -> Event:
    world.before("foreign_code_recorded", person=world.code("single"), **ESTONIAN, day="2015-02-03")
    swedish = {"code": "19900102-2389", "country": "752"}
    world.before("foreign_code_recorded", person=world.code("single"), **swedish, day="2016-02-03")
    return world.event("foreign_code_ended", person=world.code("single"), **swedish)


@scenario("correction: a foreign code")
def _(world: World) -> Event:
    world.before("foreign_code_recorded", person=world.code("single"), **ESTONIAN, day="2015-02-03")
    group = world.register.people[4].one("ULKOMAINEN_HENKILOTUNNUS") or {}
    wrong = {member: value for member, value in group.items() if member != "tietoryhma"}
    right = {**wrong, "ulkomainenHenkilotunnus": "49001020222"}
    kind = "ULKOMAINEN_HENKILOTUNNUS"
    return world.event("correction", person=world.code("single"), kind=kind, wrong=wrong, right=right)


@scenario("electronic_identifier_given: a synthetic one")
def _(world: World) -> Event:
    return world.event("electronic_identifier_given", person=world.code("single"))


@scenario("electronic_identifier_given: another, after the first has ended")
def _(world: World) -> Event:
    world.before("electronic_identifier_given", person=world.code("single"))
    world.before("electronic_identifier_ended", person=world.code("single"))
    return world.event("electronic_identifier_given", person=world.code("single"))


@scenario("electronic_identifier_ended: the only one")
def _(world: World) -> Event:
    world.before("electronic_identifier_given", person=world.code("single"))
    return world.event("electronic_identifier_ended", person=world.code("single"))


# Citizenships.


def estonian_too(world: World) -> dict[str, Any]:
    world.before("citizenship_granted", person=world.code("single"), country="233", day="2026-11-01")
    return {"person": world.code("single"), "country": "233"}


@scenario("citizenship_granted: of a country in plain text")
def _(world: World) -> Event:
    return world.event(
        "citizenship_granted", person=world.code("single"), country="998", country_name="Ei kenenkään maa"
    )


@scenario("citizenship_granted: of a country that is no more, recorded afterwards")
def _(world: World) -> Event:
    return world.event("citizenship_granted", person=world.code("abroad"), country="810", day="1975-01-01")


@scenario("citizenship_corrected: the first day")
def _(world: World) -> Event:
    return world.event("citizenship_corrected", **estonian_too(world), right_since="2026-10-01")


@scenario("citizenship_corrected: the country")
def _(world: World) -> Event:
    return world.event("citizenship_corrected", **estonian_too(world), right_country="428")


@scenario("citizenship_withdrawn: one the person never had")
def _(world: World) -> Event:
    return world.event("citizenship_withdrawn", **estonian_too(world))


@scenario("citizenship_loss_undone: not lost after all")
def _(world: World) -> Event:
    estonian = estonian_too(world)
    world.before("citizenship_lost", **estonian, day="2026-11-10")
    return world.event("citizenship_loss_undone", **estonian, lost="2026-11-10", since="2026-11-01")
