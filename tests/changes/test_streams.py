"""Base data as a stream of lines: its form, its compression, and readers who are slow or go away."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from backports import zstd
from tests.changes.described import validator
from tests.changes.people import AINO, HELSINKI, NOKIA, TODAY, Worked
from tests.changes.serving import settled
from tests.changes.test_operations import refused

from vaki.changes.compression import chosen
from vaki.changes.routes import Limits
from vaki.changes.streaming import NDJSON
from vaki.disclosure import streaming
from vaki.disclosure.bounds import Bounds

if TYPE_CHECKING:
    from pathlib import Path

    from tests.changes.serving import Service

    from vaki.postgres.environment import Environment

EVERYBODY: dict[str, Any] = {"kuntakoodit": [NOKIA]}
OUTCOMES = "select operation from disclosure.ledger where operation not in ('base_data_stream', 'changes')"


async def stream(service: Service, body: dict[str, Any] = EVERYBODY, path: str = "/perustiedot", **headers: str) -> Any:
    auth = service.accounts["nokia"].basic
    told = {"Accept": NDJSON, "Accept-Encoding": "identity", **headers}
    return await service.plain.post(f"/api/v1{path}", json=body, auth=auth, headers=told)


def lines(text: bytes) -> list[dict[str, Any]]:
    assert text.endswith(b"\n")
    found = [json.loads(line) for line in text.splitlines()]
    for line in found:
        validator("PerustietoRivi").validate(line)
    return found


async def pages(service: Service, path: str = "/perustiedot") -> tuple[list[dict[str, Any]], str]:
    """All persons in pages; and the key in the header, the same on every page."""
    body, found, keys = dict(EVERYBODY), [], set()
    while True:
        answer = await service.post(path, body, "nokia")
        keys.add(answer.headers["Vaki-Kirjausavain"])
        found += answer.json()["perustiedot"]
        if answer.json()["ajanTasalla"]:
            (key,) = keys
            return found, key
        body["jatkoavain"] = answer.json()["jatkoavain"]


@pytest.mark.parametrize("path", ["/perustiedot", "/perustiedot-vko"])
async def test_a_stream_holds_what_the_pages_hold_between_its_key_and_its_count(service: Service, path: str) -> None:
    expected, key = await pages(service, path)
    answer = await stream(service, path=path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == NDJSON
    assert answer.headers["Vaki-Kirjausavain"] == key
    assert "content-length" not in answer.headers
    first, *told, last = lines(answer.content)
    week = {"poimintapv": "2026-10-26"} if path == "/perustiedot-vko" else {}
    assert first == {"viimeisinKirjausavain": int(key), **week}
    assert told == expected
    assert last == {"lukumaara": len(expected)}
    assert len(expected) > 1000


async def test_all_pages_are_as_of_the_first_ones_key(service: Service) -> None:
    first = await service.post("/perustiedot", EVERYBODY, "nokia")
    last_code = service.residents[-1]
    await service.recorder.record(Worked(person=last_code, occupation="Vartija"))
    body = {**EVERYBODY, "jatkoavain": first.json()["jatkoavain"]}
    second = await service.post("/perustiedot", body, "nokia")
    assert second.headers["Vaki-Kirjausavain"] == first.headers["Vaki-Kirjausavain"]
    assert second.json()["perustiedot"][-1]["henkilotunnus"] == last_code
    assert "Vartija" not in second.text
    assert "Vartija" in (await stream(service)).text


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
async def test_a_stream_is_compressed_as_its_reader_asks(service: Service, encoding: str) -> None:
    plain = (await stream(service)).content
    auth = service.accounts["nokia"].basic
    headers = {"Accept": NDJSON, "Accept-Encoding": encoding}
    async with service.plain.stream("POST", "/api/v1/perustiedot", json=EVERYBODY, auth=auth, headers=headers) as told:
        assert told.headers["content-encoding"] == encoding
        raw = b"".join([part async for part in told.aiter_raw()])
    text = zlib.decompress(raw, 31) if encoding == "gzip" else zstd.decompress(raw)
    assert text == plain
    assert len(raw) < len(plain) / 4


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("gzip, zstd", "zstd"),
        ("zstd;q=0.5, gzip", "gzip"),
        ("zstd;q=0, *", "gzip"),
        ("*", "zstd"),
        ("gzip;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=x", None),
        ("br", None),
        ("", None),
    ],
)
def test_the_encoding_is_the_one_the_reader_likes_best(accepted: str, encoding: str | None) -> None:
    assert chosen(accepted) == encoding


@pytest.mark.parametrize(
    ("accepted", "lines_told"),
    [
        (NDJSON, True),
        (f"{NDJSON}, application/json;q=0.9", True),
        (f"application/json, {NDJSON};q=0.1", False),
        (f"{NDJSON};q=0", False),
        ("*/*", False),
    ],
)
async def test_who_does_not_ask_for_lines_gets_the_envelope(service: Service, accepted: str, lines_told: bool) -> None:
    answer = await stream(service, Accept=accepted)
    assert (answer.headers["content-type"] == NDJSON) is lines_told


async def test_a_stream_is_refused_before_it_begins(service: Service) -> None:
    refused(await stream(service, {"kuntakoodit": [HELSINKI]}), 403, "OtherMunicipality")
    refused(await stream(service, {**EVERYBODY, "jatkoavain": "a"}), 400, "UnfitRequest")


async def test_by_code_the_envelope_comes_whatever_is_accepted(service: Service) -> None:
    answer = await stream(service, {"hetulista": [AINO]})
    assert [item["henkilotunnus"] for item in answer.json()["perustiedot"]] == [AINO]


async def test_a_reader_who_goes_away_leaves_the_rows_of_what_was_read_and_an_outcome(
    environment: Environment, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "CHUNK", Bounds(persons=20))
    async with settled(environment, Limits()) as service:
        auth = service.accounts["nokia"].basic
        async with service.plain.stream(
            "POST", "/api/v1/perustiedot", json=EVERYBODY, auth=auth, headers={"Accept": NDJSON}
        ) as told:
            assert await anext(told.aiter_raw())
        for _ in range(100):
            if rows := await service.pools.disclosure.fetch(OUTCOMES):
                break
            await asyncio.sleep(0.05)
        assert [row["operation"] for row in rows] == ["base_data_stream_broken"]


async def test_a_reader_who_takes_nothing_holds_no_connection_and_is_cut_off_in_the_end(
    environment: Environment, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "CHUNK", Bounds(persons=20))
    async with settled(environment, Limits(stall_seconds=2.0)) as service:
        await service.pools.register.execute(
            "update register.person set document = replace(document, 'Kivikatu', repeat('Kivikatu', 3000))"
        )
        account = service.accounts["nokia"]
        host, port = service.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
        body = json.dumps(EVERYBODY).encode()
        head = (
            f"POST /api/v1/perustiedot HTTP/1.1\r\nHost: x\r\nAccept: {NDJSON}\r\nContent-Length: {len(body)}\r\n"
            f"MUTP-Tunnus: {account.user}\r\nMUTP-Salasana: {account.password}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await reader.read(100)
        await asyncio.sleep(1.0)
        idle = [service.pools.disclosure.get_idle_size(), service.pools.disclosure.get_size()]
        assert idle[0] == idle[1]
        chunks = await service.pools.disclosure.fetchval("select count(*) from disclosure.ledger")
        assert chunks < 40
        for _ in range(100):
            if rows := await service.pools.disclosure.fetch(OUTCOMES):
                break
            await asyncio.sleep(0.05)
        assert [row["operation"] for row in rows] == ["base_data_stream_broken"]
        writer.close()


async def test_the_weekly_snapshot_by_code_tells_its_day_and_its_key(service: Service) -> None:
    before = (await service.get(f"/kirjausavain/{TODAY}")).json()["viimeisinKirjausavain"]
    await service.recorder.record(Worked(person=AINO, occupation="Leipuri"))
    answer = await service.post("/perustiedot-vko", {"hetulista": [AINO], "tietoryhmat": ["AMMATTI"]})
    assert list(answer.json()) == ["perustiedot", "ajanTasalla", "poimintapv"]
    assert answer.json()["poimintapv"] == "2026-10-26"
    assert int(answer.headers["Vaki-Kirjausavain"]) <= before
    assert "Leipuri" not in answer.text
    assert "Leipuri" in (await service.post("/perustiedot", {"hetulista": [AINO]})).text
