"""The rules of families and guardianship that the tables show, each stated by itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.register.events import table
from tests.register.events.scenarios import World
from tests.register.events.scenarios.guardianship import under_guardianship
from tests.register.events.scenarios.parenthood import newborn

from vaki.register.due import due_day
from vaki.register.events.clock import DayPassed
from vaki.register.groups import ATTRIBUTE, KIND

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup


def item(title: str, role: str) -> list[WireGroup]:
    return [group for group, _ in table.told(title)[1][role]]


def steps(groups: list[WireGroup]) -> list[str]:
    return [f"{group[ATTRIBUTE]} {group[KIND]}" for group in groups]


def first(groups: list[WireGroup], step: str) -> dict[str, Any]:
    return next(group for group in groups if f"{group[ATTRIBUTE]} {group[KIND]}" == step)


def test_a_guardians_new_name_reaches_the_ward_and_is_noted_as_a_mention() -> None:
    world = World()
    under_guardianship(world)
    told = world.register.record(world.event("name_change", person=world.code("mother"), surname="Laine"))
    (ward,) = [group for group, _ in told[4]]
    assert ward[ATTRIBUTE] == "MUUTETTU"
    assert ward["nykyisetEdunvalvojat"][0]["edunvalvoja"]["sukunimi"] == "Laine"
    (written,) = [one for one in world.register.written if one.document.person_id == 4]
    assert written.groups.partition("\n")[0].split("\t")[1] == "0:1"


def test_a_guardian_who_goes_on_keeps_the_first_day() -> None:
    told = item("guardianship_changed: a guardian replaced by another, one goes on", "single")
    office, father = told[0]["nykyisetEdunvalvojat"]
    assert office["alkupv"]["arvo"] == "2025-01-10"
    assert father["alkupv"]["arvo"] == "2026-11-10"


def test_the_narrow_kinds_hide_an_adoption() -> None:
    world, told = table.told("adoption: of a child by one person, in the place of both parents")
    narrow = [group for role in told for group, _ in told[role] if "SUPPEA" in group[KIND]]
    narrow += [group for group in world.register.base_data(3) if "SUPPEA" in group[KIND]]
    assert narrow
    assert not any("ADOPTIO" in str(group) or "adoptio" in str(group) for group in narrow)
    full = first([group for group, _ in told["child"]], "LISATTY VANHEMPI")
    assert (full["isaAiti"], full["lapsilaatu"]) == ("ADOPTIOISA", "SAATU_ADOPTIOLAPSEKSI")
    assert full["adoptiosuhde"] == {"alkupv": full["alkupv"]}


def test_a_parenthood_that_ended_stays_as_a_relation_through_later_events() -> None:
    world = World()
    world.before("parenthood_annulled", child=world.code("child"), parent=world.code("father"), day="2026-11-10")
    world.before("birth", mother=world.code("mother"), other_parent=world.code("father"), sex="MIES")
    world.before("occupation", person=world.code("child"), occupation="koululainen")
    for person, role in ((3, "VANHEMPI"), (2, "LAPSI")):
        document = world.register.people[person]
        over = [group for group in document.all("PERHESUHDE") if group["voimassaolo"] == "PASSIIVI"]
        assert [(group["rooli"], group["loppupv"]["arvo"]) for group in over] == [(role, "2026-11-10")]
    assert not [entry for entry in world.register.people[3].entries_of("VANHEMPI") if 2 in entry.mentions]


def test_adoption_annulled_gives_the_former_parents_back_on_both_sides() -> None:
    world, _ = table.told("adoption_annulled: the former parents are parents again")
    assert [entry.mentions for entry in world.register.people[3].entries_of("VANHEMPI")] == [(1,), (2,)]
    assert all(group["lapsilaatu"] == "AVIOLAPSI" for group in world.register.people[3].all("VANHEMPI"))
    for parent in (1, 2):
        assert world.register.people[parent].about("LAPSI", 3) is not None
    assert not world.register.people[4].all("LAPSI")


def test_a_childs_letter_is_one_in_all_three_places_and_its_own_among_siblings() -> None:
    world = World()
    newborn(world)
    world.before("birth", mother=world.code("mother"), sex="MIES", day="2026-11-10")
    letters = [group.get("jarjestyskirjain") for group in world.register.people[1].all("LAPSI")]
    assert letters == [None, "B", "C"]
    for person, letter in ((6, "B"), (7, "C")):
        document = world.register.people[person]
        assert (document.one("JARJESTYSKIRJAIN") or {})["jarjestyskirjain"] == letter
        assert (document.about("VANHEMPI", 1) or {})["jarjestyskirjain"] == letter


def test_a_child_whose_mother_is_its_mother_again_has_its_letter_again() -> None:
    world = World()
    world.register.people[3].add({"tietoryhma": "JARJESTYSKIRJAIN", "jarjestyskirjain": "A"})
    child = newborn(world)
    world.before("birth", mother=world.code("mother"), sex="MIES", day="2026-11-10")
    world.before("parenthood_annulled", child=child, parent=world.code("mother"), day="2026-11-12")
    assert world.register.people[6].one("JARJESTYSKIRJAIN") is None
    world.before("parenthood_restored", child=child, parent=world.code("mother"))
    letters = [group["jarjestyskirjain"] for group in world.register.people[6].all("JARJESTYSKIRJAIN")]
    assert letters == ["B"]


def test_care_ends_at_eighteen_by_the_clock() -> None:
    world = World()
    world.before("taken_into_care", person=world.code("child"), day="2026-11-10")
    world.register.day = date(2036, 2, 2)
    assert not world.register.record(DayPassed(person=world.code("child")))
    assert due_day(world.register.people[3], date(2036, 2, 2)) == date(2036, 2, 3)
    world.register.day = date(2036, 2, 5)
    told = world.register.record(DayPassed(person=world.code("child")))[3]
    assert "POISTETTU HUOSTAANOTTO" in steps([group for group, _ in told])
    assert world.register.people[3].one("HUOSTAANOTTO") is None


def test_other_terms_of_custody_say_which_rights_are_new_gone_and_altered() -> None:
    told = item("custody_decided: other terms: one right given, one taken, one altered", "child")
    change = first(told, "MUUTETTU HUOLTAJA")
    assert [right["oikeus"] for right in change["lisatytOikeudet"]] == ["TIEDONSAANTIOIKEUS"]
    assert [right["oikeus"] for right in change["poistetutOikeudet"]] == ["VUOROASUMINEN"]
    assert [right["sisalto"] for right in change["muutetutOikeudet"]] == ["Passi ja terveys."]
    assert change["huollonOikeudenMuutos"] is True
    assert change["huoltosuhteenMuutos"] is change["huollonAsumisenMuutos"] is False


def test_a_death_undone_gives_back_the_marriage_and_the_status_of_both() -> None:
    world, _ = table.told("death_undone: a spouse and parent, with home and custody")
    fresh = World().register.people
    for person in (1, 2, 3):
        kinds = ("AVIOLIITTO", "SIVIILISAATY", "HUOLTAJA", "HUOLLETTAVA", "KUOLINPAIVA")
        for kind in kinds:
            now, was = world.register.people[person].all(kind), fresh[person].all(kind)
            assert sorted(map(str, now)) == sorted(map(str, was))


def test_a_divorce_of_separated_spouses_leaves_no_separation() -> None:
    world, _ = table.told("divorce: of separated spouses")
    assert not any(world.register.people[person].all("ASUMUSERO") for person in (1, 2))


def test_merged_records_are_told_under_the_code_that_stays() -> None:
    world, told = table.told("codes_merged: a parent registered twice, the child known by the other record")
    single = [group for group, _ in told["single"]]
    assert steps(single)[:3] == [
        "LISATIETO HENKILOTUNNUS_KORJAUS",
        "MUUTETTU HENKILOTUNNUS_KORJAUS",
        "LISATIETO HENKILON_NIMI",
    ]
    assert (single[0]["voimassaolo"], single[1]["voimassaolo"]) == ("AKTIIVI", "PASSIIVI")
    assert single[1]["muutettuHenkilotunnus"] in world.register.people[4].codes[1:]
    assert "LISATTY LAPSI" in steps(single)
    assert "twin" not in told
    (written,) = [one for one in world.register.written if one.document.person_id == 4]
    assert written.item_code == world.code("single")


def test_corrected_citizenships_stand_in_the_lists_of_corrections() -> None:
    (told,) = item("citizenship_corrected: the first day", "single")
    assert told[ATTRIBUTE] == "MUUTETTU"
    ((wrong,), (right,)) = told["korjattavatKansalaisuudet"], told["korjatutKansalaisuudet"]
    assert (wrong["saamispv"]["arvo"], right["saamispv"]["arvo"]) == ("2026-11-01", "2026-10-01")
    assert told["lisatytKansalaisuudet"] == told["poistetutKansalaisuudet"] == told["muutetutKansalaisuudet"] == []
    assert right in told["henkilonKansalaisuudet"]
    assert wrong not in told["henkilonKansalaisuudet"]
