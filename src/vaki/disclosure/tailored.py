"""The change items of a national permit: who newly meets its conditions, and who meets them no longer.

Neither stands in the log, which knows home municipalities only, so each person is looked at before and after the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from vaki.disclosure import sql
from vaki.disclosure.ages import reading_day
from vaki.disclosure.choosing import with_attribute
from vaki.disclosure.conditions import Conditions, meets
from vaki.disclosure.items import ChangeReader
from vaki.disclosure.lines import BaseReader, kind_of_line
from vaki.disclosure.permits import HELSINKI
from vaki.disclosure.rights import LAST_GROUPS

if TYPE_CHECKING:
    from datetime import date, datetime

    import asyncpg

    from vaki.disclosure.changes import Connection

_EXTRA: Final = "LISATIETO"


class TailoredReader(ChangeReader):
    """Makes the items of one request of a national permit. `look_around` comes before the rows of its keys."""

    def __init__(self, base: BaseReader, conditions: tuple[Conditions, ...]) -> None:
        super().__init__(base, None)
        wanted = self.rights.wanted
        self.last = BaseReader(
            self.rights.narrowed(LAST_GROUPS if wanted is None else LAST_GROUPS & wanted), self.base.entry
        )
        """Reads what the last item tells of one who goes without having moved."""
        self._conditions = conditions
        self._around: dict[int, asyncpg.Record] = {}

    async def look_around(self, connection: Connection, keys: list[int]) -> None:
        """Read the persons as they were before and after these changes."""
        self._around = {row["key"]: row for row in await connection.fetch(sql.AROUND, keys)}

    def item(self, row: asyncpg.Record, before: Mapping[int, str]) -> bytes | None:
        """As `ChangeReader.item`; None also of persons who met the conditions neither before nor after."""
        around = self._around[row["key"]]
        day = _day(around)
        was = around["before_document"] is not None and self._met_before(around, day)
        now = meets(self._conditions, around, around["document"], day)
        if not was and not now:
            return None
        told = {
            **row,
            "base_data": around["document"],
            "document": around["present"],
            "protections": around["protections"],
            "was": was,
            "now": now,
        }
        return super().item(cast("asyncpg.Record", told), before)

    def _met_before(self, around: asyncpg.Record, day: date) -> bool:
        person = {"birth_date": around["before_birth"], "municipality": around["before_municipality"]}
        return meets(self._conditions, person, around["before_document"], reading_day(day, around["before_due"]))

    def _moved(self, row: asyncpg.Record) -> int:
        if row["now"]:
            around = self._around[row["key"]]
            revived = row["was"] and not around["before_alive"] and around["alive"]
            return int(revived or not row["was"])
        return -1

    def _leaving(self, row: asyncpg.Record, *, protected: bool) -> list[str]:
        """As of one who leaves a municipality; of one who goes without moving, home and address as they are."""
        if row["municipality_before"] != row["municipality_after"]:
            return super()._leaving(row, protected=protected)
        day = _day(self._around[row["key"]])
        lines = self.last.lines(row["base_data"], row["birth_date"], day, protected=protected)
        return [with_attribute(line, kind_of_line(line), _EXTRA) for line in lines]


def _day(around: asyncpg.Record) -> date:
    time: datetime = around["time"]
    return time.astimezone(HELSINKI).date()
