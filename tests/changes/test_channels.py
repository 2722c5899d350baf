"""The channel of a call follows from where it comes from, never from what it says."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.changes.people import AINO, TODAY
from tests.changes.serving import HOLDER, Account, Service

from vaki.changes.routes import XROAD_SERVICES
from vaki.disclosure import deployment, permits
from vaki.disclosure.credentials import add_credential
from vaki.exchange import trust

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

SECURITY_SERVER = "127.0.0.2"
OURS = "FI/MUN/0204819-8/vaesto"
PATH = f"/api/v1/kirjausavain/{TODAY}"


async def give(service: Service, *, limits: dict[str, Any] | None = None, **terms: Any) -> Account:
    async with service.pools.disclosure.acquire() as connection:
        permit_id = await permits.add_permit(connection, holder=HOLDER, product="OPPIJA", **terms)
        made = await add_credential(connection, permit_id, **(limits or {}))
    return Account(made.user, made.password)


@asynccontextmanager
async def caller_at(service: Service, address: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(base_url=service.address, transport=transport) as client:
        yield client


@pytest.fixture
async def trusted(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    """A client at the security server's address."""
    async with service.pools.disclosure.acquire() as connection:
        await trust.add_network(connection, SECURITY_SERVER)
    async with caller_at(service, SECURITY_SERVER) as client:
        yield client
    async with service.pools.disclosure.acquire() as connection:
        await trust.remove_network(connection, SECURITY_SERVER)


async def get(client: httpx.AsyncClient, account: Account, path: str = PATH, **headers: str) -> str:
    """`200`, or the type of the refusal."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = await client.get(path, auth=account.basic, headers=named)
    return "200" if answer.status_code == 200 else str(answer.json()["type"])


async def test_headers_and_paths_of_the_xroad_prove_nothing(service: Service) -> None:
    by_xroad, direct = await give(service, channels=["xroad"]), await give(service)
    for path in (PATH, *(f"{prefix}{PATH}" for prefix in XROAD_SERVICES)):
        for said in ({}, {"X_Road_Client": OURS}, {"X_Road_Client": OURS, "X_Forwarded_For": SECURITY_SERVER}):
            assert await get(service.plain, by_xroad, path, **said) == "WrongChannel"
            assert await get(service.plain, direct, path, **said) == "200"


async def test_a_security_server_brings_calls_of_the_client_it_names(
    service: Service, trusted: httpx.AsyncClient
) -> None:
    anybody = await give(service, channels=["xroad"])
    limited = await give(service, channels=["xroad"], xroad_clients=[OURS])
    direct = await give(service)
    assert await get(trusted, anybody, X_Road_Client=OURS) == "200"
    assert await get(trusted, limited, X_Road_Client=OURS) == "200"
    assert await get(trusted, limited, X_Road_Client=f"{OURS}2") == "WrongClient"
    assert await get(trusted, anybody) == "ClientMissing"
    assert await get(trusted, direct, X_Road_Client=OURS) == "WrongChannel"
    assert await get(trusted, Account(anybody.user, "wrong"), X_Road_Client=OURS) == "WrongCredentials"


async def test_the_ledger_keeps_the_channel_and_what_a_security_server_said(
    service: Service, trusted: httpx.AsyncClient
) -> None:
    account = await give(service, channels=["direct", "xroad"])
    said = {"X-Road-Client": OURS, "X-Road-UserId": "FIvirkailija7"}
    for client in (trusted, service.plain):
        answer = await client.post("/api/v1/perustiedot", json={"hetulista": [AINO]}, auth=account.basic, headers=said)
        assert answer.status_code == 200
    kept = await service.pools.disclosure.fetch(
        "select channel, address, client, end_user from disclosure.ledger order by ledger_id desc limit 2"
    )
    assert [tuple(row) for row in kept] == [
        ("direct", "127.0.0.1", None, None),
        ("xroad", SECURITY_SERVER, OURS, "FIvirkailija7"),
    ]


async def test_trust_ends_with_the_next_call(service: Service, trusted: httpx.AsyncClient) -> None:
    account = await give(service, channels=["xroad"])
    assert await get(trusted, account, X_Road_Client=OURS) == "200"
    async with service.pools.disclosure.acquire() as connection:
        await trust.remove_network(connection, SECURITY_SERVER)
        assert await get(trusted, account, X_Road_Client=OURS) == "WrongChannel"
        await trust.add_network(connection, SECURITY_SERVER)
    assert await get(trusted, account, X_Road_Client=OURS) == "200"


async def test_a_permit_and_a_credential_can_be_tied_to_networks(service: Service) -> None:
    elsewhere = await give(service, addresses=["127.0.0.8/29"])
    tied = await give(service, addresses=["127.0.0.0/8"], limits={"addresses": ["127.0.0.9"]})
    async with caller_at(service, "127.0.0.9") as client:
        assert await get(client, elsewhere) == "200"
        assert await get(client, tied) == "200"
    assert await get(service.plain, elsewhere) == "WrongAddress"
    assert await get(service.plain, tied, X_Forwarded_For="127.0.0.9") == "WrongAddress"


async def test_a_credential_takes_no_more_than_its_own_channels_and_clients(
    service: Service, trusted: httpx.AsyncClient
) -> None:
    direct = await give(service, channels=["direct", "xroad"], limits={"channels": ["direct"]})
    assert await get(service.plain, direct) == "200"
    assert await get(trusted, direct, X_Road_Client=OURS) == "WrongChannel"
    one = await give(service, channels=["xroad"], limits={"xroad_clients": [OURS]})
    assert await get(trusted, one, X_Road_Client=OURS) == "200"
    assert await get(trusted, one, X_Road_Client="FI/MUN/1/other") == "WrongClient"


@pytest.fixture
def xroad_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment that does not allow direct access, as it is unless it says otherwise."""
    monkeypatch.delenv(deployment.DIRECT_VARIABLE)
    deployment.deployment.cache_clear()
    yield
    deployment.deployment.cache_clear()


async def test_without_direct_access_only_an_exempt_permit_is_used_directly(
    service: Service, trusted: httpx.AsyncClient, xroad_only: None
) -> None:
    ordinary = await give(service, channels=["direct", "xroad"])
    exempt = await give(service, exception=True)
    assert await get(service.plain, ordinary) == "DirectAccessRefused"
    assert await get(service.plain, exempt) == "200"
    assert await get(trusted, ordinary, X_Road_Client=OURS) == "200"
    assert await get(service.plain, service.accounts["sandbox"]) == "200"
