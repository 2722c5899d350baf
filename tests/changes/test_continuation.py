"""jatkoavain: opaque, and good only for the request it was given for."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaki.changes.continuation import Continuations, Place, binding
from vaki.changes.errors import UnknownContinuation

CONTINUATIONS = Continuations(b"k" * 32)
BOUND = binding(1, ["536"], None, "perustiedot")
keys = st.integers(0, 2**63 - 1)


@given(keys, keys, st.integers(0, 3_000_000))
def test_a_place_comes_back_as_it_was(key: int, after: int, day: int) -> None:
    place = Place(key, after, day)
    assert CONTINUATIONS.open(CONTINUATIONS.seal(place, BOUND), BOUND) == place


@given(keys, keys, st.data())
def test_any_altered_character_is_refused(key: int, after: int, data: st.DataObject) -> None:
    sealed = CONTINUATIONS.seal(Place(key, after), BOUND)
    at = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.sampled_from("ABCabc019-_").filter(lambda letter: letter != sealed[at]))
    altered = sealed[:at] + other + sealed[at + 1 :]
    if base64.urlsafe_b64decode(altered + "==") != base64.urlsafe_b64decode(sealed + "=="):
        with pytest.raises(UnknownContinuation):
            CONTINUATIONS.open(altered, BOUND)


@given(st.text())
def test_anything_else_is_refused(given_text: str) -> None:
    with pytest.raises(UnknownContinuation):
        CONTINUATIONS.open(given_text, BOUND)


@pytest.mark.parametrize(
    "elsewhere",
    [
        binding(2, ["536"], None, "perustiedot"),
        binding(1, ["091"], None, "perustiedot"),
        binding(1, ["536", "091"], None, "perustiedot"),
        binding(1, ["536"], frozenset(), "perustiedot"),
        binding(1, ["536"], frozenset({"KOTIKUNTA"}), "perustiedot"),
        binding(1, None, None, "perustiedot"),
        binding(1, ["536"], None, "perustiedot-vko"),
    ],
)
def test_it_is_good_for_one_permit_and_one_request(elsewhere: bytes) -> None:
    sealed = CONTINUATIONS.seal(Place(5, 6), BOUND)
    with pytest.raises(UnknownContinuation):
        CONTINUATIONS.open(sealed, elsewhere)


def test_another_service_cannot_open_it() -> None:
    with pytest.raises(UnknownContinuation):
        Continuations(b"l" * 32).open(CONTINUATIONS.seal(Place(5, 6), BOUND), BOUND)


def test_the_person_it_stops_at_cannot_be_read_from_it() -> None:
    one, next_one = (CONTINUATIONS.seal(Place(5, after), BOUND) for after in (6, 7))
    assert one[:8] != next_one[:8]
    assert (6).to_bytes(8, "big") not in base64.urlsafe_b64decode(one + "==")


def test_the_order_of_municipalities_makes_no_other_request() -> None:
    assert binding(1, ["091", "536"], None, "perustiedot") == binding(1, ["536", "091", "536"], None, "perustiedot")
