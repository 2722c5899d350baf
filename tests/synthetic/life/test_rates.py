"""The drawing alone: a year of days brings each kind as often as its figure says, and in its months.

Bounds are six standard deviations of Poisson's law on either side: a right rate leaves them once in 500 million counts.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from math import sqrt

import pytest

from vaki.register.events.catalogue import EVENTS
from vaki.synthetic.draws import Draws
from vaki.synthetic.life import table
from vaki.synthetic.life.borders import age_alone
from vaki.synthetic.life.happenings import HAPPENINGS, NAMING
from vaki.synthetic.life.rates import NATION, TURNS_BELOW, Rate, of_day
from vaki.synthetic.life.seasons import holidays, is_lost_day, working_day
from vaki.synthetic.life.table import NOT_BY_RATE, RATES

NEW_YEAR = date(2027, 1, 1)
SEED = 3
BY_NAME = {rate.name: rate for rate in RATES}
DEVIATIONS = 6.0
SOME = 100_000

OF_A_YEAR = {
    "birth": (43_400, 46_500),
    "death": (58_000, 63_000),
    "immigration": (49_998, 73_236),
    "marriage": (20_700, 22_300),
    "divorce": (11_000, 13_000),
    "name_change": (15_000, 17_000),
    "citizenship_granted": (6_600, 12_200),
    "religion": (60_000, 90_000),
}
"""Statistics Finland and the register authority, of the 2020s: the least and the most of a year."""

MONTHS_OF_2019 = {
    "move_between": (7.4, 6.0, 6.3, 7.0, 8.1, 9.4, 9.4, 14.5, 10.6, 7.5, 6.9, 6.9),
    "birth": (8.5, 7.2, 8.3, 8.2, 8.2, 8.4, 9.1, 9.0, 8.9, 8.4, 8.0, 7.8),
    "death": (9.6, 8.2, 9.1, 8.2, 8.1, 7.7, 8.0, 7.9, 8.1, 8.8, 8.1, 8.3),
    "immigration": (8.6, 7.0, 7.5, 6.8, 7.9, 9.1, 9.5, 12.5, 10.0, 8.6, 7.2, 5.2),
}
"""Statistics Finland 2019, per cent."""


def year(residents: int, rates: tuple[Rate, ...] = RATES, seed: int = SEED) -> dict[str, Counter[int]]:
    """How many of each kind the days of a year bring among so many residents, by month."""
    counted: dict[str, Counter[int]] = {rate.name: Counter() for rate in rates}
    for number in range(365):
        day = NEW_YEAR + timedelta(days=number)
        for name in of_day(Draws(seed, "day", day), day, residents, seed, rates):
            counted[name][day.month] += 1
    return counted


def within(count: float, mean: float) -> bool:
    return abs(count - mean) <= DEVIATIONS * sqrt(mean) + DEVIATIONS


@pytest.fixture(scope="module")
def drawn() -> dict[int, dict[str, Counter[int]]]:
    """By the number of residents."""
    return {residents: year(residents) for residents in (SOME, NATION)}


@pytest.mark.parametrize("residents", [SOME, NATION])
def test_each_kind_is_within_poissons_bounds(drawn: dict[int, dict[str, Counter[int]]], residents: int) -> None:
    for rate in RATES:
        mean = rate.a_year * residents / NATION
        assert within(drawn[residents][rate.name].total(), mean), rate.name


@pytest.mark.parametrize("residents", [SOME, NATION])
def test_each_month_has_its_share(drawn: dict[int, dict[str, Counter[int]]], residents: int) -> None:
    for rate in RATES:
        for month in range(1, 13):
            mean = rate.a_year * residents / NATION * rate.months[month - 1] / sum(rate.months)
            assert within(drawn[residents][rate.name][month], mean), (rate.name, month)


def test_the_months_of_a_year_are_those_of_the_statistics(drawn: dict[int, dict[str, Counter[int]]]) -> None:
    for name, shares in MONTHS_OF_2019.items():
        counted = drawn[NATION][name]
        for month, share in enumerate(shares, 1):
            assert within(counted[month], counted.total() * share / sum(shares)), (name, month)


def test_the_whole_country_has_its_figures(drawn: dict[int, dict[str, Counter[int]]]) -> None:
    """The kinds that statistics tell of, in a country of 5.6 million: their number is the published one."""
    for name, (least, most) in OF_A_YEAR.items():
        assert least <= drawn[NATION][name].total() <= most, name


def test_the_households_that_move_are_the_persons_of_the_statistics() -> None:
    between = BY_NAME["move_between"].a_year * table.mean(table.PARTY_BETWEEN)
    within_one = BY_NAME["move_within"].a_year * table.mean(table.PARTY_WITHIN)
    moves_out = BY_NAME["divorce"].a_year * dict(BY_NAME["divorce"].events)["move"]
    abroad = BY_NAME["emigration"].a_year * table.mean(table.PARTY_ABROAD)
    assert 267_000 <= between <= 298_000
    assert 550_000 <= within_one + moves_out <= 620_000
    assert 14_000 <= abroad <= 14_600


def test_august_has_the_most_moves_and_weddings(drawn: dict[int, dict[str, Counter[int]]]) -> None:
    for name in ("move_within", "move_between", "marriage", "immigration"):
        assert drawn[NATION][name].most_common(1)[0][0] == 8, name


def of_days(name: str) -> dict[date, float]:
    rate = BY_NAME[name]
    days = (NEW_YEAR + timedelta(days=number) for number in range(365))
    return {day: rate.expected(day, SOME) for day in days}


def test_days_have_their_shape() -> None:
    """Offices work on working days, weddings are on Saturdays, moves on the first and the last of a month."""
    for day, expected in of_days("citizenship_granted").items():
        assert (expected > 0) == bool(working_day(day)), day
    assert date(2027, 3, 26) in holidays(2027)  # Good Friday
    births = of_days("birth")
    assert min(births.values()) > 0.75 * max(births.values())
    weddings = of_days("marriage")
    saturdays = sum(expected for day, expected in weddings.items() if day.weekday() == 5)
    assert saturdays > 0.4 * sum(weddings.values())
    moves = of_days("move_within")
    for month in range(1, 13):
        last = date(2027, month, monthrange(2027, month)[1])
        middle = max(moves[date(2027, month, day)] for day in range(5, 25))
        assert moves[date(2027, month, 1)] > 3 * middle
        assert moves[last] > 2 * middle


def test_one_day_of_a_november_is_the_yearly_run_for_the_lost() -> None:
    for number in range(10):
        days = [date(2024 + number, 1, 1) + timedelta(days=at) for at in range(366)]
        assert len({day for day in days if is_lost_day(day) and day.year == 2024 + number}) == 1


def test_every_event_of_the_catalogue_has_a_rate_or_a_reason() -> None:
    brought = {event for rate in RATES for event, _ in rate.events}
    assert brought | NOT_BY_RATE.keys() == EVENTS.keys()
    assert {rate.name for rate in RATES} | {NAMING} == HAPPENINGS.keys()
    assert all(rate.source for rate in RATES)


def test_a_small_register_sees_the_turning_kinds_in_a_fortnight() -> None:
    turning = tuple(rate for rate in RATES if rate.turns)
    counted: Counter[str] = Counter()
    for number in range(14):
        day = NEW_YEAR + timedelta(days=number)
        counted.update(of_day(Draws(SEED, "day", day), day, 2_000, SEED, RATES))
    assert {rate.name for rate in turning} <= set(counted)
    assert counted.total() < 300


def test_turns_are_taken_below_a_size_only() -> None:
    """From there on a kind that is seldom stays seldom."""
    seldom = tuple(rate for rate in RATES if rate.turns and rate.a_year < 2_000)
    large = year(TURNS_BELOW, seldom)
    small = year(TURNS_BELOW - 1, seldom)
    for rate in seldom:
        assert within(large[rate.name].total(), rate.a_year * TURNS_BELOW / NATION)
        assert small[rate.name].total() > large[rate.name].total()


def test_who_comes_from_abroad_alone_is_grown() -> None:
    draws = Draws(SEED, "alone")
    ages = [age_alone(draws) for _ in range(2_000)]
    assert 18 <= min(ages) < 20
    assert 28 < sum(ages) / len(ages) < 34
