"""What a personal identity code is, what it says, and how it is refused."""

from __future__ import annotations

import traceback
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.fi import hetu as reference

from vaki.codes import hetu
from vaki.codes.checking import ALPHABET
from vaki.codes.sex import Sex

if TYPE_CHECKING:
    from vaki.codes.hetu import Hetu

GOOD = ["131052-308T", "010280-952L", "010181-900C", "010281-999C", "100190Y999P", "100190-999P", "110106A998M"]
SANDBOX = [
    "010280-952L",
    "010469-999W",
    "010675-9981",
    "261298-998X",
    "040265-9985",
    "260991-999R",
    "020365-999P",
    "290574-9981",
    "050391-999B",
    "120997-9998",
    "271258-9988",
    "010170-999R",
    "180883-998N",
]
BAD = {
    "010190-999K": "check character",
    "010118-9999": "check character",
    "290200-900A": "birth date",
    "310490-900A": "birth date",
    "001290-900A": "birth date",
    "010090-900A": "birth date",
    "010190Z900A": "century sign",
    "010190a900A": "century sign",
    "010190-001A": "individual number",
    "010190-000A": "individual number",
    "010190-90١A": "individual number",
    "٠١٠١٩٠-900A": "birth date",
    "+10190-900A": "birth date",
    " 10190-900A": "birth date",
    "131052-308t": "check character",
    "131052-308": "eleven",
    "131052-308TT": "eleven",
    " 131052-308T": "eleven",
    "131052-308T\n": "eleven",
    "": "eleven",
}

dates = st.dates(date(1800, 1, 1), date(2099, 12, 31))
numbers = st.integers(2, 999)


