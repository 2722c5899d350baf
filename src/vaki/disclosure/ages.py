"""Age rules: who has reached the age of a rule on a day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.register.due import birthday

if TYPE_CHECKING:
    from vaki.disclosure.rights import Rights

_NOBODY: Final[frozenset[str]] = frozenset()
_BIRTH: Final = re.compile(r'"syntymapv":\{"arvo":"([0-9]{4}-[0-9]{2}-[0-9]{2})"')


class Ages:
    """The age rules of one request's rights, the cut-offs of each day computed once."""

    def __init__(self, rights: Rights) -> None:
        self._rules = rights.subject_ages
        self._everyone = frozenset(kind for kind, _ in self._rules)
        self._cutoffs: dict[date, list[tuple[str, date]]] = {}

    def grown(self, birth: date | None, day: date) -> frozenset[str]:
        """Kinds withheld because the person has reached the age of their rule; all when the age is not known."""
        if not self._rules:
            return _NOBODY
        if birth is None:
            return self._everyone
        cutoffs = self._cutoffs.get(day)
        if cutoffs is None:
            cutoffs = self._cutoffs[day] = [(kind, _latest_birth(day, age)) for kind, age in self._rules]
        withheld = [kind for kind, cutoff in cutoffs if birth <= cutoff]
        if not withheld:
            return _NOBODY
        return self._everyone if len(withheld) == len(cutoffs) else frozenset(withheld)


def mentioned_is_under(line: str, age: int, day: date) -> bool:
    """Whether the person that a line mentions is younger than the age; no birth date means no."""
    born = _BIRTH.search(line)
    return born is not None and birthday(date.fromisoformat(born[1]), age) > day


def _latest_birth(day: date, age: int) -> date:
    """The last day of birth of those who have reached the age on a day."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)


def reading_day(clock_day: date, due: date | None) -> date:
    """The day a person is read as of: never past what the clock event has published for that person."""
    if due is None or due > clock_day:
        return clock_day
    return due - timedelta(days=1)
