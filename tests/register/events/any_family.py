"""Fields of the events of families and of people's standing in law, drawn."""

from __future__ import annotations

from typing import Any

from tests.register.events.any_facts import HOMES, SEXES, Facts
from tests.register.people import TODAY

COMPANY = "1234567-1"
LIMITS = ("RAJOITTAMATON", "RAJOITETTU_OSITTAIN", "HENKILO_VAJAAVALTAINEN")
RIGHTS = ("PAATOSOIKEUS", "TIEDONSAANTIOIKEUS", "VUOROASUMINEN")


class FamilyFacts(Facts):
    """One method an event."""

    def birth(self) -> dict[str, Any]:
        parents = self.one_of("two", "two", "stranger", "strange mother")
        mother = self.code(lambda one: one.sex == "NAINEN")
        abroad = self.one_of({}, {}, {"birth_country": "752", "birth_place": "Stockholm"})
        fields = {"sex": self.draw(SEXES), "mother_alone": self.one_of(True, False), **abroad}
        day = self.one_of(self.day(), self.recent())
        if parents == "strange mother":
            return {"mother_without_code": self.stranger(), "other_parent": self.code(), **fields, **day}
        other = {"other_parent": self.code()} if parents == "two" else {"other_parent_without_code": self.stranger()}
        return {"mother": mother, **other, **fields, **day}

    def parenthood_confirmed(self) -> dict[str, Any]:
        parent = self.one_of({"parent": self.adult()}, {"parent_without_code": self.stranger()})
        single = self.code(lambda one: len(one.all("VANHEMPI")) < 2)
        return {"child": self.one_of(self.child(), single), **parent, **self.recent()}

    def parenthood_annulled(self) -> dict[str, Any]:
        child, parent = self.pair("VANHEMPI")
        return {"child": child, **self.one_of({}, {"parent": parent}, {"parent": parent}), **self.recent()}

    def parenthood_restored(self) -> dict[str, Any]:
        child, parent = self.pair("PERHESUHDE")
        return {"child": child, **self.one_of({}, {"parent": parent}, {"parent": parent})}

    def adoption(self) -> dict[str, Any]:
        child, parent = self.pair("VANHEMPI")
        stays = self.one_of({}, {"stays": parent})
        others = list(dict.fromkeys(self.adult() for _ in range(self.one_of(1, 1, 2))))
        return {"person": child, "adopters": others, **stays, **self.recent()}

    def adoption_annulled(self) -> dict[str, Any]:
        adopted = self.code(lambda one: any("adoptiosuhde" in group for group in one.all("VANHEMPI")))
        return {"person": adopted, "day": TODAY.isoformat()}

    def register_authority(self) -> dict[str, Any]:
        return {"person": self.code(), "number": self.one_of(777, 706)}

    # Death.

    def death(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.alive), **self.one_of(self.day(), self.recent())}

    def declared_dead(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.alive), **self.recent()}

    def death_corrected(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: not one.alive), "right_day": self.day()["day"]}

    def death_undone(self) -> dict[str, Any]:
        return self.back_to_life("KUOLINPAIVA")

    def found_alive(self) -> dict[str, Any]:
        return self.back_to_life("KUOLLEEKSIJULISTAMISPAIVA")

    def back_to_life(self, kind: str) -> dict[str, Any]:
        code = self.code(lambda one: one.one(kind))
        document = self.document(code)
        day = (document.death_day or TODAY).isoformat()
        custody = [{"other": self.child(), "since": "2018-03-01", "ended": day}]
        return {
            "person": code,
            **self.one_of({}, {"residence": self.one_of(self.former_home(code), self.draw(HOMES))}),
            **self.one_of({}, {"custody": custody}),
        }

    # Unions.

    def marriage(self) -> dict[str, Any]:
        free = [self.code(lambda one: not one.in_force("AVIOLIITTO")) for _ in range(2)]
        surname = self.one_of("", "Laine")
        return {"first": free[0], "second": free[1], "second_surname": surname, **self.day()}

    def couple(self) -> dict[str, Any]:
        first, second = self.pair(self.one_of("AVIOLIITTO", "AVIOLIITTO", "REKISTEROITY_PARISUHDE"))
        return {"first": first, "second": second}

    def partners(self) -> dict[str, Any]:
        first, second = self.pair("REKISTEROITY_PARISUHDE")
        return {"first": first, "second": second}

    def divorce(self) -> dict[str, Any]:
        return {**self.couple(), **self.one_of(self.day(), self.recent())}

    def divorce_undone(self) -> dict[str, Any]:
        return self.couple()

    marriage_undone = divorce_undone

    def marriage_corrected(self) -> dict[str, Any]:
        right = self.one_of({"right_way": "KIRKOLLINEN_VIHKIMINEN"}, {"right_day": self.day()["day"]})
        return {**self.couple(), **right}

    def partnership_begun(self) -> dict[str, Any]:
        free = [self.code(lambda one: not one.in_force("AVIOLIITTO")) for _ in range(2)]
        when = self.one_of({"day": "2010-06-05"}, {"abroad": True, **self.recent()})
        return {"first": free[0], "second": free[1], **when}

    def partnership_dissolved(self) -> dict[str, Any]:
        return {**self.partners(), **self.recent()}

    partnership_to_marriage = partnership_dissolved

    def separation_begun(self) -> dict[str, Any]:
        return {**self.couple(), **self.recent()}

    def separation_ended(self) -> dict[str, Any]:
        first, second = self.pair("ASUMUSERO")
        return {"first": first, "second": second, "in_error": self.one_of(True, False), "day": TODAY.isoformat()}

    # Custody and care.

    def rights(self) -> list[dict[str, Any]]:
        return [
            {"right": self.one_of(*RIGHTS), "text": self.one_of("", "Sovittu.")} for _ in range(self.one_of(0, 1, 2))
        ]

    def custody_begun(self) -> dict[str, Any]:
        kind = self.one_of({}, {}, {"kind": "TIEDONSAANTIOIKEUTETTU", "rights": self.rights()})
        return {"child": self.child(), "guardian": self.code(), **kind, **self.one_of(self.day(), self.recent())}

    def custody(self) -> dict[str, Any]:
        child, guardian = self.pair("HUOLTAJA")
        return {"child": child, "guardian": guardian}

    def custody_decided(self) -> dict[str, Any]:
        both = self.custody()
        others = self.one_of([], [], [self.adult()])
        return {
            **both,
            "others": others,
            "living": self.one_of("AIDIN_LUONA", "VUOROASUMINEN_VANHEMPIEN_LUONA"),
            "rights": self.one_of("", "Sovittu."),
            "given": self.rights(),
            **self.one_of(self.day(), self.recent()),
        }

    def custody_ended(self) -> dict[str, Any]:
        return {**self.custody(), **self.one_of(self.day(), self.recent())}

    def custody_undone(self) -> dict[str, Any]:
        return self.custody()

    custody_decision_withdrawn = custody_undone

    def custody_ending_undone(self) -> dict[str, Any]:
        return {"child": self.child(), "guardian": self.adult(), "since": "2018-03-01", "ended": TODAY.isoformat()}

    def taken_into_care(self) -> dict[str, Any]:
        return {"person": self.child(), **self.recent()}

    def care_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("HUOSTAANOTTO")), **self.recent()}

    # Those who act for adults.

    def guardian(self) -> dict[str, Any]:
        return dict(
            self.one_of(
                {"person": self.adult()},
                {"person": self.adult()},
                {"without_code": self.stranger()},
                {"company": COMPANY},
                {"municipality": "091"},
                {"office": "900101"},
            )
        )

    def guardianship_begun(self) -> dict[str, Any]:
        guardians = [self.guardian() for _ in range(self.one_of(1, 2))]
        return {"person": self.adult(), "guardians": guardians, "limits": self.one_of(*LIMITS), **self.recent()}

    def ward(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("EDUNVALVONTA"))}

    def guardianship_changed(self) -> dict[str, Any]:
        guardians = [self.guardian() for _ in range(self.one_of(1, 2))]
        change = self.one_of({"guardians": guardians}, {"limits": self.one_of(*LIMITS)}, {"divided": True})
        return {**self.ward(), **change, "day": TODAY.isoformat()}

    def guardianship_ended(self) -> dict[str, Any]:
        return {**self.ward(), **self.recent()}

    def guardianship_undone(self) -> dict[str, Any]:
        return self.ward()

    def power_of_attorney_confirmed(self) -> dict[str, Any]:
        attorneys = [self.one_of({"person": self.adult()}, {"without_code": self.stranger()})]
        return {"person": self.adult(), "attorneys": attorneys, **self.recent()}

    def power_of_attorney_ended(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("EDUNVALVONTAVALTUUTUS")), **self.recent()}

    def power_of_attorney_withdrawn(self) -> dict[str, Any]:
        return {"person": self.code(lambda one: one.one("EDUNVALVONTAVALTUUTUS"))}
