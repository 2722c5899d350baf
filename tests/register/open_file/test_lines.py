"""The open building file line by line: what is written is read again, and what is no such line is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from vaki.codes import building, municipality
from vaki.codes import property as property_codes
from vaki.register.open_file.lines import BadLine, Line, plain, read_line, write_line

GOOD = b"150000001P;536;06;1;6822464;312900;1;Koivukuja;;5-7;37120;001;Nokia;;53640000010001;07.11.2026\r\n"

texts = st.text(st.characters(codec="iso-8859-1", exclude_categories=["Cc"], exclude_characters=";"), max_size=40).map(
    str.strip
)
numbers = st.from_regex(r"[1-9][0-9]{0,2}(-[1-9][0-9]{0,2}|h[1-9]|[a-z])?", fullmatch=True)
lines = st.builds(
    Line,
    building_code=st.integers(150_000_000, 199_999_999).map(building.make),
    municipality=st.sampled_from([one.code for one in municipality.all_in_force()]),
    region=st.sampled_from(sorted(municipality.regions())),
    use=st.sampled_from("012"),
    north=st.integers(6_500_000, 7_899_999),
    east=st.integers(20_000, 799_999),
    address_number=st.integers(1, 4),
    street_fi=texts,
    street_sv=texts,
    street_number=numbers,
    postal_code=st.from_regex("[0-9]{5}", fullmatch=True),
    district=st.from_regex("([0-9]{3}[A-ZÅÄÖ]?)?", fullmatch=True),
    district_fi=texts,
    district_sv=texts,
    property_code=st.one_of(
        st.just(""), st.builds(property_codes.make, st.just("536"), st.integers(1, 999), st.just(7), st.integers(1, 99))
    ),
    day=st.dates(date(1970, 1, 1), date(2100, 1, 1)),
)


def is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not raw.isascii()


@given(lines)
def test_a_written_line_is_read_as_it_was(line: Line) -> None:
    raw = write_line(line)
    assume(not is_utf_8(raw))
    assert raw.count(b";") == 15
    assert read_line(raw) == line


@given(st.text(max_size=60))
@example("Čearretgeaidnu;\n")
def test_any_text_can_be_written_and_what_the_file_can_hold_stays(text: str) -> None:
    written = plain(text)
    assert written.encode("iso-8859-1").decode("iso-8859-1") == written
    assert ";" not in written
    assert "\n" not in written
    assert plain(written) == written
    if all(" " <= one <= "~" or "\xa1" <= one <= "\xff" for one in text) and ";" not in text:
        assert written == text or written == text.strip()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Čearretgeaidnu", "Cearretgeaidnu"),
        ("Sääđvuono", "Säädvuono"),
        ("Œ", "?"),
        ("a;b\nc", "a,b c"),
        ("Åä é", "Åä é"),
    ],
)
def test_what_the_file_cannot_hold_loses_its_marks(text: str, written: str) -> None:
    assert plain(text) == written


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b";;5-7", b";5-7", "15 columns"),
        (b"Koivukuja;", b"Koivukuja;;", "17 columns"),
        (b"150000001P", b"150000001X", "building code"),
        (b";536;", b";999;", "no such municipality"),
        (b";536;", b";200;", "no such municipality"),
        (b";06;", b";03;", "no such region"),
        (b";06;1;", b";06;3;", "use"),
        (b"6822464", b"312900", "coordinates"),
        (b"6822464", b"6822464.5", "coordinates"),
        (b";1;Koivu", b";5;Koivu", "address number"),
        (b"37120", b"3712", "postal code"),
        (b";001;", b";1;", "voting district"),
        (b"53640000010001", b"536-400-1-1", "property code"),
        (b"07.11.2026", b"2026-11-07", "dd.mm.yyyy"),
        (b"07.11.2026", b"31.11.2026", "no such day"),
        (b";5-7;", b";123456-1234567;", "too long"),
        (b"Koivukuja", "Kivijärventie".encode(), "UTF-8"),
        (b"Koivukuja", b"Kivij\x84rventie", "characters"),
    ],
)
def test_a_line_that_is_wrong_is_refused(old: bytes, new: bytes, why: str) -> None:
    read_line(GOOD)
    assert old in GOOD
    with pytest.raises(BadLine) as refused:
        read_line(GOOD.replace(old, new, 1))
    assert why in str(refused.value)


def test_a_line_without_street_district_and_property_is_read() -> None:
    raw = b"150000001P;536;06;0;6822464;312900;1;;;;37120;;;;;07.11.2026"
    line = read_line(raw)
    assert (line.street_fi, line.street_number, line.district, line.property_code) == ("", "", "", "")
