"""Who may call: the sandbox's accounts in the sandbox only, permits as they stand, and refusals that tell nothing."""

from __future__ import annotations

import json
import subprocess
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.conftest import _clone as cloned
from tests.rules import serving
from tests.rules.serving import CENSORED, CLIENT, EVERYTHING, NOKIA, Account, Service, copied, serve, vaki

from vaki.disclosure import door
from vaki.disclosure.permits import today
from vaki.postgres.environment import Pools
from vaki.synthetic import seeding
from vaki.synthetic.personas import reserved_on
from vaki.synthetic.seeding import Made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaki.postgres.cluster import Cluster
    from vaki.postgres.environment import Environment

NOBODYS = "010190-999X"
ELSEWHERE = "091"
DAY = timedelta(days=1)
OPERATIONS: list[tuple[str, dict[str, Any] | None]] = [
    ("/kirjausavain/2020-01-01", None),
    ("/perustiedot", {"hetulista": [NOBODYS]}),
    ("/muutokset", {"viimeisinKirjausavain": 0, "hetulista": [NOBODYS]}),
]


@pytest.fixture(scope="module")
def production(seeded: Path) -> Iterator[Service]:
    with copied(seeded) as data, serve(data, "--workers", "1") as service:
        yield service


@pytest.fixture(scope="module")
def accounts(production: Service) -> dict[str, Account]:
    codes = ("--product", "OPPIJA")
    nokia = ("--product", "K2000", "--municipality", NOKIA)
    first, last = (str(today() - days * DAY) for days in (9, 1))
    wanted = {
        "good": codes,
        "nokia": nokia,
        "ended": (*codes, "--from", first, "--until", last),
        "coming": (*codes, "--from", str(today() + 2 * DAY)),
        "xroad": (*codes, "--channel", "xroad"),
    }
    return {name: serving.account(production.data, *permit) for name, permit in wanted.items()}


@pytest.fixture
def environments(cluster: Cluster) -> Iterator[list[Environment]]:
    """Three migrated, empty environments."""
    with ExitStack() as stack:
        yield [stack.enter_context(contextmanager(cloned)(cluster)) for _ in range(3)]


def call(service: Service, account: Account | None, path: str, body: dict[str, Any] | None) -> httpx.Response:
    auth = httpx.Auth() if account is None else account.basic
    method = "GET" if body is None else "POST"
    return CLIENT.request(method, f"{service.api}{path}", json=body, auth=auth)


def refused(answer: httpx.Response, status: int, *untold: str) -> None:
    """The answer is the interface's error form and repeats nothing of the request."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert set(told) == {"type", "message", "detail"}
    assert all(isinstance(value, str) and value for value in told.values())
    for text in (*untold, NOBODYS):
        assert text not in answer.text
        assert text not in str(answer.headers)


@pytest.mark.parametrize(("path", "body"), OPERATIONS)
@pytest.mark.parametrize("account", [EVERYTHING, CENSORED], ids=lambda account: account.user)
def test_the_sandboxs_accounts_exist_in_the_sandbox_only(
    production: Service, sandbox: Service, account: Account, path: str, body: dict[str, Any] | None
) -> None:
    refused(call(production, account, path, body), 401, account.user)
    assert call(sandbox, account, path, body).status_code == httpx.codes.OK


@pytest.mark.parametrize(("path", "body"), OPERATIONS)
@pytest.mark.parametrize("name", ["ended", "coming", "xroad"])
def test_a_permit_is_refused_outside_its_days_and_its_channel(
    production: Service, accounts: dict[str, Account], name: str, path: str, body: dict[str, Any] | None
) -> None:
    account = accounts[name]
    refused(call(production, account, path, body), 403, account.user, account.password)
    assert call(production, accounts["good"], path, body).status_code == httpx.codes.OK


@pytest.mark.parametrize(("path", "body"), OPERATIONS)
def test_a_wrong_half_is_401_and_nobody_is_told_which(
    production: Service, accounts: dict[str, Account], path: str, body: dict[str, Any] | None
) -> None:
    good = accounts["good"]
    half = [Account(good.user, f"{good.password}x"), Account(f"{good.user}x", good.password), Account(good.user, "pwd")]
    answers = [call(production, account, path, body) for account in half]
    for answer in answers:
        refused(answer, 401, good.user, good.password)
    assert len({answer.json()["message"] for answer in answers}) == 1
    refused(call(production, None, path, body), 401)


def test_only_the_permits_own_municipality_is_answered(production: Service, accounts: dict[str, Account]) -> None:
    assert call(production, accounts["nokia"], "/perustiedot", {"kuntakoodit": [NOKIA]}).json()["perustiedot"]
    for towns in ([ELSEWHERE], [NOKIA, ELSEWHERE]):
        refused(call(production, accounts["nokia"], "/perustiedot", {"kuntakoodit": towns}), 403, ELSEWHERE)


def test_a_revoked_password_opens_nothing_from_the_next_call_on(production: Service) -> None:
    account = serving.account(production.data, "--product", "OPPIJA")
    assert call(production, account, *OPERATIONS[1]).status_code == httpx.codes.OK
    vaki(production.data, "credentials", "revoke", account.user)
    refused(call(production, account, *OPERATIONS[1]), 401, account.user)


AS_OF = date(2026, 11, 20)
LOADED = AS_OF - timedelta(days=seeding.LIVED_DAYS)


async def seeded_people(environment: Environment, seed: int) -> list[bytes]:
    """Everybody of a register that was filled from a seed, each an item of base data."""
    items: list[bytes] = []
    async with await Pools.open(environment, size=2) as pools:
        await seeding.seed(pools.register, Made(150, seed, AS_OF), workers=1, progress=lambda *_: None)
        after, complete = None, False
        while not complete:
            page = await door.base_data_page(pools, door.operator(), None, after)
            items += page.items
            after, complete = page.after, page.complete
    return items


async def test_the_same_seed_shows_the_same_people_and_another_seed_others(environments: list[Environment]) -> None:
    first, again, other = [
        await seeded_people(environment, seed) for environment, seed in zip(environments, (11, 11, 12), strict=True)
    ]
    assert first == again
    assert len(first) > 150
    # Personas have their codes in every population.
    assert {json.loads(item)["henkilotunnus"] for item in set(first) & set(other)} <= reserved_on(LOADED)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])  # noqa: S104 -- refused
def test_the_sandboxs_accounts_are_never_offered_to_other_machines(folder: Path, host: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as ended:
        vaki(folder, "serve", "--sandbox", "--host", host, "--port", "0")
    assert "loopback" in ended.value.stderr
