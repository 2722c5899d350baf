"""The composition rules of docs/wire/muutosrajapinta.md §2.3–2.6 and §2.12, each stated by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.register.events import table
from tests.register.events.scenarios import SCENARIOS

from vaki.register.groups import ATTRIBUTE, IN_FORCE, KIND

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup

ADDRESS = "VAKINAINEN_KOTIMAINEN_OSOITE"
RESIDENCE = "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"


def item(title: str, role: str) -> list[WireGroup]:
    return [group for group, _ in table.told(title)[1][role]]


def steps(groups: list[WireGroup]) -> list[str]:
    return [f"{group[ATTRIBUTE]} {group[KIND]}" for group in groups]


def values(groups: list[WireGroup], step: str, member: str) -> list[Any]:
    return [group.get(member) for group in groups if f"{group[ATTRIBUTE]} {group[KIND]}" == step]


def test_a_move_to_another_municipality() -> None:
    told = item("move: one person to another municipality", "single")
    assert steps(told) == [
        f"LISATTY {ADDRESS}",
        f"MUUTETTU {ADDRESS}",
        "LISATTY KOTIKUNTA",
        "MUUTETTU EDELLINEN_KOTIKUNTA",
        "MUUTETTU VAESTOKIRJANPITOKUNTA",
        f"LISATTY {RESIDENCE}",
        f"MUUTETTU {RESIDENCE}",
        "LISATTY EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    ]
    day_before = {"arvo": "2026-11-14", "tarkkuus": "PAIVA"}
    assert values(told, f"MUUTETTU {ADDRESS}", "loppupv") == [day_before]
    assert values(told, "MUUTETTU EDELLINEN_KOTIKUNTA", "kunnastaPoisMuuttopv") == [day_before]
    assert values(told, "LISATTY KOTIKUNTA", "kuntaanMuuttopv") == [{"arvo": "2026-11-15", "tarkkuus": "PAIVA"}]


def test_a_move_within_the_municipality_leaves_it_untold() -> None:
    told = item("move: a household within the municipality", "child")
    assert {group[KIND] for group in told} == {ADDRESS, RESIDENCE, "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"}


def test_a_cancelled_move() -> None:
    told = item("cancelled_move: from another municipality", "single")
    assert steps(told) == [
        f"POISTETTU {ADDRESS}",
        f"KORJATTAVA {ADDRESS}",
        f"KORJATTU {ADDRESS}",
        "POISTETTU KOTIKUNTA",
        "LISATIETO KOTIKUNTA",
        "KORJATTAVA EDELLINEN_KOTIKUNTA",
        "KORJATTU EDELLINEN_KOTIKUNTA",
        "MUUTETTU VAESTOKIRJANPITOKUNTA",
        f"POISTETTU {RESIDENCE}",
        f"KORJATTAVA {RESIDENCE}",
        f"KORJATTU {RESIDENCE}",
        "POISTETTU EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    ]
    (in_force,) = values(told, "POISTETTU KOTIKUNTA", IN_FORCE)
    assert [home["kuntakoodi"] for home in in_force] == ["091"]
    assert "loppupv" in next(group for group in told if group[ATTRIBUTE] == "KORJATTAVA")
    assert "loppupv" not in next(group for group in told if group[ATTRIBUTE] == "KORJATTU")


def test_a_name_change() -> None:
    told = item("name_change: a surname again", "single")
    assert [(step, group.get("nimilaji")) for step, group in zip(steps(told), told, strict=True)] == [
        ("MUUTETTU HENKILON_NIMI", None),
        ("LISATTY NIMENMUUTOS", "NYKYINEN_SUKUNIMI"),
        ("MUUTETTU NIMENMUUTOS", "EDELLINEN_SUKUNIMI"),
        ("LISATTY NIMENMUUTOS_LAAJA", "NYKYINEN_SUKUNIMI"),
        ("MUUTETTU NIMENMUUTOS_LAAJA", "EDELLINEN_SUKUNIMI"),
    ]
    began, ended = told[3]["alkupv"], told[4]["loppupv"]
    assert began == ended
    assert [("nimenmuutostapa" in group) for group in told] == [False, False, False, True, False]


def test_a_call_name_comes_last_and_without_the_whole_name() -> None:
    told = item("call_name_change: another of the first names", "mother")
    assert steps(told) == [
        "LISATTY NIMENMUUTOS",
        "MUUTETTU NIMENMUUTOS",
        "LISATTY NIMENMUUTOS_LAAJA",
        "MUUTETTU NIMENMUUTOS_LAAJA",
        "LISATTY KUTSUMANIMI",
        "MUUTETTU KUTSUMANIMI",
    ]


def test_a_citizenship_is_told_as_the_full_list_and_five_lists_of_what_changed() -> None:
    (told,) = item("citizenship_lost: one of two", "single")
    assert [one["kansalaisuuskoodi"] for one in told["henkilonKansalaisuudet"]] == ["233"]
    lists = [member for member in told if member.endswith("Kansalaisuudet") and member != "henkilonKansalaisuudet"]
    assert len(lists) == 5
    (lost,) = told["muutetutKansalaisuudet"]
    assert (lost["kansalaisuuskoodi"], lost["voimassaolo"], "menetyspv" in lost) == ("246", "PASSIIVI", True)


def test_a_changed_code_heads_the_item_with_the_old_one() -> None:
    world, event = table.prepared("code_change: the birth date was wrong")
    old = world.code("single")
    told = [group for group, _ in world.register.record(event)[4]]
    new = world.code("single")
    (written,) = world.register.written
    assert written.item_code == old
    assert written.codes == (new, old)
    active, passive = told[:2]
    assert (active[ATTRIBUTE], active["voimassaolo"], active["muutettuHenkilotunnus"]) == ("LISATTY", "AKTIIVI", new)
    assert (passive[ATTRIBUTE], passive["voimassaolo"], passive["muutettuHenkilotunnus"]) == (
        "MUUTETTU",
        "PASSIIVI",
        old,
    )
    assert active["aktiivinenHenkilotunnus"] == passive["aktiivinenHenkilotunnus"] == new
    assert active["edellisetHenkilotunnukset"] == passive["edellisetHenkilotunnukset"] == [old]
    assert steps(told[2:]) == ["LISATIETO HENKILON_NIMI", "MUUTETTU SYNTYMAPAIVA"]


def test_a_language_is_replaced_by_the_new_one_then_the_removal_of_the_old() -> None:
    new, old = item("mother_tongue: another, in plain text", "single")
    assert (new["kielikoodi"], new["kielikoodiISO6392"], new["nimi"]) == ("98", "mis", "karjala")
    assert old["loppupv"] == new["alkupv"]
    assert [known["kielikoodi"] for known in old[IN_FORCE]] == ["98"]


def test_protection_begins_with_all_that_it_hides_in_clear() -> None:
    told = item("protection_begun: up to a day", "single")
    assert steps(told)[0] == "LISATTY TURVAKIELTO"
    hidden = {ADDRESS, "KOTIKUNTA", "VUODENVAIHTEEN_KUNTA", RESIDENCE}
    assert {group[KIND] for group in told[1:]} == hidden | {"VAESTOKIRJANPITOKUNTA"}
    assert all(len(group) > 3 for group in told[1:])


def test_protection_ends_with_all_that_it_hid_or_left_out() -> None:
    told = item("day_passed: the day after protection", "single")
    assert (told[0]["turvakieltoAktiivinen"], told[0]["turvaLoppuPv"]["arvo"]) == (False, "2026-12-01")
    hidden = {ADDRESS, "KOTIKUNTA", "VUODENVAIHTEEN_KUNTA", RESIDENCE}
    assert {group[KIND] for group in told[1:]} == hidden | {"VAESTOKIRJANPITOKUNTA"}
    assert "LISATIETO KOTIKUNTA" in steps(told)
    assert "LISATIETO VAESTOKIRJANPITOKUNTA" in steps(told)


def test_times_of_protection_are_kept() -> None:
    world, event = table.prepared("protection_ended: of someone with an e-mail address")
    assert world.register.people[4].protections == (("2026-11-10", ""),)
    world.register.record(event)
    assert world.register.people[4].protections == (("2026-11-10", "2026-11-20"),)
    assert not world.register.people[4].protected


@pytest.mark.parametrize("title", [title for title in SCENARIOS if title.startswith(("custody", "birth", "death:"))])
def test_custody_in_changes_carries_its_lists_and_marks(title: str) -> None:
    for groups in table.told(title)[1].values():
        for group, _ in groups:
            if group[KIND] in ("HUOLTAJA", "HUOLLETTAVA", "HUOLTAJA_SUPPEA", "HUOLLETTAVA_SUPPEA"):
                assert {"lisatytOikeudet", "poistetutOikeudet", "muutetutOikeudet"} <= group.keys()
                assert {"huoltosuhteenMuutos", "huollonOikeudenMuutos", "huollonAsumisenMuutos"} <= group.keys()
                assert not {"lisatytOikeudet", "huoltosuhteenMuutos"} & {
                    member for known in group.get(IN_FORCE, []) for member in known
                }


def test_the_18th_birthday_tells_religion_to_products_with_an_age_rule_only() -> None:
    told = table.told("day_passed: the child's 18th birthday")[1]["child"]
    assert [(group[ATTRIBUTE], group[KIND]) for group, aged in told if aged] == [("POISTETTU", "USKONTOKUNTALAJI")]
