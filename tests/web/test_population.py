"""The page of the population in figures: for everybody's eyes, in three languages, and as old as its census."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

import asyncpg
import httpx
import msgspec
import pytest
from tests.synthetic.report.reading import Report
from tests.web.serving import serving
from tests.web.test_pages_in_browser import AXE, LANGUAGES, PHONE, SCHEMES, opened

from vaki.register import census as rows
from vaki.synthetic.figures import TARGETS, Census
from vaki.synthetic.figures.census import RESIDENT
from vaki.synthetic.figures.targets import POPULATION_2024
from vaki.synthetic.report import Counted, counted_of
from vaki.synthetic.report.counted import Origin
from vaki.synthetic.seeding import Made
from vaki.web.population.file import as_file

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser
    from tests.web.serving import Service

    from vaki.postgres.environment import Environment

DAY = date(2026, 11, 20)
"""The day before the register's own."""
WIDE = 1440
SHORT = 2
"""Looks of the normal run."""
LOOKS: list[tuple[str, int, Literal["light", "dark"]]] = [
    ("fi", PHONE, "dark"),
    ("en", WIDE, "light"),
    *((language, width, scheme) for language in LANGUAGES for width in (PHONE, 768, WIDE) for scheme in SCHEMES),
]
# Pairs of words in a drawing that lie on each other, and words that stick out of the page.
COLLISIONS = """
() => [...document.querySelectorAll('svg.chart')].flatMap(svg => {
  const words = [...svg.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
  const outside = words.filter(([, box]) => box.left < 0 || box.right > window.innerWidth).map(([word]) => word);
  const met = words.flatMap(([word, a], at) => words.slice(at + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
    .map(([other]) => `${word} / ${other}`));
  return [...outside, ...met];
})
"""


