"""Every page in a real browser: by axe's rules, on a phone and on a desk, light and dark, in three languages."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import axe_core_python
import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page
    from tests.web.serving import Service

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = ("", "?turvakielto=1", "_parts/", "no-such-page")
IN_ONE_LANGUAGE = ("fi/kokeile/", "sv/ryhmat/", "en/ryhmat/VAKINAINEN_KOTIMAINEN_OSOITE/")
LANGUAGES = ("fi", "sv", "en")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE, DESK = 360, 1280


@asynccontextmanager
async def opened(
    browser: Browser, address: str, width: int = DESK, scheme: Literal["light", "dark"] = "light", **options: Any
) -> AsyncIterator[tuple[Page, list[str]]]:
    """The page and what its console said, the answer's own 404 left out."""
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", **options
    )
    try:
        page = await context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        yield page, [text for text in complaints if "404 (Not Found)" not in text]
    finally:
        await context.close()


@pytest.mark.parametrize("look", [(width, scheme) for width in (PHONE, DESK) for scheme in SCHEMES])
@pytest.mark.parametrize(
    "path", [*(f"{language}/{path}" for path in PAGES for language in LANGUAGES), *IN_ONE_LANGUAGE]
)
async def test_axe_finds_nothing(
    browser: Browser, sandbox: Service, path: str, look: tuple[int, Literal["light", "dark"]]
) -> None:
    async with opened(browser, f"{sandbox.url}/{path}", *look, bypass_csp=True) as (page, _complaints):
        await page.evaluate(AXE)
        found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [
            (violation["id"], [node["target"] for node in violation["nodes"]]) for violation in found["violations"]
        ] == []
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("path", PAGES)
async def test_the_browser_has_nothing_to_complain_of(browser: Browser, sandbox: Service, path: str) -> None:
    async with opened(browser, f"{sandbox.url}/fi/{path}") as (page, complaints):
        assert complaints == []
        sprites = await page.evaluate(
            "[...document.querySelectorAll('svg.icon')].map(icon => icon.getBBox().width > 0)"
        )
        assert sprites
        assert all(sprites)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_works_without_javascript_and_has_no_more_of_it_than_the_live_list_needs(
    browser: Browser, sandbox: Service, path: str
) -> None:
    async with opened(browser, f"{sandbox.url}/sv/{path}", java_script_enabled=False) as (page, _complaints):
        assert await page.locator("h1").is_visible()
        scripts = await page.locator("script").evaluate_all(
            "all => all.map(one => [new URL(one.src).pathname, one.defer, one.textContent])"
        )
        has_list = await page.locator("#feed").count() == 1
        assert has_list == (path in {"", "?turvakielto=1"})
        names = ("django_htmx/htmx-2.min.js", "live.js") if has_list else ()
        assert scripts == [[f"/static/{name}", True, ""] for name in names]
        await page.get_by_role("link", name="English").first.click()
        assert page.url == f"{sandbox.url}/en/{path}"
        assert await page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (640, "200%"), (1280, "200%")])
async def test_enlarged_to_twice_nothing_goes_off_the_side(
    browser: Browser, sandbox: Service, path: str, width: int, text: str
) -> None:
    async with opened(browser, f"{sandbox.url}/fi/{path}", width, bypass_csp=True) as (page, _complaints):
        await page.add_style_tag(content=f"html {{ font-size: {text} }}")
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_the_first_tab_leads_to_the_content(browser: Browser, sandbox: Service) -> None:
    async with opened(browser, f"{sandbox.url}/fi/") as (page, _complaints):
        await page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert await skip.evaluate("element => element === document.activeElement")
        box = await skip.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "content"


async def test_the_error_summary_takes_focus_and_leads_to_its_field(browser: Browser, sandbox: Service) -> None:
    async with opened(browser, f"{sandbox.url}/fi/_parts/") as (page, _complaints):
        assert await page.evaluate("document.activeElement.className") == "error-summary"
        await page.locator(".error-summary a").first.click()
        assert await page.evaluate("document.activeElement.id") == "wrong_code"


async def test_a_wrong_field_names_its_error_and_hint_to_screen_readers(browser: Browser, sandbox: Service) -> None:
    async with opened(browser, f"{sandbox.url}/fi/_parts/") as (page, _complaints):
        field = page.locator("#wrong_code")
        assert await field.get_attribute("aria-invalid") == "true"
        described = (await field.get_attribute("aria-describedby") or "").split()
        assert len(described) == 2
        for name in described:
            assert await page.locator(f"#{name}").count() == 1


async def test_a_print_has_its_frame_and_the_banner_but_no_bars(browser: Browser, sandbox: Service) -> None:
    async with opened(browser, f"{sandbox.url}/fi/_parts/") as (page, _complaints):
        await page.emulate_media(media="print")
        assert await page.locator(".print-frame").is_visible()
        assert await page.locator(".protected-banner").is_visible()
        assert not await page.locator(".top-bar").first.is_visible()
        assert not await page.locator(".foot").is_visible()
