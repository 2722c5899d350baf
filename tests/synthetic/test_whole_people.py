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

from vaki.codes import lists
from vaki.register.groups import COMPUTED_AT_READING
from vaki.register.loading import LoadRow
from vaki.synthetic.population import Plan, Share, Source, documents, outline

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

FEWEST_PERSONS: Final = 20
PERSONS: Final = 100_000
SEED: Final = 4
DAY: Final = date(2026, 11, 7)
RARE_IN_A_TOWN: Final = frozenset(
    {
        "EDUNVALVONTAVALTUUTUS",
        "REKISTEROITY_PARISUHDE",
        "ASUMUSERO",
        "LAPSEN_REKISTEROINNIN_LISATIEDOT",
        "LAPSEN_SUKUPUOLI_JA_KANSALAISUUS",
        "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA",
        "MAASTAMUUTON_LISATIEDOT_VANHEMMASTA",
        "MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA",
        "KOTIMAINEN_YHTEYSOSOITE",
        "KUOLLEEKSIJULISTAMISPAIVA",
        "TILAPAINEN_ULKOMAINEN_OSOITE",
        "ULKOMAINEN_POSTIOSOITE",
        "ULKOMAINEN_YHTEYSOSOITE",
        "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA",
        "ENTINEN_OLINPAIKASSA_ASUMINEN",
        "ENTINEN_ULKOMAILLA_ASUMINEN",
        "TILAPAINEN_OLINPAIKASSA_ASUMINEN",
        "TILAPAINEN_ULKOMAILLA_ASUMINEN",
        "ULKOMAINEN_HENKILOTUNNUS",
        "VIITEHENKILO",
        "VIITEHENKILON_EDELLINEN_NIMI",
        "VIITEHENKILON_EDELLISET_HENKILOTUNNUKSET",
    }
)
"""Kinds that a town of 2 500 may lack."""


def test_a_town_has_every_kind_that_is_not_rare(made: Made) -> None:
    met = Occurrences(made.documents.values())
    assert met.missing_kinds() <= RARE_IN_A_TOWN


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
