"""The three operations: what they give, in which envelope, and how they say no."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.changes.people import (
    AINO,
    AINO_BEFORE,
    DEAD,
    EERO,
    ELSEWHERE,
    HELSINKI,
    HIDDEN,
    NEIGHBOURS,
    NOKIA,
    SECRET_STREET,
    TODAY,
    UNKNOWN,
    WRONG_CHECK,
    Worked,
)

from vaki.register.loading import FIRST_KEY

if TYPE_CHECKING:
    import httpx
    from tests.changes.serving import Service

PREFIXES = [
    "/api/v1",
    "/r1/FI/GOV/0245437-2/VTJmutpa/VTJmutpa/api/v1",
    "/r1/FI-TEST/GOV/0245437-2/VTJmutpa/VTJmutpa/api/v1",
]


def groups(item: dict[str, Any]) -> list[str]:
    return [group["tietoryhma"] for group in item["tietoryhmat"]]


async def base_data(service: Service, body: dict[str, Any], account: str = "sandbox") -> dict[str, Any]:
    answer = await service.post("/perustiedot", body, account)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def changes(service: Service, body: dict[str, Any], account: str = "sandbox") -> dict[str, Any]:
    answer = await service.post("/muutokset", body, account)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def refused(answer: httpx.Response, status: int, kind: str) -> str:
    """The message of a refusal of this status and type."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert list(body) == ["type", "message", "detail"]
    assert body["type"] == kind
    assert len(body["detail"]) == 36
    return str(body["message"])


@pytest.mark.parametrize("prefix", PREFIXES)
async def test_the_interface_stands_at_its_own_address_and_below_x_roads(service: Service, prefix: str) -> None:
    auth = service.accounts["sandbox"].basic
    key = await service.client.get(f"{prefix}/kirjausavain/{TODAY}", auth=auth)
    assert key.status_code == 200
    asked = {"viimeisinKirjausavain": key.json()["viimeisinKirjausavain"], "hetulista": [AINO]}
    assert (await service.client.post(f"{prefix}/muutokset", json=asked, auth=auth)).status_code == 200
    found = await service.client.post(f"{prefix}/perustiedot", json={"hetulista": [AINO]}, auth=auth)
    assert found.json()["perustiedot"][0]["henkilotunnus"] == AINO
    described = await service.client.get(f"{prefix}/openapi.json")
    assert described.json()["servers"] == [{"url": prefix}]


@pytest.mark.parametrize(
    "prefix", ["/r1/SE/GOV/0245437-2/VTJmutpa/VTJmutpa/api/v1", "/r1/FI/GOV/1/VTJmutpa/VTJmutpa/api/v1"]
)
async def test_other_x_road_services_are_not_here(service: Service, prefix: str) -> None:
    answer = await service.plain.get(f"{prefix}/kirjausavain/{TODAY}", auth=service.accounts["sandbox"].basic)
    assert answer.status_code == 404


async def test_the_key_of_a_day_is_one_integer(service: Service) -> None:
    answer = await service.get(f"/kirjausavain/{TODAY}")
    assert answer.status_code == 200
    assert list(answer.json()) == ["viimeisinKirjausavain"]
    assert type(answer.json()["viimeisinKirjausavain"]) is int


async def test_a_day_before_the_log_gives_the_oldest_key(service: Service) -> None:
    oldest = (await service.get("/kirjausavain/0001-01-01")).json()
    assert oldest == (await service.get("/kirjausavain/1990-06-30")).json()
    assert oldest["viimeisinKirjausavain"] >= FIRST_KEY


@pytest.mark.parametrize("day", ["2026-11-02", "9999-12-31"])
async def test_a_day_after_the_registers_own_is_refused(service: Service, day: str) -> None:
    refused(await service.get(f"/kirjausavain/{day}"), 400, "FutureDay")


