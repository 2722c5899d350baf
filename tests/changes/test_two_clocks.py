"""Two clocks (docs/decisions/0011): thirty days ahead in the register are no time at all for permits and the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.changes.people import AINO, TODAY
from tests.changes.serving import BODY_BYTES, HOLDER, Account, settled

from vaki.changes.routes import Limits
from vaki.codes.sex import Sex
from vaki.disclosure import permits
from vaki.disclosure.credentials import add_credential
from vaki.register.clock import advance, read_clock
from vaki.register.events.birth import Birth
from vaki.register.events.notices import Occupation
from vaki.register.events.protection import ProtectionBegun

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.changes.serving import Service

    from vaki.postgres.environment import Environment

AHEAD = TODAY + timedelta(days=30)
BIRTHDAY = TODAY + timedelta(days=20)
BORN = BIRTHDAY.replace(year=BIRTHDAY.year - 18)
PROTECTED_UNTIL = TODAY + timedelta(days=9)
CALLS = 25


@pytest.fixture(scope="module")
async def ahead(module_environment: Environment) -> AsyncIterator[Service]:
    """A service whose register has lived thirty days that the wall clock has not."""
    async with settled(module_environment, Limits(body_bytes=BODY_BYTES)) as service:
        tomorrow = permits.today() + timedelta(days=1)
        async with service.pools.disclosure.acquire() as connection:
            permit = await permits.add_permit(
                connection, holder=HOLDER, product="OPPIJA", valid_until=tomorrow, quota=CALLS
            )
            credential = await add_credential(connection, permit)
        service.accounts["until tomorrow"] = Account(credential.user, credential.password)
        await service.recorder.record(
            Birth(mother=AINO, sex=Sex.WOMAN, day=BORN, first_names="Iida", surname="Koivu", mother_alone=True)
        )
        await service.recorder.record(ProtectionBegun(person=service.residents[10], until=PROTECTED_UNTIL))
        await advance(service.pools.register, service.recorder, AHEAD)
        yield service


async def changes(service: Service, day: date) -> list[dict[str, Any]]:
    """The changes since a day of the one who got a job, of the one who comes of age and of the one under protection."""
    grown = await service.pools.register.fetchval("select code from register.person where birth_date = $1", BORN)
    codes = [AINO, grown, service.residents[10]]
    key = (await service.get(f"/kirjausavain/{day}", "entitled")).json()["viimeisinKirjausavain"]
    answer = await service.post("/muutokset", {"viimeisinKirjausavain": key, "hetulista": codes}, "entitled")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["muutokset"])


async def test_the_registers_days_are_asked_for_up_to_its_own(ahead: Service) -> None:
    assert (await ahead.get(f"/kirjausavain/{AHEAD}", "entitled")).status_code == 200
    assert (await ahead.get(f"/kirjausavain/{AHEAD + timedelta(days=1)}", "entitled")).status_code == 400


async def test_a_change_has_the_registers_time(ahead: Service) -> None:
    await ahead.recorder.record(Occupation(person=AINO, occupation="seppä"))
    (item,) = [
        one for one in await changes(ahead, AHEAD) if "AMMATTI" in {group["tietoryhma"] for group in one["tietoryhmat"]}
    ]
    assert item["muutospv"].startswith((AHEAD - timedelta(days=1)).isoformat())  # midnight in Finland is the eve in UTC


async def test_custody_ends_on_the_birthday_and_protection_after_its_last_day(ahead: Service) -> None:
    """Each is told on the register's own day, at its first moment."""
    told = {
        (group["tietoryhma"], item["muutospv"][:10])
        for item in await changes(ahead, TODAY + timedelta(days=1))
        for group in item["tietoryhmat"]
    }
    assert ("HUOLTAJA", (BIRTHDAY - timedelta(days=1)).isoformat()) in told
    assert ("TURVAKIELTO", PROTECTED_UNTIL.isoformat()) in told


async def test_a_permit_that_ends_tomorrow_is_in_force_all_the_while(ahead: Service) -> None:
    answer = await ahead.post("/perustiedot", {"hetulista": [AINO]}, "until tomorrow")
    assert answer.status_code == 200, answer.text


async def test_a_permit_that_begins_tomorrow_has_not_begun(ahead: Service) -> None:
    assert (await ahead.post("/perustiedot", {"hetulista": [AINO]}, "coming")).status_code in (401, 403)


async def test_the_ledger_has_the_walls_time(ahead: Service) -> None:
    before = datetime.now(UTC)
    await ahead.post("/perustiedot", {"hetulista": [AINO]}, "until tomorrow")
    made = await ahead.pools.disclosure.fetchval("select max(made) from disclosure.ledger")
    assert before <= made <= datetime.now(UTC)
    async with ahead.pools.register.acquire() as connection:
        assert (await read_clock(connection)).day == AHEAD


async def test_a_quota_is_of_the_walls_hour(ahead: Service) -> None:
    """Another day in the register gives no calls back."""
    calls = 0
    while calls <= CALLS:
        answer = await ahead.post("/perustiedot", {"hetulista": [AINO]}, "until tomorrow")
        calls += 1
        if answer.status_code != 200:
            break
    assert answer.status_code == 429
    await advance(ahead.pools.register, ahead.recorder, AHEAD + timedelta(days=1))
    assert (await ahead.post("/perustiedot", {"hetulista": [AINO]}, "until tomorrow")).status_code == 429
