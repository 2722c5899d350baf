"""What may be made to happen over HTTP: days, events, scripted lives, and a register put back."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.rules import serving
from tests.rules.serving import EVERYTHING, Account
from tests.sandbox.calling import Sandbox

from vaki.register.check import check
from vaki.register.events.catalogue import EVENTS
from vaki.synthetic import scenarios

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRONG = Account("mutpT1", "wrong")


@pytest.fixture(scope="module")
def world(sandbox: Sandbox) -> Iterator[Sandbox]:
    with sandbox.world() as made:
        yield made


def test_whoever_has_an_account_may_call_and_nobody_else(sandbox: Sandbox) -> None:
    for account in (EVERYTHING, sandbox.nokia):
        assert sandbox.call("GET", "sandbox/clock", account).status_code == 200
    for stranger in (None, WRONG):
        answer = sandbox.call("POST", "sandbox/worlds", stranger)
        assert answer.status_code == 401
        assert "www-authenticate" in answer.headers
    assert list(sandbox.call("GET", "sandbox/nothing").json()) == ["type", "message", "detail"]


@pytest.mark.parametrize("body", [{"days": 2}, {"day": 3}])
def test_the_clock_moves_forward_and_its_event_fires(world: Sandbox, body: dict[str, int]) -> None:
    before = date.fromisoformat(world.day)
    goal = before + timedelta(days=sum(body.values()))
    told = world.post("sandbox/clock", {"day": goal.isoformat()} if "day" in body else body)
    assert (told["day"], told["published"], told["mode"]) == (goal.isoformat(), goal.isoformat(), "simulated")
    due = "select count(*) from register.person where due <= (select day from register.clock)"
    assert world.sql(world.database(), due) == [(0,)]


def test_a_birthday_on_the_way_is_published_on_its_day(world: Sandbox) -> None:
    rows = world.sql(world.database(), "select min(due) from register.person")
    due: date = rows[0][0]
    key, days = world.key, (due - date.fromisoformat(world.day)).days
    while days > 0:
        days -= 400
        world.post("sandbox/clock", {"day": due.isoformat()} if days <= 0 else {"days": 400})
    assert world.key > key


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"day": "2000-01-01"}, 409, "WouldGoBack"),
        ({"days": -1}, 400, "UnfitRequest"),
        ({"days": 401}, 400, "UnfitRequest"),
        ({"day": "9999-12-31"}, 400, "UnfitRequest"),
        ({"day": "2030-02-30"}, 400, "UnfitRequest"),
        ({"days": 1, "day": "2030-01-01"}, 400, "UnfitRequest"),
        ({"day": 1, "hour": 2}, 400, "UnfitRequest"),
        ({}, 400, "UnfitRequest"),
        ([], 400, "UnfitRequest"),
    ],
)
def test_the_clock_never_goes_back_nor_anywhere_unclear(world: Sandbox, body: object, status: int, kind: str) -> None:
    before = world.get("sandbox/clock")
    answer = world.call("POST", "sandbox/clock", json=body)
    assert (answer.status_code, answer.json()["type"]) == (status, kind)
    assert world.get("sandbox/clock") == before


def test_clocks_moved_at_once_all_arrive(world: Sandbox) -> None:
    before = date.fromisoformat(world.day)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: world.call("POST", "sandbox/clock", json={"days": 1}), range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert world.day == (before + timedelta(days=8)).isoformat()


def test_every_event_is_told_of_and_one_recorded_is_in_the_next_answer(world: Sandbox) -> None:
    told = world.get("sandbox/events")["events"]
    assert [event["event"] for event in told] == sorted(EVENTS)
    assert all(event["meaning"] and event["schema"] for event in told)
    code, key, own = next(iter(world.residents())), world.key, str(uuid.uuid4())
    body = {"event": "occupation", "person": code, "occupation": "Majakanvartija", "id": own}
    first, again = world.post("sandbox/events", body), world.post("sandbox/events", body)
    assert (first["already"], again["already"]) == (False, True)
    assert first["kirjausavaimet"] == [key + 1] == [world.key]
    assert "Majakanvartija" in str(world.everything_of([code]))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"event": "death", "person": "010190-999X", "day": "2026-01-01"}, 409),
        ({"event": "no_such_thing"}, 404),
        ({"event": "day_passed", "person": "010190-999X"}, 404),
        ({"person": "010190-999X"}, 400),
        ({"event": "death"}, 400),
        ({"event": "death", "person": "010190-999X", "day": "2026-01-01", "id": "x"}, 400),
        ([], 400),
        ("x" * 70_000, 413),
    ],
)
def test_an_impossible_event_changes_nothing_and_is_refused_without_naming_anybody(
    world: Sandbox, body: object, status: int
) -> None:
    key = world.key
    answer = world.call("POST", "sandbox/events", json=body)
    assert answer.status_code == status
    assert "010190-999X" not in answer.text
    assert world.key == key


def test_a_scripted_life_happens_and_tells_what_each_products_customers_see(world: Sandbox) -> None:
    listed = [scenario["scenario"] for scenario in world.get("sandbox/scenarios")["scenarios"]]
    assert listed == list(scenarios.names())
    rows = "select count(*) from disclosure.ledger where channel = 'sandbox'"
    before = world.sql(world.database(), rows)[0][0]
    key = world.key
    told = world.post("sandbox/scenarios/move_between")
    first = told["steps"][0]
    assert first["since"] == key < first["viimeisinKirjausavain"]
    left, entered = (name for name in first["muutokset"] if name.startswith("K2000/"))
    groups = [len(first["muutokset"][name][0]["tietoryhmat"]) for name in (left, entered)]
    assert min(groups) < max(groups)
    assert {"OPPIJA", "VAKA", "OPISKELIJA", "ASREK"} < first["muutokset"].keys()
    assert world.sql(world.database(), rows)[0][0] > before


def test_a_scenario_that_is_none_or_does_not_fit_is_refused(world: Sandbox) -> None:
    assert world.call("POST", "sandbox/scenarios/no_such_life", json={}).status_code == 404
    for person, status in (("010190-999X", 409), ("x", 400)):
        answer = world.call("POST", "sandbox/scenarios/move_between", json={"person": person})
        assert answer.status_code == status
        assert person == "x" or person not in answer.text


async def test_a_register_put_back_is_whole_whatever_was_being_recorded(world: Sandbox) -> None:
    from vaki.postgres.environment import Environment, Pools

    world.post("sandbox/reset")
    codes, seeded = list(world.residents()), world.residents()
    key, day = world.key, world.day

    def record(turn: int) -> int:
        return world.works(codes[turn % len(codes)], f"Työ {turn}").status_code

    with ThreadPoolExecutor(6) as threads:
        recorded = [threads.submit(record, turn) for turn in range(24)]
        resets = [threads.submit(world.post, "sandbox/reset") for _ in range(3)]
        assert {one.result() for one in recorded} == {200}
        assert all(one.result() for one in resets)
    told = world.post("sandbox/reset")
    assert (told["viimeisinKirjausavain"], told["day"]) == (key, day)
    assert world.residents() == seeded
    environment = Environment.from_data(world.service.data).with_database(world.database())
    async with await Pools.open(environment, size=2) as pools:
        assert await check(pools) == []


def test_after_a_reset_keys_and_persons_numbers_go_on_and_the_ledger_stays(sandbox: Sandbox) -> None:
    ledger = "select count(*) from disclosure.ledger"
    code, start, seeded = next(iter(sandbox.residents())), sandbox.key, sandbox.residents()
    assert sandbox.works(code, "Ennen").status_code == 200
    sandbox.post("sandbox/scenarios/twins_born")
    lost, rows = sandbox.key, sandbox.sql("vaki", ledger)[0][0]
    person = sandbox.sql("vaki", "select max(person_id) from register.person")[0][0]

    sandbox.post("sandbox/reset")

    assert sandbox.residents() == seeded
    assert sandbox.sql("vaki", ledger)[0][0] > rows
    unknown = {"viimeisinKirjausavain": lost}
    for _ in range(6):
        assert sandbox.key == start
        refused = sandbox.call("POST", "api/v1/muutokset", sandbox.nokia, json=unknown)
        assert refused.json()["type"] == "UnknownKey"
    assert sandbox.works(code, "Jälkeen").status_code == 200
    assert sandbox.key > lost
    sandbox.post("sandbox/scenarios/twins_born")
    assert (
        sandbox.sql("vaki", "select min(person_id) from register.person where person_id >= %s", person)[0][0] > person
    )
    sandbox.post("sandbox/reset")


@pytest.mark.long
def test_where_life_goes_on_the_main_register_is_not_put_back_but_a_world_is(seeded: Path) -> None:
    with (
        serving.copied(seeded) as data,
        serving.serve(data, "--sandbox", "--workers", "1", "--live", "100") as service,
    ):
        main = Sandbox(service, EVERYTHING)
        refused = main.call("POST", "sandbox/reset")
        assert (refused.status_code, refused.json()["type"]) == (409, "LifeGoesOn")
        with main.world() as world:
            assert world.call("POST", "sandbox/reset").status_code == 200
