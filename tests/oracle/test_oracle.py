"""Nothing that is hidden of a protected person is in any byte that leaves, whatever happens and whatever is asked.

A few lives in every run, which Hypothesis draws and tells when they fail; many with --run-long.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import re
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from tests.oracle.remembering import Memories
from tests.oracle.searching import found
from tests.oracle.world import World
from tests.register.events.any_event import any_event

from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.asking import Account, Answer
    from tests.register.people import Register

    from vaki.disclosure.reading import LedgerRow
    from vaki.postgres.environment import Environment
    from vaki.register.events.draft import Event

LIVES, MANY = 2, 60
EVENTS: Final = 24
HOMES: Final = 80
CODE: Final = re.compile(rb"[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y]")
SHORT: Final = 8
"""Quoted municipality codes are tokens in a body only, and numbers of eight digits may be anything in a log."""
OK: Final = 200
SERVER_ERROR: Final = 500


@pytest.fixture(scope="module")
def world(module_environment: Environment) -> Iterator[World]:
    with World(module_environment, HOMES) as world:
        yield world


@pytest.fixture(scope="module")
def logged() -> Iterator[StringIO]:
    """Everything that any logger of the service says."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.addFilter(lambda line: not line.name.startswith(("http", "hypothesis", "asyncio")))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def live(world: World, data: st.DataObject, memories: Memories) -> None:
    """One thing that happens, possible or not, or days that pass."""
    register = world.register()
    chosen = data.draw(st.integers(0, 9))
    if chosen == 0:
        world.pass_days(data.draw(st.sampled_from([1, 1, 7, 40])), register.day)
    else:
        event = data.draw(protection(register) if chosen == 1 else any_event(register))
        try:
            world.record(world.tokened(event))
        except EventRefused as refused:
            note(f"{event.name} refused: {refused.message}")
        else:
            note(repr(event))
    memories.see(world.register())


@st.composite
def protection(draw: st.DrawFn, register: Register) -> Event:
    """Protection that begins, or ends where there is one; of the planted more often than of others."""
    person = draw(st.sampled_from([*register.people.values(), *list(register.people.values())[-2:] * 2]))
    day = draw(st.dates(register.day - timedelta(days=20), register.day)).isoformat()
    return decode("protection_ended" if person.protected else "protection_begun", {"person": person.code, "day": day})


def ask(world: World, account: Account, memories: Memories, data: st.DataObject) -> set[str]:
    """Everything by one account; the tokens that it was given."""
    codes = world.codes()
    forbidden = set() if account.entitled else memories.forbidden(town=account.told_the_town)
    given: set[str] = set()
    for way in world.ways(account):
        key = data.draw(st.sampled_from(world.keys()))
        answer, rows = world.ask(account, way, sorted(codes), key)
        assert answer.status < SERVER_ERROR, (way, answer.body)
        tokens = found(answer.body) | found(answer.head)
        assert not tokens & forbidden, (account.name, way.path, way.url, tokens & forbidden)
        given |= tokens
        check_ledger(answer, rows, codes)
    return given


def check_ledger(answer: Answer, rows: list[LedgerRow], codes: dict[str, int]) -> None:
    """Each person whose data is in the bytes is in the request's rows, and no other."""
    bodies = [answer.body]
    for encoding in ("gzip", "zstd"):
        if encoding.encode() in answer.head.lower():
            bodies = [unpacked(encoding, answer.body)]
    named = {codes[code.decode()] for body in bodies for code in CODE.findall(body) if code.decode() in codes}
    if answer.status != OK:
        assert not any(row.subjects or row.mentioned for row in rows)
        return
    assert named == {person for row in rows for person in (*row.subjects, *row.mentioned)}


def unpacked(encoding: str, body: bytes) -> bytes:
    import gzip

    from backports import zstd

    return gzip.decompress(body) if encoding == "gzip" else zstd.decompress(body)


def test_no_byte_that_leaves_holds_what_is_hidden(world: World, logged: StringIO, run_long: bool) -> None:
    planted: set[str] = set()

    @settings(
        max_examples=MANY if run_long else LIVES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        print_blob=True,
    )
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        world.begin_again()
        memories = Memories()
        memories.see(world.register())
        for _ in range(data.draw(st.integers(EVENTS // 2, EVENTS))):
            live(world, data, memories)
            if data.draw(st.integers(0, 7)) == 0:
                ask(world, world.accounts[data.draw(st.integers(0, len(world.accounts) - 1))], memories, data)
        present = {token for one in memories.values() for token in one.ever if len(token) > SHORT}
        planted.update(present)
        for account in world.accounts:
            given = ask(world, account, memories, data)
            if account.name == "mutpT1":
                assert given & present, "the entitled see no token: nothing was shown"

    holds()
    assert planted
    assert not found(logged.getvalue().encode()) & planted
    exported = "\n".join(json.dumps(dataclasses.asdict(row), default=str) for row in world.ledger(100_000))
    assert not found(exported.encode()) & planted
