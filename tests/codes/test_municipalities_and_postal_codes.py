"""Municipalities of today and of before, their areas, and the postal codes in them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from vaki.codes import municipality, postal, tables
from vaki.codes.municipality import Kind, Languages

ENDED = [row["code"] for row in tables.rows("kunnat_lakanneet")]


def test_there_are_308_municipalities_and_each_has_a_region_a_county_a_language_and_people() -> None:
    found = municipality.all_in_force()
    assert len(found) == 308
    assert len({one.code for one in found}) == 308
    for one in found:
        assert one.wellbeing_county in municipality.wellbeing_counties()
        assert one.region in municipality.regions()
        assert one.population_hundreds is not None
        assert one.name_fi
        assert one.name_sv


def test_all_regions_and_counties_are_in_use() -> None:
    found = municipality.all_in_force()
    assert {one.wellbeing_county for one in found} == set(municipality.wellbeing_counties())
    assert {one.region for one in found} == set(municipality.regions())
    assert len(municipality.regions()) == 19
    assert len(municipality.wellbeing_counties()) == 23


def test_a_county_is_a_region_except_that_uusimaa_is_split() -> None:
    counties: dict[str | None, set[str | None]] = {}
    for one in municipality.all_in_force():
        counties.setdefault(one.region, set()).add(one.wellbeing_county)
    assert counties.pop("01") == {"01", "02", "03", "04", "90"}
    assert all(len(codes) == 1 for codes in counties.values())


def test_the_rounded_populations_sum_to_that_of_the_country() -> None:
    total = sum(one.population_hundreds or 0 for one in municipality.all_in_force())
    assert abs(total * 100 - 5_563_970) < 5_000


def test_language_statuses_are_those_of_the_decree() -> None:
    counted = Counter(one.languages for one in municipality.all_in_force())
    assert counted == {Languages.FINNISH: 259, Languages.BILINGUAL: 33, Languages.SWEDISH: 16}


def test_nokia_is_in_pirkanmaa() -> None:
    nokia = municipality.get("536")
    assert (nokia.name_fi, nokia.kind, nokia.wellbeing_county) == ("Nokia", Kind.IN_FORCE, "08")
    assert municipality.wellbeing_counties()["08"].name("sv") == "Birkalands välfärdsområde"


@pytest.mark.parametrize("code", ENDED)
def test_an_ended_code_is_known_and_points_to_a_living_one(code: str) -> None:
    ended = municipality.get(code)
    assert ended.kind is Kind.ENDED
    assert ended.last_day is not None
    assert (ended.last_day.month, ended.last_day.day) == (12, 31)
    assert municipality.exists(code)
    assert not municipality.is_in_force(code)
    assert municipality.is_in_force(municipality.successor(code))


@pytest.mark.parametrize(
    ("year", "count"), [(2013, 320), (2015, 317), (2016, 313), (2017, 311), (2020, 310), (2021, 309), (2025, 308)]
)
def test_mergers_explain_the_number_of_municipalities_of_each_year(year: int, count: int) -> None:
    last_days = [municipality.get(code).last_day for code in ENDED]
    still_there = sum(1 for day in last_days if day is not None and day >= date(year, 1, 1))
    assert len(municipality.all_in_force()) + still_there == count


def test_a_code_that_ended_twice_over_leads_to_the_one_in_force() -> None:
    assert municipality.get("479").successor == "945"
    assert municipality.get("945").successor == "946"
    assert municipality.successor("479") == "946"


def test_pertunmaa_went_to_mantyharju() -> None:
    assert municipality.get("588").last_day == date(2024, 12, 31)
    assert municipality.name(municipality.successor("588"), "fi") == "Mäntyharju"


@pytest.mark.parametrize("code", [municipality.NO_HOME_MUNICIPALITY, municipality.UNKNOWN, municipality.ABROAD])
def test_special_codes_are_known_but_no_municipalities(code: str) -> None:
    assert municipality.exists(code)
    assert not municipality.is_in_force(code)
    assert municipality.get(code).kind is Kind.SPECIAL
    assert municipality.successor(code) == code


def test_names_come_in_the_language_or_in_finnish() -> None:
    assert municipality.name("091", "sv") == "Helsingfors"
    assert municipality.name("091", "en") == "Helsinki"
    assert municipality.name("200", "sv") == "Utlandet"


def test_an_unknown_code_is_an_error() -> None:
    assert not municipality.exists("000")
    for asked in (municipality.get, municipality.successor):
        with pytest.raises(municipality.UnknownMunicipality):
            asked("000")


def test_every_municipality_has_postal_codes_and_every_postal_code_a_municipality_in_force() -> None:
    total = 0
    for one in municipality.all_in_force():
        codes = postal.of_municipality(one.code)
        assert codes
        assert [code.municipality for code in codes] == [one.code] * len(codes)
        assert all(postal.is_shaped(code.code) for code in codes)
        assert all(code.name_fi == code.name_fi.upper() and code.name_fi and code.name_sv for code in codes)
        total += len(codes)
    assert total == 3024
    assert postal.of_municipality("588") == ()


def test_a_postal_code_has_its_office_in_two_languages() -> None:
    assert postal.get("00100") == ("00100", "HELSINKI", "HELSINGFORS", "091")
    assert postal.exists("37100")
    assert not postal.exists("00000")
    with pytest.raises(postal.UnknownPostalCode):
        postal.get("00000")


@pytest.mark.parametrize("text", ["", "1234", "123456", "1234a", "١٢٣٤٥", "12345\n"])
def test_other_text_is_no_postal_code(text: str) -> None:
    assert not postal.is_shaped(text)
