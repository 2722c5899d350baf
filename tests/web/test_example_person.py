"""The sandbox's front page shows one person through the door: in the ledger, censored, and named nowhere else."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest
from tests.web import people
from tests.web.serving import serving

from vaki.register.events.death import Death
from vaki.register.events.protection import ProtectionBegun
from vaki.register.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser
    from tests.web.serving import Service

    from vaki.postgres.environment import Environment, Pools

    Connection = asyncpg.Connection[Any]


@pytest.fixture
async def ledger(peopled: Environment) -> AsyncIterator[Connection]:
    assert peopled.owner_url is not None
    connection = await asyncpg.connect(peopled.owner_url)
    yield connection
    await connection.close()


async def page(sandbox: Service, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        return await client.get(path)


async def last_rows(ledger: Connection, after: int) -> list[asyncpg.Record]:
    return await ledger.fetch("select * from disclosure.ledger where ledger_id > $1 order by ledger_id", after)


async def head(ledger: Connection) -> int:
    found: int = await ledger.fetchval("select coalesce(max(ledger_id), 0) from disclosure.ledger")
    return found


async def test_an_example_is_shown_with_its_facts(sandbox: Service) -> None:
    shown = html.unescape((await page(sandbox, "/fi/")).text)
    for text in ("Lumikki Tarina", people.AINO, "36 v", "Nokia", "Koulukatu 7 B 12", "ruotsi", "Helmi Tarina"):
        assert text in shown


async def test_every_showing_is_in_the_ledger_before_it_leaves(sandbox: Service, ledger: Connection) -> None:
    await page(sandbox, "/fi/")
    before = await head(ledger)
    await page(sandbox, "/fi/?esimerkki=1")
    (row,) = await last_rows(ledger, before)
    assert (row["channel"], row["end_user"], row["product"]) == ("page", "front page", "mutpT1x")
    assert row["subjects"] == [1]
    assert row["mentioned"] == [2]


async def test_the_protected_example_has_the_banner_first_and_no_address(sandbox: Service, ledger: Connection) -> None:
    before = await head(ledger)
    shown = html.unescape((await page(sandbox, "/fi/?turvakielto=1")).text)
    assert "Kätkö Varjola" in shown
    main = shown.split("<main", 1)[1]
    assert main.index("protected-banner") < main.index("<h1")
    assert main.count("Ei luovuteta turvakiellon vuoksi") == 2
    assert people.SECRET_STREET not in shown
    assert people.SECRET_MUNICIPALITY not in shown
    row = (await last_rows(ledger, before))[-1]
    assert row["subjects"] == [3]
    assert row["censored"] == [3]


@pytest.mark.parametrize("place", ["1", "2", "3", "99999", "0", "-1", "x", "²", "1" * 5000, "' or 1=1"])
async def test_any_place_in_the_list_is_somebody_living(sandbox: Service, place: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        answer = await client.get("/fi/", params={"esimerkki": place})
    assert answer.status_code == 200
    assert "persona-name" in answer.text
    assert "Menneinen" not in answer.text


async def test_another_person_is_a_link_away_and_no_address_tells_of_anybody(
    browser: Browser, sandbox: Service
) -> None:
    context = await browser.new_context(java_script_enabled=False)
    shown = await context.new_page()
    try:
        await shown.goto(f"{sandbox.url}/fi/")
        names = set()
        for link in ("Näytä toinen henkilö", "Näytä henkilö, jolla on turvakielto", "Näytä henkilö ilman turvakieltoa"):
            names.add(await shown.locator(".persona-name").inner_text())
            await shown.get_by_role("link", name=link).click()
            title, address = await shown.title(), urlsplit(shown.url)
            links = await shown.locator("[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
            for personal in people.SPOKEN_OF:
                assert personal not in title
                assert personal not in address.query
                assert not any(personal in one for one in links)
        assert names == {"Lumikki Tarina", "Helmi Tarina", "Kätkö Varjola"}
    finally:
        await context.close()


async def test_an_empty_register_says_how_to_fill_it_and_never_breaks(environment: Environment, tmp_path: Any) -> None:
    variables = {**environment.variables(), "VAKI_DATA": str(tmp_path), "VAKI_SANDBOX": "1"}
    with serving(variables, tmp_path / "serve.log") as service:
        answer = await page(service, "/fi/")
        assert answer.status_code == 200
        assert "Rekisteri ei vastaa" in answer.text
        connection = await asyncpg.connect(environment.register_url)
        await connection.execute(
            "insert into register.clock (mode, day, time, published) values ('simulated', $1, now(), $1)", people.TODAY
        )
        await connection.close()
        answer = await page(service, "/fi/")
        assert "./vaki seed" in answer.text


async def test_the_machines_interface_stands_beside_the_pages(sandbox: Service) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url, auth=("mutpT1x", "pwd")) as client:
        answer = await client.post("/api/v1/perustiedot", json={"hetulista": [people.AINO]})
        assert answer.status_code == 200
        assert [one["henkilotunnus"] for one in answer.json()["perustiedot"]] == [people.AINO]
        assert (await client.get("/api/v1/openapi.json")).status_code == 200


async def test_the_page_follows_life_and_never_shows_a_newly_protected_person_in_the_open(
    environment: Environment, pools: Pools, tmp_path: Any
) -> None:
    async with pools.register.acquire() as connection:
        await people.settle(connection)
    variables = {**environment.variables(), "VAKI_DATA": str(tmp_path), "VAKI_SANDBOX": "1"}
    with serving(variables, tmp_path / "serve.log") as service:
        assert "Lumikki Tarina" in (await page(service, "/fi/")).text
        async with Recorder(pools.register) as recorder:
            await recorder.record(ProtectionBegun(person=people.AINO, day=people.TODAY))
            await recorder.record(Death(person=people.HIDDEN, day=people.TODAY))
        ordinary = (await page(service, "/fi/")).text
        assert "Helmi Tarina" in ordinary
        assert "Lumikki Tarina" not in ordinary.split("persona-name", 1)[1].split("<dl", 1)[0]
        protected = html.unescape((await page(service, "/fi/?turvakielto=1")).text)
        assert "Lumikki Tarina" in protected
        assert "protected-banner" in protected
        assert "Koulukatu" not in protected
