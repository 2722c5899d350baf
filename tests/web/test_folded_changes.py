"""A change of many groups is told by what has happened: what it withholds first, the former homes folded away."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import httpx
import pytest
from tests.web.people import AINO, CHILD
from tests.web.test_pages_in_browser import AXE, LANGUAGES, PHONE, SCHEMES

from vaki.postgres.environment import Pools
from vaki.register.events.notices import Occupation
from vaki.register.events.protection import ProtectionBegun
from vaki.register.events.whereabouts import MoveToStay
from vaki.register.recorder import Recorder
from vaki.web import words
from vaki.web.feed import SHOWN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page
    from tests.web.serving import Service

    from vaki.postgres.environment import Environment

FORMER_HOMES = 3
"""The places of stay that she has left; of the home before them only the address was known."""
WIDE = 1280
ROW = "#feed tbody tr:has(details[id$=homes])"
HOMES = f"{ROW} details[id$=homes]"
PAST = ("EDELLINEN_KOTIKUNTA", "ENTINEN_OLINPAIKASSA_ASUMINEN")
LOOKS: list[tuple[str, int, Literal["light", "dark"]]] = [
    ("fi", PHONE, "light"),
    ("sv", WIDE, "dark"),
    *((language, width, scheme) for language in LANGUAGES for width in (PHONE, WIDE) for scheme in SCHEMES),
]
SHORT = 2
"""Looks of the normal run."""


@pytest.fixture(scope="module")
async def recorder(peopled: Environment) -> AsyncIterator[Recorder]:
    """Takes events, after one has moved about and been granted a protection."""
    async with await Pools.open(peopled, size=2) as pools, Recorder(pools.register) as open_recorder:
        for year, municipality in ((2020, "837"), (2021, "091"), (2022, "536"), (2023, "837")):
            await open_recorder.record(
                MoveToStay(person=(AINO,), municipality=municipality, kind=902, day=date(year, 5, 1))
            )
        await open_recorder.record(ProtectionBegun(person=AINO))
        yield open_recorder


@asynccontextmanager
async def front_page(browser: Browser, sandbox: Service, language: str, **options: Any) -> AsyncIterator[Page]:
    context = await browser.new_context(**{"viewport": {"width": WIDE, "height": 800}, **options})
    try:
        page = await context.new_page()
        if options.get("java_script_enabled", True):
            await page.clock.install()
        await page.goto(f"{sandbox.url}/{language}/")
        yield page
    finally:
        await context.close()


def said(name: str, language: str, **values: object) -> str:
    return words.catalogue()[f"feed.{name}"][language].format(**values)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_protection_is_told_by_what_it_withholds_and_its_former_homes_are_counted(
    browser: Browser, sandbox: Service, recorder: Recorder, language: str
) -> None:
    del recorder
    async with front_page(browser, sandbox, language, java_script_enabled=False) as page:
        row = page.locator(ROW).first
        shown = await row.inner_text()
        assert f"TURVAKIELTO {said('LISATTY', language)}. {said('withheld', language, groups='')}" in shown
        assert shown.index("VAKINAINEN_KOTIMAINEN_OSOITE") < shown.index(
            said("homes-many", language, count=FORMER_HOMES)
        )
        assert not any(kind in shown for kind in PAST)
        summary = page.locator(f"{HOMES} summary").first
        await summary.focus()
        await page.keyboard.press("Enter")
        opened = await row.inner_text()
        assert all(kind in opened for kind in PAST)


async def test_every_group_of_a_change_is_there_to_be_opened(sandbox: Service, recorder: Recorder) -> None:
    del recorder
    async with httpx.AsyncClient(base_url=sandbox.url, timeout=20, auth=("mutpT1x", "pwd")) as client:
        front = (await client.get("/fi/")).text.replace("<wbr>", "")
        asked = {"viimeisinKirjausavain": 0, "hetulista": [AINO, CHILD]}
        items = (await client.post("/api/v1/muutokset", json=asked)).json()["muutokset"]
    rows = re.findall(r"<tr role=.*?</tr>", front[front.index('id="feed"') :], re.DOTALL)[1 : 1 + SHOWN]
    newest = items[::-1][:SHOWN]
    told = [{group["tietoryhma"] for group in item["tietoryhmat"]} for item in newest]
    assert any("TURVAKIELTO" in kinds and len(kinds) > 15 for kinds in told)
    for row, item, kinds in zip(rows, newest, told, strict=True):
        assert item["henkilotunnus"] in row
        assert {kind for kind in kinds if kind not in row} == set()


async def test_what_a_reader_has_opened_stays_open_and_keeps_the_focus_when_something_new_comes(
    browser: Browser, sandbox: Service, recorder: Recorder
) -> None:
    async with front_page(browser, sandbox, "fi") as page:
        await page.locator(f"{HOMES} summary").first.focus()
        await page.keyboard.press("Enter")
        focused = await page.evaluate("document.activeElement.id")
        await recorder.record(Occupation(person=CHILD, occupation="Majakanvartija"))
        await page.clock.run_for(4_100)
        await page.locator("#feed tbody tr:first-child", has_text=CHILD).wait_for()
        assert await page.locator(HOMES).first.evaluate("one => one.open")
        assert await page.evaluate("document.activeElement.id") == focused != ""


@pytest.mark.parametrize(
    "look", [*LOOKS[:SHORT], *(pytest.param(look, marks=pytest.mark.long) for look in LOOKS[SHORT:])], ids=str
)
async def test_axe_finds_nothing_with_everything_open(
    browser: Browser, sandbox: Service, recorder: Recorder, look: tuple[str, int, Literal["light", "dark"]]
) -> None:
    del recorder
    language, width, scheme = look
    options: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    async with front_page(browser, sandbox, language, **options) as page:
        await page.evaluate("document.querySelectorAll('#feed details').forEach(one => { one.open = true })")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        await page.evaluate(AXE)
        found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
