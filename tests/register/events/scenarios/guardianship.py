"""Scenarios of adults who need someone to act for them: guardianship and continuing power of attorney."""

from __future__ import annotations

from typing import Any

from tests.register.events.scenarios.parenthood import STRANGER
from tests.register.events.scenarios.world import World, scenario

from vaki.codes import business
from vaki.register.events.draft import Event

COMPANY = {"company": business.make(1234567), "company_name": "Edunvalvonta Oy"}


def under_guardianship(world: World, *guardians: dict[str, Any], day: str = "2025-01-10") -> None:
    """`single` has these guardians, or `mother` and an office."""
    chosen = list(guardians) or [{"person": world.code("mother")}, {"office": "900101"}]
    world.before("guardianship_begun", person=world.code("single"), guardians=chosen, day=day)


def granted(world: World) -> None:
    attorneys = [{"person": world.code("mother")}, {"without_code": STRANGER}]
    world.before("power_of_attorney_confirmed", person=world.code("single"), attorneys=attorneys, day="2025-01-10")


@scenario("guardianship_begun: a person, a company and an office")
def _(world: World) -> Event:
    guardians = [{"person": world.code("mother")}, COMPANY, {"office": "900101"}]
    return world.event(
        "guardianship_begun",
        person=world.code("single"),
        guardians=guardians,
        limits="RAJOITETTU_OSITTAIN",
        divided=True,
        day="2026-11-10",
    )


@scenario("guardianship_begun: a municipality, and someone without an identity code")
def _(world: World) -> Event:
    guardians = [{"municipality": "091"}, {"without_code": STRANGER}]
    return world.event("guardianship_begun", person=world.code("single"), guardians=guardians)


@scenario("guardianship_changed: a guardian replaced by another, one goes on")
def _(world: World) -> Event:
    under_guardianship(world)
    guardians = [{"office": "900101"}, {"person": world.code("father")}]
    return world.event("guardianship_changed", person=world.code("single"), guardians=guardians, day="2026-11-10")


@scenario("guardianship_changed: the limits of capacity")
def _(world: World) -> Event:
    under_guardianship(world)
    return world.event("guardianship_changed", person=world.code("single"), limits="HENKILO_VAJAAVALTAINEN")


@scenario("guardianship_ended: the need is over")
def _(world: World) -> Event:
    under_guardianship(world)
    return world.event("guardianship_ended", person=world.code("single"), day="2026-11-10")


@scenario("guardianship_undone: recorded in error")
def _(world: World) -> Event:
    under_guardianship(world)
    return world.event("guardianship_undone", person=world.code("single"))


@scenario("name_change: of a guardian, whose ward is told")
def _(world: World) -> Event:
    under_guardianship(world)
    return world.event("name_change", person=world.code("mother"), surname="Laine")


@scenario("code_change: of a guardian, whose ward is told")
def _(world: World) -> Event:
    under_guardianship(world)
    return world.event("code_change", person=world.code("mother"))


@scenario("name_change: of an attorney, whose grantor is told")
def _(world: World) -> Event:
    granted(world)
    return world.event("name_change", person=world.code("mother"), surname="Laine")


@scenario("death: of a guardian and attorney")
def _(world: World) -> Event:
    father = {"person": world.code("father")}
    under_guardianship(world, father, {"office": "900101"})
    world.before("power_of_attorney_confirmed", person=world.code("abroad"), attorneys=[father], day="2025-01-10")
    return world.event("death", person=world.code("father"), day="2026-11-19")


@scenario("death: of someone under guardianship")
def _(world: World) -> Event:
    under_guardianship(world)
    granted(world)
    return world.event("death", person=world.code("single"), day="2026-11-19")


@scenario("power_of_attorney_confirmed: two attorneys")
def _(world: World) -> Event:
    attorneys = [{"person": world.code("mother")}, {"without_code": STRANGER}]
    return world.event("power_of_attorney_confirmed", person=world.code("single"), attorneys=attorneys)


@scenario("power_of_attorney_ended: cancelled")
def _(world: World) -> Event:
    granted(world)
    return world.event("power_of_attorney_ended", person=world.code("single"), day="2026-11-10")


@scenario("power_of_attorney_withdrawn: confirmed in error")
def _(world: World) -> Event:
    granted(world)
    return world.event("power_of_attorney_withdrawn", person=world.code("single"))
