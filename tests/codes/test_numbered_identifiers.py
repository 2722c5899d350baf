"""Electronic identifiers, building codes and business identity codes: a number and its check."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.fi import ytunnus as reference

from vaki.codes import building, business, satu

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -+"
# the buildings of the change interface's public test material, and two seen elsewhere
CAPTURED = [
    "900000630C",
    "900000759J",
    "900000182X",
    "900000041C",
    "9000000323",
    "9000000987",
    "900000048L",
    "900000046J",
    "9000000378",
    "903048741J",
]
OPEN_DATA = ["1019191118", "1234567892", "100012345N", "199887766E", "122334455R"]

building_numbers = st.integers(100_000_000, 199_999_999) | st.integers(900_000_000, 999_999_999)
satu_numbers = st.integers(satu.FIRST, satu.LAST)


@pytest.mark.parametrize("code", CAPTURED + OPEN_DATA)
def test_published_building_codes_are_valid(code: str) -> None:
    assert building.is_valid(code)


@pytest.mark.parametrize(
    "code", ["100012345A", "123456789A", "123456789V", "200012345N", "10001234N", "", "١٢٣٤٥٦٧٨٩2", "100012345n"]
)
def test_shape_examples_and_other_text_are_no_building_codes(code: str) -> None:
    assert not building.is_valid(code)


@given(building_numbers)
def test_a_made_building_code_is_valid(number: int) -> None:
    code = building.make(number)
    assert building.is_valid(code)
    assert int(code[:9]) == number


@given(building_numbers, st.integers(0, 9), st.sampled_from(CHARACTERS))
def test_any_altered_character_of_a_building_code_is_refused(number: int, place: int, character: str) -> None:
    code = building.make(number)
    assume(code[place] != character)
    # 1 and 9 in front are both accepted, and the check tells them apart
    assert not building.is_valid(code[:place] + character + code[place + 1 :])


@given(st.integers(0, 49_999_999))
def test_synthetic_buildings_stay_clear_of_real_ones(counter: int) -> None:
    code = building.synthetic(counter)
    assert "150000000" <= code[:9] <= "199999999"
    assert building.is_valid(code)
    assert building.is_synthetic(code)


@pytest.mark.parametrize(("code", "synthetic"), [("1019191118", False), ("900000041C", True), ("199887766E", True)])
def test_buildings_of_the_real_range_are_not_synthetic(code: str, synthetic: bool) -> None:
    assert building.is_synthetic(code) is synthetic


@pytest.mark.parametrize("number", [0, 99_999_999, 200_000_000, 1_000_000_000, -1])
def test_building_codes_begin_with_one_or_nine(number: int) -> None:
    with pytest.raises(building.InvalidBuildingCode):
        building.make(number)


@pytest.mark.parametrize("counter", [-1, 50_000_000])
def test_the_synthetic_buildings_end(counter: int) -> None:
    with pytest.raises(building.InvalidBuildingCode):
        building.synthetic(counter)


@given(satu_numbers)
def test_a_made_electronic_identifier_is_valid(number: int) -> None:
    code = satu.make(number)
    assert len(code) == 9
    assert satu.is_valid(code)
    assert satu.is_synthetic(code) == (number >= 90_000_000)


@given(satu_numbers, st.integers(0, 8), st.sampled_from(CHARACTERS))
def test_any_altered_character_of_an_electronic_identifier_is_refused(number: int, place: int, character: str) -> None:
    code = satu.make(number)
    assume(code[place] != character)
    assert not satu.is_valid(code[:place] + character + code[place + 1 :])


def test_electronic_identifiers_have_a_range() -> None:
    assert satu.is_valid(satu.make(10_000_001))
    assert not satu.is_valid("10000000" + "N")
    assert satu.synthetic(0).startswith("90000000")
    for number in (10_000_000, 100_000_000):
        with pytest.raises(satu.InvalidSatu):
            satu.make(number)
    for counter in (-1, 10_000_000):
        with pytest.raises(satu.InvalidSatu):
            satu.synthetic(counter)


@given(st.integers(0, 9_999_999), st.integers(0, 9))
def test_the_independent_reference_agrees_on_business_codes(number: int, digit: int) -> None:
    code = f"{number:07}-{digit}"
    assert business.is_valid(code) == reference.is_valid(code)


@given(st.integers(0, 9_999_999))
def test_a_business_code_is_made_or_its_number_has_no_check_digit(number: int) -> None:
    try:
        code = business.make(number)
    except business.InvalidBusinessCode:
        assert not any(business.is_valid(f"{number:07}-{digit}") for digit in range(10))
    else:
        assert business.is_valid(code)
        assert int(code[:7]) == number


@given(st.integers(0, 9_999_999), st.integers(0, 8), st.sampled_from(CHARACTERS))
def test_any_altered_character_of_a_business_code_is_refused(number: int, place: int, character: str) -> None:
    try:
        code = business.make(number)
    except business.InvalidBusinessCode:
        assume(False)
    assume(code[place] != character)
    assert not business.is_valid(code[:place] + character + code[place + 1 :])


@pytest.mark.parametrize("code", ["0245437-2", "2769790-1", "2077474-0"])
def test_published_business_codes_are_valid(code: str) -> None:
    assert business.is_valid(code)


@pytest.mark.parametrize("code", ["02454372", "0245437-3", "0245437_2", "245437-2", "FI02454372", "٠245437-2", ""])
def test_other_spellings_are_no_business_codes(code: str) -> None:
    assert not business.is_valid(code)


@pytest.mark.parametrize("number", [-1, 10_000_000])
def test_a_business_code_has_seven_digits(number: int) -> None:
    with pytest.raises(business.InvalidBusinessCode):
        business.make(number)