@pytest.mark.parametrize(
    "day",
    [
        "2026-13-01",
        "2026-02-30",
        "20261101",
        "2026-W44-7",
        "1.11.2026",
        "2026-11-1",
        "x",
        "0000-01-01",
        "%00",
        "%0A",
        "2026-11-01%0A",
        "a%0Ab",
        "٢٠٢٦-١١-٠١",
    ],
)
async def test_a_malformed_day_is_refused(service: Service, day: str) -> None:
    refused(await service.get(f"/kirjausavain/{day}"), 400, "MalformedDate")


async def test_base_data_stands_in_its_envelope_with_the_key_in_a_header(service: Service) -> None:
    answer = await service.post("/perustiedot", {"hetulista": [AINO, EERO]})
    assert list(answer.json()) == ["perustiedot", "ajanTasalla"]
    assert answer.json()["ajanTasalla"] is True
    assert {item["henkilotunnus"] for item in answer.json()["perustiedot"]} == {AINO, EERO}
    assert all(list(item) == ["henkilotunnus", "tietoryhmat"] for item in answer.json()["perustiedot"])
    assert int(answer.headers["Vaki-Kirjausavain"]) >= FIRST_KEY
    assert answer.headers["Cache-Control"] == "no-store"


async def test_who_does_not_exist_is_simply_missing(service: Service) -> None:
    odd = ["ÄÄÄÄÄÄÄÄÄÄÄ", "010190-900\0", "           "]
    found = await base_data(service, {"hetulista": [UNKNOWN, WRONG_CHECK, *odd, AINO]})
    assert [item["henkilotunnus"] for item in found["perustiedot"]] == [AINO]
    none = await base_data(service, {"hetulista": [UNKNOWN]})
    assert none == {"perustiedot": [], "ajanTasalla": True}


async def test_an_empty_list_means_no_persons(service: Service) -> None:
    assert await base_data(service, {"hetulista": []}) == {"perustiedot": [], "ajanTasalla": True}
    assert await base_data(service, {"hetulista": []}, "nokia") == {"perustiedot": [], "ajanTasalla": True}


async def test_a_passive_code_finds_the_person_under_that_code(service: Service) -> None:
    found = await base_data(service, {"hetulista": [AINO_BEFORE, AINO, AINO]})
    assert sorted(item["henkilotunnus"] for item in found["perustiedot"]) == sorted([AINO, AINO_BEFORE])
    passive = next(item for item in found["perustiedot"] if item["henkilotunnus"] == AINO_BEFORE)
    assert passive["tietoryhmat"][0]["aktiivinenHenkilotunnus"] == AINO


async def test_named_groups_narrow_and_one_that_no_catalogue_knows_is_refused(service: Service) -> None:
    asked = ["KOTIKUNTA", "HENKILON_NIMI"]
    for unknown in ("EI_SELLAISTA", "\0"):
        answer = await service.post("/perustiedot", {"hetulista": [AINO], "tietoryhmat": [*asked, unknown]})
        assert (answer.status_code, answer.json()["message"]) == (400, "tietoryhmat[2]: no group has this name.")
    found = await base_data(service, {"hetulista": [AINO], "tietoryhmat": asked})
    assert groups(found["perustiedot"][0]) == ["HENKILON_NIMI", "KOTIKUNTA"]


async def test_a_group_outside_the_permit_cannot_be_told_from_one_without_data(service: Service) -> None:
    found = await base_data(service, {"hetulista": [AINO], "tietoryhmat": ["KUTSUMANIMI"]}, "nokia")
    assert all(item["tietoryhmat"] == [] for item in found["perustiedot"])


async def test_the_dead_stay_and_the_protected_are_censored(service: Service) -> None:
    found = await base_data(service, {"hetulista": [DEAD, HIDDEN]})
    by_code = {item["henkilotunnus"]: item for item in found["perustiedot"]}
    assert "KUOLINPAIVA" in groups(by_code[DEAD])
    assert SECRET_STREET not in json.dumps(by_code[HIDDEN])
    censored = {g["tietoryhma"] for g in by_code[HIDDEN]["tietoryhmat"] if "turvakiellonAlaisetKentat" in g}
    assert {"KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE"} <= censored
    plain = await base_data(service, {"hetulista": [HIDDEN]}, "entitled")
    assert SECRET_STREET in json.dumps(plain)


