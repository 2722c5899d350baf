"""Each refusal of a caller who has proven the password: its status, its type, and nothing of the permit's holder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.changes.people import HELSINKI, TODAY
from tests.changes.serving import HOLDER, Account

from vaki.disclosure import permits
from vaki.disclosure.credentials import add_credential

if TYPE_CHECKING:
    import httpx
    from tests.changes.serving import Service


async def give(service: Service, quota: int | None = None) -> tuple[int, Account]:
    async with service.pools.disclosure.acquire() as connection:
        permit_id = await permits.add_permit(connection, holder=HOLDER, product="OPPIJA", quota=quota)
        made = await add_credential(connection, permit_id)
    return permit_id, Account(made.user, made.password)


async def ask(service: Service, account: Account) -> httpx.Response:
    return await service.client.get(f"/api/v1/kirjausavain/{TODAY}", auth=account.basic)


async def test_a_used_up_quota_is_429_with_whole_seconds_that_clients_accept(service: Service) -> None:
    _, account = await give(service, quota=2)
    answers = [await ask(service, account) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["type"] == "QuotaExceeded"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 600
    assert answers[-1].headers["Retry-After"].isdigit()


async def test_a_suspended_permit_is_refused_without_its_reason_and_let_in_when_resumed(service: Service) -> None:
    permit_id, account = await give(service)
    async with service.pools.disclosure.acquire() as connection:
        await permits.suspend_permit(connection, permit_id, "the register keeper asked for it")
    refused = await ask(service, account)
    assert (refused.status_code, refused.json()["type"]) == (403, "PermitSuspended")
    assert set(refused.json()) == {"type", "message", "detail"}
    assert "keeper" not in refused.text
    assert HOLDER not in json.dumps(refused.json())
    async with service.pools.disclosure.acquire() as connection:
        await permits.resume_permit(connection, permit_id)
    assert (await ask(service, account)).status_code == 200


async def test_another_municipality_is_403(service: Service) -> None:
    refused = await service.post("/perustiedot", {"kuntakoodit": [HELSINKI]}, "nokia")
    assert (refused.status_code, refused.json()["type"]) == (403, "OtherMunicipality")
