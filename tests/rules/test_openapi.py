"""What the service says of its interface is what the interface is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.rules import walking
from tests.rules.serving import CENSORED, CLIENT

from vaki.changes.openapi.document import description
from vaki.changes.requests import MuutosRequest, PerustietoRequest, PerustietoVkoRequest
from vaki.changes.routes import API, XROAD_SERVICES, routes
from vaki.register.groups import CATALOGUE

if TYPE_CHECKING:
    from tests.rules.serving import Service

PREFIXES = ["", *XROAD_SERVICES]
REQUESTS = {one.__name__: one for one in (MuutosRequest, PerustietoRequest, PerustietoVkoRequest)}


def served(service: Service, prefix: str) -> dict[str, Any]:
    told: dict[str, Any] = CLIENT.get(f"{service.address.rstrip('/')}{prefix}{API}/openapi.json").json()
    return told


@pytest.fixture(scope="module")
def document(sandbox: Service) -> dict[str, Any]:
    return served(sandbox, "")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_served_is_what_the_code_makes(sandbox: Service, prefix: str) -> None:
    answer = CLIENT.get(f"{sandbox.address.rstrip('/')}{prefix}{API}/openapi.json")
    server = json.loads(answer.content)["servers"][0]["url"]
    assert answer.content == description(server)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_its_server_is_where_it_was_read(sandbox: Service, prefix: str) -> None:
    assert served(sandbox, prefix)["servers"] == [{"url": f"{prefix}{API}"}]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_route_is_described_and_nothing_else(document: dict[str, Any], prefix: str) -> None:
    stem = f"{prefix}{API}"
    own = {
        (address.removeprefix(stem), method.lower())
        for address, methods in walking.below("", routes())
        if address.startswith(f"{stem}/")
        for method in methods
        if method != "HEAD"
    }
    described = {(path, method) for path, operations in document["paths"].items() for method in operations}
    assert own == described
    assert len(described) == 6


def test_every_kind_of_the_catalogue_is_described_and_no_other(document: dict[str, Any]) -> None:
    kinds = {group.name for group in CATALOGUE}
    for union in ("Tietoryhma", "TietoryhmaMuutos"):
        assert set(document["components"]["schemas"][union]["discriminator"]["mapping"]) == kinds
    assert kinds <= document["components"]["schemas"].keys()


def test_request_schemas_take_the_members_that_the_code_reads_and_no_other(document: dict[str, Any]) -> None:
    posted = {
        path: operation["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for path, operation in document["paths"].items()
        if "post" in operation
    }
    assert set(posted.values()) == set(REQUESTS)
    for name in posted.values():
        schema = document["components"]["schemas"][name]
        assert set(schema["properties"]) == set(REQUESTS[name].__struct_encode_fields__)
        assert schema["additionalProperties"] is False


@pytest.mark.parametrize("path", ["/perustiedot", "/perustiedot-vko", "/muutokset"])
def test_a_member_that_is_not_described_is_refused(sandbox: Service, path: str) -> None:
    body = {"viimeisinKirjausavain": 0} if path == "/muutokset" else {}
    known, more = ({**body, "hetulista": [], **extra} for extra in ({}, {"lisajasen": 1}))
    accepted = CLIENT.post(f"{sandbox.api}{path}", json=known, auth=CENSORED.basic)
    refused = CLIENT.post(f"{sandbox.api}{path}", json=more, auth=CENSORED.basic)
    assert (accepted.status_code, refused.status_code) == (httpx.codes.OK, httpx.codes.BAD_REQUEST)


def test_it_is_the_same_below_a_prefix_of_ones_own() -> None:
    plain, prefixed = (json.loads(description(server)) for server in (API, f"/vaki{API}"))
    assert plain.pop("servers") != prefixed.pop("servers")
    assert plain == prefixed
