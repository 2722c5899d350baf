"""Marriages and partnerships follow one another as the law has let them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.synthetic.family.conftest import people, unions

from vaki.register.events.union import MARRIAGE, PARTNERSHIP, status_of
from vaki.synthetic.days import years_after
from vaki.synthetic.family.facts import BY_MARRIAGE, BY_PARTNERSHIP

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

    from vaki.synthetic.households import Block, Person

MARRIAGE_FOR_ALL = date(2017, 3, 1)
LAW_OF_PARTNERSHIPS = date(2002, 3, 1)


def test_nobody_is_in_two_unions_at_once(blocks: list[Block]) -> None:
    for person in people(blocks):
        for former, later in pairwise(person.unions):
            assert former.ended is not None
            assert former.ended <= later.wedding


def test_unions_begin_between_the_grown_and_end_within_their_lives(blocks: list[Block]) -> None:
    for union in unions(blocks):
        for one in (union.one, union.other):
            assert years_after(one.born, 16) <= union.wedding
            assert one.died is None or (union.ended is not None and union.ended <= one.died)
        assert union.ended is None or union.wedding < union.ended
        assert (union.ended is None) == (union.ended_by is None)
        assert not union.by_death or union.ended in (union.one.died, union.other.died)


def test_only_since_2017_do_couples_of_one_sex_marry(blocks: list[Block]) -> None:
    begun = {union.wedding for union in unions(blocks) if union.kind == MARRIAGE and _alike(union.one, union.other)}
    ordinary = {
        union.wedding
        for union in unions(blocks)
        if union.kind == MARRIAGE and _alike(union.one, union.other) and union.ended_by != BY_MARRIAGE
    }
    assert min(ordinary) >= MARRIAGE_FOR_ALL
    assert begun != ordinary, "a marriage that became a partnership as the sex was corrected began before"


def _alike(one: Person, other: Person) -> bool:
    return one.sex is other.sex


def test_partnerships_are_of_one_sex_and_of_their_years(blocks: list[Block]) -> None:
    found = [union for union in unions(blocks) if union.kind == PARTNERSHIP]
    assert found
    for union in found:
        assert _alike(union.one, union.other)
        assert LAW_OF_PARTNERSHIPS <= union.wedding < MARRIAGE_FOR_ALL
    converted = [union for union in found if union.ended_by == BY_PARTNERSHIP]
    assert all(any(one.wedding == union.ended and one.way == BY_PARTNERSHIP for one in union.one.unions)
               for union in converted)  # fmt: skip
    assert converted


def test_nobody_marries_a_parent_a_child_or_a_sibling(blocks: list[Block]) -> None:
    for union in unions(blocks):
        one, other = union.one, union.other
        assert one not in other.parents
        assert other not in one.parents
        assert not {id(parent) for parent in one.parents} & {id(parent) for parent in other.parents}


def test_of_marriages_three_in_four_are_first_a_fifth_second_and_some_third(blocks: list[Block]) -> None:
    order: Counter[int] = Counter()
    for person in people(blocks):
        if person.resident:
            order.update(range(1, 1 + sum(union.kind == MARRIAGE for union in person.unions)))
    whole = sum(order.values())
    assert 0.71 <= order[1] / whole <= 0.79
    assert 0.165 <= order[2] / whole <= 0.235
    assert 0.025 <= order[3] / whole <= 0.06


def test_some_who_lost_a_spouse_have_married_again(blocks: list[Block]) -> None:
    again = [
        person for person in people(blocks)
        if person.marriage is not None and any(union.by_death for union in person.unions)
    ]  # fmt: skip
    assert len(again) >= len(blocks)


def test_the_marital_status_follows_from_the_unions(made: Made) -> None:
    for person, document in zip(made.block.people, made.documents.values(), strict=True):
        told = document.one("SIVIILISAATY")
        assert told is not None
        if person.index in made.block.family.status:
            assert not person.unions
        elif document.alive:
            assert told["siviilisaaty"] == status_of(document)


def test_separated_spouses_are_married_still_and_live_apart(blocks: list[Block]) -> None:
    separated = [union for union in unions(blocks) if union.separated is not None]
    assert len(separated) >= len(blocks) // 2
    for union in separated:
        assert union.ended is None
        assert union.wedding < (union.separated or union.wedding)
        assert union.one.household is not union.other.household


@pytest.mark.long
def test_every_way_to_begin_and_end_a_union_is_met_in_any_hundred_thousand() -> None:
    from tests.synthetic.family.conftest import SOURCE

    from vaki.synthetic.population import make_block

    met: Counter[str] = Counter()
    for number in range(SOURCE.blocks):
        for union in unions([make_block(SOURCE, number)]):
            met.update((f"{union.kind} {union.way}", f"{union.kind} {union.ended_by}"))
    assert min(met.values()) >= 5
    # A way that is not known is what the register tells of a wedding abroad; the facts know of none.
    assert len(met) == 3 + 2 + 6 + 5, met


def test_former_marriages_leave_time_between(blocks: list[Block]) -> None:
    gaps = [
        later.wedding - former.ended
        for person in people(blocks)
        for former, later in pairwise(person.unions)
        if former.ended_by == "AVIOERO" and former.ended is not None
    ]
    assert min(gaps) >= timedelta(days=30)
