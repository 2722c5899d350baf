"""The newest changes of the sandbox, as a table that a reload brings up to date, or the page itself by `live.js`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime

from vaki.register.groups import ATTRIBUTE, KIND
from vaki.web.shapes import Cell, Column, Table
from vaki.web.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaki.web.bridge import Newest

SHOWN: Final = 5
GROUPS_SHOWN: Final = 3


def feed(items: Sequence[Mapping[str, Any]]) -> Table:
    """The table of change items as `/muutokset` gives them, in the order given."""
    columns = [Column(say("feed.when")), Column(say("feed.who")), Column(say("feed.what"))]
    count = say("feed.count", shown=len(items)) if items else say("feed.none")
    return Table(say("feed.order"), count, columns, [_row(item) for item in items], say("feed.empty"))


def news(newest: Newest, key: int) -> str:
    """What has come since a reader was shown the changes up to `key`, in one sentence."""
    fresh = sum(one > key for one in newest.keys)
    if fresh == 0:
        return say("feed.started-over")
    if fresh == 1:
        return say("feed.one-new")
    return say("feed.many-new" if fresh < SHOWN else "feed.at-least-new", count=fresh)


def _row(item: Mapping[str, Any]) -> list[Cell]:
    when = localtime(datetime.fromisoformat(item["muutospv"]))
    told = list(dict.fromkeys(f"{group[KIND]} {say(f'feed.{group[ATTRIBUTE]}')}" for group in item["tietoryhmat"]))
    lines = told[:GROUPS_SHOWN]
    if len(told) > GROUPS_SHOWN:
        lines.append(say("feed.more", count=len(told) - GROUPS_SHOWN))
    return [
        Cell(date_format(when, "SHORT_DATETIME_FORMAT")),
        Cell(item["henkilotunnus"], code=True),
        Cell(", ".join(lines), wire=True),
    ]
