"""Every address of the application asks who calls, or is public on purpose; no public one reads a person's row."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.rules.observing import PERSON_TABLES, observe
from tests.rules.serving import CENSORED, CLIENT, EVERYTHING, Service, clean_environment, copied, serve, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.observing import Observer

ROOT = Path(__file__).parents[2]
SERVICES = ("", *(f"/r1/{instance}/GOV/0245437-2/VTJmutpa/VTJmutpa" for instance in ("FI", "FI-TEST")))

# Reviewed: what stands here tells nothing of anybody, to anybody. The front page's example person is the sandbox's
# only, and comes through the door.
PUBLIC = {
    "/health/live",
    "/health/ready",
    *(f"{service}/api/v1/openapi.json" for service in SERVICES),
    "/static/*",
    "/{language}/",
    "/{language}/ryhmat/",
    "/{language}/ryhmat/<str:name>/",
}
WORLD = "/w/{world}"
PARTS = {"/{language}/_parts/"}
NEWER = "/{language}/muutokset/<int:key>/"
# What a form sends from the page of trials is asked under a public account, through the door; so is what has come to
# the front page's list since a key.
FIGURES = "/{language}/vaesto/"
PUBLIC_IN_MAIN = PARTS | {"/{language}/kokeile/", FIGURES, NEWER}
PUBLIC_IN_THE_SANDBOX = PUBLIC_IN_MAIN | {
    f"{WORLD}{address}" for address in PUBLIC | PUBLIC_IN_MAIN if "/health/" not in address
}
THROUGH_THE_DOOR = {"/{language}/", NEWER, f"{WORLD}/{{language}}/", f"{WORLD}{NEWER}"}
ANY = "*"
"""What the log shows of a part of a path that was not the service's own."""
AN_ADDRESS_OF = {
    "{language}": "fi",
    "{pvm}": "2020-01-01",
    "/static/*": "/static/vaki.css",
    "{world}": ANY,
    "{token}": ANY,
    "{name}": ANY,
    "<str:name>": ANY,
    "<int:key>": ANY,
}
READ_BY_ANYBODY = {"clock"}
READ_WITH_THE_PERMIT = READ_BY_ANYBODY | {"followed"}
"""What finding out who calls reads besides: a permit for a merged municipality is one for its successor, and `followed`
gives municipality codes only."""
SEALING = {"ledger", "ledger_waiting", "ledger_seal", "ledger_person", "make_partitions"}
"""What the sealer asks for every second, whoever calls."""
TELLS_THE_LEDGER = "insert into disclosure.ledger "


def walked(*, sandbox: bool, debug: bool = False) -> dict[str, list[str]]:
    """Address -> methods, with these settings."""
    settings = {
        "VAKI_SANDBOX": f"{int(sandbox)}",
        "VAKI_DEBUG": f"{int(debug)}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-m", "tests.rules.walking"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=clean_environment(**settings))
    return dict(json.loads(done.stdout))


def filled(address: str, world: str = ANY) -> str:
    for gap, value in (AN_ADDRESS_OF | {"{world}": world}).items():
        address = address.replace(gap, value)
    return address


@pytest.fixture(scope="module")
def production(seeded: Path) -> Iterator[Service]:
    """The same people served without the sandbox."""
    with copied(seeded) as data, serve(data, "--workers", "1") as service:
        yield service


@pytest.fixture(scope="module")
def observed(sandbox: Service) -> Observer:
    observer = observe(sandbox)
    assert until(sandbox.ready)
    return observer


@pytest.fixture(scope="module")
def observed_production(production: Service) -> Observer:
    observer = observe(production)
    assert until(production.ready)
    return observer


@pytest.fixture(scope="module")
def world(sandbox: Service, observed: Observer) -> str:
    """The token of a world whose database is observed too."""
    made = CLIENT.post(f"{sandbox.address}sandbox/worlds", auth=CENSORED.basic)
    with sandbox.superuser() as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'vaki_world_%'"):
            connection.execute(f"ALTER DATABASE \"{name}\" SET log_statement = 'all'".encode())
    return str(made.json()["token"])


def url_of(service: Service, address: str, world: str) -> str:
    """An address that the service answers: a key from before every change stands for any."""
    return f"{service.address}{filled(address.replace('<int:key>', '0'), world).removeprefix('/')}"


