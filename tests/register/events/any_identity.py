"""Fields of the events of names, codes, citizenships and languages, drawn."""

from __future__ import annotations

from typing import Any

from tests.register.events.any_facts import COUNTRIES, SEXES, Facts


class IdentityFacts(Facts):
    """One method an event."""

    def naming(self) -> dict[str, Any]:
        unnamed = self.code(lambda one: one.one("HENKILON_NIMI") is None)
        names = self.names()
        return {"person": unnamed, **names, "call_name": names["first_names"].split()[0], **self.day()}

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

    def mother_tongue(self) -> dict[str, Any]:
        return {"person": self.code(), "language": self.one_of("sv", "fi", "98", "zz"), **self.day()}

    def service_language(self) -> dict[str, Any]:
        return {"person": self.code(), "language": self.one_of("sv", "fi"), **self.day()}

    # Codes.

    def code_change_undone(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: len(one.codes) > 1)}

    def codes_merged(self) -> dict[str, Any]:
        return {"person": self.code(), "dropped": self.one_of(self.code(), self.code(lambda one: one.person_id > 5))}

    def foreign_code_recorded(self) -> dict[str, Any]:
        country = self.one_of("233", "752", "246")
        return {"person": self.code(), "code": self.one_of("A-1", "A-2"), "country": country, **self.recent()}

    def foreign_code_ended(self) -> dict[str, Any]:
        person = self.code(lambda one: one.in_force("ULKOMAINEN_HENKILOTUNNUS"))
        return {"person": person, "code": self.one_of("A-1", "A-2"), "country": self.one_of("233", "752")}

    def electronic_identifier_given(self) -> dict[str, Any]:
        return {"person": self.code()}

    def electronic_identifier_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("SAHKOINEN_ASIOINTITUNNUS"))}

    # Citizenships.

    def citizenship_corrected(self) -> dict[str, Any]:
        right = self.one_of({"right_country": "233"}, {"right_since": self.day()["day"]})
        return {"person": self.code(), "country": self.draw(COUNTRIES), **right}

    def citizenship_withdrawn(self) -> dict[str, Any]:
        return {"person": self.code(), "country": self.draw(COUNTRIES)}

    def citizenship_loss_undone(self) -> dict[str, Any]:
        return {"person": self.code(), "country": self.draw(COUNTRIES), "lost": self.recent()["day"]}

    # Names.

    def name_corrected(self) -> dict[str, Any]:
        names = self.names()
        return {"person": self.code(), **self.one_of(names, {"surname": names["surname"]})}

    def name_change_undone(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: "alkupv" in (one.one("HENKILON_NIMI") or {}))}

    def middle_name(self) -> dict[str, Any]:
        return {"person": self.code(), "middle_name": self.one_of("", "Kalevi", "Šárka"), **self.recent()}

    def patronymic(self) -> dict[str, Any]:
        return {"person": self.code(), "patronymic": self.one_of("", "Ivanovič", "Petrovič")}

    def former_name_recorded(self) -> dict[str, Any]:
        kind = self.one_of("EDELLINEN_SUKUNIMI", "EDELLINEN_ETUNIMI", "VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI")
        return {"person": self.code(), "kind": kind, "former": self.one_of("Salo", "Aino"), **self.until()}

    def language_withdrawn(self) -> dict[str, Any]:
        kind = self.one_of({}, {"kind": "ASIOINTIKIELI"}, {"earlier": "sv"})
        return {"person": self.code(), **kind}

    def child_letter_corrected(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("JARJESTYSKIRJAIN")), "letter": self.one_of("A", "B", "D")}
