"""Any event on any of the family, possible or not, for the rules that hold of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from tests.register.events.any_facts import (
    BAN,
    CONTACTS,
    COUNTRIES,
    FORMER,
    HOMES,
    SEXES,
    TEMPORARY,
    Draw,
    foreign,
)
from tests.register.events.any_family import FamilyFacts
from tests.register.events.any_identity import IdentityFacts
from tests.register.events.any_places import PlaceFacts
from tests.register.people import Register

from vaki.register.events.catalogue import EVENTS, decode
from vaki.register.events.clock import DayPassed
from vaki.register.groups import KIND

if TYPE_CHECKING:
    from vaki.register.events.draft import Event


class _Facts(FamilyFacts, IdentityFacts, PlaceFacts):
    """Fields of the events of places and notices, and all the others."""

    def move(self) -> dict[str, Any]:
        return {"person": list(dict.fromkeys(self.pair("LAPSI"))), "to": self.draw(HOMES), **self.day()}

    def place(self) -> dict[str, Any]:
        places: list[dict[str, Any]] = [
            {"municipality": "536", "kind": 904, "institution": "0010"},
            {"municipality": "091", "kind": 901},
            {"municipality": "091", "kind": 902, "number": "0909"},
            {"municipality": "199", "kind": 902},
            {"municipality": "536", "kind": 904},
        ]
        return dict(self.one_of(*places))

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
        return {"person": self.code(foreign), **self.day()}

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

    def protection_begun(self) -> dict[str, Any]:
        return {"person": self.code(), **self.until(), **self.day()}

    def protection_extended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.protected), **self.until()}

    def protection_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.protected), **self.day()}

    def occupation(self) -> dict[str, Any]:
        return {"person": self.code(), "occupation": self.one_of("", "seppä")}

    def religion(self) -> dict[str, Any]:
        kind = self.one_of("ORT", "EV_LUT", "EI_USKONTOKUNTAA")
        return {"person": self.code(), "kind": kind, **self.one_of({}, {"community": 275}, {"community": 590})}

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
    if draw(st.integers(0, 3)) == 0:
        missing: dict[str, Any] = {"kind": "USKONTOKUNTA", "right": {"uskontokunta": 275}}
        return {"person": code, **draw(st.sampled_from([missing, {**missing, "kind": "VIITEHENKILO", "right": {}}]))}
    document = next(document for document in register.people.values() if document.code == code)
    group = draw(st.sampled_from([entry.group for entry in document.entries]))
    wrong = {member: value for member, value in group.items() if member != KIND}
    member = draw(st.sampled_from(sorted(wrong)))
    value = {"arvo": day, "tarkkuus": "PAIVA"} if member.endswith(("pv", "Pv")) else draw(st.sampled_from(["246", 1]))
    right = {} if draw(st.integers(0, 3)) == 0 else {"right": {**wrong, member: value}}
    return {"person": code, "kind": group[KIND], "wrong": wrong, **right}


def _loaded(draw: Draw, register: Register, code: str) -> dict[str, Any]:
    person = next(person for person, document in register.people.items() if document.code == code)
    groups = register.base_data(person)
    kept = draw(st.sampled_from([groups, groups[:-2], groups[3:]]))
    return {"henkilotunnus": code, "tietoryhmat": kept}


NEEDED = {
    "adoption_annulled": "JARJESTYSKIRJAIN",
    "ban_lifted": BAN,
    "cancelled_move": "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "care_ended": "HUOSTAANOTTO",
    "contact_address": "TURVAKIELTO",
    "contact_address_ended": "KOTIMAINEN_YHTEYSOSOITE",
    "child_letter_corrected": "JARJESTYSKIRJAIN",
    "death_corrected": "KUOLINPAIVA",
    "death_undone": "KUOLINPAIVA",
    "electronic_identifier_ended": "SAHKOINEN_ASIOINTITUNNUS",
    "email_ended": "SAHKOPOSTIOSOITE",
    "foreign_code_ended": "ULKOMAINEN_HENKILOTUNNUS",
    "found_alive": "KUOLLEEKSIJULISTAMISPAIVA",
    "guardianship_changed": "EDUNVALVONTA",
    "guardianship_ended": "EDUNVALVONTA",
    "guardianship_undone": "EDUNVALVONTA",
    "occupation_ended": "AMMATTI",
    "parenthood_restored": "PERHESUHDE",
    "partnership_dissolved": "REKISTEROITY_PARISUHDE",
    "partnership_to_marriage": "REKISTEROITY_PARISUHDE",
    "postal_address_abroad_ended": "ULKOMAINEN_POSTIOSOITE",
    "postal_address_ended": "KOTIMAINEN_POSTIOSOITE",
    "power_of_attorney_ended": "EDUNVALVONTAVALTUUTUS",
    "power_of_attorney_withdrawn": "EDUNVALVONTAVALTUUTUS",
    "protection_ended": "TURVAKIELTO",
    "protection_extended": "TURVAKIELTO",
    "separation_ended": "ASUMUSERO",
    "temporary_address_ended": "TILAPAINEN_KUNTA",
}
"""Events that need what another event writes, and the group that it writes."""


def _timely(register: Register) -> list[str]:
    """The events of NEEDED for which somebody has what they need."""
    there = {entry.kind for document in register.people.values() for entry in document.entries}
    return [name for name, kind in NEEDED.items() if kind in there] or ["day_passed"]


@st.composite
def any_event(draw: Draw, register: Register) -> Event:
    """An event, often an impossible one; half of the time one that follows from what has happened."""
    facts = _Facts(draw, register)
    names = [*EVENTS, "day_passed"] if draw(st.booleans()) else _timely(register)
    name = draw(st.sampled_from(names))
    if name == "day_passed":
        return DayPassed(person=facts.code())
    return decode(name, getattr(facts, name)())
