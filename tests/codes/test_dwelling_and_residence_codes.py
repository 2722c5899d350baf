"""Dwelling codes as written and stored, and the residence codes with their blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaki.codes import building, dwelling
from vaki.codes.dwelling import Abroad, DwellingCode, Residence, Stay

CAPTURED_RESIDENCES = {
    "900000041C1F028 ": Residence("900000041C", 1, "F", "028", ""),
    "900000630C2B004 ": Residence("900000630C", 2, "B", "004", ""),
    "900000048L1 001 ": Residence("900000048L", 1, "", "001", ""),
    "90000003781 000 ": Residence("9000000378", 1, "", "000", ""),
    "90000003231J001j": Residence("9000000323", 1, "J", "001", "j"),
}

staircases = st.sampled_from(["", *"ABCXYZÅÄÖ"])
numbers = st.just("") | st.integers(0, 999).map("{:03}".format)
divisions = st.sampled_from(["", *"abcåäö"])
four_digits = st.integers(0, 9999).map("{:04}".format)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("A 12a", ("A", "012", "a")),
        ("A12", ("A", "012", "")),
        ("A012a", ("A", "012", "a")),
        ("7", ("", "007", "")),
        ("B", ("B", "", "")),
        ("Ö 999 ö", ("Ö", "999", "ö")),
        ("", ("", "", "")),
    ],
)
def test_a_written_dwelling_code_is_stored_in_parts(written: str, stored: tuple[str, str, str]) -> None:
    assert dwelling.parse(written) == stored


@pytest.mark.parametrize("text", ["a 12", "A 1234", "AB 1", "A  12", "A 12A", "A-12", "12 ab", "A ١٢", "A 12\n"])
def test_other_text_is_no_dwelling_code(text: str) -> None:
    with pytest.raises(dwelling.InvalidDwellingCode):
        dwelling.parse(text)


def test_a_dwelling_code_is_written_without_zeros() -> None:
    assert DwellingCode("A", "012", "a").written == "A 12a"
    assert DwellingCode("", "007", "").written == "7"
    assert DwellingCode("B", "000", "").written == "B"
    assert DwellingCode("", "000", "").written == ""


@given(staircases, st.just("") | st.integers(1, 999).map("{:03}".format), divisions)
def test_what_is_written_parses_back(staircase: str, number: str, division: str) -> None:
    code = DwellingCode(staircase, number, division)
    assert dwelling.is_valid(*code)
    assert dwelling.parse(code.written) == code


@pytest.mark.parametrize("parts", [("a", "", ""), ("", "12", ""), ("", "A12", ""), ("", "", "A"), ("AB", "", "")])
def test_stored_parts_are_checked(parts: tuple[str, str, str]) -> None:
    assert not dwelling.is_valid(*parts)


@given(st.integers(0, 49_999_999), st.integers(1, 4), staircases, numbers, divisions)
def test_a_residence_code_has_sixteen_characters_and_parses_back(
    counter: int, address_number: int, staircase: str, number: str, division: str
) -> None:
    parts = Residence(building.synthetic(counter), address_number, staircase, number, division)
    code = dwelling.residence_code(*parts)
    assert len(code) == 16
    assert dwelling.parse_residence(code) == parts


@pytest.mark.parametrize(("code", "parts"), CAPTURED_RESIDENCES.items())
def test_published_residence_codes_are_read_and_made(code: str, parts: Residence) -> None:
    assert dwelling.parse_residence(code) == parts
    assert dwelling.residence_code(*parts) == code


@pytest.mark.parametrize(
    "code",
    [
        "900000041C1F028",
        "900000041C1F028  ",
        "900000041D1F028 ",
        "900000041C0F028 ",
        "900000041C1f028 ",
        "900000041C1F 28 ",
        "2002330000000",
        "20023300000001",
        "",
    ],
)
def test_a_trimmed_or_broken_residence_code_is_refused(code: str) -> None:
    with pytest.raises(dwelling.InvalidResidenceCode):
        dwelling.parse_residence(code)


@pytest.mark.parametrize(
    "parts",
    [
        ("900000041D", 1, "F", "028", ""),
        ("900000041C", 0, "F", "028", ""),
        ("900000041C", 5, "F", "028", ""),
        ("900000041C", 1, "F", "28", ""),
        ("900000041C", 1, " ", "028", " "),
    ],
)
def test_a_residence_code_is_not_made_of_broken_parts(parts: tuple[str, int, str, str, str]) -> None:
    with pytest.raises(dwelling.InvalidResidenceCode):
        dwelling.residence_code(*parts)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("09190209090000", Stay("091", 902, "0909", "0000")),
        ("09190400000010", Stay("091", 904, "0000", "0010")),
        ("09190100000000", Stay("091", 901, "0000", "0000")),
    ],
)
def test_published_stays_are_read_and_made(code: str, parts: Stay) -> None:
    assert dwelling.parse_residence(code) == parts
    assert dwelling.stay_code(*parts) == code


@given(st.sampled_from(["005", "091", "992"]), st.integers(0, 999), four_digits, four_digits)
def test_a_stay_parses_back(municipality: str, kind: int, number: str, institution: str) -> None:
    code = dwelling.stay_code(municipality, kind, number, institution)
    assert len(code) == 14
    assert dwelling.parse_residence(code) == Stay(municipality, kind, number, institution)


@pytest.mark.parametrize(
    "parts",
    [
        ("91", 902, "0000", "0000"),
        ("091", 9020, "000", "0000"),
        ("091", -1, "0000", "0000"),
        ("200", 901, "0000", "0000"),
    ],
)
def test_a_stay_is_not_made_of_broken_parts(parts: tuple[str, int, str, str]) -> None:
    with pytest.raises(dwelling.InvalidResidenceCode):
        dwelling.stay_code(*parts)


def test_living_abroad_has_the_country_and_zeros() -> None:
    assert dwelling.abroad_code("233") == "20023300000000"
    assert dwelling.parse_residence("20023300000000") == Abroad("233")
    with pytest.raises(dwelling.InvalidResidenceCode):
        dwelling.abroad_code("EE")
