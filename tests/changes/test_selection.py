"""Whose data a request is about, as the wire says it: lists, municipalities, the permit's own selection, old keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.changes.people import AINO, ELSEWHERE, HELSINKI, NOKIA, TODAY, Worked
from tests.changes.serving import settled
from tests.changes.test_operations import changes, refused

from vaki.changes.routes import Limits
from vaki.disclosure.bounds import Bounds
from vaki.register.clock import midnight
from vaki.register.loading import FIRST_KEY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.changes.serving import Service

    from vaki.postgres.environment import Environment

SINCE: dict[str, Any] = {"viimeisinKirjausavain": FIRST_KEY}


async def test_every_answer_with_base_data_tells_its_key(service: Service) -> None:
    bodies: list[dict[str, Any]] = [{"hetulista": [AINO]}, {"hetulista": []}, {"kuntakoodit": [NOKIA]}, {}]
    for path in ("/perustiedot", "/perustiedot-vko"):
        for body in bodies:
            answer = await service.post(path, body, "nokia")
            assert int(answer.headers["Vaki-Kirjausavain"]) >= FIRST_KEY


async def test_without_any_list_the_permits_own_selection_is_meant(service: Service) -> None:
    named = await service.post("/perustiedot", {"kuntakoodit": [NOKIA]}, "nokia")
    assert (await service.post("/perustiedot", {}, "nokia")).json()["perustiedot"] == named.json()["perustiedot"]
    refused(await service.post("/perustiedot", {}), 400, "CodesNeeded")
    refused(await service.post("/muutokset", SINCE), 400, "CodesNeeded")


async def test_changes_may_be_asked_of_some_of_the_permits_municipalities(service: Service) -> None:
    for code in (AINO, ELSEWHERE):
        await service.recorder.record(Worked(person=code, occupation="Kokki"))
    found = await changes(service, {**SINCE, "kuntakoodit": [NOKIA]}, "nokia")
    assert {item["henkilotunnus"] for item in found["muutokset"]} == {AINO}
    refused(await service.post("/muutokset", {**SINCE, "kuntakoodit": [HELSINKI]}, "nokia"), 403, "OtherMunicipality")
    both = {**SINCE, "kuntakoodit": [NOKIA], "hetulista": []}
    refused(await service.post("/muutokset", both, "nokia"), 400, "UnfitRequest")


@pytest.mark.parametrize("account", ["nokia", "sandbox"])
async def test_an_empty_list_is_nobody_for_every_permit_and_the_key_advances(service: Service, account: str) -> None:
    before = (await changes(service, {**SINCE, "hetulista": []}, account))["viimeisinKirjausavain"]
    await service.recorder.record(Worked(person=AINO, occupation="Leipuri"))
    found = await changes(service, {**SINCE, "hetulista": []}, account)
    assert found["muutokset"] == []
    assert found["viimeisinKirjausavain"] > before
    answer = await service.post("/perustiedot", {"hetulista": []}, account)
    assert answer.json() == {"perustiedot": [], "ajanTasalla": True}


async def test_pages_and_old_keys_keep_to_the_deployments_figures(environment: Environment, data_folder: Path) -> None:
    async with settled(environment, Limits(bounds=Bounds(persons=7, items=1), kept_days=60)) as service:
        for occupation in ("Kokki", "Leipuri"):
            await service.recorder.record(Worked(person=AINO, occupation=occupation))
        page = (await service.post("/perustiedot", {}, "nokia")).json()
        assert (len(page["perustiedot"]), page["ajanTasalla"]) == (7, False)
        found = await changes(service, SINCE, "nokia")
        assert (len(found["muutokset"]), found["ajanTasalla"]) == (1, False)
        later = TODAY + timedelta(days=61)
        await service.pools.register.execute("update register.clock set day = $1, time = $2", later, midnight(later))
        message = refused(await service.post("/muutokset", SINCE, "nokia"), 400, "KeyTooOld")
        assert "base data" in message
