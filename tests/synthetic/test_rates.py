"""Life goes on at plausible rates: a year of days brings the nation's figures, and a small register sees every kind."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from vaki.synthetic.draws import Draws
from vaki.synthetic.life.rates import NATION, RATES, of_day

NEW_YEAR = date(2026, 1, 1)
SEED = 3
# Statistics Finland, of the 2020s: least and most of a year that nobody would call odd.
OF_A_YEAR = {
    "birth": (40_000, 50_000),
    "death": (52_000, 64_000),
    "move_between": (150_000, 330_000),
    "immigration": (30_000, 75_000),
    "emigration": (6_000, 18_000),
    "marriage": (17_000, 27_000),
    "divorce": (9_000, 14_500),
}
"""A household that moves is one move here and several in the statistics."""


def lived(residents: int, days: int) -> Counter[str]:
    """What the days of a year bring among so many residents."""
    counted: Counter[str] = Counter()
    for number in range(days):
        day = NEW_YEAR + timedelta(days=number)
        counted.update(of_day(Draws(SEED, "day", day), day, residents, SEED))
    return counted


@pytest.mark.parametrize("part", [1, 20])
def test_a_year_brings_what_the_country_sees(part: int) -> None:
    counted = lived(NATION // part, 365)
    for name, (least, most) in OF_A_YEAR.items():
        assert least <= counted[name] * part <= most, name


def test_summer_has_the_moves_and_the_weddings() -> None:
    for name in ("move_within", "marriage"):
        by_month = Counter(
            (NEW_YEAR + timedelta(days=number)).month
            for number in range(365)
            for happening in of_day(Draws(SEED, "day", number), NEW_YEAR + timedelta(days=number), NATION // 20, SEED)
            if happening == name
        )
        assert by_month[8] > 1.5 * by_month[2]


def test_a_small_register_sees_every_rare_kind_in_a_fortnight() -> None:
    counted = lived(2_000, 14)
    assert {rate.name for rate in RATES if rate.rare} <= set(counted)
    assert sum(counted.values()) < 300