async def test_a_thousand_codes_are_answered_and_one_more_is_refused(service: Service) -> None:
    found = await base_data(service, {"hetulista": service.residents[:1000]})
    assert len(found["perustiedot"]) == 1000
    answer = await service.post("/perustiedot", {"hetulista": [AINO] * 1001})
    assert refused(answer, 400, "UnfitRequest").startswith("hetulista: ")


async def test_a_municipality_comes_in_pages_and_each_resident_once(service: Service) -> None:
    body: dict[str, Any] = {"kuntakoodit": [NOKIA], "tietoryhmat": ["KOTIKUNTA"]}
    first = await service.post("/perustiedot", body, "nokia")
    page = first.json()
    assert list(page) == ["perustiedot", "ajanTasalla", "jatkoavain"]
    met = [item["henkilotunnus"] for item in page["perustiedot"]]
    while not page["ajanTasalla"]:
        answer = await service.post("/perustiedot", {**body, "jatkoavain": page["jatkoavain"]}, "nokia")
        assert answer.headers["Vaki-Kirjausavain"] == first.headers["Vaki-Kirjausavain"]
        page = answer.json()
        met += [item["henkilotunnus"] for item in page["perustiedot"]]
    assert len(met) == len(set(met)) == NEIGHBOURS + 3
    assert HIDDEN in met
    assert DEAD not in met
    assert ELSEWHERE not in met


async def test_a_continuation_is_good_only_for_its_own_request(service: Service) -> None:
    body = {"kuntakoodit": [NOKIA], "tietoryhmat": ["KOTIKUNTA"]}
    given = (await base_data(service, body, "nokia"))["jatkoavain"]
    for other in ({"kuntakoodit": [NOKIA]}, {**body, "tietoryhmat": ["KOTIKUNTA", "HENKILON_NIMI"]}):
        refused(await service.post("/perustiedot", {**other, "jatkoavain": given}, "nokia"), 400, "UnknownContinuation")
    both = {**body, "jatkoavain": given}
    refused(await service.post("/perustiedot", both, "nokia too"), 400, "UnknownContinuation")
    for forged in ("", "x", given[:-1], given + "A", given.swapcase()):
        answer = await service.post("/perustiedot", {**body, "jatkoavain": forged}, "nokia")
        refused(answer, 400, "UnknownContinuation")


async def test_only_the_permits_municipalities_are_answered(service: Service) -> None:
    for asked in ([HELSINKI], [NOKIA, HELSINKI], ["999"]):
        refused(await service.post("/perustiedot", {"kuntakoodit": asked}, "nokia"), 403, "OtherMunicipality")


async def test_a_permit_by_codes_has_no_municipality(service: Service) -> None:
    refused(await service.post("/perustiedot", {"kuntakoodit": [NOKIA]}), 400, "CodesNeeded")
    refused(await service.post("/muutokset", {"viimeisinKirjausavain": FIRST_KEY}), 400, "CodesNeeded")


async def test_changes_stand_in_their_envelope_and_follow_the_key(service: Service) -> None:
    start = (await service.get(f"/kirjausavain/{TODAY}")).json()["viimeisinKirjausavain"]
    await service.recorder.record(Worked(person=AINO, occupation="Leipuri"))
    found = await changes(service, {"viimeisinKirjausavain": start, "hetulista": [AINO, UNKNOWN, WRONG_CHECK]})
    assert list(found) == ["viimeisinKirjausavain", "muutokset", "ajanTasalla"]
    item = found["muutokset"][-1]
    assert list(item) == ["henkilotunnus", "tietoryhmat", "muutospv"]
    assert item["henkilotunnus"] == AINO
    assert item["tietoryhmat"] == [{"tietoryhma": "AMMATTI", "muutosattribuutti": "MUUTETTU", "ammatti": "Leipuri"}]
    again = await changes(service, {"viimeisinKirjausavain": found["viimeisinKirjausavain"], "hetulista": [AINO]})
    assert again == {"viimeisinKirjausavain": found["viimeisinKirjausavain"], "muutokset": [], "ajanTasalla": True}


