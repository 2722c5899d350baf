"""The integrator's page: what has just changed, requests tried from a page, the groups with examples."""

from __future__ import annotations

import html
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_core_python
import httpx
import psycopg
import pytest
from tests.web.people import AINO, CHILD, HIDDEN, SECRET_MUNICIPALITY, SECRET_STREET
from tests.web.serving import serving

from vaki.postgres.environment import Pools
from vaki.register.events.notices import Occupation
from vaki.register.groups import CATALOGUE
from vaki.register.recorder import Recorder
from vaki.web import words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser, Page
    from tests.web.serving import Service

    from vaki.postgres.environment import Environment

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEDGER = "select operation, product, channel, cardinality(subjects) from disclosure.ledger order by ledger_id desc"
TITLES = {
    "avain": "key-title",
    "muutokset": "changes-title",
    "henkilot": "persons-title",
    "kunta": "municipality-title",
}


@pytest.fixture(scope="module", autouse=True)
async def lived(peopled: Environment) -> AsyncIterator[None]:
    """Three people have taken up work, one of them protected."""
    async with await Pools.open(peopled, size=2) as pools, Recorder(pools.register) as recorder:
        for code in (AINO, HIDDEN, CHILD):
            await recorder.record(Occupation(person=code, occupation="Majakanvartija"))
        yield


@pytest.fixture(scope="module")
def client(sandbox: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sandbox.url, timeout=20) as opened:
        yield opened


def ledger(environment: Environment) -> list[tuple[Any, ...]]:
    """What the ledger tells of each answer, newest first."""
    with psycopg.connect(environment.disclosure_url) as connection:
        return connection.execute(LEDGER).fetchall()


def shown(page: str) -> str:
    return html.unescape(page.split("<main", 1)[1])


def written(page: str) -> list[str]:
    """What stands in the page's blocks of code."""
    return [html.unescape(block) for block in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]


