"""Scenarios of parents and children: confirmed, annulled and restored parenthood, adoption, children born abroad."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.register.events.scenarios.world import World, scenario
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT

from vaki.codes.sex import Sex
from vaki.register.events.draft import Event

STRANGER: dict[str, Any] = {
    "first_names": "João Miguel",
    "surname": "Silva",
    "birth_date": "1980-01-01",
    "birth_precision": "VUOSI",
    "sex": "MIES",
    "citizenship": "620",
}


def newborn(world: World) -> str:
    """A child of `mother` alone, born in October."""
    world.before(
        "birth", mother=world.code("mother"), sex="MIES", first_names="Onni", surname="Virtanen", day="2026-10-20"
    )
    return world.code("new")


@scenario("birth: the other parent has no identity code")
def _(world: World) -> Event:
    return world.event("birth", mother=world.code("mother"), sex="NAINEN", other_parent_without_code=STRANGER)


@scenario("birth: abroad, of a mother without an identity code")
def _(world: World) -> Event:
    mother = {**STRANGER, "first_names": "Ana", "sex": "NAINEN"}
    return world.event(
        "birth",
        mother_without_code=mother,
        other_parent=world.code("single"),
        sex="NAINEN",
        first_names="Maria",
        surname="Šemeikka",
        birth_country="620",
        birth_place="Lisboa",
        day="2026-11-01",
    )


@scenario("birth: abroad, of spouses")
def _(world: World) -> Event:
    return world.event(
        "birth",
        mother=world.code("mother"),
        other_parent=world.code("father"),
        sex="MIES",
        birth_country="752",
        birth_place="Stockholm",
        day="2026-11-01",
    )


@scenario("name_change: of a child born abroad")
def _(world: World) -> Event:
    world.before(
        "birth",
        mother=world.code("mother"),
        sex="MIES",
        first_names="Onni",
        surname="Virtanen",
        birth_country="752",
        day="2026-10-20",
    )
    return world.event("name_change", person=world.code("new"), surname="Laine")


@scenario("parenthood_confirmed: paternity acknowledged after the birth")
def _(world: World) -> Event:
    child = newborn(world)
    return world.event("parenthood_confirmed", child=child, parent=world.code("single"), day="2026-11-10")


@scenario("parenthood_confirmed: maternity of a second mother")
def _(world: World) -> Event:
    other = world.join("friend", date(1990, 2, 3), Sex.WOMAN, "Iida Laine")
    child = newborn(world)
    return world.event("parenthood_confirmed", child=child, parent=other, day="2026-11-10")


@scenario("parenthood_confirmed: paternity of someone without an identity code")
def _(world: World) -> Event:
    return world.event("parenthood_confirmed", child=newborn(world), parent_without_code=STRANGER, day="2026-11-10")


@scenario("parenthood_annulled: of a father with custody")
def _(world: World) -> Event:
    return world.event("parenthood_annulled", child=world.code("child"), parent=world.code("father"), day="2026-11-10")


@scenario("parenthood_annulled: of the mother, with whom the child's letter goes")
def _(world: World) -> Event:
    return world.event("parenthood_annulled", child=newborn(world), parent=world.code("mother"), day="2026-11-10")


@scenario("parenthood_annulled: of a father without an identity code")
def _(world: World) -> Event:
    world.before(
        "birth", mother=world.code("mother"), sex="NAINEN", other_parent_without_code=STRANGER, day="2026-11-01"
    )
    return world.event("parenthood_annulled", child=world.code("new"), day="2026-11-10")


@scenario("name_change: of someone who is a parent no more")
def _(world: World) -> Event:
    world.before("parenthood_annulled", child=world.code("child"), parent=world.code("father"), day="2026-11-10")
    return world.event("name_change", person=world.code("father"), surname="Laine")


@scenario("parenthood_restored: the annulment was a mistake")
def _(world: World) -> Event:
    world.before("parenthood_annulled", child=world.code("child"), parent=world.code("father"), day="2026-11-10")
    return world.event("parenthood_restored", child=world.code("child"), parent=world.code("father"))


@scenario("adoption: of a child by one person, in the place of both parents")
def _(world: World) -> Event:
    return world.event("adoption", person=world.code("child"), adopters=[world.code("single")], day="2026-11-10")


@scenario("adoption: by two together, of a child with a mother only")
def _(world: World) -> Event:
    other = world.join("friend", date(1990, 2, 3), Sex.WOMAN, "Iida Laine")
    child = newborn(world)
    return world.event("adoption", person=child, adopters=[other, world.code("single")], day="2026-11-10")


@scenario("adoption: by the spouse of a parent who stays one")
def _(world: World) -> Event:
    child = newborn(world)
    return world.event(
        "adoption", person=child, adopters=[world.code("father")], stays=world.code("mother"), day="2026-11-10"
    )


@scenario("adoption: of an adult")
def _(world: World) -> Event:
    adopter = world.join("friend", date(1950, 2, 3), Sex.WOMAN, "Iida Laine")
    return world.event("adoption", person=world.code("single"), adopters=[adopter])


@scenario("adoption_annulled: the former parents are parents again")
def _(world: World) -> Event:
    world.before("adoption", person=world.code("child"), adopters=[world.code("single")], day="2020-11-10")
    return world.event("adoption_annulled", person=world.code("child"), day="2026-11-10")


@scenario("register_authority: another office")
def _(world: World) -> Event:
    return world.event("register_authority", person=world.code("single"), number=777)


@scenario("emigration: of a household, with further facts of the notice")
def _(world: World) -> Event:
    mother, child = world.code("mother"), world.code("child")
    return world.event(
        "emigration",
        person=[mother, child],
        country="752",
        relatives=[
            {"emigrant": mother, "kind": "puoliso", "person": world.code("father"), "sex": "MIES", "country": "246"},
            {"emigrant": child, "kind": "vanhempi", "person": world.code("father"), "country": "246"},
            {"emigrant": child, "kind": "huoltaja", "without_code": STRANGER, "birth_municipality": "564"},
        ],
        day="2026-11-10",
    )


@scenario("code_change: of the spouse of an emigrant")
def _(world: World) -> Event:
    mother, father = world.code("mother"), world.code("father")
    relatives = [{"emigrant": mother, "kind": "puoliso", "person": father}]
    world.before("emigration", person=[mother], country="752", relatives=relatives, day="2026-11-10")
    return world.event("code_change", person=father)


@scenario("immigration: back home, where the further facts of the emigration are of no more use")
def _(world: World) -> Event:
    single = world.code("single")
    relatives = [{"emigrant": single, "kind": "vanhempi", "without_code": STRANGER}]
    world.before("emigration", person=[single], country="752", relatives=relatives, day="2026-01-10")
    return world.event("immigration", person=single, to=NOKIA_FLAT.residence_code, from_country="752")


@scenario("emigration_undone: the further facts of the notice go with it")
def _(world: World) -> Event:
    single = world.code("single")
    relatives = [{"emigrant": single, "kind": "vanhempi", "without_code": STRANGER}]
    world.before("emigration", person=[single], country="752", relatives=relatives, day="2026-11-10")
    return world.event("emigration_undone", person=[single], back_to=HELSINKI_HOME.residence_code)
