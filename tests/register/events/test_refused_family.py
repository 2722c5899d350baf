"""Events of families and of people's standing in law that cannot be: refused, each for its own reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.register.events.refusing import Fields, alters_nothing, nothing
from tests.register.events.scenarios import World
from tests.register.events.scenarios.guardianship import granted, under_guardianship
from tests.register.events.scenarios.parenthood import STRANGER
from tests.register.events.scenarios.unions import partners, spouses

from vaki.codes.sex import Sex

if TYPE_CHECKING:
    from collections.abc import Callable

Row = tuple[str, "Callable[[World], object]", str, "Callable[[World], Fields]", str]
"""A title, what has happened before, the event's name, its fields, and words of the reason."""


def of_mother(world: World) -> Fields:
    return {"child": world.code("child"), "guardian": world.code("mother")}


def of_father(world: World) -> Fields:
    return {"child": world.code("child"), "parent": world.code("father")}


def separated(world: World) -> None:
    world.before("separation_begun", **spouses(world), day="2020-01-01")


def divorced_and_remarried(world: World) -> None:
    world.before("divorce", **spouses(world), day="2024-01-01")
    world.before("marriage", first=world.code("mother"), second=world.code("single"), day="2025-01-01")


def annulled(world: World) -> None:
    world.before("parenthood_annulled", **of_father(world), day="2026-11-01")


def in_care(world: World) -> None:
    world.before("taken_into_care", person=world.code("child"), day="2026-11-01")


def dead_father(world: World) -> None:
    world.before("death", person=world.code("father"), day="2026-11-01")


def protected_mother(world: World) -> None:
    world.before("protection_begun", person=world.code("mother"))


def parents_of_two(world: World) -> None:
    world.before("birth", mother=world.code("mother"), sex="MIES", day="2026-10-20")
    world.before("birth", mother=world.code("mother"), sex="MIES", day="2026-10-21")


