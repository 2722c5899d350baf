"""Code lists load, do not repeat themselves, do not change, and know their wire names."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from vaki.codes import country, language, lists, municipality, tables
from vaki.codes.sex import Sex

if TYPE_CHECKING:
    from vaki.codes.lists import CodeList

DATA = files("vaki.codes").joinpath("data")
TABLES = sorted(entry.name.removesuffix(".csv") for entry in DATA.iterdir())


@pytest.mark.parametrize("table", TABLES)
def test_every_table_tells_its_source_and_has_unique_codes(table: str) -> None:
    text = DATA.joinpath(f"{table}.csv").read_text(encoding="utf-8")
    assert text.startswith("# source: ")
    rows = tables.rows(table)
    codes = [next(iter(row.values())) for row in rows]
    assert codes
    assert len(set(codes)) == len(codes)
    assert all(row is not None and None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("code_list", lists.ALL, ids=repr)
def test_every_list_has_meanings_and_unique_wire_names(code_list: CodeList) -> None:
    assert code_list
    assert all(entry.code == code and entry.name_fi for code, entry in code_list.items())
    wire = [entry.wire_name for entry in code_list.values() if entry.wire_name is not None]
    assert code_list.wire_names() == tuple(wire)
    assert len(set(wire)) == len(wire)
    assert all(code_list.from_wire(name).wire_name == name for name in wire)
    assert all(name.isascii() and name.replace("_", "").isupper() for name in wire)


@pytest.mark.parametrize("code_list", lists.ALL, ids=repr)
def test_a_list_cannot_be_written(code_list: CodeList) -> None:
    with pytest.raises(TypeError):
        code_list["0"] = next(iter(code_list.values()))  # type: ignore[index]


def test_every_table_of_code_and_name_is_a_list() -> None:
    own_modules = {
        "kielet",
        "kunnat",
        "kunnat_lakanneet",
        "kunnat_luovutetut",
        "kunnat_erikoiskoodit",
        "kunnat_ruudut",
        "kunnat_taajamat",
        "maakunnat",
        "hyvinvointialueet",
        "postinumerot",
        "rakennusluokitus_vastaavuus",
        "valtiot",
        "valtiot_vanhat",
    }
    assert {code_list.table for code_list in lists.ALL} == set(TABLES) - own_modules


def test_wire_names_are_those_of_the_change_interface() -> None:
    assert lists.MARITAL_STATUS["2"].wire_name == "AVIOLIITOSSA"
    assert lists.CHANGE_ATTRIBUTE.wire_names() == (
        "LISATIETO",
        "LISATTY",
        "MUUTETTU",
        "POISTETTU",
        "KORJATTAVA",
        "KORJATTU",
    )
    assert lists.VALIDITY.wire_names() == ("AKTIIVI", "PASSIIVI")
    assert lists.GUARDIAN_ROLE[""].wire_name == "MUU_HUOLTAJA"
    assert lists.NAME_KIND.from_wire("NYKYINEN_ETUNIMI").code == "02"
    with pytest.raises(lists.UnknownListCode):
        lists.VALIDITY.from_wire("EHKA")


def test_the_sexes_are_those_of_their_list() -> None:
    assert {(entry.code, entry.wire_name) for entry in lists.SEX.values()} == {(sex.number, sex.value) for sex in Sex}
    assert [Sex.from_number(sex.number) for sex in Sex] == list(Sex)
    with pytest.raises(ValueError, match="sex"):
        Sex.from_number("3")


def test_building_facts_know_their_older_codes() -> None:
    assert lists.HEATING_METHOD["07"].old_code == "5"
    assert lists.HEATING_METHOD["05"].old_code is None


def test_building_classes_are_whole() -> None:
    assert len(lists.BUILDING_CLASS_1994) == 77
    assert len(lists.BUILDING_CLASS_2018) == 98


def test_municipalities_of_the_ceded_areas_are_places_of_birth_only() -> None:
    viborg = municipality.get("929")
    assert (viborg.name("fi"), viborg.name("sv"), viborg.kind) == ("Viipuri", "Viborg", municipality.Kind.CEDED)
    assert not municipality.is_in_force("929")
    assert municipality.successor("929") == "929"
    assert viborg in municipality.all_ceded()
    assert {one.code for one in municipality.all_ceded()}.isdisjoint(one.code for one in municipality.all_in_force())
    assert all(municipality.is_in_force(municipality.successor(one.code)) for one in municipality.all_ended())


def test_states_of_today_and_former_codes_are_known() -> None:
    assert len(country.all_in_force()) == 249
    assert country.get(country.FINLAND).name("sv") == "Finland"
    assert country.get("233").name("en") == "Estonia"
    assert country.from_alpha2("EE").numeric == "233"
    assert country.get("736").current == "729"
    assert country.get("810").current is None
    assert all(country.get(code).in_force for code in ("231", "729"))


def test_a_state_in_plain_text_may_stand_but_has_no_name() -> None:
    assert country.exists(country.IN_PLAIN_TEXT)
    for asked in ("998", "000"):
        with pytest.raises(country.UnknownCountry):
            country.get(asked)
    assert not country.exists("000")
    with pytest.raises(country.UnknownCountry):
        country.from_alpha2("fi")


def test_former_state_codes_have_no_letters_and_states_of_today_do() -> None:
    found = country.all_in_force()
    assert len({one.alpha2 for one in found}) == len({one.alpha3 for one in found}) == 249
    assert country.get("810").alpha2 == ""


def test_languages_have_three_letter_twins() -> None:
    assert language.get(language.FINNISH).alpha3 == "fin"
    assert language.get("se").name("fi") == "pohjoissaame"
    assert language.get(language.IN_PLAIN_TEXT)[1:3] == ("mis", "980")
    assert language.get(language.UNKNOWN)[1:3] == ("und", "990")
    assert len({one.alpha3 for one in language.all_languages()}) == len(language.all_languages()) == 186


def test_a_withdrawn_language_code_gives_the_entry_of_today() -> None:
    assert language.exists("iw")
    assert language.get("iw") == language.get("he")
    assert not language.exists("zz")
    with pytest.raises(language.UnknownLanguage):
        language.get("zz")
