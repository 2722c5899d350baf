"""Small groups are not told, what is expected follows the yearly figures, and the map's squares keep their places."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from vaki.codes import municipality, settlements
from vaki.codes.tiles import tiles
from vaki.register.events.catalogue import EVENTS
from vaki.synthetic.figures import Census
from vaki.synthetic.figures.census import RESIDENT
from vaki.synthetic.life.rates import NATION
from vaki.synthetic.life.table import MOVERS_BETWEEN, MOVERS_WITHIN
from vaki.synthetic.report import counted_of
from vaki.synthetic.report.lived import SORTS, expected_events, expected_moves, sort_of
from vaki.synthetic.seeding import Made

DAY = date(2026, 11, 21)
FAR = 150_000
"""Metres from which on north must stand north of south."""


def test_no_group_of_under_three_is_told_by_municipality_or_name() -> None:
    census = Census(DAY)
    census.states[RESIDENT] = 8
    census.municipalities.update({"536": 6, "837": 2})
    census.decades.update({("MIES", 1980, "Aapo"): 3, ("MIES", 1980, "Eino"): 2})
    census.surnames.update({"Virtanen": 3, "Korhonen": 2})
    told = counted_of(census, Made(8, 1, DAY))
    assert told.columns["municipality"] == {"536": 6}
    assert told.few == ["837"]
    assert [one.names for one in told.first_names] == [[("Aapo", 3)]]
    assert told.surnames == [("Virtanen", 3)]


@pytest.mark.parametrize(
    ("persons", "residents", "compared"), [(99_999, 100_200, False), (100_000, 99_900, True), (0, 8, False)]
)
def test_municipalities_are_compared_in_a_population_that_was_made_to_cover_them(
    persons: int, residents: int, compared: bool
) -> None:
    """Life and the personas make the residents a little more or fewer than were asked for."""
    census = Census(DAY)
    census.states[RESIDENT] = residents
    census.municipalities.update({"536": residents})
    told = counted_of(census, Made(persons, 1, DAY) if persons else None)
    assert ("municipality" in told.held) == compared
    assert told.distances.keys() - told.held.keys() <= {"municipality"}


def test_a_year_of_the_nation_brings_the_yearly_figures() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    within, between = (sum(parts) for parts in zip(*expected_moves(first, last, NATION).values(), strict=True))
    assert (within, between) == (pytest.approx(MOVERS_WITHIN), pytest.approx(MOVERS_BETWEEN))
    events = expected_events(first, last, NATION)
    assert events["religion"] == pytest.approx(75_000)
    assert set(events) == set(SORTS)


def test_every_sort_has_events_of_the_catalogue() -> None:
    assert {sort_of(name) for name in EVENTS} == set(SORTS)


def test_each_municipality_has_a_square_of_its_own() -> None:
    assert set(tiles()) == {one.code for one in municipality.all_in_force()}
    assert len(set(tiles().values())) == len(tiles())


def test_who_is_far_to_the_north_or_the_east_stands_there_in_the_map() -> None:
    places, centres = tiles(), settlements.centres()
    right = wrong = 0
    for one in places:
        for other in places:
            if centres[one].north - centres[other].north > FAR:
                right += places[one].row < places[other].row
                wrong += places[one].row >= places[other].row
            if centres[one].east - centres[other].east > FAR:
                right += places[one].column > places[other].column
                wrong += places[one].column <= places[other].column
    assert wrong / (right + wrong) < 0.02


def test_the_squares_leave_few_gaps_in_a_row() -> None:
    rows: dict[int, list[int]] = {}
    for tile in tiles().values():
        rows.setdefault(tile.row, []).append(tile.column)
    gaps = sum(after - before - 1 for columns in rows.values() for before, after in pairwise(sorted(columns)))
    assert gaps < len(tiles()) / 8
