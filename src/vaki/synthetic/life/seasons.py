"""When in a year things happen: shares of the months, and which days of a month get how much of them.

Month shares: Statistics Finland 2019 (moves between municipalities, births, deaths, immigration). The shapes of weeks
and months and the weddings' shares are estimates: offices work on working days, weddings are on summer's Saturdays and
on days with the month's own number, moves on the first and the last of a month.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

EVEN: Final = (100 / 12,) * 12
MOVES: Final = (7.4, 6.0, 6.3, 7.0, 8.1, 9.4, 9.4, 14.5, 10.6, 7.5, 6.9, 6.9)
BIRTHS: Final = (8.5, 7.2, 8.3, 8.2, 8.2, 8.4, 9.1, 9.0, 8.9, 8.4, 8.0, 7.8)
DEATHS: Final = (9.6, 8.2, 9.1, 8.2, 8.1, 7.7, 8.0, 7.9, 8.1, 8.8, 8.1, 8.3)
ARRIVALS: Final = (8.6, 7.0, 7.5, 6.8, 7.9, 9.1, 9.5, 12.5, 10.0, 8.6, 7.2, 5.2)
WEDDINGS: Final = (5.0, 5.5, 6.0, 6.5, 8.0, 12.0, 13.0, 16.0, 9.5, 7.0, 5.5, 6.0)
BUILDING: Final = (5.0, 5.5, 6.5, 7.5, 8.5, 9.5, 8.5, 9.0, 10.0, 11.0, 10.0, 9.0)

_SATURDAY: Final = 5
_FIXED_HOLIDAYS: Final = frozenset({(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)})
_FROM_EASTER: Final = (-2, 0, 1, 39, 49)
"""Good Friday, Easter Day and Monday, Ascension Day, Whit Sunday."""
_WEDDING_WEEK: Final = (0.12, 0.10, 0.12, 0.15, 0.45, 1.0, 0.12)

Shape = Callable[[date], float]
"""How much of its month a day gets, beside the month's other days."""


def any_day(day: date) -> float:
    """Births and deaths, a little fewer when hospitals plan nothing."""
    return 1.0 if day.weekday() < _SATURDAY else 0.93


def working_day(day: date) -> float:
    """What an office or a court decides or records."""
    return 0.0 if day.weekday() >= _SATURDAY or day in holidays(day.year) else 1.0


def notice_day(day: date) -> float:
    """What people tell themselves, mostly on working days, some in the evening of a weekend."""
    return 1.0 if working_day(day) else 0.3


def wedding_day(day: date) -> float:
    return 4.0 * _WEDDING_WEEK[day.weekday()] if day.day == day.month else _WEDDING_WEEK[day.weekday()]


def moving_day(day: date) -> float:
    last = monthrange(day.year, day.month)[1]
    if day.day == 1:
        return 6.0
    if day.day == last:
        return 4.0
    return 1.6 if day.day in (2, 15, 16, last - 1) or day.weekday() >= _SATURDAY else 1.0


@lru_cache(maxsize=8)
def holidays(year: int) -> frozenset[date]:
    """Finland's public holidays, with the eves on which offices are closed."""
    easter = _easter(year)
    midsummer = next(day for day in (date(year, 6, 19 + n) for n in range(7)) if day.weekday() == _SATURDAY - 1)
    return frozenset(
        {date(year, *fixed) for fixed in _FIXED_HOLIDAYS}
        | {easter + timedelta(days=days) for days in _FROM_EASTER}
        | {midsummer, midsummer + timedelta(days=1)}
    )


def _easter(year: int) -> date:
    """Easter Day, by the rule of Gauss as Butcher wrote it down for the Gregorian calendar."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, common = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * common + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def _weights(year: int, month: int, shape: Shape) -> tuple[float, ...]:
    days = [shape(date(year, month, day)) for day in range(1, monthrange(year, month)[1] + 1)]
    return tuple(day / sum(days) for day in days)


def part_of_year(day: date, months: tuple[float, ...], shape: Shape) -> float:
    """How much of a year's happenings a day gets: the month's share, divided among its days."""
    return months[day.month - 1] / sum(months) * _weights(day.year, day.month, shape)[day.day - 1]


def is_lost_day(day: date) -> bool:
    """The day of the yearly run that makes the long unfound residents of nowhere: a November's third Wednesday."""
    return day.month == 11 and day.weekday() == 2 and 15 <= day.day <= 21  # noqa: PLR2004 -- the calendar's own
