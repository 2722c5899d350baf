"""Whatever an event writes or tells is as its kind's struct says: no member misshaped, none unknown, none missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.register.events.any_event import any_event
from tests.register.events.scenarios import SCENARIOS
from tests.register.events.table import prepared
from tests.register.people import Register, family

from vaki.register.errors import EventRefused
from vaki.register.events.correction import Correction
from vaki.register.groups import BY_NAME, KIND
from vaki.register.groups.forms import read

if TYPE_CHECKING:
    from tests.register.people import Item

LIFE = 8


def fits(register: Register, items: dict[int, Item]) -> None:
    for person in register.people:
        for group in register.base_data(person):
            if group[KIND] in BY_NAME:
                read(group)
    for item in items.values():
        for group, _ in item:
            if group[KIND] in BY_NAME:
                read(group, change=True)


@pytest.mark.parametrize("title", SCENARIOS)
def test_what_a_scenario_writes_and_tells_fits(title: str) -> None:
    world, event = prepared(title)
    fits(world.register, {})
    fits(world.register, world.register.record(event))


@pytest.mark.parametrize(
    ("kind", "misshaped"),
    [
        ("AIDINKIELI", {"kielikoodi": "246"}),
        ("AIDINKIELI", {"alkupv": {"arvo": "2020-02-30", "tarkkuus": "PAIVA"}}),
        ("VAKINAINEN_KOTIMAINEN_OSOITE", {"postinumero": "246"}),
        ("VAKINAINEN_KOTIMAINEN_OSOITE", {"katunimi": {"en": "Street"}}),
        ("VAKINAINEN_KOTIMAINEN_OSOITE", {"osoitenumero": "1"}),
        ("AVIOLIITTO", {"jarjestysnumero": "1"}),
        ("HUOLLETTAVA", {"oikeudet": [{"sisalto": "Sovittu."}]}),
    ],
)
def test_a_correction_never_misshapes_a_record(kind: str, misshaped: dict[str, Any]) -> None:
    register = Register.of(family())
    mother = register.people[1]
    wrong = {member: value for member, value in mother.all(kind)[0].items() if member != KIND}
    with pytest.raises(EventRefused):
        register.record(Correction(person=mother.code, kind=kind, wrong=wrong, right={**wrong, **misshaped}))


ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def live(data: st.DataObject) -> None:
    register = Register.of(family())
    for _ in range(LIFE):
        event = data.draw(any_event(register))
        try:
            items = register.record(event)
        except EventRefused:
            continue
        fits(register, items)


@settings(ANY, max_examples=200)
@given(st.data())
def test_what_any_life_writes_and_tells_fits(data: st.DataObject) -> None:
    live(data)


@pytest.mark.long
@settings(ANY, max_examples=2000)
@given(st.data())
def test_what_many_lives_write_and_tell_fits(data: st.DataObject) -> None:
    live(data)
