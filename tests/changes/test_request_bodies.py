"""What a request body may say, and how a wrong one is refused: with the place, never with a value."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaki.changes.errors import InterfaceError, MalformedJson, UnfitRequest
from vaki.changes.requests import (
    LARGEST_KEY,
    MOST_CODES,
    base_data_request,
    changes_request,
    decode,
    kinds,
)

CODE = "010190-900P"


def refused(decoder: msgspec.json.Decoder[Any], body: object) -> InterfaceError:
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    with pytest.raises(InterfaceError) as caught:
        decode(decoder, raw)
    return caught.value


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "at byte 0,"),
        (b"{", "at byte 1,"),
        (b'{"viimeisinKirjausavain":1,}', "at byte 27."),
        (b'{"viimeisinKirjausavain":NaN}', "at byte 25."),
        (b'{"viimeisinKirjausavain":1}x', "at byte 28."),
        (b'{"viimeisinKirjausavain":1,"tuotekoodi":"\xff"}', "byte 41."),
        (b'{"viimeisinKirjausavain":1,"tuotekoodi":"\xc3', "at byte 42,"),
        (b'\xef\xbb\xbf{"viimeisinKirjausavain":1}', "at byte 0."),
        (b"viimeisinKirjausavain=1", "at byte 0."),
    ],
)
def test_malformed_json_is_refused_with_its_place(body: bytes, place: str) -> None:
    error = refused(changes_request, body)
    assert isinstance(error, MalformedJson)
    assert place in error.message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ([], "The body: expected object, got array."),
        (None, "The body: expected object, got null."),
        ({}, "viimeisinKirjausavain: missing."),
        ({"viimeisinKirjausavain": 1, "sivu": 2}, "sivu: unknown member."),
        ({"viimeisinKirjausavain": 1, "kuntakoodit": []}, "kuntakoodit: expected array of length >= 1."),
        (
            {"viimeisinKirjausavain": 1, "hetulista": [], "kuntakoodit": ["536"]},
            "hetulista and kuntakoodit cannot stand in one request.",
        ),
        ({"viimeisinKirjausavain": 1, "hetulista": None}, "hetulista: expected array, got null."),
        ({"viimeisinKirjausavain": 1, "tietoryhmat": None}, "tietoryhmat: expected array, got null."),
        ({"viimeisinKirjausavain": 1, "hetulista": CODE}, "hetulista: expected array, got str."),
        ({"viimeisinKirjausavain": 1, "tietoryhmat": [3]}, "tietoryhmat[0]: expected str, got int."),
        ({"viimeisinKirjausavain": 1, "tuotekoodi": 7}, "tuotekoodi: expected str, got int."),
        ({"viimeisinKirjausavain": 1, "hetulista": [CODE, 3]}, "hetulista[1]: expected a string of 11 characters."),
        ({"viimeisinKirjausavain": 1, "hetulista": [CODE, None]}, "hetulista[1]: expected a string of 11 characters."),
        ({"viimeisinKirjausavain": 1, "hetulista": [CODE, CODE, "0101"]}, "hetulista[2]: expected a string of 11 "),
        ({"viimeisinKirjausavain": 1, "hetulista": [CODE + "0"]}, "hetulista[0]: expected a string of 11 characters."),
    ],
)
def test_what_does_not_fit_is_named(body: object, message: str) -> None:
    error = refused(changes_request, body)
    assert isinstance(error, UnfitRequest)
    assert error.message.startswith(message)


@pytest.mark.parametrize(
    "key", [-1, 2**63, 1.5, True, None, "", "-1", "1.0", "12\n", "٣", "9" * 19, "9" * 20, [], " 1"]
)
def test_a_change_key_is_an_integer_of_at_most_63_bits(key: object) -> None:
    error = refused(changes_request, {"viimeisinKirjausavain": key})
    assert error.message.startswith("viimeisinKirjausavain: expected an integer of at most 63 bits")


@given(st.integers(0, LARGEST_KEY))
def test_a_change_key_may_be_a_number_or_the_same_number_as_a_string(key: int) -> None:
    for given_key in (key, str(key)):
        assert decode(changes_request, msgspec.json.encode({"viimeisinKirjausavain": given_key})).key == key


def test_the_product_code_of_older_clients_is_accepted() -> None:
    body = {"viimeisinKirjausavain": 5446623423, "tuotekoodi": "mutpT1", "hetulista": []}
    asked = decode(changes_request, msgspec.json.encode(body))
    assert asked.key == 5446623423
    assert asked.codes == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"hetulista": [], "kuntakoodit": ["536"]}, "hetulista and kuntakoodit cannot stand in one request."),
        ({"hetulista": [], "jatkoavain": "a"}, "jatkoavain does not belong to a request with hetulista."),
        ({"kuntakoodit": []}, "kuntakoodit: expected array of length >= 1."),
        ({"kuntakoodit": ["536", "91"]}, "kuntakoodit[1]: expected a string of three digits."),
        ({"kuntakoodit": [536]}, "kuntakoodit[0]: expected a string of three digits."),
        ({"kuntakoodit": ["53a"]}, "kuntakoodit[0]: expected a string of three digits."),
        ({"kuntakoodit": ["536\n"]}, "kuntakoodit[0]: expected a string of three digits."),
        ({"kuntakoodit": None}, "kuntakoodit: expected array, got null."),
        ({"kuntakoodit": ["536"], "jatkoavain": None}, "jatkoavain: expected str, got null."),
        ({"hetulista": [CODE], "tuotekoodi": "mutpT1"}, "tuotekoodi: unknown member."),
        ({"hetulista": [CODE], "viimeisinKirjausavain": 1}, "viimeisinKirjausavain: unknown member."),
        ({"hetulista": [CODE] * (MOST_CODES + 1)}, "hetulista: expected array of length <= 1000."),
    ],
)
def test_base_data_is_asked_by_codes_or_by_municipality(body: object, message: str) -> None:
    assert refused(base_data_request, body).message == message


def test_a_thousand_codes_are_not_too_many() -> None:
    assert decode(base_data_request, msgspec.json.encode({"hetulista": [CODE] * MOST_CODES}))


@given(st.text(), st.sampled_from(["codes", "name"]))
def test_a_refusal_never_repeats_a_value(value: str, where: str) -> None:
    """A member's name is repeated only when it is a plain word, which no code is."""
    secret = f"010190-900P{value}"
    body = {"hetulista": [secret]} if where == "codes" else {secret: 1}
    if where == "name" or len(secret) != 11:
        assert "010190" not in refused(base_data_request, body).message