async def test_the_key_advances_also_when_nothing_concerned_the_caller(service: Service) -> None:
    before = await changes(service, {"viimeisinKirjausavain": FIRST_KEY, "hetulista": []})
    await service.recorder.record(Worked(person=EERO, occupation="Koululainen"))
    after = await changes(service, {"viimeisinKirjausavain": FIRST_KEY, "hetulista": [UNKNOWN]})
    assert before["muutokset"] == after["muutokset"] == []
    assert after["viimeisinKirjausavain"] > before["viimeisinKirjausavain"]
    assert after["ajanTasalla"] is True


async def test_without_a_list_the_permits_municipality_is_meant(service: Service) -> None:
    start = (await changes(service, {"viimeisinKirjausavain": FIRST_KEY, "hetulista": []}))["viimeisinKirjausavain"]
    for code in (AINO, ELSEWHERE, EERO):
        await service.recorder.record(Worked(person=code, occupation="Kokki"))
    found = await changes(service, {"viimeisinKirjausavain": start}, "nokia")
    assert [item["henkilotunnus"] for item in found["muutokset"]] == [AINO, EERO]


@pytest.mark.parametrize("form", [int, str])
async def test_the_key_may_be_sent_as_a_number_or_as_a_string(service: Service, form: type) -> None:
    body = {"viimeisinKirjausavain": form(FIRST_KEY), "hetulista": [AINO], "tuotekoodi": "mutpT1"}
    assert (await changes(service, body))["ajanTasalla"] is True


async def test_groups_narrow_changes_too(service: Service) -> None:
    await service.recorder.record(Worked(person=AINO, occupation="Muurari"))
    body = {"viimeisinKirjausavain": FIRST_KEY, "hetulista": [AINO], "tietoryhmat": ["KOTIKUNTA"]}
    found = await changes(service, body)
    assert all(set(groups(item)) <= {"KOTIKUNTA"} for item in found["muutokset"])


async def test_a_hundred_thousand_codes_are_taken(service: Service) -> None:
    codes = [f"{number:06d}-9{number % 1000:03d}" for number in range(100_000)]
    found = await changes(service, {"viimeisinKirjausavain": FIRST_KEY, "hetulista": [*codes, AINO]})
    assert {item["henkilotunnus"] for item in found["muutokset"]} <= {AINO, AINO_BEFORE}


async def test_every_answer_has_its_row_in_the_ledger_with_the_facts_of_the_call(service: Service) -> None:
    last = "select * from disclosure.ledger order by ledger_id desc limit 1"
    await base_data(service, {"hetulista": [AINO]}, "nokia")
    row = await service.pools.disclosure.fetchrow(last)
    assert row is not None
    assert (row["channel"], row["address"], row["product"], row["client"]) == ("direct", "127.0.0.1", "K2000", None)
    assert row["subjects"] == [1]
    assert len(row["request_id"]) == 36
    await changes(service, {"viimeisinKirjausavain": FIRST_KEY, "hetulista": [AINO]})
    after = await service.pools.disclosure.fetchrow(last)
    assert after is not None
    assert (after["product"], after["since_key"]) == ("mutpT1x", FIRST_KEY)
    assert after["ledger_id"] > row["ledger_id"]


async def test_a_head_request_is_answered_without_a_body(service: Service) -> None:
    auth = service.accounts["sandbox"].basic
    answer = await service.plain.head(f"/api/v1/kirjausavain/{TODAY}", auth=auth)
    assert answer.status_code == 200
    assert answer.content == b""
