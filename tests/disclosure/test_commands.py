"""`vaki products|permits|credentials|ledger`: what they print, and the code they end with."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.world import HOLDER

from vaki.cli import main
from vaki.disclosure import permits
from vaki.disclosure.door import open_door
from vaki.postgres.environment import Environment, Pools

if TYPE_CHECKING:
    from vaki.postgres.cluster import Cluster

K2000 = Path(permits.__file__).parent / "products" / "k2000-1.toml"


@pytest.fixture
def run(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command on the run's data folder; gives the exit code and what was printed."""
    data = os.environ["VAKI_TEST_DATA"]

    def command(*arguments: str, on_data: bool = True) -> tuple[int, str, str]:
        given = [*arguments, "--data", data] if on_data else list(arguments)
        with pytest.raises(SystemExit) as ended:
            main(given)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return command


def test_a_permit_and_its_credential_are_given_used_and_ended(run: Any, cluster: Cluster) -> None:
    code, out, _ = run(
        "permits", "add", "--holder", HOLDER, "--product", "K2000", "--municipality", "536", "--exception",
        "--channel", "direct", "--from", "2020-01-01", "--protected", "none", "--json",
    )  # fmt: skip
    permit = json.loads(out)
    assert (code, permit["municipalities"], permit["channels"], permit["exception"]) == (0, ["536"], ["direct"], True)
    code, out, _ = run("credentials", "add", str(permit["id"]), "--json")
    made = json.loads(out)
    assert code == 0

    async def enter() -> int | None:
        async with await Pools.open(Environment.of(cluster), size=2) as pools:
            entered = await open_door(pools, made["user"], made["password"], channel="direct", address=None)
            return entered.permit.permit_id

    assert asyncio.run(enter()) == permit["id"]
    listed = json.loads(run("credentials", "list", str(permit["id"]), "--json")[1])
    assert [(one["user"], one["revoked"]) for one in listed] == [(made["user"], None)]
    assert made["password"] not in run("credentials", "list", str(permit["id"]))[1]
    assert run("credentials", "revoke", made["user"])[0] == 0
    assert permit["id"] in [one["id"] for one in json.loads(run("permits", "list", "--json")[1])]
    ended = json.loads(run("permits", "end", str(permit["id"]), "--json")[1])
    assert ended["version"] == 2
    assert "ended" in run("permits", "show", str(permit["id"]))[1]


def test_every_term_of_a_permit_is_taken_from_the_command_line(run: Any) -> None:
    client = "FI/MUN/0204819-8/väestö"
    terms = {
        "holder": HOLDER, "product": "K2000", "municipality": "536", "purpose": "lukio", "ground": "other-law",
        "protected": "all", "channel": "xroad", "xroad-client": client, "from": "2020-01-02", "until": "2099-12-30",
        "quota": "77", "address": "192.0.2.7", "omit": "SYNTYMAPAIVA",
    }  # fmt: skip
    given = [word for name, value in terms.items() for word in (f"--{name}", value)]
    permit = json.loads(run("permits", "add", *given, "--exception", "--json")[1])
    assert isinstance(permit.pop("id"), int)
    assert permit == {
        "version": 1, "holder": HOLDER, "product": "K2000", "product_version": 1, "municipalities": ["536"],
        "purposes": ["lukio"], "ground": "other-law", "protected": "all", "channels": ["xroad"],
        "xroad_clients": [client], "exception": True, "from": "2020-01-02", "until": "2099-12-30",
        "quota": 77, "addresses": ["192.0.2.7/32"], "conditions": None, "omitted": ["SYNTYMAPAIVA"],
        "suspended_from": None, "suspended_until": None, "suspension_reason": None,
    }  # fmt: skip


def test_a_permit_is_changed_suspended_and_resumed(run: Any) -> None:
    given = ("--holder", HOLDER, "--product", "K2000", "--municipality", "536", "--quota", "5", "--json")
    number = str(json.loads(run("permits", "add", *given)[1])["id"])
    wide = json.loads(
        run("permits", "change", number, "--municipality", "536", "--municipality", "604", "--without", "quota",
            "--json")[1]
    )  # fmt: skip
    assert (wide["version"], wide["municipalities"], wide["quota"]) == (2, ["536", "604"], None)
    kept = json.loads(run("permits", "change", number, "--quota", "9", "--json")[1])
    assert (kept["version"], kept["municipalities"], kept["quota"]) == (3, ["536", "604"], 9)
    told = run("permits", "suspend", number, "--reason", "its password was published")[1]
    assert "suspended until resumed" in told
    assert "its password was published" in told
    assert "in force" in run("permits", "resume", number)[1]
    assert run("permits", "resume", number)[0] == 4
    assert run("permits", "change", number, "--without", "golf")[0] == 2