def test_groups_absent_means_all_and_an_empty_list_means_none() -> None:
    assert kinds(msgspec.UNSET) is None
    assert kinds([]) == frozenset()
    assert kinds(["KOTIKUNTA", "KOTIKUNTA"]) == frozenset({"KOTIKUNTA"})


@pytest.mark.parametrize(("names", "at"), [(["KOTIKUNA"], 0), (["KOTIKUNTA", "kotikunta"], 1), (["010190-900P"], 0)])
def test_a_group_that_no_catalogue_knows_is_refused_by_its_index_and_not_by_its_name(names: list[str], at: int) -> None:
    with pytest.raises(UnfitRequest) as refused:
        kinds(names)
    assert refused.value.message == f"tietoryhmat[{at}]: no group has this name."


def test_a_hundred_thousand_codes_are_read_in_one_pass() -> None:
    codes = [f"{number:06d}-9{number % 1000:03d}" for number in range(100_000)]
    body = msgspec.json.encode({"viimeisinKirjausavain": 1, "hetulista": codes})
    fastest = min(_seconds(body) for _ in range(5))
    assert fastest < 0.1, f"{len(body)} bytes took {fastest:.3f} s"


def _seconds(body: bytes) -> float:
    begun = time.perf_counter()
    asked = decode(changes_request, body)
    assert not isinstance(asked.codes, msgspec.UnsetType)
    assert len(frozenset(asked.codes)) == 100_000
    return time.perf_counter() - begun