def form(page: str, name: str) -> dict[str, str]:
    """The values with which a trial's form stands on a page."""
    own = re.search(rf'<form[^>]*aria-labelledby="{name}-title".*?</form>', page, re.DOTALL)
    assert own
    text = own.group()
    values = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', text))
    values |= {name: value for value, name in re.findall(r'<input[^>]*?value="([^"]*)"[^>]*?name="([^"]*)"', text)}
    values |= dict(re.findall(r'<input[^>]*?name="([^"]*)"[^>]*?value="([^"]*)"', text))
    values |= {
        name: value.strip()
        for name, value in re.findall(r'<textarea[^>]*?name="([^"]*)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    }
    for field, options in re.findall(r'<select[^>]*?name="([^"]*)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        assert chosen
        values[field] = chosen.group(1)
    return values


def send(client: httpx.Client, name: str, language: str = "fi", **changed: str) -> httpx.Response:
    """A trial sent from the front page, as it stands there but for what is changed."""
    values = form(client.get(f"/{language}/").text, name) | changed
    return client.post(f"/{language}/kokeile/", data=values, headers={"Referer": f"{client.base_url}/{language}/"})


def as_a_command(command: str) -> httpx.Response:
    """The answer to the request that a shown command makes."""
    words = iter(shlex.split(command.replace("\\\n", " ")))
    assert next(words) == "curl"
    options: dict[str, str] = {}
    url = ""
    for word in words:
        if word.startswith("-"):
            options[word] = next(words)
        else:
            url = word
    user, _, password = options["-u"].partition(":")
    if "-d" not in options:
        return httpx.get(url, auth=(user, password))
    name, _, value = options["-H"].partition(": ")
    return httpx.post(url, content=options["-d"], headers={name: value}, auth=(user, password))


def test_the_front_page_shows_the_newest_changes_as_production_would(
    client: httpx.Client, peopled: Environment
) -> None:
    page = shown(client.get("/fi/").text)
    feed = page[: page.index("trials-title")]
    places = [feed.index(code) for code in (CHILD, HIDDEN, AINO)]
    assert places == sorted(places), "the newest stands first"
    assert "AMMATTI lisätty" in feed.replace("<wbr>", "")
    assert SECRET_STREET not in page
    assert SECRET_MUNICIPALITY not in page
    assert ("changes", "mutpT1x", "page", 3) in ledger(peopled)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", ["avain", "muutokset", "henkilot"])
def test_a_trial_answers_as_the_interface_does_and_its_command_gives_the_same(
    client: httpx.Client, name: str, language: str
) -> None:
    answer = send(client, name, language)
    assert answer.status_code == 200
    title = words.catalogue()[f"trying.{TITLES[name]}"][language]
    assert words.catalogue()["trying.answer"][language].format(title=title) in shown(answer.text)
    command, told = written(answer.text)[:2]
    asked = as_a_command(command)
    assert asked.status_code == 200
    assert json.loads(told) == asked.json()
    assert list(json.loads(told)) == list(asked.json())


def test_the_account_decides_what_a_trial_shows(client: httpx.Client) -> None:
    censored = written(send(client, "henkilot", codes=HIDDEN).text)[1]
    everything = written(send(client, "henkilot", codes=HIDDEN, account="mutpT1").text)[1]
    assert SECRET_STREET not in censored
    assert "turvakiellonAlaisetKentat" in censored
    assert SECRET_STREET in everything


def test_a_municipality_is_shown_as_its_own_permit_would_get_it(client: httpx.Client, peopled: Environment) -> None:
    answer = send(client, "kunta", municipality="108")
    assert json.loads(written(answer.text)[1])["perustiedot"][0]["henkilotunnus"] == HIDDEN
    assert SECRET_STREET not in answer.text
    assert "--municipality 108" in shown(answer.text)
    assert ledger(peopled)[0] == ("base_data_page", "K2000", "page", 1)


@pytest.mark.parametrize(
    ("name", "changed", "text"),
    [
        ("kunta", {"municipality": "999"}, "municipality-error"),
        ("avain", {"day": "2099-01-01"}, "day-ahead"),
        ("avain", {"day": "eilen"}, "day-error"),
        ("muutokset", {"key": "x"}, "key-error"),
        ("muutokset", {"key": "9999999999"}, "key-unknown"),
    ],
)
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_cannot_be_asked_is_told_beside_its_field(
    client: httpx.Client, name: str, changed: dict[str, str], text: str, language: str
) -> None:
    answer = send(client, name, language, **changed)
    assert answer.status_code == 400
    assert shown(answer.text).count(words.catalogue()[f"trying.{text}"][language]) == 2
    assert not written(answer.text)


@pytest.mark.parametrize(
    "codes", ["abc", " ".join(f"0101{year}-900P" for year in range(80, 91)), "010190-900P\n'; drop table person;--"]
)
def test_codes_that_are_none_are_refused(client: httpx.Client, codes: str) -> None:
    answer = send(client, "henkilot", codes=codes)
    assert answer.status_code == 400
    assert "11 merkkiä" in shown(answer.text)


def test_codes_of_nobody_are_no_error(client: httpx.Client) -> None:
    answer = send(client, "henkilot", codes="010190-999X")
    assert answer.status_code == 200
    assert words.catalogue()["trying.nobody"]["fi"] in shown(answer.text)


def test_the_key_of_a_day_is_carried_on_to_the_next_trial(client: httpx.Client) -> None:
    answer = send(client, "avain")
    key = json.loads(written(answer.text)[1])["viimeisinKirjausavain"]
    assert form(answer.text, "muutokset")["key"] == str(key)


@pytest.mark.parametrize("data", [{}, {"kokeilu": "muu"}])
def test_a_form_that_is_none_of_ours_is_not_answered(client: httpx.Client, data: dict[str, str]) -> None:
    values = form(client.get("/fi/kokeile/").text, "avain")
    token = values["csrfmiddlewaretoken"]
    answer = client.post("/fi/kokeile/", data={"csrfmiddlewaretoken": token, **data})
    assert answer.status_code == 404
    assert client.post("/fi/kokeile/", data=data).status_code == 403


def test_outside_the_sandbox_nothing_can_be_tried_and_the_groups_are_still_shown(
    sandbox_variables: dict[str, str], tmp_path: Path
) -> None:
    variables = {name: value for name, value in sandbox_variables.items() if name != "VAKI_SANDBOX"}
    with serving(variables, tmp_path / "serve.log") as service:
        assert httpx.get(f"{service.url}/fi/kokeile/").status_code == 404
        front = httpx.get(f"{service.url}/fi/").text
        assert "trials-title" not in front
        assert "feed-title" not in front
        assert httpx.get(f"{service.url}/fi/ryhmat/KOTIKUNTA/").status_code == 200


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_group_has_its_line_and_its_page(client: httpx.Client, language: str) -> None:
    page = shown(client.get(f"/{language}/ryhmat/").text).replace("<wbr>", "")
    for group in CATALOGUE:
        assert f'/{language}/ryhmat/{group.name}/"' in page
        assert words.catalogue()[f"groups.{group.name}"][language] in page
    told = {name.removeprefix("groups.") for name in words.catalogue() if re.fullmatch(r"groups\.[A-Z_]+", name)}
    assert told == {group.name for group in CATALOGUE}


@pytest.mark.parametrize("name", [group.name for group in CATALOGUE])
def test_a_groups_page_shows_its_example(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/en/ryhmat/{name}/")
    assert json.loads(written(answer.text)[0])["tietoryhma"] == name
    assert f'<h1 translate="no">{name.replace("_", "_<wbr>")}</h1>' in answer.text


def test_a_group_that_is_none_has_no_page(client: httpx.Client) -> None:
    assert client.get("/fi/ryhmat/EI_OLE/").status_code == 404


async def axe(page: Page) -> list[Any]:
    await page.evaluate(AXE)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
async def test_a_trial_is_made_by_keyboard_and_its_answer_is_where_the_reader_is(
    browser: Browser, sandbox: Service, width: int, scheme: Any
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        # Chromium runs transitions from its own colours at load too, and axe would judge a colour halfway.
        reduced_motion="reduce",
        bypass_csp=True,
        java_script_enabled=True,
    )
    page = await context.new_page()
    await page.goto(f"{sandbox.url}/sv/")
    assert await axe(page) == []
    await page.locator("#muutokset-codes").focus()
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/sv/kokeile/")
    assert await page.evaluate("document.activeElement.id") == "answer"
    assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await page.locator("#avain-day").fill("2099-01-01")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".error-summary")
    assert await page.evaluate("document.activeElement.className") == "error-summary"
    assert await axe(page) == []
    await context.close()
