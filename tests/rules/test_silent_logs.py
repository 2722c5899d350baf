"""Whatever is asked and whatever fails, no log of the service names anybody or anything that is kept of them."""

from __future__ import annotations

import base64
import json
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pytest
from tests.rules import serving
from tests.rules.serving import CLIENT, EVERYTHING, NOKIA, Account, Service, copied, serve, until, vaki
from tests.rules.test_routes import filled, walked

from vaki.cli.service_log import masked
from vaki.postgres import cluster, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = re.compile(r"(?<![\w-])\d{6}[-+A-FU-Y]9\d\d[0-9A-Y](?![\w-])")
SHORTEST = 4
"""Letters of a name that is looked for: a shorter one may stand in a log as part of something else."""
NAME_MEMBERS = frozenset({"etunimi", "sukunimi", "nimi", "etunimet", "etunimiUTF8", "sukunimiUTF8", "sahkopostiosoite"})
PLACE_MEMBERS = frozenset({"katunimi", "asuinpaikantunnus", "rakennustunnus", "lahiosoite"})


def kept_of_people(items: list[dict[str, Any]]) -> set[str]:
    """Codes, words of names, streets and dwellings in base data."""
    found: set[str] = set()

    def walk(value: Any, wanted: bool) -> None:
        if isinstance(value, dict):
            for member, part in value.items():
                walk(part, wanted or member in NAME_MEMBERS | PLACE_MEMBERS)
        elif isinstance(value, list):
            for part in value:
                walk(part, wanted)
        elif isinstance(value, str) and (wanted or CODE.fullmatch(value)):
            found.update(word for word in value.split() if len(word) >= SHORTEST)

    walk(items, False)
    return found


