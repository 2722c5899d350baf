"""What a security server's headers say of the client."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from vaki.exchange.headers import told


def headers(*pairs: tuple[str, str]) -> Headers:
    return Headers(raw=[(name.lower().encode(), value.encode("latin-1")) for name, value in pairs])


@pytest.mark.parametrize(
    ("given", "client"),
    [
        ("FI/MUN/0204819-8/vaesto", "FI/MUN/0204819-8/vaesto"),
        ("FI/GOV/0245437-2", "FI/GOV/0245437-2"),
        ("FI/MUN/0204819-8/v%C3%A4est%C3%B6", "FI/MUN/0204819-8/väestö"),
        (" FI/MUN/1/a+b ", "FI/MUN/1/a+b"),
    ],
)
def test_the_client_is_told_in_three_or_four_parts(given: str, client: str) -> None:
    assert told(headers(("X-Road-Client", given))).client == client
    assert told(headers(("x-road-client", given))).client == client


@pytest.mark.parametrize(
    "given",
    [
        *("", "FI", "FI/MUN", "FI/MUN/1/a/b", "FI//1/a", "/MUN/1/a", "FI/MUN/1/"),
        *("FI/MUN/1/a%2Fb", "FI/MUN/1/%FF", "FI/MUN/1/a%0Ab", "FI/MUN/1/" + "a" * 256),
    ],
)
def test_a_client_that_is_not_told_well_is_no_client(given: str) -> None:
    assert told(headers(("X-Road-Client", given))).client is None


def test_a_client_told_twice_is_no_client() -> None:
    one, other = ("X-Road-Client", "FI/MUN/1/a"), ("X-Road-Client", "FI/MUN/2/b")
    assert told(headers(one, other)).client is None
    assert told(headers()).client is None


def test_the_end_user_is_told_as_given() -> None:
    assert told(headers(("X-Road-UserId", "FIvirkailija7"))).end_user == "FIvirkailija7"
    assert told(headers(("X-Road-UserId", "a\x01b"))).end_user is None
    assert told(headers()).end_user is None
