"""Property codes: fourteen digits, the dashed form, and the parcel at the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaki.codes import property as property_code
from vaki.codes.property import PropertyCode


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 9999), st.integers(0, 9999))
def test_both_forms_parse_back(municipality: int, district: int, group: int, unit: int) -> None:
    code = property_code.make(f"{municipality:03}", district, group, unit)
    parts = property_code.parse(code)
    assert len(code) == 14
    assert parts.compact == code
    assert property_code.parse(parts.dashed) == parts
    assert property_code.parse(f"{municipality}-{district}-{group}-{unit}") == parts
    assert property_code.is_valid(code)


def test_a_parcel_follows_the_unit() -> None:
    parts = PropertyCode("536", "401", "0001", "0023", "M0601")
    assert parts.dashed == "536-401-0001-0023-M0601"
    assert len(parts.dashed) == 23
    assert property_code.parse(parts.dashed) == parts
    assert property_code.parse(parts.compact) == parts


@pytest.mark.parametrize("code", ["", "5364010001002", "536-401-1", "536-401-00001-23", "53640100010023-", "abc-1-1-1"])
def test_other_text_is_no_property_code(code: str) -> None:
    assert not property_code.is_valid(code)
    with pytest.raises(property_code.InvalidPropertyCode):
        property_code.parse(code)


@pytest.mark.parametrize("parts", [("536", 1000, 1, 1), ("536", -1, 1, 1), ("5360", 1, 1, 1), ("536", 1, 10000, 1)])
def test_a_property_code_is_not_made_of_parts_too_long(parts: tuple[str, int, int, int]) -> None:
    with pytest.raises(property_code.InvalidPropertyCode):
        property_code.make(*parts)
