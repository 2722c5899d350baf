"""Nobody is hollow: every kind of group and every value of a code list is met among people, as often as promised.

A town of one block has nearly everything already, since what is rare is dealt out by turn; the whole promise is that of
100 000 persons, which the long test makes.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

import pytest
from tests.synthetic.occurrence import BESIDE, ELSEWHERE, KINDS, LISTS, NEVER, Occurrences, listed
from tests.synthetic.test_rare_lives import RARE

from vaki.codes import lists
from vaki.register.groups import COMPUTED_AT_READING
from vaki.register.loading import LoadRow
from vaki.synthetic import documents as writing
from vaki.synthetic.population import Plan, Share, Source, documents, outline

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

FEWEST_PERSONS: Final = 20
PERSONS: Final = 100_000
SEED: Final = 4
DAY: Final = date(2026, 11, 7)


def test_a_town_has_every_kind(made: Made) -> None:
    assert Occurrences(made.documents.values()).missing_kinds() == set()


def test_a_residents_document_has_twenty_groups_and_two_and_a_half_kilobytes(made: Made) -> None:
    groups = sum(len(one.entries) for one in made.residents) / len(made.residents)
    size = sum(len(entry.line.encode()) for one in made.residents for entry in one.entries) / len(made.residents)
    kinds = sum(len({entry.kind for entry in one.entries}) for one in made.residents) / len(made.residents)
    assert min(groups, kinds) >= 20
    assert size >= 2500
    assert all(len(LoadRow(one, made.source.day).person[-1]) > 1000 for one in made.residents)


def test_what_must_occur_is_read_from_the_catalogue_and_the_code_lists() -> None:
    told = {path[0] for path in listed()}
    assert told <= set(KINDS)
    assert COMPUTED_AT_READING not in KINDS
    for table in lists.ALL:
        if table.wire_names() and table.table not in ELSEWHERE:
            assert table.table in LISTS, table
            assert all(path in listed() for path in LISTS[table.table]), table
            whole = {value for path in LISTS[table.table] for value in listed()[path] | NEVER.get(path, frozenset())}
            assert set(table.wire_names()) <= whole, table
    assert all(NEVER[path] & listed()[path] == frozenset() for path in NEVER)
    assert all(listed()[path] == values for path, values in BESIDE.items())


def _occurrences(task: tuple[Source, dict[tuple[int, str], int], Share]) -> Occurrences:
    people, _, _ = documents(*task)
    return Occurrences(people)


@pytest.fixture(scope="module")
def country() -> Occurrences:
    """100 000 persons, counted block by block."""
    source = Source(PERSONS, SEED, DAY)
    with ProcessPoolExecutor(2, get_context("spawn")) as hands:
        plan = Plan(source, list(hands.map(outline, [(source, number) for number in range(source.blocks)])))
        met = Occurrences()
        for one in hands.map(_occurrences, [(source, plan.quarters, share) for share in plan.shares()]):
            met.update(one)
    return met


@pytest.mark.long
def test_among_a_hundred_thousand_every_kind_has_twenty_persons(country: Occurrences) -> None:
    assert country.missing_kinds(FEWEST_PERSONS) == set()


@pytest.mark.long
def test_among_a_hundred_thousand_every_listed_value_occurs(country: Occurrences) -> None:
    assert country.missing_values() == set()
    assert country.missing_from_lists() == set()


_EVERYONES: Final = ("_TRAITS", "_OF_RESIDENTS")
ALSO_BY_CHANCE: Final = frozenset(
    {
        "citizenship of a former state",
        "two citizenships",
        "foreign code ended",
        "Swedish sign language",
        "SUKUNIMEN_MUUTOS_ILMOITUKSELLA",
    }
)
"""What a town may have without its being dealt, or lack though it is."""
MUTANTS: Final = [
    *(trait.__name__ for group in _EVERYONES for trait in getattr(writing, group)),
    *(one.name for one in writing.RARE if one.name not in ALSO_BY_CHANCE),
]
"""Everything that can be left out: a trait of everyone's, or one of the rare things."""


def _noticed(name: str, made: Made, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a town without it lacks a kind, a value or one of the rare lives that it had."""
    with monkeypatch.context() as patch:
        for group in _EVERYONES:
            kept = tuple(one for one in getattr(writing, group) if one.__name__ != name)
            patch.setattr(writing, group, kept)
        patch.setattr(writing, "RARE", tuple(one for one in writing.RARE if one.name != name))
        people, _, _ = documents(made.source, made.plan.quarters, next(iter(made.plan.shares())))
    whole, cut = Occurrences(made.documents.values()), Occurrences(people)
    lost = cut.missing_kinds() - whole.missing_kinds() or cut.missing_values() - whole.missing_values()
    return bool(lost) or not all(any(lives(one) for one in people) for lives in RARE.values())


@pytest.mark.parametrize("name", MUTANTS[::40])
def test_leaving_something_out_is_noticed(made: Made, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert _noticed(name, made, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("name", MUTANTS)
def test_leaving_anything_out_is_noticed(made: Made, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert _noticed(name, made, monkeypatch)
