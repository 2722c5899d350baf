"""Base data at a key and the changes after it give the base data fetched later: for any lives, under any permit.

The customer is a program that imports the standard library alone and reads only HTTP answers.
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from datetime import timedelta
from itertools import chain, cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, currently_in_test_context, given, note, settings
from hypothesis import strategies as st
from tests.register.events.any_event import any_event
from tests.register.events.scenarios import SCENARIOS, World
from tests.replay import applier
from tests.replay.applier import Customer
from tests.replay.service import Service

from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import EVENTS, decode
from vaki.register.events.loaded import Loaded
from vaki.register.events.many import MunicipalitiesMerged
from vaki.register.events.protection import ProtectionBegun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.register.people import Register

    from vaki.codes.sex import Sex
    from vaki.postgres.environment import Environment
    from vaki.register.events.draft import Event

WHOLE = 2_000
SLICE = 40
LIFE = 12
"""Events in one example."""
TRIES = 4
PHASES = (Phase.generate, Phase.shrink)
SCRIPTS: dict[str, list[str]] = {}
"""Titles of scenarios by their event; days that pass come in every life."""
for title in sorted(SCENARIOS.keys()):
    if not title.startswith("day_passed"):
        SCRIPTS.setdefault(title.partition(":")[0], []).append(title)
STEPS = st.sampled_from([(1,), (1,), (1,), (7,), (40,), (50,) * 8])
OFTEN = 14
"""The days within which a customer comes by (§1.6); a key is refused long after."""
TOWNS: dict[str, tuple[str, ...]] = {"K2000 one": ("536",), "K2000 two": ("536", "837"), "K2000 entitled": ("837",)}
BY_CODES = ("mutpT1", "mutpT1x", "OPISKELIJA", "OPPIJA", "VAKA", "ASREK", "OPPIJA entitled")


@pytest.fixture(scope="module")
def service(module_environment: Environment) -> Iterator[Service]:
    with Service(module_environment) as service:
        service.accounts |= {"mutpT1": ("mutpT1", "pwd"), "mutpT1x": ("mutpT1x", "pwd")}
        for name, towns in TOWNS.items():
            entitled = "all" if name.endswith("entitled") else "none"
            service.permit(
                name, "K2000", municipalities=list(towns), purposes=["perusopetus", "lukio"], protected=entitled
            )
        for product in ("OPISKELIJA", "OPPIJA", "VAKA", "ASREK"):
            service.permit(product, product)
        service.permit("OPPIJA entitled", "OPPIJA", protected="all")
        yield service


def customer(service: Service, name: str) -> Customer:
    user, password = service.accounts[name]
    towns = TOWNS.get(name, ())
    return Customer(service.address, user, password, towns, no_history_of=("AVIOLIITTO",) if towns else ())


def live(service: Service, follower: Customer, data: st.DataObject, met: Counter[str]) -> None:
    """A few events, possible or not, and days that pass between them; after many days the customer has come by."""
    for step in data.draw(st.lists(st.sampled_from("eeeed"), min_size=4, max_size=LIFE)):
        register = service.register()
        if step == "e":
            happen(service, follower, register, data, met)
            continue
        for days in data.draw(STEPS):
            register.day += timedelta(days=days)
            service.pass_days(register.day)
            if days > OFTEN:
                follower.follow()


class Script(World):
    """Writes down what a scenario does: each event with its day and with whom the codes in it mean."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.lines: list[tuple[date, Event, dict[str, int]]] = []
        self._write(SCENARIOS[title](self))

    def before(self, name: str, **fields: Any) -> None:
        self._write(self.event(name, **fields))
        super().before(name, **fields)

    def join(self, role: str, born: date, sex: Sex, names: str, **fields: Any) -> str:
        """Whoever is there from the beginning in the scenario comes to the served register as a loaded person."""
        code = super().join(role, born, sex, names, **fields)
        groups = self.register.base_data(self.roles[role])
        self.lines.append((self.register.day, decode("loaded", {"henkilotunnus": code, "tietoryhmat": groups}), {}))
        return code

    def _write(self, event: Event) -> None:
        meant = {document.code: person for person, document in self.register.people.items()}
        self.lines.append((self.register.day, event, meant))


def play(service: Service, follower: Customer, script: Script, met: Counter[str]) -> None:
    """What a scenario of the table tells, so that the rarest events come too; they need much to have happened."""
    for day, event, meant in script.lines:
        register = service.register()
        if timedelta() < day - register.day <= timedelta(days=OFTEN):
            service.pass_days(day)
        text = msgspec.json.encode(event).decode()
        for code, person in meant.items():
            if person in register.people:
                text = text.replace(code, register.people[person].code)
        attempt(service, follower, decode(type(event).name, json.loads(text)), met)


