"""A figure of the bench: what was reached, beside the floor and, where raced, the better competitor of the same run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LESS_IS_BETTER: Final = frozenset({"s", "ms", "MB", "MB/h", "changes"})
"""Units of times, of memory and of changes missed; of all others, which are rates, more is better."""
FLOOR_OF: Final = "floor of "
LEDGER_OFF: Final = ", ledger off"
_DIGITS: Final = 5


class NoFigures(Exception):
    """A file does not hold figures."""


@dataclass(slots=True)
class Figure:
    """One result.

    `share` is the value over its floor, or the floor over the value where less is better; so are `times_competitor`
    and the competitor's value. Both of those are None where nobody was raced, or the race did not count.
    """

    name: str
    value: float
    unit: str
    floor: float
    share: float
    note: str = ""
    competitor: float | None = None
    times_competitor: float | None = None

    @classmethod
    def of(cls, name: str, value: float, unit: str, floor: float, note: str = "") -> Figure:
        """The figure with its share."""
        return cls(name, _rounded(value), unit, _rounded(floor), _rounded(ratio(value, floor, unit)), note)

    def race(self, competitor: float, own: float | None = None) -> None:
        """Put the better competitor's value beside it; `own` is what was reached in turns with it, else this value."""
        self.competitor = _rounded(competitor)
        self.times_competitor = _rounded(ratio(self.value if own is None else own, competitor, self.unit))

    @property
    def less_is_better(self) -> bool:
        return self.unit in LESS_IS_BETTER

    @property
    def tells_of_the_service(self) -> bool:
        """Whether it is the service's own: neither a floor's nor that of the service without its ledger."""
        return not (self.name.startswith(FLOOR_OF) or self.name.endswith(LEDGER_OFF))

    def as_object(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        told: dict[str, Any] = {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "floor": self.floor,
            "share": self.share,
        }
        if self.competitor is not None:
            told |= {"competitor": self.competitor, "times_competitor": self.times_competitor}
        if self.note:
            told["note"] = self.note
        return told


def ratio(value: float, other: float, unit: str) -> float:
    """How many times as good as the other a value is; 1 when both are nothing, 0 when one of them is."""
    better, worse = (other, value) if unit in LESS_IS_BETTER else (value, other)
    if worse:
        return better / worse
    return 1.0 if not better else 0.0


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def as_json(figures: list[Figure]) -> str:
    """A list of objects, a figure each."""
    return json.dumps([one.as_object() for one in figures], ensure_ascii=False)


def from_objects(objects: list[dict[str, Any]]) -> list[Figure]:
    """The figures of such a list. Raises NoFigures."""
    try:
        return [Figure(**one) for one in objects]
    except TypeError as error:
        raise NoFigures(str(error)) from None


def from_file(path: Path) -> list[Figure]:
    """The figures of what `--json` printed or `--write` wrote. Raises NoFigures, OSError."""
    try:
        read = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise NoFigures(f"{path} is not JSON: {error}") from None
    objects = read.get("figures") if isinstance(read, dict) else read
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        raise NoFigures(f"{path} holds no list of figures")
    return from_objects(objects)
