"""What the running service answers: languages, headers, refusals, health, and everything below a prefix."""

from __future__ import annotations

import html
import inspect
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest
from django.urls import resolve
from django.utils import translation
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from tests.web.serving import serving

from vaki.web import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.serving import Service

    from vaki.postgres.cluster import Cluster
    from vaki.postgres.environment import Environment

POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture(scope="module")
def client(sandbox: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sandbox.url, timeout=10) as opened:
        yield opened


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fi-FI,fi;q=0.9,en;q=0.5", "fi"),
        ("sv-FI,sv;q=0.9,fi;q=0.5", "sv"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9", "fi"),
        ("", "fi"),
    ],
)
def test_the_front_address_leads_to_the_browser_s_language(client: httpx.Client, accepted: str, language: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer.headers["vary"].split(",")}


def test_a_chosen_language_is_kept_and_wins_over_the_browser_s(sandbox: Service) -> None:
    with httpx.Client(base_url=sandbox.url, headers={"Accept-Language": "en"}) as reader:
        chosen = reader.get("/en/?kieli=sv&esimerkki=2")
        assert (chosen.status_code, chosen.headers["location"]) == (302, "/sv/?esimerkki=2")
        cookie = chosen.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert reader.get("/").headers["location"] == "/sv/"
        assert 'lang="fi"' in reader.get("/fi/").text


@pytest.mark.parametrize("address", ["/en/?kieli=de", "/en/?kieli=//evil.example", "/en/?kieli="])
def test_an_unknown_language_is_not_a_choice(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "vaki-kieli" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    ("language", "today"), [("fi", "21.11.2026"), ("sv", "21.11.2026"), ("en", "21 November 2026")]
)
def test_the_front_page_says_what_the_service_is_and_in_what_state(
    client: httpx.Client, language: str, today: str
) -> None:
    shown = html.unescape(client.get(f"/{language}/").text.split("<main", 1)[1])
    for text in ("purpose", "running", "register-day", "clock-simulated"):
        assert words.catalogue()[f"home.{text}"][language] in shown
    assert today in shown
    assert words.catalogue()["home.not-running"][language] not in shown


def test_the_front_page_is_an_asynchronous_view() -> None:
    with translation.override("fi"):
        assert inspect.iscoroutinefunction(resolve("/fi/").func)


@pytest.mark.parametrize(
    ("path", "accepted", "title"),
    [
        ("/fi/ei-ole", "en", "Sivua ei löytynyt"),
        ("/sv/finns-inte/", "fi", "Sidan hittades inte"),
        ("/en/nothing", "fi", "There is no such page"),
        ("/nothing", "sv", "Sidan hittades inte"),
        ("/xx/", "en", "There is no such page"),
    ],
)
def test_an_unknown_path_is_a_page_in_the_right_language(
    client: httpx.Client, path: str, accepted: str, title: str
) -> None:
    answer = client.get(path, headers={"Accept-Language": accepted})
    assert answer.status_code == 404
    assert title in answer.text
    assert path.strip("/").split("/")[-1] not in answer.text.split("<main", 1)[1] or path == "/xx/"