def attempt(service: Service, follower: Customer, event: Event, met: Counter[str]) -> bool:
    """Record an event, unless the register refuses it."""
    tell = note if currently_in_test_context() else str
    try:
        service.record(event)
    except EventRefused as refused:
        tell(f"{type(event).name} refused: {refused.message}")
        return False
    tell(f"{event!r}")
    met[type(event).name] += 1
    if isinstance(event, MunicipalitiesMerged):
        hear_of_merger(service, follower, event)
    return True


def happen(service: Service, follower: Customer, register: Register, data: st.DataObject, met: Counter[str]) -> None:
    """The first of a few events that the register takes."""
    for _ in range(TRIES):
        event = data.draw(any_event(register))
        if isinstance(event, Loaded) and "HENKILOTUNNUS_KORJAUS" not in str(event.tietoryhmat):
            continue  # of whom the register itself cannot tell which code is the active one
        if isinstance(event, ProtectionBegun) and reaches_back_to_birth(register, event):
            continue  # where the birth was has been told, and no item takes it back (docs/decisions/0307)
        if attempt(service, follower, event, met):
            return


def reaches_back_to_birth(register: Register, event: ProtectionBegun) -> bool:
    """Whether the protection, if it is granted, hides where the person was born."""
    named = (one for one in register.people.values() if event.person in one.codes)
    return any(one.birth_date and (event.day or register.day) <= one.birth_date for one in named)


def hear_of_merger(service: Service, follower: Customer, event: MunicipalitiesMerged) -> None:
    """A merger is public: who had one of the two municipalities only has more people now, and loads anew."""
    both = {event.municipality, event.into} <= {*follower.towns}
    if event.municipality in follower.towns:
        follower.towns += (event.into,)
    if event.into in follower.towns and not both:
        follower.load()


def difference(held: dict[str, list[str]], fetched: dict[str, list[str]]) -> dict[str, list[str]]:
    """By person, what only the follower holds (-) and what only the fetch gave (+)."""
    found = {}
    for code in held.keys() | fetched.keys():
        one, other = Counter(held.get(code, ["nobody"])), Counter(fetched.get(code, ["nobody"]))
        if one != other:
            found[code] = [f"- {line}" for line in (one - other)] + [f"+ {line}" for line in (other - one)]
    return found


def begin(service: Service, name: str) -> Customer:
    """The family as it was, and a customer who has loaded it."""
    service.begin_again()
    follower = customer(service, name)
    follower.load([one.code for one in service.register().people.values()] if name in BY_CODES else None)
    return follower


def compare(service: Service, name: str, follower: Customer) -> None:
    follower.follow()
    fetcher = customer(service, name)
    fetcher.towns = follower.towns
    fetcher.load(sorted(follower.people) if name in BY_CODES else None)
    assert difference(follower.held(), fetcher.held()) == {}


def check(service: Service, name: str, data: st.DataObject, met: Counter[str]) -> None:
    follower = begin(service, name)
    if data.draw(st.integers(0, 3)):
        # Evenly, which Hypothesis itself is not: the rare events need much to have happened.
        choose = data.draw(st.randoms(use_true_random=True)).choice
        play(service, follower, Script(choose(SCRIPTS[choose([*SCRIPTS])])), met)
    live(service, follower, data, met)
    if data.draw(st.booleans()):
        follower.follow()
        live(service, follower, data, met)
    compare(service, name, follower)


def every_script(service: Service, met: Counter[str]) -> None:
    """Each scenario once, so that no event is left to chance; the customers take turns."""
    names = cycle([*TOWNS, *BY_CODES])
    for script in chain.from_iterable(SCRIPTS.values()):
        name = next(names)
        follower = begin(service, name)
        play(service, follower, Script(script), met)
        compare(service, name, follower)


@pytest.mark.timeout(3000)
def test_whoever_follows_holds_what_a_new_fetch_gives(service: Service, run_long: bool) -> None:
    met: Counter[str] = Counter()

    @settings(
        max_examples=WHOLE if run_long else SLICE,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=PHASES,
        print_blob=True,
    )
    @given(name=st.sampled_from([*TOWNS, *BY_CODES]), data=st.data())
    def follows(name: str, data: st.DataObject) -> None:
        check(service, name, data, met)

    follows()
    if run_long:
        every_script(service, met)
    never = EVENTS.keys() - met.keys()
    sys.stdout.write(f"{met.total()} events of {len(met)} kinds; never: {', '.join(sorted(never)) or 'none'}\n")
    if run_long:
        assert not never


def test_the_customer_knows_only_the_standard_library() -> None:
    tree = ast.parse(Path(applier.__file__).read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert imported <= sys.stdlib_module_names
