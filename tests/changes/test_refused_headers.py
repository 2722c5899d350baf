"""What the public listener refuses to hear is told below the change interface in that interface's form."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette

from vaki.changes.routes import XROAD_SERVICES
from vaki.web.listener import PublicListener


def listening(root_path: str = "") -> httpx.AsyncClient:
    listener = PublicListener(Starlette(), root_path=root_path, sandbox=True)
    return httpx.AsyncClient(transport=httpx.ASGITransport(listener), base_url="http://vaki.test")


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Vaki-Client-Certificate"])
@pytest.mark.parametrize("prefix", ["", *XROAD_SERVICES])
@pytest.mark.parametrize("root_path", ["", "/vaki"])
async def test_below_the_interface_a_refused_header_has_the_interfaces_form(
    name: str, prefix: str, root_path: str
) -> None:
    async with listening(root_path) as client:
        answer = await client.post(f"{root_path}{prefix}/api/v1/muutokset", headers={name: "192.0.2.1"})
    assert answer.status_code == 400
    assert list(answer.json()) == ["type", "message", "detail"]
    assert answer.json()["type"] == "HeaderRefused"
    assert answer.headers["content-type"] == "application/json"
    assert "192.0.2.1" not in answer.text


async def test_elsewhere_it_is_told_in_plain_text() -> None:
    async with listening() as client:
        answer = await client.get("/fi/", headers={"X-Forwarded-For": "192.0.2.1"})
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