def of_the_country() -> Counted:
    """A census of as many people as the country has, so that every number is as long as it ever gets."""
    census = Census(DAY)
    census.states[RESIDENT] = POPULATION_2024
    census.protected = 11_000
    for name, weight in TARGETS["age and sex"].items():
        sex, age = name.split()
        census.ages["MIES" if sex == "men" else "NAINEN", int(age.partition("-")[0])] = round(weight * 1000)
    census.municipalities.update({code: round(100 * hundreds) for code, hundreds in TARGETS["municipality"].items()})
    census.municipalities["018"] = 2
    census.languages.update({code: round(many) for code, many in TARGETS["language"].items()})
    census.citizenships.update({("246",): 5_100_000, ("246", "643"): 35_919, ("233",): 51_805})
    census.religions.update({name: round(50_000 * share) for name, share in TARGETS["religion"].items()})
    census.homes.update({(1, "0121"): 1_300_000, (2, "0110"): 900_000, (4, "0112"): 600_000, (2, ""): 40_000})
    census.surnames.update({f"Mäki-Hämäläinen{at}": 22_000 // (1 + at) for at in range(5_000)})
    census.decades.update({("NAINEN", 1980, f"Anna-Kristiina{at}"): 9_000 - at for at in range(5)})
    census.lived_from = date(2026, 6, 1)
    census.moves.update({(f"2026-{month:02}", between): 60_000 for month in (10, 11) for between in (True, False)})
    census.events.update({(date(2026, 11, day), "move"): 2_000 + day for day in range(7, 21)})
    return counted_of(census, Made(5_600_000, 1, DAY))


async def _keep(environment: Environment, counted: Counted) -> None:
    connection = await asyncpg.connect(environment.register_url)
    try:
        await rows.keep(connection, rows.Kept(counted.day, msgspec.json.encode(counted).decode()))
    finally:
        await connection.close()


async def _front(service: Service) -> str:
    async with httpx.AsyncClient(timeout=20) as client:
        return (await client.get(f"{service.url}/fi/")).text


async def _page(service: Service, language: str = "fi") -> str:
    async with httpx.AsyncClient(timeout=20) as client:
        answer = await client.get(f"{service.url}/{language}/vaesto/")
    assert answer.status_code == httpx.codes.OK
    return answer.text


@pytest.fixture(scope="module")
def country() -> Counted:
    return of_the_country()


async def test_it_says_how_to_be_counted_then_shows_the_census_and_that_it_is_old(
    sandbox: Service, peopled: Environment, country: Counted
) -> None:
    assert 'href="/fi/vaesto/"' in await _front(sandbox)
    assert "./vaki population report" in await _page(sandbox)
    assert Report(await _page(sandbox)).figures == {}
    await _keep(peopled, country)
    shown = {language: await _page(sandbox, language) for language in LANGUAGES}
    for language, html in shown.items():
        assert Report(html).figures == Report(as_file(country, language)).figures
        assert "script" not in Report(html).tags
    assert "20.11.2026; nyt on 21.11.2026" in shown["fi"]
    await _keep(peopled, msgspec.structs.replace(country, day=date(2026, 11, 21)))
    assert "nyt on" not in await _page(sandbox)


def test_outside_the_sandbox_there_is_no_such_page_and_no_page_leads_to_it(
    sandbox_variables: dict[str, str], tmp_path: Path
) -> None:
    """Every page that a link leads to is asked for; of those of the groups, which are alike, one a language."""
    variables = {name: value for name, value in sandbox_variables.items() if name != "VAKI_SANDBOX"}
    with (
        serving(variables, tmp_path / "serve.log") as service,
        httpx.Client(base_url=service.url, timeout=20) as client,
    ):
        waiting, seen, groups = [f"/{language}/" for language in LANGUAGES], set[str](), set[str]()
        while waiting:
            path = waiting.pop()
            group = re.match(r"/\w\w/ryhmat/.", path)
            if path in seen or (group and group[0][:-1] in groups):
                continue
            seen.add(path)
            groups |= {group[0][:-1]} if group else set()
            answer = client.get(path)
            assert answer.status_code == httpx.codes.OK, path
            assert "vaesto" not in answer.text, path
            if answer.headers["content-type"].startswith("text/html"):
                waiting += re.findall(r'href="(/[^"#?]*)', answer.text)
        assert len(groups) == len(LANGUAGES)
        for language in LANGUAGES:
            assert client.get(f"/{language}/vaesto/").status_code == httpx.codes.NOT_FOUND


@pytest.mark.parametrize(
    "look", [*LOOKS[:SHORT], *(pytest.param(look, marks=pytest.mark.long) for look in LOOKS[SHORT:])], ids=str
)
async def test_axe_finds_nothing_and_no_words_meet(
    browser: Browser,
    sandbox: Service,
    peopled: Environment,
    country: Counted,
    look: tuple[str, int, Literal["light", "dark"]],
) -> None:
    await _keep(peopled, country)
    await _sound(browser, sandbox, *look)


async def test_nor_where_few_people_are_not_compared_with_the_country(
    browser: Browser, sandbox: Service, peopled: Environment, country: Counted
) -> None:
    few = msgspec.structs.replace(country, origin=Origin(2_000, 1, DAY), residents=2_000)
    await _keep(peopled, few)
    assert "Ei verrata" in await _page(sandbox)
    await _sound(browser, sandbox, "fi", PHONE, "light")


async def _sound(
    browser: Browser, sandbox: Service, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    address = f"{sandbox.url}/{language}/vaesto/"
    async with opened(browser, address, width, scheme, bypass_csp=True) as (page, complaints):
        assert complaints == []
        assert await page.evaluate(COLLISIONS) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        await page.evaluate("document.querySelectorAll('figure:not(#map) details').forEach(one => { one.open = true })")
        await page.evaluate(AXE)
        found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_the_country_is_compared_municipality_by_municipality(country: Counted) -> None:
    squares = Report(as_file(country, "en")).figures["map"]
    assert {len(row) for row in squares.rows} == {4}
    assert len(set(squares.drawn)) > 1
    assert "Not compared" not in as_file(country, "en")


async def test_on_a_phone_no_words_meet_in_any_language_of_the_file_and_its_tables_open_from_the_keyboard(
    browser: Browser, country: Counted
) -> None:
    for language in LANGUAGES:
        async with opened(browser, "about:blank", PHONE) as (page, complaints):
            await page.set_content(as_file(country, language))
            assert complaints == []
            assert await page.evaluate(COLLISIONS) == []
            await page.locator("#map summary").focus()
            await page.keyboard.press("Enter")
            await page.keyboard.press("Tab")
            assert await page.evaluate("document.activeElement.className") == "scroll"
            assert await page.locator("#map tbody tr").count() == 308
            await page.locator("#map tbody tr").first.wait_for(state="visible")


async def test_the_file_has_its_colours_and_prints_without_its_closed_tables(
    browser: Browser, country: Counted
) -> None:
    async with opened(browser, "about:blank", WIDE) as (page, _complaints):
        await page.set_content(as_file(country, "sv"))
        made = page.locator("#size rect.made").last
        assert await made.evaluate("one => getComputedStyle(one).fill") == "rgb(26, 95, 168)"
        await page.emulate_media(media="print")
        assert not await page.locator("#size summary").is_visible()
        assert await made.is_visible()