@pytest.mark.parametrize("path", ["/", "/fi/_parts/", "/fi/none", "/fi/?kieli=sv", "/fi/kokeile/", "/fi/muutokset/1/"])
def test_every_page_has_the_strict_policy(client: httpx.Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert set(policy.split("; ")) == POLICY


@pytest.mark.parametrize("path", ["/fi/", "/sv/", "/en/", "/fi/?turvakielto=1"])
def test_the_front_page_may_besides_run_our_own_scripts_and_ask_ourselves(client: httpx.Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert set(policy.split("; ")) == POLICY | {"script-src 'self'", "connect-src 'self'"}


@pytest.mark.parametrize(
    "path", ["/", "/fi/", "/nothing", "/health/live", "/health/ready", "/static/vaki.css", "/static/none.css"]
)
def test_every_answer_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers.get_list("content-security-policy", split_commas=True) == [headers["content-security-policy"]]


@pytest.mark.parametrize("path", ["/fi/", "/health/live", "/static/vaki.css"])
def test_a_certificate_header_on_the_public_listener_is_refused(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"X-Vaki-Client-Certificate": "anything"})
    assert answer.status_code == 400
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_the_sandbox_refuses_to_be_behind_a_proxy(client: httpx.Client, name: str) -> None:
    assert client.get("/fi/", headers={name: "192.0.2.1"}).status_code == 400


def test_outside_the_sandbox_a_proxy_may_say_whom_it_serves_and_there_are_no_parts_and_no_accounts(
    sandbox_variables: dict[str, str], tmp_path: Path
) -> None:
    variables = {name: value for name, value in sandbox_variables.items() if name != "VAKI_SANDBOX"}
    with serving(variables, tmp_path / "serve.log") as service:
        answer = httpx.get(f"{service.url}/fi/", headers={"X-Forwarded-For": "192.0.2.1"})
        assert answer.status_code == 200
        assert "mutpT1" not in answer.text
        assert "persona" not in answer.text
        assert httpx.get(f"{service.url}/fi/_parts/").status_code == 404


def test_a_foreign_host_name_gets_the_page_of_a_bad_request(client: httpx.Client) -> None:
    answer = client.get("/en/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_is_only_read(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/fi/")
    assert answer.status_code == 403
    assert "Sinulla ei ole oikeutta tähän sivuun" in answer.text


def test_pages_are_kept_in_no_cache(client: httpx.Client) -> None:
    assert "no-store" in client.get("/fi/").headers["cache-control"]


def test_a_page_is_under_100_kilobytes(client: httpx.Client) -> None:
    assert len(client.get("/fi/").content) < 100_000


def test_a_static_file_is_kept_for_a_year_under_the_address_of_its_content_only(client: httpx.Client) -> None:
    page = client.get("/fi/").text
    address = page.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/static/vaki.css?v=000000000000").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/"])
def test_nothing_but_the_static_folder_is_served(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_living_and_migrated_service_is_ready(client: httpx.Client) -> None:
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").json() == {"status": "ready"}


def test_a_service_whose_database_is_not_migrated_lives_but_is_not_ready(
    environment: Environment, tmp_path: Path
) -> None:
    assert environment.owner_url is not None
    with psycopg.connect(environment.owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'disclosure'")
    variables = {**environment.variables(), "VAKI_DATA": str(tmp_path)}
    with serving(variables, tmp_path / "serve.log") as service:
        assert httpx.get(f"{service.url}/health/live").status_code == 200
        assert httpx.get(f"{service.url}/health/ready").status_code == 503


@pytest.mark.parametrize("role", ["register", "disclosure"])
def test_a_service_one_of_whose_roles_gets_no_answer_is_not_ready(
    cluster: Cluster, environment: Environment, tmp_path: Path, role: str
) -> None:
    name = conninfo_to_dict(environment.site_url)["dbname"]
    others = {"register", "disclosure", "site"} - {role}
    with serving({**environment.variables(), "VAKI_DATA": str(tmp_path)}, tmp_path / "serve.log") as service:
        assert httpx.get(f"{service.url}/health/ready").status_code == 200
        assert cluster.superuser_url is not None
        with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
            database = sql.Identifier(str(name))
            superuser.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(database))
            for other in others:
                who = sql.Identifier(f"vaki_{other}")
                superuser.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, who))
            superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = %s",
                [name, f"vaki_{role}"],
            )
        answer = httpx.get(f"{service.url}/health/ready")
        assert (answer.status_code, answer.json()) == (503, {"status": "the database does not answer"})
        assert httpx.get(f"{service.url}/health/live").status_code == 200


def test_everything_lives_below_the_prefix(sandbox_variables: dict[str, str], tmp_path: Path) -> None:
    with serving(sandbox_variables, tmp_path / "serve.log", root_path="/vaki") as service:
        root = service.url.removesuffix("/vaki")
        assert httpx.get(f"{service.url}/", headers={"Accept-Language": "sv"}).headers["location"] == "/vaki/sv/"
        page = httpx.get(f"{service.url}/fi/").text
        addresses = {part.split('"', 1)[0] for part in page.split('href="')[1:]}
        assert all(address.startswith(("/vaki/", "#", "?", f"{service.url}/")) for address in addresses)
        style = next(address for address in addresses if "vaki.css" in address)
        assert httpx.get(f"{root}{style}").status_code == 200
        chosen = httpx.get(f"{service.url}/fi/?kieli=en")
        assert chosen.headers["location"] == "/vaki/en/"
        assert "Path=/vaki/" in chosen.headers["set-cookie"]
        assert httpx.get(f"{service.url}/health/ready").status_code == 200
        assert httpx.get(service.url).headers["location"] == "/vaki/"
        for outside in ("/", "/fi/", "/health/live", "/vakissa/fi/", "/static/vaki.css"):
            assert httpx.get(f"{root}{outside}").status_code == 404
