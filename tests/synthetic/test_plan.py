"""What blocks share: codes that nobody else has, homes that the plan finds again, and how little the plan keeps."""

from __future__ import annotations

import tracemalloc
from array import array
from datetime import date
from typing import TYPE_CHECKING

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.synthetic import personas
from vaki.synthetic.estate.layouts import COTTAGE
from vaki.synthetic.population import Outline, Plan, Source, outline

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

DAY = date(2026, 11, 7)


def test_nobody_is_given_a_code_of_a_persona() -> None:
    source = Source(2500, 1, DAY)
    kept = personas.reserved_on(DAY)
    days = sorted({(hetu.parse(code).birth_date, hetu.parse(code).sex) for code in kept})
    births = array("i")
    for day, sex in days:
        births.extend([2 * day.toordinal() + (sex is Sex.WOMAN)] * (24 if day.year < 1900 else 120))
    plan = Plan(source, [Outline(births, array("H"), array("H"), array("i"))] * 2)
    given = [
        hetu.allocate(date.fromordinal(birth // 2), Sex.WOMAN if birth % 2 else Sex.MAN, counter)
        for share in plan.shares()
        for birth, counter in zip(births, share.counters, strict=True)
    ]
    assert len(set(given)) == len(given) == 2 * len(births)
    assert kept.isdisjoint(given)


def test_personas_have_the_first_ids_to_themselves(made: Made) -> None:
    assert min(made.documents) == personas.IDS.stop
    assert not any(personas.is_persona(person_id) for person_id in made.documents)


def test_who_lives_where_is_found_from_the_dwelling(made: Made) -> None:
    stock = made.plan.stock()
    owners: dict[str, int] = {}
    lived_in: list[str] = []
    for (place, kind), count in made.plan.quarters.items():
        owned, homes = made.plan.residents(stock, place, kind, range(count))
        lived_in += [stock.home(spot).residence_code for spot in homes]
        if kind != COTTAGE:
            owners |= {stock.home(spot).residence_code: person for spot, person in owned.items()}
    assert sorted(lived_in) == sorted(made.homes.values())
    heads = {
        made.homes[one.number]: personas.IDS.stop + one.adults[0].index
        for one in made.block.households
        if one.number in made.homes
    }
    assert len(owners) > 300
    assert all(heads[home] == person for home, person in owners.items())


def test_a_plan_keeps_some_bytes_a_resident() -> None:
    source = Source(2500, 1, DAY)
    made = outline((source, 0))
    assert sum(len(one) * one.itemsize for one in made) <= 10 * source.persons
    blocks = 40
    tracemalloc.start()
    plan = Plan(source, [made] * blocks)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert plan.people >= blocks * source.persons
    assert kept <= 10 * blocks * source.persons
