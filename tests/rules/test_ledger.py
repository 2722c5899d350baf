"""Whatever leaves is in the ledger: exactly those whose data is in the bytes, and before the bytes can be read."""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pytest
from tests.rules import serving
from tests.rules.serving import CENSORED, CLIENT, EVERYTHING, NOKIA, VAKI, Account, Service, clean_environment, vaki

from vaki.postgres import cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODE = re.compile(r"(?<!\w)\d{6}[-+A-FU-Y]\d{3}[0-9A-Y](?!\w)")
HELD_SECONDS = 0.6


class Books:
    """The served register's persons by code, and its ledger."""

    def __init__(self, service: Service) -> None:
        url = cluster.at(service.data).superuser_url
        assert url is not None
        self.url = cluster.with_database(url, "vaki")
        self._connection = psycopg.connect(self.url, autocommit=True)

    def close(self) -> None:
        self._connection.close()

    def persons(self, codes: Iterable[str]) -> set[int]:
        """Whose codes these are, present and former ones alike."""
        found = self._connection.execute(
            "SELECT person_id FROM register.identity_code WHERE code = ANY(%s)", [list(codes)]
        )
        return {row[0] for row in found}

    def codes(self, condition: str, limit: int) -> list[str]:
        text = f"SELECT code FROM register.person WHERE {condition} ORDER BY person_id LIMIT {limit}"  # noqa: S608
        return [row[0] for row in self._connection.execute(text.encode())]

    def last(self) -> int:
        row = self._connection.execute("SELECT coalesce(max(ledger_id), 0) FROM disclosure.ledger").fetchone()
        assert row is not None
        return int(row[0])

    def since(self, last: int) -> list[tuple[str, set[int], set[int]]]:
        """(operation, subjects, mentioned) of the rows after one."""
        rows = self._connection.execute(
            "SELECT operation, subjects, mentioned FROM disclosure.ledger WHERE ledger_id > %s ORDER BY ledger_id",
            [last],
        )
        return [(operation, set(subjects), set(mentioned)) for operation, subjects, mentioned in rows]


@pytest.fixture(scope="module")
def books(sandbox: Service) -> Iterator[Books]:
    opened = Books(sandbox)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def nokia(sandbox: Service) -> Account:
    return serving.account(sandbox.data, "--product", "K2000", "--municipality", NOKIA)


@pytest.fixture(params=["everything", "censored", "nokia"])
def whose(request: pytest.FixtureRequest, nokia: Account) -> Account:
    return {"everything": EVERYTHING, "censored": CENSORED, "nokia": nokia}[request.param]


@pytest.fixture(scope="module")
def lived(sandbox: Service, books: Books) -> list[str]:
    """Codes of people to whom something happened, each something else; one has a former code, one is protected."""
    codes = books.codes("alive AND NOT protected AND municipality = '536' AND birth_date < '1990-01-01'", 30)
    events: list[dict[str, Any]] = [
        {"event": "protection_begun", "person": codes[0]},
        {"event": "mother_tongue", "person": codes[1], "language": "se"},
        {"event": "death", "person": codes[2]},
        {"event": "death", "person": codes[3]},
        {"event": "name_change", "person": codes[4], "surname": "Uusinimi"},
    ]
    vaki(sandbox.data, "event", "--file", "-", "--json", given="\n".join(map(json.dumps, events)), check=False)
    return codes


def in_items(books: Books, items: list[dict[str, Any]]) -> tuple[set[int], set[int]]:
    """(whose items these are, who else stands in them), read from nothing but the items."""
    subjects: set[int] = set()
    mentioned: set[int] = set()
    for item in items:
        own = books.persons([item["henkilotunnus"]])
        subjects |= own
        mentioned |= books.persons(CODE.findall(json.dumps(item["tietoryhmat"]))) - own
    return subjects, mentioned