@contextmanager
def broken(url: str) -> Iterator[None]:
    """A column that every reading of a person needs is gone, so that the database itself fails the request."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE register.person RENAME COLUMN protected TO lost")
        try:
            yield
        finally:
            connection.execute("ALTER TABLE register.person RENAME COLUMN lost TO protected")


def ask_everything(service: Service, account: Account, item: dict[str, Any]) -> list[int]:
    """All operations and many ways to fail, each with what must not be told; the statuses."""
    code, street = item["henkilotunnus"], street_of(item)
    name = next(group["sukunimi"] for group in item["tietoryhmat"] if "sukunimi" in group)
    api, basic = service.api, account.basic
    said = f"{name} {street}"
    wrong = [httpx.BasicAuth(code, name), httpx.BasicAuth(account.user, f"{account.password}x"), httpx.Auth()]
    posts: list[tuple[str, Any]] = [
        ("/perustiedot", {"hetulista": [code]}),
        ("/perustiedot", {"hetulista": [code, said]}),
        ("/perustiedot", {"hetulista": [code], said: code}),
        ("/perustiedot", {"hetulista": code}),
        ("/perustiedot", {"kuntakoodit": [NOKIA]}),
        ("/perustiedot", {"kuntakoodit": [NOKIA], "jatkoavain": code}),
        ("/perustiedot", {"kuntakoodit": ["091"]}),
        ("/muutokset", {"viimeisinKirjausavain": 0}),
        ("/muutokset", {"viimeisinKirjausavain": 0, "hetulista": [code], "tietoryhmat": [said]}),
        ("/muutokset", {"viimeisinKirjausavain": code}),
        (f"/{code}/{said}", {"hetulista": [code]}),
    ]
    answers = [CLIENT.post(f"{api}{path}", json=body, auth=basic) for path, body in posts]
    for user in (basic, EVERYTHING.basic, *wrong):
        answers.append(CLIENT.post(f"{api}/perustiedot", json={"hetulista": [code]}, auth=user))
        answers += [CLIENT.get(f"{api}/kirjausavain/{day}", auth=user) for day in ("2020-01-01", code, said)]
    answers += [
        CLIENT.post(
            f"{api}/perustiedot?hetu={code}&nimi={said}", content=f'{{"hetulista": ["{code}", {said}', auth=basic
        ),
        CLIENT.post(f"{api}/perustiedot", content=f'"{code}" {said}'.encode("utf-16"), auth=basic),
        CLIENT.get(f"{service.address}fi/{code}/{name}?nimi={said}"),
        CLIENT.get(f"{service.address}{code}%0A{name}%00"),
        CLIENT.get(f"{service.address}fi/?esimerkki={code}"),
        CLIENT.get(f"{service.address}fi/", headers={"Host": f"{code}.{name}.fi", "Referer": said.encode().hex()}),
        CLIENT.put(f"{service.address}static/{code}", content=said.encode()),
        CLIENT.get(f"{service.address}fi/", headers={"User-Agent": code, "Accept-Language": code}),
    ]
    return [answer.status_code for answer in answers]


def street_of(item: dict[str, Any]) -> str:
    return next(str(group["katunimi"]["fi"]) for group in item["tietoryhmat"] if "fi" in group.get("katunimi", {}))


def run_commands(data: Path, code: str, surname: str) -> str:
    """Commands that refuse; what they say on the error stream."""
    refused = [
        ("event", "death", "--person", code, "--day", "1800-01-01"),
        ("event", "occupation", "--person", "010190-999X", "--occupation", surname),
        ("event", "name_change", "--person", code, "--surname", "x" * 5_000),
        ("event", "email", "--person", code, "--email", f"{surname} at {code}"),
        ("persons", "show", "010190-999X"),
        ("ledger", "persons", "010190-999X"),
    ]
    files = [
        json.dumps({"event": "death", "person": code, "day": "1800-01-01"}),
        json.dumps({"event": "death", "person": [code]}),
        json.dumps({"event": "death", code: surname}),
        f'{{"event": "death", "person": "{code}" {surname}',
    ]
    said = [vaki(data, *words, check=False) for words in refused]
    said += [vaki(data, "event", "--file", "-", check=False, given=line) for line in files]
    assert all(one.returncode for one in said), [one.returncode for one in said]
    return "\n".join(one.stderr for one in said)


@pytest.mark.parametrize("address", sorted({filled(one) for one in walked(sandbox=True)}))
def test_the_log_shows_where_every_request_went(address: str) -> None:
    assert masked(address) == address


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_log_names_anybody(seeded: Path, form: str) -> None:
    with copied(seeded) as data:
        account = serving.account(data, "--product", "K2000", "--municipality", NOKIA)
        items = [json.loads(line) for line in vaki(data, "persons", "export").stdout.splitlines()]
        item = next(one for one in items if '"536"' in json.dumps(one) and '"katunimi": {"fi"' in json.dumps(one))
        with serve(data, "--sandbox", "--workers", "1", "--log-format", form, "--live", "20000") as service:
            statuses = set(ask_everything(service, account, item))
            url = cluster.at(data).superuser_url
            assert url is not None
            with broken(cluster.with_database(url, "vaki")):
                statuses |= set(ask_everything(service, account, item))
            assert until(service.ready)
            code = item["henkilotunnus"]
            surname = next(group["sukunimi"] for group in item["tietoryhmat"] if "sukunimi" in group)
            said = run_commands(data, code, surname)
            with suppress(httpx.HTTPError):
                CLIENT.post(
                    f"{service.api}/perustiedot", content=b'{"hetulista": ["' + b"x" * 9_000_000, auth=account.basic
                )
        server = place.find(data)
        assert server is not None
        logs = {"service": service.log.read_text(), "server": server.log.read_text(), "commands": said}
    assert {200, 400, 401, 403, 404, 405, 500} <= statuses
    assert "/api/v1/perustiedot" in logs["service"]
    secrets = {account.password, base64.b64encode(f"{account.user}:{account.password}".encode()).decode()}
    kept = kept_of_people(items) | secrets
    assert len(kept) > 3 * serving.PERSONS
    for where, log in logs.items():
        words = set(re.findall(r"[^\s\"'(),;:=/\[\]{}<>]+", log)) | set(re.findall(r"[\w+-]+", log))
        told = (words & kept) | set(CODE.findall(log)) | {secret for secret in secrets if secret in log}
        assert [line for line in log.splitlines() if any(one in line for one in told)] == [], where
