"""A population has the shares that were published of the country, and the test would see it if it had not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.synthetic.figures.counting import DAY, OF_HOUSEHOLDS, of_households, redrawn

from vaki.register.loading import LoadRow
from vaki.synthetic.figures import BOUND, TARGETS, Census, compare, counted, distance
from vaki.synthetic.figures.census import ABROAD, DEAD
from vaki.synthetic.figures.homes import Homes

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 100), min_size=1)
OF_ONE_BLOCK = 0.022
"""The distance that 2 500 people may have by chance in a column of few categories."""


@pytest.fixture(scope="module")
def households() -> Census:
    return of_households(100_000, 1)


@pytest.fixture(scope="module")
def block(made: Made) -> Census:
    """The documents of one block, counted."""
    census = Census(DAY)
    for document in made.documents.values():
        _add(census, document)
    return census


def _add(census: Census, document: object) -> None:
    row = LoadRow(document, DAY).person  # type: ignore[arg-type]
    census.add(row[2], row[3], row[5], row[9])


def _distances(census: Census) -> dict[str, float]:
    return {one.name: one.distance for one in compare(census)}


def test_the_figures_are_those_that_were_published() -> None:
    """Sums that the sources tell beside the tables."""
    assert round(sum(TARGETS["age and sex"].values())) == 5541
    assert len(TARGETS["age and sex"]) == 42
    assert len(TARGETS["municipality"]) == 308
    assert TARGETS["municipality"]["536"] == 353
    assert round(sum(TARGETS["municipality"].values()) / 10) == 5563
    assert sum(TARGETS["language"].values()) == 5_635_971
    assert sum(TARGETS["citizenship"].values()) == 5_548_241
    for column in ("religion", "household size", "dwelling type"):
        assert abs(sum(TARGETS[column].values()) - 100) < 0.2


@pytest.mark.parametrize("column", sorted(OF_HOUSEHOLDS))
def test_at_a_hundred_thousand_the_households_are_the_countrys(households: Census, column: str) -> None:
    assert _distances(households)[column] <= BOUND


@pytest.mark.parametrize("column", sorted(OF_HOUSEHOLDS))
def test_a_column_of_households_drawn_uniformly_is_seen(households: Census, column: str) -> None:
    assert _distances(redrawn(households, column))[column] > BOUND


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 10))
def test_so_they_are_with_any_seed(seed: int) -> None:
    distances = _distances(of_households(100_000, seed))
    assert all(distances[column] <= BOUND for column in OF_HOUSEHOLDS)


@pytest.mark.parametrize("column", ["citizenship", "religion"])
def test_one_block_is_nearly_the_countrys(block: Census, column: str) -> None:
    assert _distances(block)[column] <= OF_ONE_BLOCK
    assert _distances(redrawn(block, column))[column] > OF_ONE_BLOCK


@pytest.mark.parametrize("persons", [10_000, 30_000])
def test_a_smaller_population_has_the_countrys_ages_languages_and_homes(persons: int) -> None:
    distances = _distances(of_households(persons, 3))
    assert all(distances[column] <= 0.035 for column in OF_HOUSEHOLDS - {"municipality"})


@pytest.mark.parametrize("persons", [2_000, 10_000])
def test_a_smaller_population_has_a_tenth_of_its_people_in_nokia(persons: int) -> None:
    municipalities = of_households(persons, 4).municipalities
    assert municipalities["536"] >= persons / 10
    assert len(municipalities) < 308


def test_parts_counted_apart_come_to_the_whole(made: Made, block: Census) -> None:
    parts = Census(DAY), Census(DAY)
    for at, document in enumerate(made.documents.values()):
        _add(parts[at % 2], document)
    whole, other = parts
    whole.merge(other)
    assert sorted(whole.lived_in) == sorted(block.lived_in)
    whole.lived_in = block.lived_in
    assert whole == block


def test_every_record_is_counted_once(made: Made, block: Census) -> None:
    residents = [one for one in made.residents if one.municipality not in {"198", "199"}]
    assert block.residents == len(residents) == block.ages.total() == block.languages.total()
    assert block.states.total() == len(made.documents)
    assert block.protected == sum(one.protected for one in residents)
    assert block.marital == Counter((one.one("SIVIILISAATY") or {})["siviilisaaty"] for one in residents)
    assert block.citizenships == Counter(
        tuple(
            held["kansalaisuuskoodi"]
            for held in (one.one("KANSALAISUUS") or {"henkilonKansalaisuudet": []})["henkilonKansalaisuudet"]
            if held["voimassaolo"] == "AKTIIVI"
        )
        for one in residents
    )
    kinds = Counter(entry.kind for one in made.documents.values() for entry in one.entries)
    assert block.occurrences() == dict(kinds)
    groups = sum(len(one.entries) for one in residents)
    assert sum(number * count for number, count in block.groups_in_document.items()) == groups


def test_a_home_is_shared_by_those_who_have_the_same_permanent_dwelling(made: Made, block: Census) -> None:
    """The first building is one that is not told, the classes of the others follow from their codes."""
    codes = sorted({code[:10] for code in made.homes.values()})
    classes = {code: "" if code == codes[0] else "0110" if code[9].isdigit() else "0121" for code in codes}
    homes = Homes(block.lived_in)
    for code in codes[1:]:
        homes.meet(code, classes[code])
    assert homes.finish() == Counter(
        (len(one.people), classes[made.homes[one.number][:10]]) for one in made.block.households if one.dwelling
    )


def test_a_fifth_of_the_records_or_more_are_of_the_dead_and_the_emigrated(block: Census) -> None:
    gone = block.states[DEAD] + block.states[ABROAD]
    assert 0.2 <= gone / block.states.total() <= 0.3


def test_what_nobody_published_has_a_category_of_its_own() -> None:
    census = Census(DAY)
    census.ages["PUUTTUU", 30] = 1
    census.municipalities["xyz"] = 1
    census.languages["eo"] = 1
    census.citizenships[("246", "392")] = 1
    assert counted(census, "age and sex") == {"PUUTTUU 30-34": 1}
    assert counted(census, "municipality") == {"xyz": 1}
    assert counted(census, "language") == {"other": 1}
    assert counted(census, "citizenship") == {"246+other": 1}
    assert _distances(census)["municipality"] == pytest.approx(1)


@given(WEIGHTS, WEIGHTS)
def test_a_distance_is_a_part_of_the_whole_and_the_same_both_ways(
    one: dict[str, float], other: dict[str, float]
) -> None:
    assert 0 <= distance(one, other) <= 1 + 1e-9
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, {key: 3 * value for key, value in one.items()}) == pytest.approx(0)


@given(st.floats(0, 0.5))
def test_moving_a_part_of_the_people_is_that_far(part: float) -> None:
    assert distance({"a": 0.5 - part, "b": 0.5 + part}, {"a": 1, "b": 1}) == pytest.approx(part)
