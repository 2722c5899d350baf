"""Every option of `permits add` is in the permit, and a password is seen once."""

from __future__ import annotations

import json
from typing import Any

from tests.disclosure.test_commands import run
from tests.disclosure.world import HOLDER

__all__ = ["run"]
CLIENT, OTHER = "FI/MUN/0204819-8/vaesto", "FI/MUN/0204819-8/koulut"


def test_what_was_asked_for_is_what_the_permit_says(run: Any) -> None:
    code, out, _ = run(
        "permits", "add", "--holder", HOLDER, "--product", "K2000", "--municipality", "536", "--municipality", "837",
        "--purpose", "lukio", "--ground", "other-law", "--protected", "all", "--channel", "direct", "--channel",
        "xroad", "--xroad-client", CLIENT, "--xroad-client", OTHER, "--exception", "--from", "2026-01-02", "--until",
        "2031-12-30", "--json",
    )  # fmt: skip
    permit = json.loads(out)
    assert code == 0
    assert permit == {
        "id": permit["id"],
        "version": 1,
        "holder": HOLDER,
        "product": "K2000",
        "product_version": 1,
        "municipalities": ["536", "837"],
        "purposes": ["lukio"],
        "ground": "other-law",
        "protected": "all",
        "channels": ["direct", "xroad"],
        "xroad_clients": [CLIENT, OTHER],
        "exception": True,
        "from": "2026-01-02",
        "until": "2031-12-30",
    }
    assert isinstance(permit["id"], int)
    assert json.loads(run("permits", "show", str(permit["id"]), "--json")[1]) == permit


def test_a_password_is_seen_once_and_no_two_are_alike(run: Any) -> None:
    given = run("permits", "add", "--holder", HOLDER, "--product", "OPPIJA", "--json")[1]
    permit = str(json.loads(given)["id"])
    made = [json.loads(run("credentials", "add", permit, "--json")[1]) for _ in range(2)]
    assert all(set(one) == {"permit", "user", "password"} for one in made)
    assert len({one["password"] for one in made}) == len({one["user"] for one in made}) == 2
    shown = [run("credentials", "list", permit, *form)[1] for form in ((), ("--json",))]
    shown.append(run("permits", "show", permit, "--json")[1])
    assert all(made[0]["user"] in text for text in shown[:2])
    assert set(json.loads(shown[1])[0]) == {"user", "made", "revoked"}
    assert not any(one["password"] in text for one in made for text in shown)
