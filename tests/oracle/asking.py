"""Every way to ask, over real HTTP, and what came back as bytes.

A new way is a row of `WAYS`.
"""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

import httpx
from tests.changes.serving import HOLDER, served

from vaki.changes.routes import Limits
from vaki.disclosure import credentials, permits, products
from vaki.disclosure.permits import DIRECT
from vaki.disclosure.products import ProtectionRule, Selection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from vaki.disclosure.products import Product
    from vaki.postgres.environment import Pools

Path = Literal["base", "change", "week", "stream", "error"]
Body = dict[str, Any]
STREAM: Final = {"Accept": "application/x-ndjson"}
NARROW: Final = ["TURVAKIELTO", "VAKINAINEN_KOTIMAINEN_OSOITE", "KOTIKUNTA", "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"]


@dataclass(frozen=True)
class Way:
    """One kind of request. `body` is made of the codes asked about and a change key."""

    path: Path
    url: str
    body: Callable[[list[str], int], Body | None]
    for_municipalities: bool = False
    """Only for those whose permit selects by municipality."""
    headers: dict[str, str] = field(default_factory=dict)


def _whole(_codes: list[str], _key: int) -> Body:
    return {}


WAYS: Final = (
    Way("base", "/perustiedot", lambda codes, _: {"hetulista": codes}),
    Way("base", "/perustiedot", lambda codes, _: {"hetulista": codes, "tietoryhmat": NARROW}),
    Way("base", "/perustiedot", _whole, for_municipalities=True),
    Way("change", "/muutokset", lambda codes, key: {"hetulista": codes, "viimeisinKirjausavain": key}),
    Way("change", "/muutokset", lambda _, key: {"viimeisinKirjausavain": key}, for_municipalities=True),
    Way("week", "/perustiedot-vko", lambda codes, _: {"hetulista": codes}),
    Way("week", "/perustiedot-vko", _whole, for_municipalities=True),
    Way("week", "/perustiedot-vko", _whole, for_municipalities=True, headers=STREAM),
    Way("stream", "/perustiedot", _whole, for_municipalities=True, headers=STREAM),
    Way("stream", "/perustiedot", _whole, for_municipalities=True, headers={**STREAM, "Accept-Encoding": "gzip"}),
    Way("stream", "/perustiedot", _whole, for_municipalities=True, headers={**STREAM, "Accept-Encoding": "zstd"}),
    Way("error", "/perustiedot", lambda codes, _: {"hetulista": codes, "tietoryhmat": codes}),
    Way("error", "/perustiedot", lambda codes, _: {"hetulista": codes, "kuntakoodit": ["091"]}),
    Way("error", "/perustiedot", lambda _codes, _: {"kuntakoodit": ["049"]}),
    Way("error", "/muutokset", lambda codes, _: {"hetulista": codes, "viimeisinKirjausavain": 2**62}),
    Way("error", "/muutokset", lambda codes, _: {"hetulista": codes, "viimeisinKirjausavain": codes}),
)


@dataclass(frozen=True)
class Account:
    """Someone who may ask: a product's permit holder, or one entitled to what is protected."""

    name: str
    product: Product
    user: str
    password: str
    entitled: bool = False

    @property
    def told_the_town(self) -> bool:
        return self.product.protection is ProtectionRule.ONLY_HOME_MUNICIPALITY

    @property
    def by_municipality(self) -> bool:
        return self.product.selection is not Selection.CODES


@dataclass(frozen=True)
class Answer:
    """All bytes of one answer as they went over the wire, still compressed."""

    status: int
    head: bytes
    body: bytes


@dataclass
class Asker:
    """Asks over HTTP, each request with a connection that answers raw bytes."""

    client: httpx.AsyncClient

    async def ask(self, account: Account, way: Way, codes: list[str], key: int) -> Answer:
        request = self.client.build_request(
            "POST",
            f"/api/v1{way.url}",
            json=way.body(codes, key),
            headers={"Accept-Encoding": "identity", **way.headers},
        )
        answer = await self.client.send(request, auth=httpx.BasicAuth(account.user, account.password), stream=True)
        body = b"".join([part async for part in answer.aiter_raw()])
        await answer.aclose()
        head = b"\r\n".join(name + b": " + value for name, value in answer.headers.raw)
        return Answer(answer.status_code, head, body)

    def ways(self, account: Account, path: Path | None = None) -> list[Way]:
        return [
            way
            for way in WAYS
            if (path is None or way.path == path) and (account.by_municipality or not way.for_municipalities)
        ]


async def accounts(pools: Pools, towns: list[str]) -> list[Account]:
    """One for every product that hides something, and one who is entitled to everything for each of them."""
    made = [
        Account("mutpT1x", products.get("mutpT1x"), "mutpT1x", "pwd"),
        Account("mutpT1", products.get("mutpT1"), "mutpT1", "pwd", entitled=True),
    ]
    for product in products.newest():
        if not product.grantable or product.protection is ProtectionRule.EVERYTHING:
            continue
        terms: dict[str, Any] = {"municipalities": towns} if product.selection is Selection.MUNICIPALITY else {}
        terms["purposes"] = [purpose.code for purpose in product.purposes]
        terms["valid_from"] = date(2020, 1, 1)
        for entitled in (False, True):
            async with pools.disclosure.acquire() as connection:
                permit_id = await permits.add_permit(
                    connection,
                    holder=HOLDER,
                    product=product.name,
                    protected="all" if entitled else "none",
                    channels=[DIRECT],
                    **terms,
                )
                given = await credentials.add_credential(connection, permit_id)
            name = f"{product.name} entitled" if entitled else product.name
            made.append(Account(name, product, given.user, given.password, entitled))
    return made


@asynccontextmanager
async def asking(pools: Pools) -> AsyncIterator[Asker]:
    """The interface served by Granian, and somebody to ask it."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(served(pools, Limits()))
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=address, timeout=60))
        yield Asker(client)
