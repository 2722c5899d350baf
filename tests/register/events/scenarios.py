"""The scenarios whose changes stand in table.md: what has happened before, and the event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME, Register, a_person, family

from vaki.codes.sex import Sex
from vaki.register.events.catalogue import decode
from vaki.register.events.clock import DayPassed
from vaki.register.events.draft import Event
from vaki.register.wire import day as wire_day

TEXT = "Lapsi asuu äidin luona."


@dataclass
class World:
    """The family of `people.family`, with roles by name; new persons get the role `new`."""

    register: Register = field(default_factory=lambda: Register.of(family()))
    roles: dict[str, int] = field(
        default_factory=lambda: {"mother": 1, "father": 2, "child": 3, "single": 4, "abroad": 5, "new": 6}
    )

    def code(self, role: str) -> str:
        return self.register.people[self.roles[role]].code

    def event(self, name: str, **fields: Any) -> Event:
        return decode(name, fields)

    def before(self, name: str, **fields: Any) -> None:
        self.register.record(decode(name, fields))


Scenario = Callable[[World], Event]
SCENARIOS: dict[str, Scenario] = {}


def scenario(title: str) -> Callable[[Scenario], Scenario]:
    """`title` begins with the event's name and a colon."""

    def put(make: Scenario) -> Scenario:
        SCENARIOS[title] = make
        return make

    return put


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


@scenario("protection_begun: up to a day")
def _(world: World) -> Event:
    return world.event("protection_begun", person=world.code("single"), until="2031-11-19")


@scenario("protection_extended: until further notice")
def _(world: World) -> Event:
    world.before("protection_begun", person=world.code("single"), until="2031-11-19")
    return world.event("protection_extended", person=world.code("single"))


@scenario("protection_ended: of someone with an e-mail address")
def _(world: World) -> Event:
    world.before("email", person=world.code("single"), address="veikko@example.fi", day="2026-11-01")
    world.before("protection_begun", person=world.code("single"), day="2026-11-10")
    return world.event("protection_ended", person=world.code("single"))


@scenario("mother_tongue: another, in plain text")
def _(world: World) -> Event:
    return world.event(
        "mother_tongue", person=world.code("single"), language="98", language_name="karjala", day="2026-11-02"
    )


@scenario("service_language: Swedish")
def _(world: World) -> Event:
    return world.event("service_language", person=world.code("single"), language="sv")


@scenario("occupation: told")
def _(world: World) -> Event:
    return world.event("occupation", person=world.code("single"), occupation="seppä")


@scenario("religion: left the church")
def _(world: World) -> Event:
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


@scenario("correction: the start of a residence code")
def _(world: World) -> Event:
    kind = "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
    group = world.register.people[4].one(kind) or {}
    wrong = {member: value for member, value in group.items() if member != "tietoryhma"}
    right = {**wrong, "alkupv": wire_day(date(2020, 1, 2))}
    return world.event("correction", person=world.code("single"), kind=kind, wrong=wrong, right=right)


@scenario("correction: a wedding day, on both sides")
def _(world: World) -> Event:
    group = world.register.people[1].one("AVIOLIITTO") or {}
    wrong = {member: value for member, value in group.items() if member != "tietoryhma"}
    right = {**wrong, "vihkipv": wire_day(date(2012, 6, 17))}
    return world.event("correction", person=world.code("mother"), kind="AVIOLIITTO", wrong=wrong, right=right)


LOADED: list[dict[str, Any]] = [
    {"tietoryhma": "SUKUPUOLI", "sukupuoli": "NAINEN"},
    {"tietoryhma": "HENKILON_NIMI", "sukunimi": "Heikkinen Tes", "etunimi": "Malla"},
    {"tietoryhma": "TULEVA_RYHMA", "jotain": {"fi": "uutta"}},
    {"tietoryhma": "VUODENVAIHTEEN_KUNTA", "kuntakoodi": "091", "vuodenvaihde": 1985},
    {
        "tietoryhma": "PERHESUHDE",
        "henkilo": {"henkilotunnus": "010190-999X", "sukupuoli": "MIES"},
        "rooli": "LAPSI",
        "isaAiti": "AITI",
        "voimassaolo": "PASSIIVI",
        "loppupv": {"arvo": "2021-03-01", "tarkkuus": "PAIVA"},
    },
    {"tietoryhma": "KUTSUMANIMI", "nimilaji": "NYKYINEN_KUTSUMANIMI", "nimi": "Malla"},
]


@scenario("loaded: someone new")
def _(world: World) -> Event:
    return world.event("loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)


@scenario("loaded: someone known, with other groups")
def _(world: World) -> Event:
    world.before("loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)
    changed = [*LOADED[:2], {"tietoryhma": "AMMATTI", "ammatti": "seppä"}, *LOADED[3:]]
    return world.event("loaded", henkilotunnus="010192-900H", tietoryhmat=changed)


@scenario("occupation: told by someone loaded, whose other groups are derived anew")
def _(world: World) -> Event:
    world.before("loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)
    return world.event("occupation", person="010192-900H", occupation="seppä")


@scenario("day_passed: a new year")
def _(world: World) -> Event:
    world.register.day = date(2027, 1, 1)
    return DayPassed(person=world.code("single"))


@scenario("day_passed: the day after protection")
def _(world: World) -> Event:
    world.before("protection_begun", person=world.code("single"), until="2026-12-01", day="2026-11-10")
    world.register.day = date(2026, 12, 2)
    return DayPassed(person=world.code("single"))


@scenario("day_passed: the child's 18th birthday")
def _(world: World) -> Event:
    world.register.day = date(2036, 2, 3)
    return DayPassed(person=world.code("child"))


@scenario("day_passed: the child's 18th birthday, for a guardian")
def _(world: World) -> Event:
    world.register.day = date(2036, 2, 3)
    return DayPassed(person=world.code("mother"))
