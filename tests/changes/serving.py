"""The interface served over real HTTP by Granian, over the small register and some permits."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette
from tests.changes import people
from tests.changes.described import check_answer

from vaki.changes.routes import Limits, routes
from vaki.codes import business
from vaki.disclosure import permits
from vaki.disclosure.credentials import add_credential
from vaki.postgres.environment import Pools
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vaki.postgres.environment import Environment

BODY_BYTES = 4 * 1024 * 1024
HOLDER = business.make(2_000_000)


@dataclass(frozen=True)
class Account:
    """User name and password of a permit."""

    user: str
    password: str

    @property
    def basic(self) -> httpx.BasicAuth:
        return httpx.BasicAuth(self.user, self.password)

    @property
    def older(self) -> dict[str, str]:
        return {"MUTP-Tunnus": self.user, "MUTP-Salasana": self.password}


@dataclass(frozen=True)
class Service:
    """A running service. Every answer that `client` gets is held against the served description."""

    address: str
    client: httpx.AsyncClient
    plain: httpx.AsyncClient
    pools: Pools
    recorder: Recorder
    accounts: dict[str, Account]
    residents: list[str] = field(default_factory=list)

    async def get(self, path: str, account: str = "sandbox") -> httpx.Response:
        return await self.client.get(f"/api/v1{path}", auth=self.accounts[account].basic)

    async def post(self, path: str, body: Any, account: str = "sandbox") -> httpx.Response:
        return await self.client.post(f"/api/v1{path}", json=body, auth=self.accounts[account].basic)


async def give_permits(pools: Pools) -> dict[str, Account]:
    today = permits.today()
    day = timedelta(days=1)
    wanted: dict[str, dict[str, Any]] = {
        "nokia": {"product": "K2000", "municipalities": [people.NOKIA]},
        "nokia too": {"product": "K2000", "municipalities": [people.NOKIA]},
        "xroad": {"product": "OPPIJA", "channels": ["xroad"]},
        "ended": {"product": "OPPIJA", "valid_from": today - 9 * day, "valid_until": today - day},
        "coming": {"product": "OPPIJA", "valid_from": today + day},
    }
    accounts = {"sandbox": Account("mutpT1x", "pwd"), "entitled": Account("mutpT1", "pwd")}
    async with pools.disclosure.acquire() as connection:
        for name, permit in wanted.items():
            permit_id = await permits.add_permit(connection, holder=HOLDER, **permit)
            credential = await add_credential(connection, permit_id)
            accounts[name] = Account(credential.user, credential.password)
    return accounts


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def served(pools: Pools, limits: Limits) -> AsyncIterator[str]:
    """Granian with the interface in this loop; its address."""
    app = Starlette(routes=routes(limits))
    app.state.pools = pools
    app.state.sandbox = True
    port = free_port()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=address) as probe:
            for _ in range(200):
                try:
                    await probe.get("/api/v1/openapi.json")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.02)
        yield address
    finally:
        server.stop()  # type: ignore[no-untyped-call]
        await serving


@asynccontextmanager
async def settled(environment: Environment, limits: Limits) -> AsyncIterator[Service]:
    """The small register in an empty environment, its permits, and the service over it."""
    async with await Pools.open(environment, size=4) as pools, Recorder(pools.register) as recorder:
        await people.settle(pools)
        accounts = await give_permits(pools)
        residents = [row["code"] for row in await pools.register.fetch("select code from register.person")]
        async with (
            served(pools, limits) as address,
            httpx.AsyncClient(base_url=address, event_hooks={"response": [check_answer]}) as client,
            httpx.AsyncClient(base_url=address) as plain,
        ):
            yield Service(address, client, plain, pools, recorder, accounts, residents)