def asks_who_calls(service: Service, address: str, method: str, world: str) -> bool:
    url = url_of(service, address, world)
    answers = [
        CLIENT.request(method, url, json={} if method == "POST" else None, auth=auth)
        for auth in (None, httpx.BasicAuth(EVERYTHING.user, "wrong"), httpx.BasicAuth("nobody", "pwd"))
    ]
    assert all("api/v1" not in address or answer.status_code != httpx.codes.NOT_FOUND for answer in answers), address
    return all(answer.status_code == httpx.codes.UNAUTHORIZED for answer in answers)


@pytest.mark.parametrize("mode", ["production", "sandbox"])
def test_every_route_asks_who_calls_or_is_public_on_purpose(mode: str, request: pytest.FixtureRequest) -> None:
    service: Service = request.getfixturevalue(mode)
    world = request.getfixturevalue("world") if mode == "sandbox" else ANY
    routes = walked(sandbox=mode == "sandbox")
    public = {
        address
        for address, methods in routes.items()
        if not all(asks_who_calls(service, address, one, world) for one in methods)
    }
    assert public == PUBLIC | (PUBLIC_IN_THE_SANDBOX if mode == "sandbox" else set())


def test_development_opens_no_more_than_the_sandbox() -> None:
    assert walked(sandbox=False, debug=True).keys() - walked(sandbox=False).keys() == PARTS


def test_the_sandbox_opens_its_own_addresses_and_no_other() -> None:
    opened = walked(sandbox=True).keys() - walked(sandbox=False).keys()
    assert {address for address in opened if not address.startswith(("/sandbox/", f"{WORLD}/"))} == PUBLIC_IN_MAIN


def test_what_is_not_public_reads_nobody_before_it_knows_who_calls(
    sandbox: Service, observed: Observer, world: str
) -> None:
    for address, methods in walked(sandbox=True).items():
        if address not in PUBLIC | PUBLIC_IN_THE_SANDBOX:
            with observed.statements() as seen:
                assert all(asks_who_calls(sandbox, address, method, world) for method in methods)
            assert seen.named("register") <= READ_WITH_THE_PERMIT, address


@pytest.mark.parametrize(
    "address", [*sorted((PUBLIC | PUBLIC_IN_THE_SANDBOX) - THROUGH_THE_DOOR), "/", "/nothing/here"]
)
def test_no_public_address_reads_a_person(sandbox: Service, observed: Observer, world: str, address: str) -> None:
    with observed.statements() as seen:
        CLIENT.get(url_of(sandbox, address, world))
    figures = {"census"} if address.endswith(FIGURES) else set()
    assert seen.named("register") <= READ_BY_ANYBODY | figures
    assert seen.named("disclosure") <= SEALING
    assert not any(TELLS_THE_LEDGER in text for text in seen.texts)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_front_page_reads_no_person_outside_the_sandbox(
    production: Service, observed_production: Observer, language: str
) -> None:
    with observed_production.statements() as seen:
        answer = CLIENT.get(f"{production.address}{language}/", params={"esimerkki": "1", "turvakielto": "1"})
    assert answer.status_code == httpx.codes.OK
    assert seen.named("register") == READ_BY_ANYBODY
    assert seen.named("disclosure") <= SEALING
    assert not any(TELLS_THE_LEDGER in text for text in seen.texts)


@pytest.mark.parametrize("address", sorted(THROUGH_THE_DOOR))
def test_the_sandboxs_example_comes_through_the_door(
    sandbox: Service, observed: Observer, world: str, address: str
) -> None:
    with observed.statements() as seen:
        answer = CLIENT.get(url_of(sandbox, address, world))
    assert answer.status_code == httpx.codes.OK
    assert seen.named("register") & PERSON_TABLES
    read = max(at for at, text in enumerate(seen.texts) if "register.person" in text)
    told = [at for at, text in enumerate(seen.texts) if TELLS_THE_LEDGER in text]
    assert told, "somebody was shown and the ledger was not told"
    assert max(told) > read, "something was read after the last row of the ledger"


def test_the_observer_sees_what_is_read(sandbox: Service, observed: Observer) -> None:
    with observed.statements() as seen:
        CLIENT.post(f"{sandbox.api}/perustiedot", json={"hetulista": ["010190-999X"]}, auth=CENSORED.basic)
    assert {"person", "identity_code"} <= seen.named("register")
    assert "ledger" in seen.named("disclosure")
