"""The front page's list follows the register: it asks for what is newer, can be paused, and works without."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from tests.web.people import AINO, CHILD, HIDDEN, SECRET_MUNICIPALITY, SECRET_STREET
from tests.web.serving import serving
from tests.web.test_pages_in_browser import AXE

from vaki.postgres.environment import Pools
from vaki.register.events.notices import Occupation
from vaki.register.recorder import Recorder
from vaki.web import words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from playwright.async_api import Browser, Page
    from tests.web.serving import Service

    from vaki.postgres.environment import Environment

    Works = Callable[..., Awaitable[None]]

A_WHILE = 4_100
ROWS = "#feed tbody tr"
OTHER_TABLES = """
    select oid::regclass::text from pg_class
    where relnamespace in ('register'::regnamespace, 'disclosure'::regnamespace)
        and relkind in ('r', 'p') and not relispartition and relname <> 'change'
"""
ASKED = re.compile(r'hx-get="([^"]+)"')


@pytest.fixture(scope="module")
async def works(peopled: Environment) -> AsyncIterator[Works]:
    """Makes persons take up work, one event each."""
    async with await Pools.open(peopled, size=2) as pools, Recorder(pools.register) as recorder:
        trades = count()

        async def record(*codes: str) -> None:
            for code in codes:
                await recorder.record(Occupation(person=code, occupation=f"Majakanvartija {next(trades)}"))

        await record(AINO)
        yield record


def ledger_rows(environment: Environment) -> int:
    with psycopg.connect(environment.disclosure_url) as connection:
        row = connection.execute("select count(*) from disclosure.ledger").fetchone()
    assert row
    return int(row[0])


@asynccontextmanager
async def asked_by(sandbox: Service, language: str = "fi") -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A client, and the address that a fresh front page's list asks."""
    async with httpx.AsyncClient(base_url=sandbox.url, timeout=20) as client:
        found = ASKED.search((await client.get(f"/{language}/")).text)
        assert found
        yield client, found.group(1)


async def test_while_nothing_is_newer_the_answer_is_empty_and_nothing_is_disclosed(
    sandbox: Service, works: Works, peopled: Environment
) -> None:
    async with asked_by(sandbox) as (client, address):
        before = ledger_rows(peopled)
        answer = await client.get(address)
        assert (answer.status_code, answer.content) == (204, b"")
        assert ledger_rows(peopled) == before
        assert "no-store" in answer.headers["cache-control"]
        await works(CHILD)
        answer = await client.get(address)
        assert answer.status_code == 200
        assert CHILD in answer.text
        assert "<html" not in answer.text
        assert ledger_rows(peopled) == before + 1


async def test_nobodys_data_is_read_while_nothing_is_newer(
    sandbox: Service, works: Works, peopled: Environment
) -> None:
    """Every table but the log of changes is out of reach, and the answer comes all the same."""
    assert peopled.owner_url is not None
    async with asked_by(sandbox) as (client, address):
        with psycopg.connect(peopled.owner_url) as owner:
            names = owner.execute(OTHER_TABLES).fetchall()
            assert {("disclosure.ledger",), ("disclosure.permit",), ("register.person",)} <= set(names)
            owner.execute("set local lock_timeout = '10s'")
            owner.execute(f"lock table {', '.join(name for (name,) in names)} in access exclusive mode")
            assert (await client.get(address, timeout=5)).status_code == 204
            owner.rollback()


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(("many", "text"), [(1, "one-new"), (2, "many-new"), (6, "at-least-new")])
async def test_a_short_sentence_says_how_many_are_new(
    sandbox: Service, works: Works, language: str, many: int, text: str
) -> None:
    async with asked_by(sandbox, language) as (client, address):
        await works(*[AINO, CHILD, HIDDEN][: min(many, 3)], *[AINO] * (many - 3))
        told = (await client.get(address)).text
    sentence = words.catalogue()[f"feed.{text}"][language].format(count=min(many, 5))
    assert f'<p id="live-news" hx-swap-oob="innerHTML">{sentence}</p>' in told


