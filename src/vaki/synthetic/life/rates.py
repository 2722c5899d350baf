"""How often what happens: national figures of a year, spread over its months, and how many of each a day brings.

Source: Statistics Finland (births, deaths, moves, migration, marriages, divorces, citizenships; month shares of 2019);
the others are estimates and stand here only.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from vaki.synthetic.draws import Draws

NATION: Final = 5_600_000
_DAYS: Final = 365.2425
_EVEN: Final = (100 / 12,) * 12
_MOVES: Final = (7.4, 6.0, 6.3, 7.0, 8.1, 9.4, 9.4, 14.5, 10.6, 7.5, 6.9, 6.9)
_BIRTHS: Final = (8.5, 7.2, 8.3, 8.2, 8.2, 8.4, 9.1, 9.0, 8.9, 8.4, 8.0, 7.8)
_DEATHS: Final = (9.6, 8.2, 9.1, 8.2, 8.1, 7.7, 8.0, 7.9, 8.1, 8.8, 8.1, 8.3)
_ARRIVALS: Final = (8.6, 7.0, 7.5, 6.8, 7.9, 9.1, 9.5, 12.5, 10.0, 8.6, 7.2, 5.2)
_WEDDINGS: Final = (5.0, 5.5, 6.0, 6.5, 8.0, 12.0, 13.0, 16.0, 9.5, 7.0, 5.5, 6.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """`a_year` happenings among the nation (a move of a household is one), by month in per cent.

    The `rare` kinds take turns, two a day, so that a small population sees them all in a fortnight.
    """

    name: str
    a_year: int
    months: tuple[float, ...] = _EVEN
    rare: bool = True


RATES: Final = (
    Rate("birth", 44_500, _BIRTHS),
    Rate("death", 60_500, _DEATHS),
    Rate("move_within", 370_000, _MOVES),
    Rate("move_between", 180_000, _MOVES),
    Rate("cancelled_move", 5_000, _MOVES),
    Rate("immigration", 58_000, _ARRIVALS),
    Rate("emigration", 9_500, _MOVES),
    Rate("marriage", 21_000, _WEDDINGS),
    Rate("divorce", 12_000),
    Rate("name_change", 16_000),
    Rate("call_name_change", 6_000),
    Rate("service_language", 30_000),
    Rate("mother_tongue", 3_000),
    Rate("citizenship", 9_000),
    Rate("custody_decided", 9_000),
    Rate("guardian_added", 1_500),
    Rate("protection_begun", 900),
    Rate("protection_ended", 500),
    Rate("code_change", 300),
    Rate("sex_change", 500, rare=False),
    Rate("correction", 6_000),
    Rate("occupation", 60_000, rare=False),
    Rate("religion", 75_000, rare=False),
    Rate("email", 140_000, rare=False),
    Rate("ban_set", 30_000, rare=False),
    Rate("ban_lifted", 8_000, rare=False),
    Rate("temporary_address", 40_000, rare=False),
    Rate("temporary_address_ended", 38_000, rare=False),
    Rate("postal_address", 30_000, rare=False),
    Rate("postal_address_ended", 28_000, rare=False),
)
_RARE: Final = tuple(rate.name for rate in RATES if rate.rare)
_TURNS_A_DAY: Final = 2
_FORTNIGHT: Final = 14
_OFTEN_ENOUGH: Final = 3.0
"""What is expected so often in a fortnight needs no turn."""


def of_day(draws: Draws, day: date, residents: int, seed: int) -> list[str]:
    """The names of what happens on a day among so many residents, in the order of `RATES`."""
    first = 2 * (day.toordinal() + seed)
    turns = {_RARE[(first + at) % len(_RARE)] for at in range(_TURNS_A_DAY)}
    happening: list[str] = []
    for rate in RATES:
        expected = rate.a_year * residents / NATION / _DAYS * rate.months[day.month - 1] * 12 / 100
        count = _poisson(draws, expected)
        if rate.name in turns and expected * _FORTNIGHT < _OFTEN_ENOUGH:
            count = max(count, 1)
        happening += [rate.name] * count
    return happening


def _poisson(draws: Draws, expected: float) -> int:
    """A count with this mean; in parts, since e to the minus a large number is 0."""
    count = 0
    while expected > 0:
        part = min(expected, 50.0)
        expected -= part
        limit, product = exp(-part), draws.fraction()
        while product > limit:
            count += 1
            product *= draws.fraction()
    return count
