"""Where things stand: in their own municipality, as far as its borders are known."""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from vaki.codes import municipality, settlements
from vaki.synthetic.draws import Draws
from vaki.synthetic.estate.coordinates import beside, in_quarter, quarter_middle
from vaki.synthetic.estate.layouts import KINDS

if TYPE_CHECKING:
    from tests.synthetic.estate.conftest import Country

    from vaki.register.buildings import Coordinates

CODES = [one.code for one in municipality.all_in_force()]


def nearest(place: Coordinates) -> str:
    here = (place.pohjoinen, place.ita)
    return min(settlements.centres().values(), key=lambda one: dist(here, (one.north, one.east))).municipality


def test_every_municipality_has_a_centre_of_its_own() -> None:
    centres = settlements.centres()
    assert sorted(centres) == CODES
    assert len({(one.north, one.east) for one in centres.values()}) == len(CODES)
    # The rectangle of the country in ETRS-TM35FIN.
    assert all(6_600_000 < one.north < 7_780_000 and 60_000 < one.east < 740_000 for one in centres.values())


@given(
    code=st.sampled_from(CODES),
    kind=st.sampled_from(KINDS),
    seed=st.integers(0, 2**32),
    number=st.integers(0, 24),
)
def test_a_building_is_nearest_to_the_centre_of_its_own_municipality(
    code: str, kind: str, seed: int, number: int
) -> None:
    middle = quarter_middle(Draws(seed), code, kind)
    place = in_quarter(middle, number, across=5, spacing=50)
    assert nearest(place) == code
    assert nearest(beside(place, number % 3)) == code


def test_what_stands_in_a_yard_stands_beside_the_house(country: Country) -> None:
    for plot in country.plots(3, "house", 0):
        house, *yard = plot.buildings
        for one in yard:
            here = (one.koordinaatit.pohjoinen, one.koordinaatit.ita)
            assert 0 < dist(here, (house.koordinaatit.pohjoinen, house.koordinaatit.ita)) < 60