@st.composite
def codes(draw: st.DrawFn) -> str:
    birth_date = draw(dates)
    sign = draw(st.sampled_from(hetu.signs_for(birth_date.year // 100 * 100)))
    return hetu.make(birth_date, draw(numbers), sign)


@pytest.mark.parametrize("code", GOOD + SANDBOX)
def test_published_codes_with_right_check_characters_are_valid(code: str) -> None:
    assert hetu.is_valid(code)
    assert hetu.parse(code).code == code


@pytest.mark.parametrize(("code", "reason"), BAD.items())
def test_a_broken_code_is_refused_for_its_reason(code: str, reason: str) -> None:
    assert not hetu.is_valid(code)
    with pytest.raises(hetu.InvalidHetu, match=reason):
        hetu.parse(code)


@given(codes())
def test_no_error_or_trace_repeats_the_code(code: str) -> None:
    for refused in (code[:-1], code[:10] + "G", code[:6] + "Z" + code[7:], "99" + code[2:]):
        with pytest.raises(hetu.InvalidHetu) as caught:
            hetu.parse(refused)
        assert caught.value.__context__ is None
        told = f"{caught.value!r} {''.join(traceback.format_exception_only(caught.value))}"
        assert refused not in told
        assert refused[:6] not in told


def test_a_parsed_code_does_not_show_itself_in_a_trace() -> None:
    assert "131052" not in repr(hetu.parse("131052-308T"))


@given(dates, numbers, st.data())
def test_what_is_made_parses_back_to_its_parts(birth_date: date, number: int, data: st.DataObject) -> None:
    sign = data.draw(st.sampled_from(hetu.signs_for(birth_date.year // 100 * 100)))
    code = hetu.make(birth_date, number, sign)
    sex = Sex.MAN if number % 2 else Sex.WOMAN
    assert hetu.parse(code) == (code, birth_date, sex, number, number >= 900)
    assert hetu.is_valid(code)
    assert hetu.is_shaped(code)


@given(codes())
def test_the_independent_reference_agrees_on_good_codes(code: str) -> None:
    assert reference.is_valid(code, allow_temporary=True)


@given(st.from_regex(r"[0-3][0-9][01][0-9]{3}[-+YXWVUABCDEFZ][0-9]{3}[0-9A-Y]", fullmatch=True))
def test_the_independent_reference_agrees_on_random_shapes(code: str) -> None:
    assert hetu.is_valid(code) == reference.is_valid(code, allow_temporary=True)


@given(st.integers(0, 999_999), st.integers(0, 999), st.sampled_from(sorted(hetu.CENTURIES)))
def test_the_independent_reference_agrees_when_only_date_and_number_may_be_wrong(
    day: int, number: int, sign: str
) -> None:
    code = f"{day:06}{sign}{number:03}{ALPHABET[(day * 1000 + number) % 31]}"
    assert hetu.is_valid(code) == reference.is_valid(code, allow_temporary=True)


@given(codes(), st.integers(0, 10), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+- "))
def test_any_altered_character_is_refused(code: str, place: int, character: str) -> None:
    assume(code[place] != character)
    # The sign is not summed: another sign makes another person's code, valid whenever the date exists there.
    assume(place != 6)
    assert not hetu.is_valid(code[:place] + character + code[place + 1 :])


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), numbers, st.data())
def test_the_same_code_with_another_sign_is_another_person(birth_date: date, number: int, data: st.DataObject) -> None:
    signs = hetu.signs_for(birth_date.year // 100 * 100)
    first, second = data.draw(st.permutations(signs).map(lambda order: order[:2]))
    one, two = (hetu.parse(hetu.make(birth_date, number, sign)) for sign in (first, second))
    assert one.code[:6] + one.code[7:] == two.code[:6] + two.code[7:]
    assert one != two
    assert len({one, two}) == 2
    assert one.birth_date == two.birth_date
    assert one.individual_number == two.individual_number


@given(st.integers(1800, 2099), st.integers(1, 12), st.integers(28, 31), numbers)
def test_only_dates_that_exist_in_the_signs_century_are_accepted(year: int, month: int, day: int, number: int) -> None:
    sign = hetu.signs_for(year // 100 * 100)[0]
    written = f"{day:02}{month:02}{year % 100:02}"
    check = ALPHABET[int(f"{written}{number:03}") % 31]
    try:
        expected: date | None = date(year, month, day)
    except ValueError:
        expected = None
    code = f"{written}{sign}{number:03}{check}"
    assert hetu.is_valid(code) == (expected is not None)
    if expected is not None:
        assert hetu.parse(code).birth_date == expected


def test_the_leap_day_of_1900_does_not_exist_and_that_of_2000_does() -> None:
    digits, check = "290200", ALPHABET[290200900 % 31]
    assert not hetu.is_valid(f"{digits}-900{check}")
    assert not hetu.is_valid(f"{digits}+900{check}")
    assert hetu.is_valid(f"{digits}A900{check}")


def test_a_code_with_a_wrong_check_character_or_date_is_still_well_shaped() -> None:
    assert hetu.is_shaped("010190-999K")
    assert hetu.is_shaped("999999-999K")


@pytest.mark.parametrize("text", ["", "010190999K", "010190-999G", "010190-999k", "010190-999KK", "010190-999K\n"])
def test_other_text_is_not_well_shaped(text: str) -> None:
    assert not hetu.is_shaped(text)


@given(codes())
def test_every_valid_code_is_well_shaped(code: str) -> None:
    assert hetu.is_shaped(code)


def test_temporary_codes_are_those_from_900() -> None:
    def of(number: int) -> Hetu:
        return hetu.parse(hetu.make(date(1980, 2, 1), number, "-"))

    assert [of(number).is_temporary for number in (2, 899, 900, 999)] == [False, False, True, True]


@pytest.mark.parametrize("sign", ["A", "+", "Z", ""])
def test_a_code_is_not_made_with_a_sign_of_another_century(sign: str) -> None:
    with pytest.raises(hetu.InvalidHetu, match="sign"):
        hetu.make(date(1990, 1, 10), 999, sign)


@pytest.mark.parametrize("number", [-1, 0, 1, 1000])
def test_a_code_is_not_made_with_a_number_outside_002_to_999(number: int) -> None:
    with pytest.raises(hetu.InvalidHetu, match="number"):
        hetu.make(date(1990, 1, 10), number, "-")
