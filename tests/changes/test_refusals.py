"""Every refusal has its status, one form, and nothing of anybody in it."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from typing import TYPE_CHECKING, Any

import asyncpg
import httpx
import pytest
from tests.changes.described import DOCUMENT
from tests.changes.people import AINO, HELSINKI, NOKIA, TODAY
from tests.changes.serving import BODY_BYTES

from vaki.changes.routes import XROAD_SERVICES

if TYPE_CHECKING:
    from tests.changes.serving import Service

ASKED = {"hetulista": [AINO]}


def header(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def check(answer: httpx.Response, status: int, kind: str) -> str:
    assert answer.status_code == status, answer.text
    assert answer.json()["type"] == kind
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.json()["message"])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic " + base64.b64encode(b"without a colon").decode()},
        {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe:x").decode()},
        header("mutpT1x", ""),
        header("", "pwd"),
        header("a\0b", "pwd"),
        {"Authorization": "Bearer abc"},
        {"MUTP-Tunnus": "mutpT1x"},
        {"MUTP-Salasana": "pwd"},
    ],
)
async def test_without_credentials_the_answer_is_401_and_says_how(service: Service, headers: dict[str, str]) -> None:
    answer = await service.client.post("/api/v1/perustiedot", json=ASKED, headers=headers)
    check(answer, 401, "CredentialsMissing")
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


@pytest.mark.parametrize(
    ("user", "password"), [("nobody", "pwd"), ("mutpT1x", "wrong"), ("mutpt1x", "pwd"), ("ä", "ö")]
)
async def test_wrong_credentials_are_401_without_saying_which_half(service: Service, user: str, password: str) -> None:
    answers = [
        await service.client.post("/api/v1/perustiedot", json=ASKED, auth=httpx.BasicAuth(user, password)),
        await service.client.get(f"/api/v1/kirjausavain/{TODAY}", headers=header(user, password)),
    ]
    for answer in answers:
        assert check(answer, 401, "WrongCredentials") == "The user name or the password is wrong."
        assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


@pytest.mark.parametrize(
    ("path", "method", "operation"),
    [(path, method, operation) for path, ways in DOCUMENT["paths"].items() for method, operation in ways.items()],
)
async def test_only_the_description_is_open_to_everybody(
    service: Service, path: str, method: str, operation: dict[str, Any]
) -> None:
    answer = await service.client.request(method, f"/api/v1{path.replace('{pvm}', str(TODAY))}")
    assert answer.status_code == (200 if operation.get("security") == [] else 401)
    assert (path == "/openapi.json") == (answer.status_code == 200)


async def test_credentials_are_asked_before_anything_of_the_body_is_judged(service: Service) -> None:
    answer = await service.client.post("/api/v1/perustiedot", content=b"{", headers=header("nobody", "pwd"))
    check(answer, 401, "WrongCredentials")


async def test_a_large_body_with_wrong_credentials_still_hears_why(service: Service) -> None:
    """Closing while a client sends would reset the connection, and the client would never read the 401."""
    body = b"[" + b" " * BODY_BYTES
    answer = await service.client.post("/api/v1/muutokset", content=body, headers=header("nobody", "pwd"))
    check(answer, 401, "WrongCredentials")


async def test_both_ways_of_authentication_lead_to_the_same_permit(service: Service) -> None:
    account = service.accounts["nokia"]
    answers = [
        await service.client.post("/api/v1/perustiedot", json=ASKED, auth=account.basic),
        await service.client.post("/api/v1/perustiedot", json=ASKED, headers=account.older),
        await service.client.post(
            "/api/v1/perustiedot", json=ASKED, headers=header(account.user, account.password) | {"MUTP-Tunnus": "x"}
        ),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Road-Client": "FI/GOV/2769790-1/vtj-oph-client"},
        {"x-road-client": "malformed", "X-Road-Id": "1", "X-Road-UserId": "x", "X-Road-Request-Id": "y"},
    ],
)
@pytest.mark.parametrize("prefix", ["/api/v1", "/r1/FI/GOV/0245437-2/VTJmutpa/VTJmutpa/api/v1"])
async def test_x_road_headers_of_a_direct_call_are_ignored(
    service: Service, prefix: str, headers: dict[str, str]
) -> None:
    direct = await service.client.post(
        f"{prefix}/perustiedot", json=ASKED, headers=headers, auth=service.accounts["sandbox"].basic
    )
    assert direct.status_code == 200
    only_xroad = await service.client.post(
        f"{prefix}/perustiedot", json=ASKED, headers=headers, auth=service.accounts["xroad"].basic
    )
    check(only_xroad, 403, "WrongChannel")


async def test_a_permit_that_is_over_or_has_not_begun_is_refused(service: Service) -> None:
    for name in ("ended", "coming"):
        check(await service.post("/perustiedot", ASKED, name), 403, "PermitNotInForce")


@pytest.mark.parametrize(
    "path", ["/", "/perustiedot/", "/perustiedot-xyz", "/kirjausavain", "/kirjausavain/", "/a/b", "/a%0Ab"]
)
async def test_an_unknown_address_is_404(service: Service, path: str) -> None:
    check(await service.get(path), 404, "UnknownPath")
    check(await service.post(path, {}), 404, "UnknownPath")


@pytest.mark.parametrize(
    "path", ["/api/v1", "/api/v2/muutokset", "/api/", f"{XROAD_SERVICES[0]}/muutokset", "/r1/FI/GOV/010190-921W"]
)
async def test_an_address_that_is_nearly_right_is_told_so_in_json(service: Service, path: str) -> None:
    answer = await service.plain.get(path, auth=service.accounts["sandbox"].basic)
    assert answer.headers["content-type"] == "application/json"
    check(answer, 404, "UnknownPath")
    assert path.rpartition("/")[2] not in answer.text or path.endswith("/")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/muutokset", {"POST"}),
        ("PUT", "/perustiedot", {"POST"}),
        ("DELETE", "/perustiedot", {"POST"}),
        ("POST", f"/kirjausavain/{TODAY}", {"GET", "HEAD"}),
        ("POST", "/openapi.json", {"GET", "HEAD"}),
    ],
)
async def test_a_wrong_method_is_405_and_says_which_is_right(
    service: Service, method: str, path: str, allowed: set[str]
) -> None:
    answer = await service.client.request(method, f"/api/v1{path}", auth=service.accounts["sandbox"].basic)
    check(answer, 405, "MethodNotAllowed")
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json"}, json.dumps(ASKED)),
        ({"Content-Type": "application/json; charset=utf-8"}, json.dumps(ASKED)),
        ({"Content-Type": "application/json;charset=UTF-8"}, json.dumps(ASKED)),
        ({"Content-Type": "text/plain"}, json.dumps(ASKED)),
        ({}, json.dumps(ASKED)),
    ],
)
@pytest.mark.parametrize("accept", [None, "application/json", "*/*", "text/html"])
async def test_json_is_read_whatever_a_gateway_made_of_its_headers(
    service: Service, headers: dict[str, str], body: str, accept: str | None
) -> None:
    request = service.plain.build_request("POST", "/api/v1/perustiedot", content=body, headers=headers)
    request.headers.pop("accept")
    if accept is not None:
        request.headers["accept"] = accept
    request.headers["authorization"] = header("mutpT1x", "pwd")["Authorization"]
    answer = await service.plain.send(request)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("body", [b"hetulista=010190-900P", b"<x/>", b"", b"\xff"])
async def test_what_is_not_json_is_400_whatever_it_calls_itself(service: Service, body: bytes) -> None:
    for media in ("application/json", "application/x-www-form-urlencoded"):
        answer = await service.client.post(
            "/api/v1/perustiedot",
            content=body,
            headers={"Content-Type": media},
            auth=service.accounts["sandbox"].basic,
        )
        assert "byte" in check(answer, 400, "MalformedJson")


async def test_a_compressed_body_is_refused_as_such(service: Service) -> None:
    answer = await service.client.post(
        "/api/v1/perustiedot",
        content=b"\x1f\x8b",
        headers={"Content-Encoding": "gzip"},
        auth=service.accounts["sandbox"].basic,
    )
    check(answer, 415, "EncodedBody")


async def test_an_oversized_body_is_413_however_it_is_sent(service: Service) -> None:
    async def chunks() -> Any:
        for _ in range(BODY_BYTES // 65536 + 2):
            yield b" " * 65536

    basic = service.accounts["sandbox"].basic
    announced = await service.client.post("/api/v1/muutokset", content=b" " * (BODY_BYTES + 1), auth=basic)
    check(announced, 413, "BodyTooLarge")
    chunked = await service.client.post("/api/v1/muutokset", content=chunks(), auth=basic)
    check(chunked, 413, "BodyTooLarge")
    within = await service.client.post("/api/v1/muutokset", content=b" " * BODY_BYTES, auth=basic)
    check(within, 400, "MalformedJson")


async def test_no_refusal_repeats_a_code_and_each_has_its_own_id(service: Service) -> None:
    bodies: list[Any] = [
        {AINO: 1},
        {"hetulista": [AINO, AINO + "0"]},
        {"hetulista": AINO},
        {"kuntakoodit": [AINO]},
        {"kuntakoodit": [NOKIA], "jatkoavain": AINO},
        {"hetulista": [AINO], AINO: [AINO]},
    ]
    answers = [await service.post("/perustiedot", body, "nokia") for body in bodies]
    assert {answer.status_code for answer in answers} == {400}
    assert not any(AINO in answer.text for answer in answers)
    assert len({answer.json()["detail"] for answer in answers}) == len(bodies)


async def test_a_refused_municipality_is_not_repeated(service: Service) -> None:
    answer = await service.post("/perustiedot", {"kuntakoodit": [HELSINKI]}, "nokia")
    assert HELSINKI not in check(answer, 403, "OtherMunicipality")


async def test_a_busy_pool_is_503_with_retry_after_and_the_next_call_works(hasty: Service) -> None:
    held = [await hasty.pools.disclosure.acquire() for _ in range(hasty.pools.disclosure.get_max_size())]
    try:
        answers = await asyncio.gather(
            hasty.post("/perustiedot", ASKED),
            hasty.get(f"/kirjausavain/{TODAY}"),
            hasty.post("/muutokset", {"viimeisinKirjausavain": 0, **ASKED}),
        )
    finally:
        for connection in held:
            await hasty.pools.disclosure.release(connection)
    for answer in answers:
        check(answer, 503, "OutOfBreath")
        assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert (await hasty.post("/perustiedot", ASKED)).status_code == 200


async def test_what_nobody_foresaw_is_500_and_noted_without_data(
    hasty: Service, caplog: pytest.LogCaptureFixture
) -> None:
    async with asyncpg.create_pool(hasty.pools.environment.owner_url, min_size=1, max_size=1) as owner:
        await owner.execute("alter table register.person rename column document to elsewhere")
        try:
            with caplog.at_level(logging.ERROR, "vaki.changes"):
                answer = await hasty.post("/perustiedot", ASKED)
        finally:
            await owner.execute("alter table register.person rename column elsewhere to document")
    check(answer, 500, "Unexpected")
    assert answer.json()["detail"] in caplog.text
    assert AINO not in caplog.text
    assert "elsewhere" not in answer.text