REFUSED: list[Row] = [
    # Unions.
    ("correcting no union", nothing, "marriage_corrected",
     lambda w: {"first": w.code("mother"), "second": w.code("single"), "right_day": "2012-06-17"}, "not married"),
    ("correcting a wedding to childhood", nothing, "marriage_corrected",
     lambda w: {**spouses(w), "right_day": "1999-01-01"}, "under 18"),
    ("correcting to what stands", nothing, "marriage_corrected",
     lambda w: {**spouses(w), "right_way": "SIVIILIVIHKIMINEN"}, "so already"),
    ("undoing no marriage", nothing, "marriage_undone",
     lambda w: {"first": w.code("mother"), "second": w.code("single")}, "not married"),
    ("undoing no divorce", nothing, "divorce_undone", spouses, "have not divorced"),
    ("undoing the divorce of the remarried", divorced_and_remarried, "divorce_undone", spouses, "another union"),
    ("a partnership in Finland too late", nothing, "partnership_begun",
     lambda w: {"first": w.code("single"), "second": w.code("abroad"), "day": "2017-03-01"}, "to 28.2.2017"),
    ("a partnership in Finland of a man and a woman", nothing, "partnership_begun",
     lambda w: {"first": w.code("single"), "second": w.code("abroad"), "day": "2010-03-01"}, "same sex"),
    ("a partnership of the married", nothing, "partnership_begun",
     lambda w: {"first": w.code("single"), "second": w.code("mother"), "abroad": True}, "already"),
    ("dissolving a marriage as a partnership", nothing, "partnership_dissolved", spouses, "not married"),
    ("a partnership made a marriage too early", partners, "partnership_to_marriage",
     lambda w: {"first": w.code("single"), "second": w.code("friend"), "day": "2017-02-28"}, "since 1.3.2017"),
    ("separating twice", separated, "separation_begun", spouses, "already"),
    ("separating before the wedding", nothing, "separation_begun",
     lambda w: {**spouses(w), "day": "2012-06-15"}, "before they married"),
    ("ending no separation", nothing, "separation_ended", spouses, "not separated"),
    # Parents and children.
    ("a third parent", nothing, "parenthood_confirmed",
     lambda w: {"child": w.code("child"), "parent": w.code("single")}, "two parents"),
    ("a parent twice over", annulled, "parenthood_confirmed",
     lambda w: {"child": w.code("child"), "parent": w.code("mother")}, "already"),
    ("one's own parent", annulled, "parenthood_confirmed",
     lambda w: {"child": w.code("child"), "parent": w.code("child")}, "own parent"),
    ("a child as a parent", nothing, "parenthood_confirmed",
     lambda w: {"child": w.code("single"), "parent": w.code("child")}, "would be a child"),
    ("a parent with and without a code", annulled, "parenthood_confirmed",
     lambda w: {**of_father(w), "parent_without_code": STRANGER}, "Either"),
    ("a parent of no country", annulled, "parenthood_confirmed",
     lambda w: {"child": w.code("child"), "parent_without_code": {**STRANGER, "citizenship": "000"}}, "country"),
    ("annulling no parenthood", nothing, "parenthood_annulled",
     lambda w: {"child": w.code("child"), "parent": w.code("single")}, "not the child's parent"),
    ("annulling that of nobody without a code", nothing, "parenthood_annulled",
     lambda w: {"child": w.code("child")}, "not the child's parent"),
    ("restoring what stands", nothing, "parenthood_restored", of_father, "has ended"),
    ("adopting one's own child", nothing, "adoption",
     lambda w: {"person": w.code("child"), "adopters": [w.code("mother")]}, "already"),
    ("adopting oneself", nothing, "adoption",
     lambda w: {"person": w.code("single"), "adopters": [w.code("single")]}, "themselves"),
    ("adopting someone older", nothing, "adoption",
     lambda w: {"person": w.code("mother"), "adopters": [w.code("single")]}, "would be a child"),
    ("a stranger stays a parent", nothing, "adoption",
     lambda w: {"person": w.code("child"), "adopters": [w.code("single")], "stays": w.code("abroad")}, "Only a parent"),
    ("annulling no adoption", nothing, "adoption_annulled", lambda w: {"person": w.code("child")}, "not adopted"),
    ("a birth without a mother", nothing, "birth",
     lambda w: {"other_parent": w.code("father"), "sex": "MIES"}, "mother"),
    ("a birth without anybody known", nothing, "birth",
     lambda _: {"mother_without_code": STRANGER, "sex": "MIES"}, "has an identity code"),
    ("the place of birth of a protected mother's child", protected_mother, "birth",
     lambda w: {"mother": w.code("mother"), "sex": "MIES", "birth_country": "752"}, "protected"),
    ("a letter of a sibling", parents_of_two, "child_letter_corrected",
     lambda w: {"person": w.code("new"), "letter": "C"}, "has that letter"),
    ("the same authority", lambda w: w.before("register_authority", person=w.code("single"), number=777),
     "register_authority", lambda w: {"person": w.code("single"), "number": 777}, "already"),
    # Custody and care.
    ("a right beyond the custody", nothing, "custody_begun",
     lambda w: {"child": w.code("child"), "guardian": w.code("single"), "kind": "TIEDONSAANTIOIKEUTETTU",
                "rights": [{"right": "TIEDONSAANTIOIKEUS", "until": "2050-01-01"}]}, "as long as the relation"),
    ("withdrawing no terms", nothing, "custody_decision_withdrawn", of_mother, "no terms"),
    ("undoing no custody", nothing, "custody_undone",
     lambda w: {"child": w.code("child"), "guardian": w.code("single")}, "not the child's guardian"),
    ("undoing the end of custody that goes on", nothing, "custody_ending_undone",
     lambda w: {**of_mother(w), "since": "2018-02-03", "ended": "2026-11-01"}, "already"),
    ("taking an adult into care", nothing, "taken_into_care", lambda w: {"person": w.code("single")}, "Only a child"),
    ("taking into care twice", in_care, "taken_into_care", lambda w: {"person": w.code("child")}, "already"),
    ("ending care before it began", in_care, "care_ended",
     lambda w: {"person": w.code("child"), "day": "2026-10-01"}, "before it began"),
    ("ending no care", nothing, "care_ended", lambda w: {"person": w.code("child")}, "not in care"),
    # Those who act for adults.
    ("a guardian of a child", nothing, "guardianship_begun",
     lambda w: {"person": w.code("child"), "guardians": [{"office": "900101"}]}, "minor"),
    ("one's own guardian", nothing, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"person": w.code("single")}]}, "themselves"),
    ("a child as guardian", nothing, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"person": w.code("child")}]}, "Only an adult"),
    ("a dead guardian", dead_father, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"person": w.code("father")}]}, "dead"),
    ("a guardian of two kinds", nothing, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"office": "900101", "municipality": "091"}]}, "one of"),
    ("a company that is none", nothing, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"company": "1234567-2"}]}, "business identity code"),
    ("a municipality that is none", nothing, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"municipality": "200"}]}, "municipality"),
    ("the same guardian twice", nothing, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"person": w.code("mother")}] * 2}, "twice"),
    ("a second guardianship", under_guardianship, "guardianship_begun",
     lambda w: {"person": w.code("single"), "guardians": [{"office": "900102"}]}, "already"),
    ("changing to what stands", under_guardianship, "guardianship_changed",
     lambda w: {"person": w.code("single"), "limits": "RAJOITTAMATON"}, "such already"),
    ("changing no guardianship", nothing, "guardianship_changed",
     lambda w: {"person": w.code("single"), "divided": True}, "no guardian"),
    ("ending guardianship before it began", under_guardianship, "guardianship_ended",
     lambda w: {"person": w.code("single"), "day": "2025-01-09"}, "before it began"),
    ("undoing no guardianship", nothing, "guardianship_undone", lambda w: {"person": w.code("single")}, "no guardian"),
    ("an attorney who is nobody", nothing, "power_of_attorney_confirmed",
     lambda w: {"person": w.code("single"), "attorneys": [{}]}, "with or without"),
    ("confirming twice", granted, "power_of_attorney_confirmed",
     lambda w: {"person": w.code("single"), "attorneys": [{"person": w.code("mother")}]}, "already"),
    ("ending no power of attorney", nothing, "power_of_attorney_ended",
     lambda w: {"person": w.code("single")}, "no power of attorney"),
    ("withdrawing none", nothing, "power_of_attorney_withdrawn",
     lambda w: {"person": w.code("single")}, "no power of attorney"),
    # Death.
    ("declaring the dead dead", dead_father, "declared_dead", lambda w: {"person": w.code("father")}, "dead"),
    ("finding alive whom nobody declared dead", dead_father, "found_alive",
     lambda w: {"person": w.code("father")}, "not recorded"),
    ("custody that the death did not end", dead_father, "death_undone",
     lambda w: {"person": w.code("father"),
                "custody": [{"other": w.code("child"), "since": "2018-02-03", "ended": "2026-10-30"}]}, "did not end"),
    # An emigration's further facts.
    ("facts of someone who stays", nothing, "emigration",
     lambda w: {"person": [w.code("single")], "country": "752",
                "relatives": [{"emigrant": w.code("mother"), "kind": "puoliso", "person": w.code("father")}]},
     "does not move"),
    ("the place of birth of someone known", nothing, "emigration",
     lambda w: {"person": [w.code("mother")], "country": "752",
                "relatives": [{"emigrant": w.code("mother"), "kind": "puoliso", "person": w.code("father"),
                               "birth_municipality": "564"}]}, "where someone"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "name", "fields", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_an_impossible_event_is_refused_for_its_reason(
    before: Callable[[World], None], name: str, fields: Callable[[World], Fields], reason: str
) -> None:
    assert reason in alters_nothing(before, name, fields)


def protected_twin(world: World) -> None:
    world.before("protection_begun", person=world.join("twin", date(1990, 1, 2), Sex.MAN, "Veikko Semeikka"))


def dead_twin(world: World) -> None:
    world.before("death", person=world.join("twin", date(1990, 1, 2), Sex.MAN, "Veikko Semeikka"))


IDENTITY: list[Row] = [
    ("undoing no change of code", nothing, "code_change_undone", lambda w: {"person": w.code("single")}, "not changed"),
    ("merging one record", nothing, "codes_merged",
     lambda w: {"person": w.code("single"), "dropped": w.code("single")}, "one person already"),
    ("merging a man and a woman", nothing, "codes_merged",
     lambda w: {"person": w.code("single"), "dropped": w.code("abroad")}, "different sexes"),
    ("merging spouses", nothing, "codes_merged",
     lambda w: {"person": w.code("mother"), "dropped": w.code("child")}, "related"),
    ("merging a protected record away", protected_twin, "codes_merged",
     lambda w: {"person": w.code("single"), "dropped": w.code("twin")}, "protection"),
    ("merging the dead with the living", dead_twin, "codes_merged",
     lambda w: {"person": w.code("single"), "dropped": w.code("twin")}, "dead"),
    ("a foreign code of Finland", nothing, "foreign_code_recorded",
     lambda w: {"person": w.code("single"), "code": "1", "country": "246"}, "another country"),
    ("ending no foreign code", nothing, "foreign_code_ended",
     lambda w: {"person": w.code("single"), "code": "1", "country": "233"}, "no such code"),
    ("an electronic identifier with a wrong check", nothing, "electronic_identifier_given",
     lambda w: {"person": w.code("single"), "identifier": "900000001"}, "not valid"),
    ("ending no electronic identifier", nothing, "electronic_identifier_ended",
     lambda w: {"person": w.code("single")}, "no electronic identifier"),
    ("correcting a citizenship nobody has", nothing, "citizenship_corrected",
     lambda w: {"person": w.code("single"), "country": "233", "right_country": "428"}, "does not have"),
    ("correcting a citizenship to what stands", nothing, "citizenship_corrected",
     lambda w: {"person": w.code("single"), "country": "246"}, "so already"),
    ("withdrawing no citizenship", nothing, "citizenship_withdrawn",
     lambda w: {"person": w.code("single"), "country": "233"}, "does not have"),
    ("undoing the loss of a citizenship in force", nothing, "citizenship_loss_undone",
     lambda w: {"person": w.code("single"), "country": "246", "lost": "2026-11-01"}, "already"),
    ("correcting a name to what stands", nothing, "name_corrected",
     lambda w: {"person": w.code("single"), "surname": "Šemeikka"}, "already"),
    ("undoing no change of name", nothing, "name_change_undone", lambda w: {"person": w.code("single")}, "not changed"),
    ("giving up no middle name", nothing, "middle_name",
     lambda w: {"person": w.code("single"), "middle_name": ""}, "already"),
    ("taking away no patronymic", nothing, "patronymic",
     lambda w: {"person": w.code("single"), "patronymic": ""}, "already"),
    ("an earlier name that ends before it began", nothing, "former_name_recorded",
     lambda w: {"person": w.code("single"), "kind": "EDELLINEN_SUKUNIMI", "former": "Salo", "since": "2020-01-01",
                "until": "2019-01-01"}, "before it began"),
    ("withdrawing no language", nothing, "language_withdrawn",
     lambda w: {"person": w.code("single"), "kind": "ASIOINTIKIELI"}, "no such language"),
    ("adding a second record of a kind of one", nothing, "correction",
     lambda w: {"person": w.code("single"), "kind": "USKONTOKUNTALAJI", "right": {"uskontokuntalaji": "ORT"}},
     "already"),
    ("adding a relation", nothing, "correction",
     lambda w: {"person": w.code("single"), "kind": "AVIOLIITTO", "right": {"voimassaolo": "AKTIIVI"}}, "not added"),
    ("removing a name", nothing, "correction",
     lambda w: {"person": w.code("single"), "kind": "HENKILON_NIMI",
                "wrong": {k: v for k, v in (w.register.people[4].one("HENKILON_NIMI") or {}).items()
                          if k != "tietoryhma"}}, "not removed"),
    ("naming a person without `about`", nothing, "correction",
     lambda w: {"person": w.code("single"), "kind": "VIITEHENKILO",
                "right": {"viitehenkilo": {"henkilotunnus": w.code("mother")}}}, "named by"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "name", "fields", "reason"), [row[1:] for row in IDENTITY], ids=[row[0] for row in IDENTITY]
)
def test_an_impossible_change_of_who_someone_is_is_refused_for_its_reason(
    before: Callable[[World], None], name: str, fields: Callable[[World], Fields], reason: str
) -> None:
    assert reason in alters_nothing(before, name, fields)