def asked(service: Service, account: Account, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = CLIENT.post(f"{service.api}{path}", json=body, auth=account.basic)
    assert answer.status_code == httpx.codes.OK, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("groups", [None, ["HUOLTAJA", "AVIOLIITTO"], ["HENKILON_NIMI"]], ids=["all", "kin", "name"])
def test_base_data_by_codes(
    sandbox: Service, books: Books, lived: list[str], whose: Account, groups: list[str] | None
) -> None:
    children = books.codes("alive AND birth_date > '2012-01-01'", 60)
    body = {"hetulista": [*lived, *children, "010190-999X"]} | ({} if groups is None else {"tietoryhmat": groups})
    last = books.last()
    items = asked(sandbox, whose, "/perustiedot", body)["perustiedot"]
    assert [("base_data", *in_items(books, items))] == books.since(last)
    assert items


def test_base_data_of_a_municipality_page_by_page(sandbox: Service, books: Books, nokia: Account) -> None:
    body: dict[str, Any] = {"kuntakoodit": [NOKIA]}
    seen: set[int] = set()
    while True:
        last = books.last()
        page = asked(sandbox, nokia, "/perustiedot", body)
        subjects, mentioned = in_items(books, page["perustiedot"])
        assert books.since(last) == [("base_data_page", subjects, mentioned)]
        seen |= subjects
        if page["ajanTasalla"]:
            break
        body["jatkoavain"] = page["jatkoavain"]
    assert seen == books.persons(books.codes("alive AND municipality = '536'", 10_000))


@pytest.mark.parametrize("whose", ["everything", "censored", "nokia", "nokia by codes"])
def test_changes(sandbox: Service, books: Books, nokia: Account, lived: list[str], whose: str) -> None:
    account = {"everything": EVERYTHING, "censored": CENSORED}.get(whose, nokia)
    everybody = books.codes("true", 100_000)
    body: dict[str, Any] = {"viimeisinKirjausavain": 0} | ({} if whose == "nokia" else {"hetulista": everybody})
    last = books.last()
    told = asked(sandbox, account, "/muutokset", body)
    assert told["ajanTasalla"]
    assert [("changes", *in_items(books, told["muutokset"]))] == books.since(last)
    assert told["muutokset"]


def test_an_answer_about_nobody(sandbox: Service, books: Books, lived: list[str]) -> None:
    last = books.last()
    assert asked(sandbox, CENSORED, "/perustiedot", {"hetulista": ["010190-999X"]})["perustiedot"] == []
    assert asked(sandbox, CENSORED, "/muutokset", {"viimeisinKirjausavain": 0, "hetulista": []})["muutokset"] == []
    assert books.since(last) == [("base_data", set(), set()), ("changes", set(), set())]


def test_persons_show(sandbox: Service, books: Books, lived: list[str]) -> None:
    for code in lived[:3]:
        last = books.last()
        shown = vaki(sandbox.data, "persons", "show", code).stdout
        own = books.persons([code])
        assert books.since(last) == [("base_data", own, books.persons(CODE.findall(shown)) - own)]


def test_persons_find(sandbox: Service, books: Books) -> None:
    last = books.last()
    found = vaki(sandbox.data, "persons", "find", "--municipality", NOKIA, "--limit", "25").stdout
    assert books.since(last) == [("base_data", books.persons(CODE.findall(found)), set())]
    assert len(CODE.findall(found)) == 25


def test_persons_export(sandbox: Service, books: Books) -> None:
    last = books.last()
    lines = vaki(sandbox.data, "persons", "export").stdout.splitlines()
    subjects, mentioned = in_items(books, [json.loads(line) for line in lines])
    rows = books.since(last)
    assert len(rows) > 1
    assert {operation for operation, _, _ in rows} == {"base_data_page"}
    assert set.union(*(row[1] for row in rows)) == subjects
    assert set.union(*(row[2] for row in rows)) == mentioned
    assert sum(len(row[1]) for row in rows) == len(lines)


def in_section(page: str, title: str) -> str:
    """The section of a page that a heading names."""
    _, _, begun = page.partition(f'aria-labelledby="{title}"')
    section, end, _ = begun.partition("</section>")
    assert end
    return section


@pytest.mark.parametrize("which", ["esimerkki=1", "esimerkki=7", "turvakielto=1"])
def test_the_example_page(sandbox: Service, books: Books, which: str) -> None:
    CLIENT.get(f"{sandbox.address}fi/")
    last = books.last()
    page = CLIENT.get(f"{sandbox.address}fi/?{which}").text
    rows = books.since(last)
    assert sorted(operation for operation, _, _ in rows) == ["base_data", "changes"]
    shown_in = {"base_data": in_section(page, "persona-title"), "changes": in_section(page, "feed-title")}
    for operation, subjects, mentioned in rows:
        shown = books.persons(CODE.findall(shown_in[operation]))
        assert subjects
        assert subjects <= shown <= subjects | mentioned
    assert books.persons(CODE.findall(page)) <= set.union(*(subjects | mentioned for _, subjects, mentioned in rows))


def commands(service: Service, code: str) -> dict[str, list[str]]:
    """Ways out that print, each a command."""
    curl = [*VAKI[:1], "-c", "import sys, urllib.request as r; sys.stdout.buffer.write(r.urlopen(sys.argv[1]).read())"]
    cli = {"show": ["show", code], "find": ["find", "--limit", "3"], "export": ["export"]}
    return {
        **{name: [*VAKI, "persons", *words, "--data", str(service.data)] for name, words in cli.items()},
        "page": [*curl, f"{service.address}fi/"],
    }


@pytest.mark.parametrize("way", ["codes", "municipality", "changes", "show", "find", "export", "page"])
def test_nothing_can_be_read_before_the_ledger_has_its_row(
    sandbox: Service, books: Books, nokia: Account, lived: list[str], way: str
) -> None:
    bodies: dict[str, tuple[str, dict[str, Any]]] = {
        "codes": ("/perustiedot", {"hetulista": lived}),
        "municipality": ("/perustiedot", {"kuntakoodit": [NOKIA]}),
        "changes": ("/muutokset", {"viimeisinKirjausavain": 0}),
    }

    def leave() -> str:
        if way in bodies:
            return json.dumps(asked(sandbox, nokia, *bodies[way]))
        command = commands(sandbox, lived[5])[way]
        done = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment(), bufsize=0)
        with done:
            assert done.stdout is not None
            return done.stdout.read(1) + done.stdout.read()

    with ThreadPoolExecutor() as threads:
        with psycopg.connect(books.url) as holding:
            holding.execute("LOCK TABLE disclosure.ledger IN SHARE MODE")
            last = books.last()
            leaving = threads.submit(leave)
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'disclosure.ledger'::regclass"
            assert serving.until(lambda: holding.execute(waiting).fetchone() != (0,)), "the ledger was never asked"
            with pytest.raises(TimeoutError):
                leaving.result(HELD_SECONDS)
            assert books.since(last) == []
        assert CODE.search(leaving.result(20))
    assert books.since(last)