async def test_the_list_is_told_as_production_would_tell_it(
    sandbox: Service, works: Works, peopled: Environment
) -> None:
    async with asked_by(sandbox) as (client, address):
        await works(HIDDEN)
        told = (await client.get(address)).text
    assert HIDDEN in told
    assert SECRET_STREET not in told
    assert SECRET_MUNICIPALITY not in told
    with psycopg.connect(peopled.disclosure_url) as connection:
        last = "select operation, product, channel from disclosure.ledger order by ledger_id desc limit 1"
        assert connection.execute(last).fetchone() == ("changes", "mutpT1x", "page")


async def test_a_register_begun_anew_is_shown_though_its_keys_are_smaller(sandbox: Service, works: Works) -> None:
    async with asked_by(sandbox) as (client, address):
        later = re.sub(r"\d+/$", "999999999999/", address)
        answer = await client.get(later)
    assert answer.status_code == 200
    assert words.catalogue()["feed.started-over"]["fi"] in answer.text


@pytest.mark.parametrize("key", ["-1", "x", "1.5", "9" * 5000])
async def test_a_key_that_is_none_is_never_an_error_of_the_service(sandbox: Service, works: Works, key: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        assert (await client.get(f"/fi/muutokset/{key}/")).status_code in {400, 404}


def test_outside_the_sandbox_there_is_no_live_list_and_no_script(
    sandbox_variables: dict[str, str], tmp_path: Path
) -> None:
    variables = {name: value for name, value in sandbox_variables.items() if name != "VAKI_SANDBOX"}
    with serving(variables, tmp_path / "serve.log") as service:
        assert httpx.get(f"{service.url}/fi/muutokset/1/").status_code == 404
        front = httpx.get(f"{service.url}/fi/")
        assert "<script" not in front.text
        assert "script-src" not in front.headers["content-security-policy"]


@asynccontextmanager
async def front_page(
    browser: Browser, sandbox: Service, language: str = "fi", **options: Any
) -> AsyncIterator[tuple[Page, list[str]]]:
    """The front page with its clock in the test's hands, and what its console said."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, **options)
    try:
        page = await context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if options.get("java_script_enabled", True):
            await page.clock.install()
        await page.goto(f"{sandbox.url}/{language}/")
        yield page, complaints
    finally:
        await context.close()


async def newest(page: Page) -> str:
    return await page.locator(ROWS).first.inner_text()


async def test_a_new_change_appears_without_a_reload(browser: Browser, sandbox: Service, works: Works) -> None:
    await works(CHILD)
    async with front_page(browser, sandbox) as (page, complaints):
        assert CHILD in await newest(page)
        await page.evaluate("window.sameDocument = true")
        place = await page.locator("#feed").bounding_box()
        await page.locator("#live-pause").focus()
        for code in (HIDDEN, AINO):
            await works(code)
            await page.clock.run_for(A_WHILE)
            await page.locator(f"{ROWS}:first-child", has_text=code).wait_for()
        assert await page.locator("#live-news").inner_text() == words.catalogue()["feed.one-new"]["fi"]
        assert await page.evaluate("window.sameDocument")
        assert await page.locator("#feed").bounding_box() == place, "what is new moves nothing"
        assert await page.evaluate("document.activeElement.id") == "live-pause"
        kept = await page.evaluate("[Object.values(localStorage), Object.values(sessionStorage)]")
        assert kept == [[], ["/fi/"]], "htmx keeps the page's own path and nothing of what is on it"
        assert complaints == []


async def requests_made(page: Page, times: int = 2) -> list[str]:
    """What the list asks in this many rounds."""
    made: list[str] = []
    page.on("request", lambda request: made.append(urlsplit(request.url).path))
    for _ in range(times):
        await page.clock.run_for(A_WHILE)
    return [path for path in made if "/muutokset/" in path]


async def test_a_paused_list_asks_nothing_until_it_goes_on(browser: Browser, sandbox: Service, works: Works) -> None:
    await works(CHILD)
    async with front_page(browser, sandbox, "en") as (page, _complaints):
        pause = page.get_by_role("checkbox", name=words.catalogue()["feed.pause"]["en"])
        await pause.check()
        await works(HIDDEN)
        assert await requests_made(page) == []
        assert CHILD in await newest(page)
        await pause.uncheck()
        await page.clock.run_for(A_WHILE)
        await page.locator(f"{ROWS}:first-child", has_text=HIDDEN).wait_for()


async def test_an_answer_under_way_when_the_reader_pauses_changes_nothing(
    browser: Browser, sandbox: Service, works: Works
) -> None:
    await works(CHILD)
    async with front_page(browser, sandbox) as (page, _complaints):
        await works(HIDDEN)

        async def pause_first(route: Any) -> None:
            answer = await route.fetch()
            await page.locator("#live-pause").check()
            await route.fulfill(response=answer)

        await page.route("**/fi/muutokset/**", pause_first)
        async with page.expect_response("**/fi/muutokset/**") as caught:
            await page.clock.run_for(A_WHILE)
        assert (await caught.value).status == 200
        await page.clock.run_for(A_WHILE)
        assert CHILD in await newest(page)
        assert await page.locator("#live-news").inner_text() == ""


async def test_a_page_that_nobody_looks_at_asks_nothing(browser: Browser, sandbox: Service, works: Works) -> None:
    async with front_page(browser, sandbox) as (page, _complaints):
        await page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
        assert await requests_made(page) == []
        await page.evaluate("delete document.hidden")
        async with page.expect_response("**/fi/muutokset/**") as caught:
            await page.clock.run_for(A_WHILE)
        assert (await caught.value).status == 204


async def test_a_service_that_does_not_answer_is_told_of_until_it_does(
    browser: Browser, sandbox: Service, works: Works
) -> None:
    async with front_page(browser, sandbox) as (page, _complaints):
        silent = page.locator("#live-silent")
        assert not await silent.is_visible()
        await page.route("**/fi/muutokset/**", lambda route: route.abort())
        await page.clock.run_for(A_WHILE)
        await silent.wait_for(state="visible")
        await page.unroute("**/fi/muutokset/**")
        await page.clock.run_for(A_WHILE)
        await silent.wait_for(state="hidden")


async def test_screen_readers_are_told_the_sentence_and_not_the_table(
    browser: Browser, sandbox: Service, works: Works
) -> None:
    async with front_page(browser, sandbox, bypass_csp=True, reduced_motion="reduce") as (page, _complaints):
        assert await page.locator("[aria-live=polite] #live-news").count() == 1
        assert await page.locator("[aria-live] table, [role=status] table").count() == 0
        await works(CHILD, HIDDEN)
        await page.clock.run_for(A_WHILE)
        await page.locator("#live-news", has_text="2").wait_for()
        assert await page.evaluate("document.getAnimations().length") == 0
        await page.evaluate(AXE)
        found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [violation["id"] for violation in found["violations"]] == []


async def test_without_javascript_the_button_brings_what_is_new(
    browser: Browser, sandbox: Service, works: Works
) -> None:
    await works(CHILD)
    async with front_page(browser, sandbox, java_script_enabled=False) as (page, _complaints):
        assert CHILD in await newest(page)
        assert not await page.locator("#live-pause").is_visible()
        await works(HIDDEN)
        await page.get_by_role("link", name=words.catalogue()["feed.refresh"]["fi"]).click()
        await page.locator(f"{ROWS}:first-child", has_text=HIDDEN).wait_for()


async def test_all_that_the_front_page_loads_is_under_100_kilobytes_without_data(
    sandbox: Service, works: Works
) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        page = (await client.get("/fi/")).text
        loaded = re.findall(r'(?:<script src|rel="stylesheet" href)="([^"]+)"', page)
        sizes = {"page": len(page.encode())} | {one: len((await client.get(one)).content) for one in loaded}
        caches = [(await client.get(one)).headers["cache-control"] for one in loaded]
    assert len(loaded) == 3
    assert all("immutable" in cache for cache in caches)
    assert sum(sizes.values()) < 100_000, sizes
