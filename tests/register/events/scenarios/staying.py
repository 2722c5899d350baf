"""Scenarios of temporary stays, and of addresses beside the one where people live."""

from __future__ import annotations

from datetime import date

from tests.register.events.scenarios.world import World, scenario
from tests.register.people import NOKIA_FLAT, NOKIA_HOME

from vaki.register.events.clock import DayPassed
from vaki.register.events.draft import Event

ABROAD_MAIL = {"address": "Box 7", "post_office": "111 22 STOCKHOLM", "country": "752"}
CONTACT = {"address": "PL 5", "postal_code": "00101", "post_office": "Helsinki"}


def stays(world: World, to: str, day: str, until: str | None = None) -> None:
    planned = {} if until is None else {"until": until}
    world.before("temporary_address", person=world.code("single"), to=to, day=day, **planned)


def protected(world: World) -> None:
    world.before("protection_begun", person=world.code("single"), until="2026-12-01", day="2026-11-01")


@scenario("temporary_address: with a planned end")
def _(world: World) -> Event:
    flat = NOKIA_FLAT.residence_code
    return world.event("temporary_address", person=world.code("single"), to=flat, day="2026-11-01", until="2027-05-31")


@scenario("temporary_address: beside another")
def _(world: World) -> Event:
    stays(world, NOKIA_FLAT.residence_code, "2026-10-01")
    return world.event("temporary_address", person=world.code("single"), to=NOKIA_HOME.residence_code)


@scenario("temporary_stay: in an institution")
def _(world: World) -> Event:
    there = {"municipality": "837", "kind": 904, "institution": "0012"}
    return world.event("temporary_stay", person=world.code("single"), day="2026-11-01", until="2026-12-31", **there)


@scenario("temporary_address_abroad: a year of studies")
def _(world: World) -> Event:
    there = {"country": "276", "street": "Hauptstr. 1", "place": "10115 BERLIN", "until": "2027-07-31"}
    return world.event("temporary_address_abroad", person=world.code("single"), day="2026-09-01", **there)


@scenario("temporary_address_ended: one of two")
def _(world: World) -> Event:
    stays(world, NOKIA_FLAT.residence_code, "2026-10-01", "2027-01-31")
    stays(world, NOKIA_HOME.residence_code, "2026-10-01")
    return world.event("temporary_address_ended", person=world.code("single"), stay=NOKIA_FLAT.residence_code)


@scenario("temporary_stay_changed: it will last longer")
def _(world: World) -> Event:
    stays(world, NOKIA_FLAT.residence_code, "2026-10-01", "2026-12-31")
    return world.event("temporary_stay_changed", person=world.code("single"), until="2027-03-31")


@scenario("temporary_stay_corrected: the first day")
def _(world: World) -> Event:
    stays(world, NOKIA_FLAT.residence_code, "2026-10-01", "2026-12-31")
    return world.event("temporary_stay_corrected", person=world.code("single"), day="2026-10-15")


@scenario("temporary_stay_cancelled: it did not happen")
def _(world: World) -> Event:
    there = {"country": "276", "place": "BERLIN"}
    world.before("temporary_address_abroad", person=world.code("single"), day="2026-09-01", **there)
    return world.event("temporary_stay_cancelled", person=world.code("single"))


@scenario("day_passed: the day after a planned end")
def _(world: World) -> Event:
    stays(world, NOKIA_FLAT.residence_code, "2026-10-01", "2026-12-10")
    world.register.day = date(2026, 12, 11)
    return DayPassed(person=world.code("single"))


@scenario("death: one who stays elsewhere for a time")
def _(world: World) -> Event:
    stays(world, NOKIA_FLAT.residence_code, "2026-10-01", "2027-01-31")
    return world.event("death", person=world.code("single"))


@scenario("emigration: one who stays in two places for a time")
def _(world: World) -> Event:
    stays(world, NOKIA_FLAT.residence_code, "2026-10-01", "2027-01-31")
    stays(world, NOKIA_HOME.residence_code, "2026-10-05")
    return world.event("emigration", person=[world.code("single")], country="752", place="STOCKHOLM")


@scenario("postal_address_abroad: a box in Sweden")
def _(world: World) -> Event:
    return world.event("postal_address_abroad", person=world.code("single"), **ABROAD_MAIL)


@scenario("postal_address_abroad_ended: a box in Sweden")
def _(world: World) -> Event:
    world.before("postal_address_abroad", person=world.code("single"), **ABROAD_MAIL, day="2026-11-01")
    return world.event("postal_address_abroad_ended", person=world.code("single"))


@scenario("contact_address: of one who is protected")
def _(world: World) -> Event:
    protected(world)
    return world.event("contact_address", person=world.code("single"), **CONTACT)


@scenario("contact_address: another")
def _(world: World) -> Event:
    protected(world)
    world.before("contact_address", person=world.code("single"), **CONTACT, day="2026-11-02")
    return world.event("contact_address", person=world.code("single"), **{**CONTACT, "address": "PL 6"})


@scenario("contact_address_abroad: of one who is protected")
def _(world: World) -> Event:
    protected(world)
    return world.event("contact_address_abroad", person=world.code("single"), **ABROAD_MAIL)


@scenario("contact_address_ended: taken away")
def _(world: World) -> Event:
    protected(world)
    world.before("contact_address", person=world.code("single"), **CONTACT)
    return world.event("contact_address_ended", person=world.code("single"))


@scenario("protection_ended: of one with a contact address")
def _(world: World) -> Event:
    protected(world)
    world.before("contact_address", person=world.code("single"), **CONTACT)
    return world.event("protection_ended", person=world.code("single"))


@scenario("email_ended: an address")
def _(world: World) -> Event:
    world.before("email", person=world.code("single"), address="veikko@example.fi", day="2026-11-01")
    return world.event("email_ended", person=world.code("single"))


@scenario("occupation_ended: a smith no more")
def _(world: World) -> Event:
    world.before("occupation", person=world.code("single"), occupation="seppä")
    return world.event("occupation_ended", person=world.code("single"))