def test_a_credential_is_limited_and_rotated(run: Any) -> None:
    number = str(json.loads(run("permits", "add", "--holder", HOLDER, "--product", "OPPIJA", "--json")[1])["id"])
    made = json.loads(
        run("credentials", "add", number, "--address", "192.0.2.0/24", "--channel", "direct", "--json")[1]
    )
    new = json.loads(run("credentials", "rotate", made["user"], "--days", "3", "--json")[1])
    assert (new["replaces"], new["days"]) == (made["user"], 3)
    listed = {one["user"]: one for one in json.loads(run("credentials", "list", number, "--json")[1])}
    assert listed[made["user"]]["until"] == (permits.today() + timedelta(days=3)).isoformat()
    for user, until in ((made["user"], True), (new["user"], False)):
        one = listed[user]
        assert (one["addresses"], one["channels"], one["until"] is not None) == (["192.0.2.0/24"], ["direct"], until)
    shown = run("credentials", "list", number)[1]
    assert "only direct 192.0.2.0/24" in shown
    assert run("credentials", "rotate", "nobody")[0] == 5


def test_networks_of_security_servers_are_trusted_and_not_any_more(run: Any) -> None:
    assert json.loads(run("exchange", "trust", "add", "192.0.2.7", "--note", "ours", "--json")[1]) == {
        "network": "192.0.2.7/32",
        "note": "ours",
    }
    assert "ours" in run("exchange", "trust", "list")[1]
    assert [one["network"] for one in json.loads(run("exchange", "trust", "list", "--json")[1])] == ["192.0.2.7/32"]
    assert run("exchange", "trust", "remove", "192.0.2.7")[0] == 0
    assert "every call is a direct one" in run("exchange", "trust", "list")[1]
    assert run("exchange", "trust", "remove", "192.0.2.7")[0] == 5
    assert run("exchange", "trust", "add", "0.0.0.0/0")[0] == 4


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("permits", "add", "--holder", "1", "--product", "K2000", "--municipality", "536"), 4, "business identity"),
        (("permits", "add", "--holder", HOLDER, "--product", "NO"), 5, "no such product"),
        (("permits", "show", "999999"), 5, "no such permit"),
        (("credentials", "add", "999999"), 5, "no such permit"),
        (("credentials", "revoke", "nobody"), 5, "no such user name"),
        (("ledger", "show", "999999"), 5, "no such row"),
        (("ledger", "persons", "010180-999X"), 5, "No person"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else None,
)
def test_a_refusal_is_a_sentence_and_a_code(run: Any, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    ended, out, err = run(*arguments)
    assert (ended, out) == (code, "")
    assert sentence in err


def test_the_ledger_is_listed_and_verified(run: Any) -> None:
    assert run("ledger", "list")[0] == 0
    assert isinstance(json.loads(run("ledger", "list", "--json")[1]), list)
    code, out, _ = run("ledger", "verify", "--json")
    assert (code, json.loads(out)["whole"]) == (0, True)
    assert json.loads(run("ledger", "retain", "--dry-run", "--json")[1]) == {"dropped": False, "months": []}
    assert "No month" in run("ledger", "retain")[1]


def test_products_are_listed_shown_and_checked(run: Any, tmp_path: Path) -> None:
    listed = json.loads(run("products", "list", "--json", on_data=False)[1])
    assert {"K2000", "OPISKELIJA", "OPPIJA", "VAKA", "ASREK"} <= {one["name"] for one in listed}
    assert (
        "HUOLLETTAVA: only while the person mentioned is under 18" in run("products", "show", "K2000", on_data=False)[1]
    )
    assert run("products", "check", str(K2000), on_data=False)[0] == 0
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(K2000.read_text("utf-8").replace('"AMMATTI"', '"AMATTI"'), "utf-8")
    ended, _, err = run("products", "check", str(wrong), on_data=False)
    assert ended == 4
    assert "AMATTI" in err
    assert json.loads(run("products", "schema", on_data=False)[1])["title"] == "Väki product"
