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
