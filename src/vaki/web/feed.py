"""The newest changes of the sandbox, as a table that a reload brings up to date, or the page itself by `live.js`."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime

from vaki.register.groups import ATTRIBUTE, KIND
from vaki.register.groups.reading import for_reading
from vaki.web.shapes import Cell, Column, Fold, Table
from vaki.web.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaki.register.groups.reading import Reading
    from vaki.web.bridge import Newest

SHOWN: Final = 5
GROUPS_SHOWN: Final = 3
_SUMMARIES: Final = {
    "withheld": ("feed.withheld-one", "feed.withheld-many"),
    "more": ("feed.more-one", "feed.more-many"),
    "homes": ("feed.homes-one", "feed.homes-many"),
}
"""What a fold is called, of one and of several."""


def feed(newest: Newest) -> Table:
    """The table of change items as `/muutokset` gives them, in the order given."""
    items = newest.items
    columns = [Column(say("feed.when")), Column(say("feed.who")), Column(say("feed.what"))]
    count = say("feed.count", shown=len(items)) if items else say("feed.none")
    rows = [_row(key, item) for key, item in zip(newest.keys, items, strict=True)]
    return Table(say("feed.order"), count, columns, rows, say("feed.empty"))


def news(newest: Newest, key: int) -> str:
    """What has come since a reader was shown the changes up to `key`, in one sentence."""
    fresh = sum(one > key for one in newest.keys)
    if fresh == 0:
        return say("feed.started-over")
    if fresh == 1:
        return say("feed.one-new")
    return say("feed.many-new" if fresh < SHOWN else "feed.at-least-new", count=fresh)


def _row(key: int, item: Mapping[str, Any]) -> list[Cell]:
    when = localtime(datetime.fromisoformat(item["muutospv"]))
    text, folds = _told(key, for_reading(item["tietoryhmat"]))
    return [
        Cell(date_format(when, "SHORT_DATETIME_FORMAT")),
        Cell(item["henkilotunnus"], code=True),
        Cell(text, wire=True, folds=folds),
    ]


def _told(key: int, read: Reading) -> tuple[str, list[Fold]]:
    """What happened, as far as it is seen at once, and the rest to be opened: the former homes always last."""
    withheld = list(dict.fromkeys(str(group[KIND]) for group in read.withheld))
    others = _labels(read.others)
    if withheld:
        named = say("feed.withheld", groups=", ".join(withheld[:GROUPS_SHOWN]))
        text = ". ".join([*_labels(read.protection), named])
    else:
        others = [*_labels(read.protection), *others]
        text = ", ".join(others[:GROUPS_SHOWN])
        others = others[GROUPS_SHOWN:]
    folds = [
        _fold(key, "withheld", withheld[GROUPS_SHOWN:]),
        _fold(key, "more", others),
        _fold(key, "homes", _labels(read.past, counted=True), read.former_homes),
    ]
    return text, [fold for fold in folds if fold is not None]


def _labels(groups: Iterable[Mapping[str, Any]], *, counted: bool = False) -> list[str]:
    """Kind and attribute of the groups, each once; `counted` with how many there are."""
    labels = Counter(f"{group[KIND]} {say(f'feed.{group[ATTRIBUTE]}')}" for group in groups)
    return [f"{label} ({many})" if counted else label for label, many in labels.items()]


def _fold(key: int, name: str, told: list[str], many: int | None = None) -> Fold | None:
    if not told:
        return None
    count = len(told) if many is None else many
    one, several = _SUMMARIES[name]
    summary = say(one) if count == 1 else say(several, count=count)
    return Fold(f"feed-{key}-{name}", summary, ", ".join(told))
