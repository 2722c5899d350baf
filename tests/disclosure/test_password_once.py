"""A password is seen once, when it is made."""

from __future__ import annotations

import json
from typing import Any

from tests.disclosure.test_commands import run
from tests.disclosure.world import HOLDER

__all__ = ["run"]


def test_a_password_is_seen_once_and_no_two_are_alike(run: Any) -> None:
    given = run("permits", "add", "--holder", HOLDER, "--product", "OPPIJA", "--json")[1]
    permit = str(json.loads(given)["id"])
    made = [json.loads(run("credentials", "add", permit, "--json")[1]) for _ in range(2)]
    assert all(set(one) == {"permit", "user", "password"} for one in made)
    assert len({one["password"] for one in made}) == len({one["user"] for one in made}) == 2
    shown = [run("credentials", "list", permit, *form)[1] for form in ((), ("--json",))]
    shown.append(run("permits", "show", permit, "--json")[1])
    assert all(made[0]["user"] in text for text in shown[:2])
    limits = {"until", "channels", "addresses", "xroad_clients"}
    assert set(json.loads(shown[1])[0]) == {"user", "made", "revoked"} | limits
    assert not any(one["password"] in text for one in made for text in shown)
