"""The next day on which something about a person changes by date alone, and so the clock event has work.

Source: docs/decisions/0003 and 0011. Reading is as of the day before, until the clock event has published the change.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.register.events.home import TEMPORARY, last_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

ADULT: Final = 18
PUBLISHED_AGES: Final = (7, 15, ADULT, 65)
"""Birthdays of the living that the clock event publishes; conditions of permits may name no other ages."""

MINORS_ONLY: Final = frozenset({"USKONTOKUNTALAJI", "HUOLTAJA", "HUOLTAJA_SUPPEA", "HUOLTAJA_RAJOITETTU"})
OF_MINORS_ONLY: Final = frozenset({"HUOLLETTAVA", "HUOLLETTAVA_SUPPEA", "HUOLLETTAVA_RAJOITETTU"})
"""Kinds that a product may tell of minors only, or of the minors whom they mention: what ends with the 18th birthday,
or with a birth date put right, is published for these and no others.
"""


def birthday(birth: date, age: int) -> date:
    """The day on which an age is reached; one born on 29 February reaches it on 1 March of a common year."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def due_day(document: Document, day: date) -> date | None:
    """The first day after `day` on which the clock event has something to publish about a person; None when never.

    What is over already and still stands (an event came before the clock's) is due on the next day.
    """
    days: list[date] = []
    standing: list[date] = []
    if document.alive:
        if document.municipality is not None:
            days.append(date(day.year + 1, 1, 1))
        if document.birth_date is not None:
            days += [birthday(document.birth_date, age) for age in PUBLISHED_AGES]
            standing += [birthday(document.birth_date, ADULT) for _ in document.all("HUOSTAANOTTO")]
        for kind in ("HUOLTAJA", "HUOLLETTAVA"):
            standing += [end for group in document.all(kind) if (end := read_day(group.get("huoltosuhteenLoppupv")))]
        for kind in TEMPORARY:
            ends = (last_day(group) for group in document.all(kind))
            standing += [last + timedelta(days=1) for last in ends if last is not None]
    protection = document.one("TURVAKIELTO")
    if protection is not None and protection["turvakieltoAktiivinen"]:
        last = read_day(protection.get("turvaLoppuPv"))
        if last is not None:
            standing.append(last + timedelta(days=1))
    days += [max(one, day + timedelta(days=1)) for one in standing]
    return min((one for one in days if one > day), default=None)


def has_birthday(document: Document, day: date) -> bool:
    """Whether a living person reaches one of the published ages on this day."""
    born = document.birth_date
    return born is not None and document.alive and any(birthday(born, age) == day for age in PUBLISHED_AGES)


def ended_by_age(document: Document, day: date) -> list[WireGroup]:
    """Groups that products with an age rule stop telling on this day, the 18th birthday."""
    born = document.birth_date
    if born is None or not document.alive or birthday(born, ADULT) != day:
        return []
    return document.all("USKONTOKUNTALAJI")
