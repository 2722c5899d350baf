"""Worlds: two runs at once do not see each other, their number is bounded, and what is over is dropped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.rules import serving
from tests.rules.serving import EVERYTHING, NOKIA, until
from tests.sandbox.calling import Sandbox
from tests.sandbox.conftest import MOST_WORLDS

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "select holder, permit_id, channel, cardinality(subjects) from disclosure.ledger order by ledger_id desc"


def test_two_runs_do_not_disturb_each_other(sandbox: Sandbox) -> None:
    with sandbox.world() as one, sandbox.world() as two:
        start, before = one.key, one.residents()
        assert two.residents() == before
        assert (two.key, two.day) == (start, one.day)
        ill, well = [code for code, groups in before.items() if "TURVAKIELTO" not in str(groups)][:2]

        one.dies(ill)
        two.post("sandbox/clock", {"days": 3})
        two.dies(well)

        assert (one.day, two.day) == (sandbox.day, two.get("sandbox/clock")["published"])
        assert one.day < two.day
        assert {item["henkilotunnus"] for item in one.changes(start)} >= {ill}
        assert {item["henkilotunnus"] for item in two.changes(start)} >= {well}
        assert well in one.residents()
        assert ill not in one.residents()
        assert ill in two.residents()
        assert well not in two.residents()

        changed = two.residents()
        one.post("sandbox/reset")
        assert one.residents() == before
        assert one.changes(start) == []
        assert two.residents() == changed
        assert sandbox.residents() == before
        assert sandbox.key == start


def test_a_world_begins_as_the_register_was_seeded_wherever_the_main_one_has_come(sandbox: Sandbox) -> None:
    seeded, day = sandbox.residents(), sandbox.day
    sandbox.dies(next(iter(seeded)))
    sandbox.post("sandbox/clock", {"days": 1})
    try:
        with sandbox.world() as world:
            assert (world.residents(), world.day) == (seeded, day)
            assert sandbox.residents() != seeded
    finally:
        sandbox.post("sandbox/reset")


def test_every_worker_knows_a_world_and_how_often_it_was_put_back(sandbox: Sandbox) -> None:
    with sandbox.world() as world:
        code, start = next(iter(world.residents())), world.key
        for turn in range(2):
            assert world.works(code, f"Työ {turn}").status_code == 200
            assert {world.key for _ in range(6)} == {world.key}
            answers = [
                world.call("POST", "api/v1/muutokset", json={"viimeisinKirjausavain": 0, "hetulista": [code]}).json()
                for _ in range(6)
            ]
            assert len({str(answer) for answer in answers}) == 1
            assert f"Työ {turn}" in str(answers[0])
            world.post("sandbox/reset")
            after = [
                world.call("POST", "api/v1/muutokset", json={"viimeisinKirjausavain": 0, "hetulista": [code]}).json()
                for _ in range(6)
            ]
            assert len({str(answer) for answer in after}) == 1
            assert f"Työ {turn}" not in str(after[0])
            assert after[0]["viimeisinKirjausavain"] == start


def test_what_a_world_hands_out_is_in_its_own_ledger_under_the_main_registers_permit(sandbox: Sandbox) -> None:
    rows = "select count(*) from disclosure.ledger where made > clock_timestamp() - interval '1 hour'"
    with sandbox.world() as world:
        assert world.sql(world.database(), rows) == [(0,)]
        before = sandbox.sql("vaki", rows)
        given = world.residents()
        holder, permit, channel, subjects = world.sql(world.database(), LEDGER)[0]
        assert (holder, channel, subjects) == (serving.HOLDER, "direct", len(given))
        assert sandbox.sql("vaki", "select permit_id from disclosure.permit where holder = %s", holder) == [(permit,)]
        assert sandbox.sql("vaki", rows) == before
        assert world.sql(world.database(), "select count(*) from disclosure.credential") == [(0,)]


def test_a_world_knows_a_credential_revoked_in_the_main_register_as_revoked(sandbox: Sandbox) -> None:
    late = serving.account(sandbox.service.data, "--product", "K2000", "--municipality", NOKIA)
    body = {"kuntakoodit": [NOKIA]}
    with sandbox.world() as world:
        assert world.call("POST", "api/v1/perustiedot", late, json=body).status_code == 200
        serving.vaki(sandbox.service.data, "credentials", "revoke", late.user)
        assert world.call("POST", "api/v1/perustiedot", late, json=body).status_code == 401


def test_their_number_is_bounded_and_an_ended_one_makes_room(sandbox: Sandbox) -> None:
    made = [sandbox.post("sandbox/worlds")["token"] for _ in range(MOST_WORLDS)]
    try:
        refused = sandbox.call("POST", "sandbox/worlds")
        assert (refused.status_code, refused.json()["type"]) == (503, "Full")
        assert 0 < int(refused.headers["retry-after"]) <= 600
        assert sandbox.call("DELETE", f"sandbox/worlds/{made.pop()}").status_code == 204
        made.append(sandbox.post("sandbox/worlds")["token"])
    finally:
        for token in made:
            sandbox.call("DELETE", f"sandbox/worlds/{token}")


def test_an_ended_world_is_gone_at_once_for_everybody_and_soon_from_the_disk(sandbox: Sandbox) -> None:
    with sandbox.world() as world:
        database = world.database()
        for _ in range(6):
            assert world.day == sandbox.day
    for path in ("api/v1/kirjausavain/2020-01-01", "sandbox/clock", "fi/", "health/live"):
        answers = [world.call("GET", path) for _ in range(4)]
        assert {(answer.status_code, answer.json()["type"]) for answer in answers} == {(404, "UnknownWorld")}
    assert sandbox.call("DELETE", f"sandbox/worlds/{world.token}").status_code == 404
    assert until(lambda: database not in sandbox.databases(), 30)


def test_a_world_that_nobody_uses_is_dropped_and_one_in_use_stays(sandbox: Sandbox) -> None:
    with sandbox.world() as used, sandbox.world() as idle:
        database = idle.database()
        sandbox.sql("vaki_sandbox", "update world set used = used - interval '59 minutes' where %s", True)
        assert used.day
        sandbox.sql("vaki_sandbox", "update world set used = used - interval '2 minutes' where %s", True)
        assert until(lambda: database not in sandbox.databases(), 30)
        assert used.day
        assert idle.call("GET", "sandbox/clock").status_code == 404


def test_what_a_crash_left_of_a_world_is_swept_away(sandbox: Sandbox) -> None:
    sandbox.sql("vaki", 'create database "vaki_world_half" owner vaki_sandbox')
    sandbox.sql("vaki_sandbox", "insert into world (token, database) values (%s, 'vaki_world_half')", b"half")
    assert until(lambda: "vaki_world_half" not in sandbox.databases(), 30)
    assert until(lambda: not sandbox.sql("vaki_sandbox", "select 1 from world where token = %s", b"half"))


def test_a_token_is_kept_and_logged_nowhere(sandbox: Sandbox) -> None:
    with sandbox.world() as world:
        assert world.day
        world.residents()
        sandbox.get(f"sandbox/worlds/{world.token}")
        kept = sandbox.sql("vaki_sandbox", "select token::text, database from world where %s", True)
        assert world.token not in str(kept)
        assert world.token not in sandbox.service.log.read_text()
        assert "/w/*/sandbox/clock" in sandbox.service.log.read_text()


def test_a_worlds_pages_lie_below_its_address_and_say_so(sandbox: Sandbox) -> None:
    with sandbox.world() as world:
        page = world.call("GET", "en/").text
        assert "A world of your own." in page
        assert "A world of your own." not in sandbox.call("GET", "en/").text
        addresses = {part.split('"', 1)[0] for part in page.split('href="')[1:]} | {
            part.split('"', 1)[0] for part in page.split('action="')[1:]
        }
        own = f"/{world.below}"
        assert all(address.startswith((own, "#", "?", "http://")) for address in addresses), addresses
        assert f"{own}api/v1" in page
        style = next(address for address in addresses if "vaki.css" in address)
        assert world.call("GET", style.removeprefix(own)).status_code == 200
        asked = page.split('hx-get="', 1)[1].split('"', 1)[0]
        assert asked.startswith(f"{own}en/muutokset/")
        assert world.call("GET", asked.removeprefix(own)).status_code == 204
        script = page.split('<script src="', 1)[1].split('"', 1)[0]
        assert script.startswith(own)
        assert world.call("GET", script.removeprefix(own)).status_code == 200
        world.dies(next(iter(world.residents())))
        newer = world.call("GET", asked.removeprefix(own))
        assert newer.status_code == 200
        assert f'hx-get="{own}en/muutokset/' in newer.text
        world.post("sandbox/clock", {"days": 1})
        day = date.fromisoformat(world.day)
        assert f"{day.day} {day:%B %Y}" in world.call("GET", "en/").text


def test_a_world_makes_no_worlds_and_tells_of_none(sandbox: Sandbox) -> None:
    with sandbox.world() as world:
        for method, path in (("POST", "sandbox/worlds"), ("GET", f"sandbox/worlds/{world.token}")):
            assert world.call(method, path).status_code == 404


@pytest.mark.long
def test_worlds_outlive_the_service_and_the_idle_among_them_do_not(seeded: Path) -> None:
    with serving.copied(seeded) as data:
        with serving.serve(data, "--sandbox", "--workers", "1") as service:
            main = Sandbox(service, EVERYTHING)
            kept, idle = (Sandbox(service, EVERYTHING, main.post("sandbox/worlds")["address"][1:]) for _ in range(2))
            kept.post("sandbox/clock", {"days": 2})
            day, database = kept.day, idle.database()
            assert day > main.day
            main.sql(
                "vaki_sandbox",
                "update world set used = used - interval '2 hours' where token = sha256(%s)",
                idle.token.encode(),
            )
        with serving.serve(data, "--sandbox", "--workers", "1") as service:
            main = Sandbox(service, EVERYTHING)
            assert Sandbox(service, EVERYTHING, kept.below).day == day
            assert until(lambda: database not in main.databases(), 30)
            assert main.call("GET", f"sandbox/worlds/{idle.token}").status_code == 404


@pytest.mark.parametrize("header", ["X-Vaki-Client-Certificate", "X-Forwarded-For"])
def test_a_refused_header_has_the_interfaces_form_also_in_a_world(sandbox: Sandbox, header: str) -> None:
    with sandbox.world() as world:
        answer = world.call("GET", "api/v1/kirjausavain/2020-01-01", headers={header: "x"})
        assert (answer.status_code, answer.json()["type"]) == (400, "HeaderRefused")
