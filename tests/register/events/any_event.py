"""Any event on any of the family, possible or not, for the rules that hold of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from tests.register.people import DWELLINGS, TODAY, Register

from vaki.register.events.catalogue import EVENTS, decode
from vaki.register.events.clock import DayPassed
from vaki.register.groups import KIND

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event

Draw = Callable[[st.SearchStrategy[Any]], Any]
BAN = "SUORAMARKKINOINTIKIELTO"
DAYS = st.one_of(
    st.sampled_from([TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=1), date(2010, 4, 1), date(2018, 2, 3)]),
    st.dates(date(1960, 1, 1), TODAY),
    st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=2)),
)
ENDS = st.one_of(st.none(), st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=3000)))
HOMES = st.sampled_from([one.residence_code for one in DWELLINGS])
FIRST_NAMES = st.sampled_from(["Aino Maria", "Väinö", "Šárká", "A B C D E", "Maria-Elina Oona"])
SURNAMES = st.sampled_from(["Virtanen", "Šemeikka", "af Ursin", "1", "Laine"])
COUNTRIES = st.sampled_from(["246", "233", "752", "998", "999"])
TEMPORARY = (
    "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "TILAPAINEN_OLINPAIKASSA_ASUMINEN",
    "TILAPAINEN_ULKOMAILLA_ASUMINEN",
)
FORMER = ("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "ENTINEN_OLINPAIKASSA_ASUMINEN", "ENTINEN_ULKOMAILLA_ASUMINEN")
CONTACTS = ("KOTIMAINEN_YHTEYSOSOITE", "ULKOMAINEN_YHTEYSOSOITE")
SEXES = st.sampled_from(["MIES", "NAINEN"])


def _foreign(document: Document) -> bool:
    held = document.one("KANSALAISUUS")
    return held is not None and all(one["kansalaisuuskoodi"] != "246" for one in held["henkilonKansalaisuudet"])


@dataclass
class _Facts:
    """Draws what an event's fields need, from the same few persons and days."""

    draw: Draw
    register: Register

    def code(self, fit: Callable[[Document], object] = lambda _: True) -> str:
        """A person whom it may concern, if there is one; now and then anybody."""
        people = self.register.people
        fitting = [person for person, document in sorted(people.items()) if fit(document)]
        anybody = self.draw(st.integers(0, 9)) == 0
        return people[self.draw(st.sampled_from(sorted(people) if anybody or not fitting else fitting))].code

    def pair(self, kind: str) -> tuple[str, str]:
        """Two persons of whom the second stands in the first one's groups of a kind; now and then any two."""
        people = self.register.people
        pairs = [
            (person, other)
            for person, document in people.items()
            for entry in document.entries_of(kind)
            for other in entry.mentions
        ]
        if not pairs or self.draw(st.integers(0, 4)) == 0:
            return self.code(), self.code()
        one, two = self.draw(st.sampled_from(pairs))
        return people[one].code, people[two].code

    def day(self) -> dict[str, str]:
        return {"day": self.draw(DAYS).isoformat()}

    def until(self) -> dict[str, str]:
        end = self.draw(ENDS)
        return {} if end is None else {"until": end.isoformat()}

    def one_of(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def names(self) -> dict[str, str]:
        return {"first_names": self.draw(FIRST_NAMES), "surname": self.draw(SURNAMES)}

    def call_name(self, code: str) -> str:
        document = next(one for one in self.register.people.values() if one.code == code)
        name = document.one("HENKILON_NIMI") or {"etunimi": "Nobody"}
        return str(self.one_of(*name["etunimi"].split(), "Aino"))

    def former_home(self, code: str) -> str:
        document = next(one for one in self.register.people.values() if one.code == code)
        left = [group["asuinpaikantunnus"] for group in document.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")]
        return str(self.one_of(*left, self.draw(HOMES)))

    # Fields by event.

    def birth(self) -> dict[str, Any]:
        mother = self.code(lambda one: one.sex == "NAINEN")
        return {"mother": mother, "other_parent": self.code(), "sex": self.draw(SEXES), **self.day()}

    def naming(self) -> dict[str, Any]:
        unnamed = self.code(lambda one: one.one("HENKILON_NIMI") is None)
        names = self.names()
        return {"person": unnamed, **names, "call_name": names["first_names"].split()[0], **self.day()}

    def death(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.alive), **self.day()}

    def death_undone(self) -> dict[str, Any]:
        code = self.code(lambda one: not one.alive)
        return {"person": code, **self.one_of({}, {"residence": self.former_home(code)})}

    def move(self) -> dict[str, Any]:
        return {"person": list(dict.fromkeys(self.pair("LAPSI"))), "to": self.draw(HOMES), **self.day()}

    def place(self) -> dict[str, Any]:
        return self.draw(
            st.sampled_from(
                [
                    {"municipality": "536", "kind": 904, "institution": "0010"},
                    {"municipality": "091", "kind": 901},
                    {"municipality": "091", "kind": 902, "number": "0909"},
                    {"municipality": "199", "kind": 902},
                    {"municipality": "536", "kind": 904},
                ]
            )
        )

    def there(self) -> dict[str, Any]:
        code = self.draw(COUNTRIES)
        name = {"country_name": "Sealand"} if code == "998" else {}
        return {"country": code, **name, **self.one_of({}, {"street": "Pikk 1"}, {"place": "TALLINN"})}

    def stay(self) -> dict[str, Any]:
        code = self.code(lambda one: any(one.one(kind) for kind in TEMPORARY))
        document = next(one for one in self.register.people.values() if one.code == code)
        held = [group["asuinpaikantunnus"] for kind in TEMPORARY for group in document.all(kind)]
        return {"person": code, **self.one_of({}, {"stay": self.one_of(*held, self.draw(HOMES))})}

    def left(self, kind: str = "") -> tuple[str, str]:
        """Someone who lives where a move brought them, and the code of where they lived before."""
        code = self.code(lambda one: one.one(kind) if kind else any(one.one(former) for former in FORMER))
        document = next(one for one in self.register.people.values() if one.code == code)
        held = [
            group["asuinpaikantunnus"]
            for former in FORMER
            for group in document.all(former)
            if "asuinpaikantunnus" in group
        ]
        return code, self.one_of(*held, self.draw(HOMES))

    def move_to_stay(self) -> dict[str, Any]:
        return {"person": [self.code()], **self.place(), **self.day()}

    def move_corrected(self) -> dict[str, Any]:
        moved = self.code(lambda one: one.one("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"))
        return {"person": [moved], **self.one_of(self.day(), {"to": self.draw(HOMES)})}

    def lost(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("VAKINAINEN_OLINPAIKASSA_ASUMINEN")), **self.day()}

    def found(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.municipality == "199"), "to": self.draw(HOMES), **self.day()}

    def lost_undone(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.municipality == "199")}

    def emigration_undone(self) -> dict[str, Any]:
        code, back = self.left("VAKINAINEN_ULKOMAILLA_ASUMINEN")
        return {"person": [code], "back_to": back}

    def emigration_corrected(self) -> dict[str, Any]:
        code = self.code(lambda one: one.municipality == "200")
        return {"person": [code], **self.one_of(self.day(), self.there())}

    def immigration_undone(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("SUOMEEN_MUUTTOPAIVA")), **self.one_of({}, {"place": "TARTU"})}

    def immigration_corrected(self) -> dict[str, Any]:
        code = self.code(lambda one: one.one("SUOMEEN_MUUTTOPAIVA"))
        right = self.one_of(self.day(), {"to": self.draw(HOMES)}, {"from_country": self.draw(COUNTRIES)})
        return {"person": code, **right}

    def country_changed(self) -> dict[str, Any]:
        return {"person": [self.code(lambda one: one.municipality == "200")], **self.there(), **self.day()}

    def address_abroad(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.municipality == "200"), "street": "Pikk 2", **self.day()}

    def registered_abroad(self) -> dict[str, Any]:
        day = self.day()
        newcomer = {**self.names(), "birth_date": "1990-02-03", "sex": self.draw(SEXES), "citizenships": ["246"]}
        return {"newcomer": newcomer, **self.there(), **day}

    def foreigner_removed(self) -> dict[str, Any]:
        return {"person": self.code(_foreign), **self.day()}

    def foreigner_removal_undone(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.municipality == "198")}

    def cancelled_move(self) -> dict[str, Any]:
        code, back = self.left()
        return {"person": [code], "back_to": back}

    def emigration(self) -> dict[str, Any]:
        return {"person": [self.code()], "country": self.draw(COUNTRIES), "place": "Tallinn", **self.day()}

    def immigration(self) -> dict[str, Any]:
        day = self.day()
        newcomer = {**self.names(), "birth_date": day["day"], "sex": self.draw(SEXES), "citizenships": ["233"]}
        known = {"person": self.code(lambda one: one.municipality in ("198", "200"))}
        return {
            **self.one_of(known, {"newcomer": newcomer}),
            "to": self.draw(HOMES),
            "from_country": self.draw(COUNTRIES),
            "home_municipality": self.draw(st.booleans()),
            **day,
        }

    def marriage(self) -> dict[str, Any]:
        free = [self.code(lambda one: not one.in_force("AVIOLIITTO")) for _ in range(2)]
        surname = self.one_of("", "Laine")
        return {"first": free[0], "second": free[1], "second_surname": surname, **self.day()}

    def divorce(self) -> dict[str, Any]:
        first, second = self.pair("AVIOLIITTO")
        return {"first": first, "second": second, **self.day()}

    def name_change(self) -> dict[str, Any]:
        names = self.names()
        return {"person": self.code(), **self.one_of(names, {"surname": names["surname"]}), **self.day()}

    def call_name_change(self) -> dict[str, Any]:
        code = self.code()
        return {"person": code, "call_name": self.call_name(code), **self.day()}

    def code_change(self) -> dict[str, Any]:
        return {"person": self.code(), **self.one_of({}, {"birth_date": self.day()["day"]}, {"code": self.code()})}

    def sex_change(self) -> dict[str, Any]:
        return {"person": self.code(), "sex": self.draw(SEXES)}

    def citizenship_granted(self) -> dict[str, Any]:
        return {"person": self.code(), "country": self.draw(COUNTRIES), **self.day()}

    citizenship_lost = citizenship_granted

    def custody_begun(self) -> dict[str, Any]:
        child = self.code(lambda one: one.birth_date is not None and one.birth_date.year > 2008)
        return {"child": child, "guardian": self.code(), **self.day()}

    def custody_decided(self) -> dict[str, Any]:
        child, guardian = self.pair("HUOLTAJA")
        rights = self.one_of("", "Sovittu.")
        return {"child": child, "guardian": guardian, "living": "AIDIN_LUONA", "rights": rights, **self.day()}

    def custody_ended(self) -> dict[str, Any]:
        child, guardian = self.pair("HUOLTAJA")
        return {"child": child, "guardian": guardian, **self.day()}

    def protection_begun(self) -> dict[str, Any]:
        return {"person": self.code(), **self.until(), **self.day()}

    def protection_extended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.protected), **self.until()}

    def protection_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.protected), **self.day()}

    def mother_tongue(self) -> dict[str, Any]:
        return {"person": self.code(), "language": self.one_of("sv", "fi", "98", "zz"), **self.day()}

    def service_language(self) -> dict[str, Any]:
        return {"person": self.code(), "language": self.one_of("sv", "fi"), **self.day()}

    def occupation(self) -> dict[str, Any]:
        return {"person": self.code(), "occupation": self.one_of("", "seppä")}

    def religion(self) -> dict[str, Any]:
        return {"person": self.code(), "kind": self.one_of("ORT", "EV_LUT")}

    def email(self) -> dict[str, Any]:
        return {"person": self.code(), "address": self.one_of("", "a@b.fi", "ab.fi"), **self.day()}

    def ban_set(self) -> dict[str, Any]:
        return {"person": self.code(), "ban": "SUORAMARKKINOINTIKIELTO", **self.day()}

    def ban_lifted(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one(BAN)), "ban": BAN}

    def temporary_address(self) -> dict[str, Any]:
        return {"person": self.code(), "to": self.draw(HOMES), **self.until(), **self.day()}

    def temporary_stay(self) -> dict[str, Any]:
        return {"person": self.code(), **self.place(), **self.until(), **self.day()}

    def temporary_address_abroad(self) -> dict[str, Any]:
        return {"person": self.code(), **self.there(), **self.until(), **self.day()}

    def temporary_address_ended(self) -> dict[str, Any]:
        return {**self.stay(), **self.day()}

    def temporary_stay_changed(self) -> dict[str, Any]:
        return {**self.stay(), **self.until()}

    def temporary_stay_corrected(self) -> dict[str, Any]:
        return {**self.stay(), **self.day()}

    def temporary_stay_cancelled(self) -> dict[str, Any]:
        return self.stay()

    def postal_address(self) -> dict[str, Any]:
        return {"person": self.code(), **self.mail(), **self.day()}

    def mail(self) -> dict[str, Any]:
        return {"address": self.one_of("PL 1", "PL 2"), "postal_code": "37101", "post_office": "Nokia"}

    def mail_abroad(self) -> dict[str, Any]:
        return {"address": self.one_of("Box 1", "Box 2"), "post_office": "TARTU", "country": self.one_of("233", "246")}

    def postal_address_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("KOTIMAINEN_POSTIOSOITE")), **self.day()}

    def postal_address_abroad(self) -> dict[str, Any]:
        return {"person": self.code(), **self.mail_abroad(), **self.day()}

    def postal_address_abroad_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("ULKOMAINEN_POSTIOSOITE")), **self.day()}

    def contact_address(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.protected), **self.mail(), **self.day()}

    def contact_address_abroad(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.protected), **self.mail_abroad(), **self.day()}

    def contact_address_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: any(one.one(kind) for kind in CONTACTS))}

    def email_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("SAHKOPOSTIOSOITE")), **self.day()}

    def occupation_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("AMMATTI"))}

    def correction(self) -> dict[str, Any]:
        return _correction(self.draw, self.register, self.code(), self.day()["day"])

    def loaded(self) -> dict[str, Any]:
        return _loaded(self.draw, self.register, self.code())


def _correction(draw: Draw, register: Register, code: str, day: str) -> dict[str, Any]:
    document = next(document for document in register.people.values() if document.code == code)
    group = draw(st.sampled_from([entry.group for entry in document.entries]))
    wrong = {member: value for member, value in group.items() if member != KIND}
    member = draw(st.sampled_from(sorted(wrong)))
    value = {"arvo": day, "tarkkuus": "PAIVA"} if member.endswith(("pv", "Pv")) else draw(st.sampled_from(["246", 1]))
    return {"person": code, "kind": group[KIND], "wrong": wrong, "right": {**wrong, member: value}}


def _loaded(draw: Draw, register: Register, code: str) -> dict[str, Any]:
    person = next(person for person, document in register.people.items() if document.code == code)
    groups = register.base_data(person)
    kept = draw(st.sampled_from([groups, groups[:-2], groups[3:]]))
    return {"henkilotunnus": code, "tietoryhmat": kept}


@st.composite
def any_event(draw: Draw, register: Register) -> Event:
    """An event, often an impossible one."""
    facts = _Facts(draw, register)
    name = draw(st.sampled_from([*EVENTS, "day_passed"]))
    if name == "day_passed":
        return DayPassed(person=facts.code())
    return decode(name, getattr(facts, name)())
