"""What the known clients of the real service send, and what their parsers need (docs/wire/muutosrajapinta.md §3)."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.changes.people import AINO, AINO_BEFORE, EERO, HIDDEN, NOKIA, TODAY, UNKNOWN, Worked

if TYPE_CHECKING:
    import httpx
    from tests.changes.serving import Account, Service


def basic(account: Account) -> str:
    return "Basic " + base64.b64encode(f"{account.user}:{account.password}".encode()).decode()


async def send(
    service: Service, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> httpx.Response:
    """Exactly these headers, beside those that HTTP itself needs."""
    request = service.client.build_request(method, f"/api/v1{path}", content=body)
    for name in ("accept", "accept-encoding", "user-agent"):
        del request.headers[name]
    request.headers.update(headers)
    answer = await service.client.send(request)
    assert answer.status_code == 200, answer.text
    return answer


def evaka_headers(account: Account) -> dict[str, str]:
    return {
        "Accept": "application/json",
        "Content-Type": "application/json; charset=utf-8",
        "Authorization": basic(account),
        "X-Road-Client": "FI/MUN/0101263-6/espoo-evaka",
        "X-API-KEY": "of the platform in between",
    }


def evaka_before_2026(account: Account) -> dict[str, str]:
    headers = evaka_headers(account) | account.older
    del headers["Authorization"]
    return headers


@pytest.mark.parametrize("headers_of", [evaka_headers, evaka_before_2026])
async def test_evaka_seeds_its_key_and_follows_it_until_up_to_date(service: Service, headers_of: Any) -> None:
    headers = headers_of(service.accounts["sandbox"])
    seeded = (await send(service, "GET", f"/kirjausavain/{TODAY}", headers)).json()["viimeisinKirjausavain"]
    assert isinstance(seeded, int)
    await service.recorder.record(Worked(person=AINO, occupation="Opettaja"))
    token, items, rounds = str(seeded), [], 0
    while True:
        body = f'{{"viimeisinKirjausavain":{token},"hetulista":{json.dumps([AINO, EERO, UNKNOWN])}}}'
        page = (await send(service, "POST", "/muutokset", headers, body)).json()
        token = str(page["viimeisinKirjausavain"])
        items += page["muutokset"]
        rounds += 1
        if page["ajanTasalla"]:
            break
    assert rounds < 10
    assert items
    for item in items:
        assert isinstance(item["muutospv"], str)
        assert isinstance(item["henkilotunnus"], str)
        for group in item["tietoryhmat"]:
            assert isinstance(group["tietoryhma"], str)


async def test_onr_reads_times_without_a_zone_and_applies_them_in_their_order(service: Service) -> None:
    """Its gateway lets only content-type, authorization and x-road-client pass, so no Accept arrives."""
    headers = {
        "content-type": "application/json",
        "authorization": basic(service.accounts["sandbox"]),
        "x-road-client": "FI/GOV/2769790-1/vtj-oph-client",
    }
    start = (await send(service, "GET", f"/kirjausavain/{TODAY}", headers)).json()["viimeisinKirjausavain"]
    for occupation in ("Sorvaaja", "Hitsaaja"):
        await service.recorder.record(Worked(person=AINO, occupation=occupation))
    body = json.dumps({"viimeisinKirjausavain": start, "hetulista": [AINO, EERO, HIDDEN]})
    page = (await send(service, "POST", "/muutokset", headers, body)).json()
    times = [item["muutospv"] for item in page["muutokset"] if item["henkilotunnus"] == AINO]
    assert len(times) >= 2
    assert times == sorted(set(times))
    for instant in times:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", instant)
        assert datetime.fromisoformat(instant).tzinfo == UTC
    assert -(2**63) <= page["viimeisinKirjausavain"] < 2**63


async def test_onr_finds_out_who_is_missing_and_sees_what_is_censored(service: Service) -> None:
    headers = {
        "content-type": "application/json",
        "authorization": basic(service.accounts["sandbox"]),
        "x-road-client": "FI/GOV/2769790-1/vtj-oph-client",
    }
    asked = [AINO, EERO, HIDDEN, UNKNOWN]
    answer = (await send(service, "POST", "/perustiedot", headers, json.dumps({"hetulista": asked}))).json()
    assert answer["ajanTasalla"] is True
    assert set(asked) - {item["henkilotunnus"] for item in answer["perustiedot"]} == {UNKNOWN}
    for item in answer["perustiedot"]:
        for group in item["tietoryhmat"]:
            assert isinstance(group.get("turvakiellonAlaisetKentat", []), list)
            if group["tietoryhma"] == "TURVAKIELTO":
                assert isinstance(group["turvakieltoAktiivinen"], bool)
            if group["tietoryhma"] == "HUOLTAJA":
                assert group["huoltaja"]["henkilotunnus"] == AINO
            if group["tietoryhma"] == "KANSALAISUUS":
                assert group["henkilonKansalaisuudet"]


async def test_onr_learns_the_active_code_when_it_asks_by_a_passive_one(service: Service) -> None:
    headers = {"content-type": "application/json", "authorization": basic(service.accounts["sandbox"])}
    answer = (await send(service, "POST", "/perustiedot", headers, json.dumps({"hetulista": [AINO_BEFORE]}))).json()
    codes = [
        group for group in answer["perustiedot"][0]["tietoryhmat"] if group["tietoryhma"] == "HENKILOTUNNUS_KORJAUS"
    ]
    assert codes[0]["aktiivinenHenkilotunnus"] == AINO


async def test_helsinki_asks_for_one_person_and_four_groups(service: Service) -> None:
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Authorization": basic(service.accounts["sandbox"]),
    }
    wanted = ["HENKILON_NIMI", "VAKINAINEN_KOTIMAINEN_OSOITE", "TILAPAINEN_KOTIMAINEN_OSOITE", "TURVAKIELTO"]
    for code, count in ((AINO, 1), (HIDDEN, 1), (UNKNOWN, 0)):
        body = json.dumps({"hetulista": [code], "tietoryhmat": wanted})
        persons = (await send(service, "POST", "/perustiedot", headers, body)).json()["perustiedot"]
        assert len(persons) == count
        for person in persons:
            groups = {group["tietoryhma"]: group for group in person["tietoryhmat"]}
            assert set(groups) <= set(wanted)
            assert {"etunimi", "sukunimi"} <= groups["HENKILON_NIMI"].keys()
            assert ("TURVAKIELTO" in groups) == (code == HIDDEN)


async def test_evakas_proof_of_concept_reads_padded_days_and_whole_residence_codes(service: Service) -> None:
    headers = {"Accept": "application/json", "Authorization": basic(service.accounts["sandbox"])}
    answer = await send(service, "POST", "/perustiedot", headers, json.dumps({"hetulista": [AINO, EERO]}))
    for day in re.findall(r'"arvo":"([^"]*)"', answer.text):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    address = next(
        group
        for group in answer.json()["perustiedot"][0]["tietoryhmat"]
        if group["tietoryhma"] == "VAKINAINEN_KOTIMAINEN_OSOITE"
    )
    assert isinstance(address["katunimi"], dict)
    assert isinstance(address["osoitenumero"], int)
    assert address["huoneistonumero"] == "004"


async def test_the_kafka_connectors_body_of_municipalities_is_passed_on_unchanged(service: Service) -> None:
    body = '{"kuntakoodit": ["' + NOKIA + '"]}'
    headers = {"Content-Type": "application/json", "Authorization": basic(service.accounts["nokia"])}
    answer = await send(service, "POST", "/perustiedot", headers, body)
    assert answer.json()["perustiedot"]
