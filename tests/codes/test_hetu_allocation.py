"""How temporary codes are given: 300 of one sex and date from 1900 on, never the same twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaki.codes import hetu
from vaki.codes.sex import Sex

sexes = st.sampled_from([Sex.MAN, Sex.WOMAN])
modern_dates = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(modern_dates, sexes, st.integers(0, 299))
def test_an_allocated_code_is_a_temporary_one_of_that_date_and_sex(birth_date: date, sex: Sex, counter: int) -> None:
    person = hetu.parse(hetu.allocate(birth_date, sex, counter))
    assert (person.birth_date, person.sex, person.is_temporary) == (birth_date, sex, True)


@given(modern_dates)
def test_the_six_hundred_codes_of_a_date_differ(birth_date: date) -> None:
    codes = {hetu.allocate(birth_date, sex, counter) for sex in (Sex.MAN, Sex.WOMAN) for counter in range(300)}
    assert len(codes) == 600


@pytest.mark.parametrize(
    ("birth_date", "sex", "counter", "middle"),
    [
        (date(1950, 3, 2), Sex.WOMAN, 0, "-900"),
        (date(1950, 3, 2), Sex.MAN, 0, "-901"),
        (date(1950, 3, 2), Sex.WOMAN, 49, "-998"),
        (date(1950, 3, 2), Sex.MAN, 49, "-999"),
        (date(1950, 3, 2), Sex.MAN, 50, "Y901"),
        (date(1950, 3, 2), Sex.WOMAN, 299, "U998"),
        (date(2010, 3, 2), Sex.WOMAN, 50, "B900"),
        (date(2010, 3, 2), Sex.MAN, 299, "F999"),
    ],
)
def test_the_old_sign_is_filled_first_then_the_new_ones_in_order(
    birth_date: date, sex: Sex, counter: int, middle: str
) -> None:
    assert hetu.allocate(birth_date, sex, counter)[6:10] == middle


@pytest.mark.parametrize(("birth_date", "last"), [(date(1899, 12, 31), 49), (date(1900, 1, 1), 299)])
def test_a_series_ends(birth_date: date, last: int) -> None:
    assert hetu.is_valid(hetu.allocate(birth_date, Sex.MAN, last))
    with pytest.raises(hetu.SeriesExhausted):
        hetu.allocate(birth_date, Sex.MAN, last + 1)


def test_an_unknown_sex_a_negative_counter_and_another_century_have_no_codes() -> None:
    with pytest.raises(ValueError, match="sex"):
        hetu.allocate(date(2000, 1, 1), Sex.MISSING, 0)
    with pytest.raises(ValueError, match="counter"):
        hetu.allocate(date(2000, 1, 1), Sex.MAN, -1)
    with pytest.raises(ValueError, match="centuries"):
        hetu.allocate(date(2100, 1, 1), Sex.MAN, 0)


def test_signs_are_those_of_the_reform_of_2023() -> None:
    assert hetu.signs_for(1800) == ("+",)
    assert hetu.signs_for(1900) == ("-", "Y", "X", "W", "V", "U")
    assert hetu.signs_for(2000) == ("A", "B", "C", "D", "E", "F")
