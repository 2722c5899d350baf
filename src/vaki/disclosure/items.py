"""One row of the change log as a caller may see it: censored as the person is protected now or was then.

The rules on entering and leaving a permit's municipalities are those of K2000 (product description §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import compress
from typing import TYPE_CHECKING, Final

from vaki.disclosure.ages import mentioned_is_under
from vaki.disclosure.choosing import (
    ItemFate,
    attribute_of,
    censored_object,
    item_sieve,
    retold,
    token,
    with_attribute,
)
from vaki.disclosure.lines import BaseReader, born_during, kind_of_line
from vaki.disclosure.permits import HELSINKI
from vaki.disclosure.records import is_among, told_records, touches_protection, was_in_force, without_ended
from vaki.disclosure.rights import HOME, LAST_GROUPS
from vaki.register.events.catalogue import FOUND_BY_PLACE
from vaki.register.events.clock import DayPassed
from vaki.register.events.protection import BAN
from vaki.register.events.told import TOLD_WITH_MORE, as_new
from vaki.register.groups import ATTRIBUTE, DEATHS, PLACE
from vaki.register.whereabouts import BIRTH_HOME
from vaki.register.wire import from_line, to_line

if TYPE_CHECKING:
    from datetime import date

    import asyncpg

    from vaki.disclosure.selection import Area

_ADDED: Final = f'"{ATTRIBUTE}":"LISATTY"'
_ENDED_BAN: Final = '"turvakieltoAktiivinen":false'
_MAY_TOUCH_PLACE: Final = frozenset({"death", "death_corrected", "death_undone", "declared_dead", "found_alive"})
"""Events that touch a place if the person has one: the censored block comes in any case, or it would tell that."""


class ChangeReader:
    """Makes the items of one request. `towns` is the permit's municipalities, None when it does not select by them."""

    def __init__(self, base: BaseReader, towns: Area | None) -> None:
        self.base = base
        self.rights = base.rights
        self._towns = towns
        self._never_bare = self.rights.hidden | self.rights.left_out
        self._block = [censored_object(kind, "MUUTETTU") for kind in self.rights.censored_kinds()]

    def parameters(self) -> tuple[list[str], bool, bool]:
        """What `sql.ITEMS` must know besides the keys."""
        towns = [town for town in self._towns or () if town is not None]
        return towns, self.rights.guards, bool(self.rights.subject_ages)

    def tells_endings(self, row: asyncpg.Record) -> bool:
        """Whether the row holds a record no longer in force, of a kind of which only the ending is told."""
        wanted = self.rights.in_force_only
        if not wanted:
            return False
        known = (token(text) for text in row["groups"].partition("\t")[0].split())
        return any(one.ended and one.kind in wanted for one in known)

    def may_hide(self, row: asyncpg.Record) -> bool:
        """Whether, if the row gives no item, nothing else may tell that it is there (docs/decisions/0307)."""
        return self._is_protected(row) and row["event"] in FOUND_BY_PLACE

    def _is_protected(self, row: asyncpg.Record) -> bool:
        return self.rights.guards and bool(row["is_protected"] or row["was_protected"])

    def item(self, row: asyncpg.Record, before: Mapping[int, str]) -> bytes | None:
        """The wire item of a row of `sql.ITEMS`; None when it tells this permit nothing."""
        protected = self._is_protected(row)
        moved = self._moved(row)
        if row["merged"] and moved >= 0:
            # A record that went into another's: to whoever has the person still, the other's item tells it.
            return None
        if moved > 0:
            groups = self._entering(row, protected=protected)
        elif moved < 0:
            groups = self._leaving(row, protected=protected)
        else:
            groups = self._ordinary(row, before, protected=protected)
        if not groups:
            return None
        entry = self.base.entry
        entry.subjects.append(row["person_id"])
        if protected:
            entry.censored.add(row["person_id"])
        return (
            f'{{"henkilotunnus":"{row["code"]}","tietoryhmat":[{",".join(groups)}],'
            f'"muutospv":"{wire_time(row["time"])}"}}'
        ).encode()

    def _moved(self, row: asyncpg.Record) -> int:
        """1 for a person who came under the permit's municipalities with this change, -1 for one who left.

        One whose death is undone comes too: pages of base data hold the living.
        """
        if self._towns is None:
            return 0
        if row["base_data"] is not None:
            return 1
        return -(row["municipality_before"] in self._towns and row["municipality_after"] not in self._towns)

    def _grown(self, row: asyncpg.Record) -> frozenset[str]:
        """Kinds withheld by age on the day of the change; none on a clock event, which tells what an age has ended."""
        if row["event"] == DayPassed.name:
            return frozenset()
        return self.base.ages.grown(row["birth_date"], _day(row["time"]))

    def _entering(self, row: asyncpg.Record, *, protected: bool) -> list[str]:
        """Base data as published, every group LISATTY; for one back to life, first what undid the death."""
        lines = self.base.lines(row["base_data"], row["birth_date"], _day(row["time"]), protected=protected)
        told = self._undone_death(row)
        for line in lines:
            kind = kind_of_line(line)
            if kind in self.rights.withheld and self._is_withheld(line, row):
                continue
            whole = to_line(as_new(from_line(line))) if kind in TOLD_WITH_MORE else line
            told.append(with_attribute(whole, kind, "LISATTY"))
        return told

    def _is_withheld(self, line: str, row: asyncpg.Record) -> bool:
        """Whether a line, not marked as withheld itself, may not be told.

        Of someone who is protected only what base data tells today, to whoever fetches it anew, is told of the past.
        """
        if kind_of_line(line) == BIRTH_HOME and born_during(row["protections"], row["birth_date"]):
            return True
        if row["document"]:
            return not is_among(line, told_records(row["document"], self.rights.withheld))
        return touches_protection(line, row["protections"])

    def _undone_death(self, row: asyncpg.Record) -> list[str]:
        if row["municipality_before"] != row["municipality_after"]:
            return []
        lines = row["groups"].split("\n")[1:]
        told = [line for line in lines if (kind := kind_of_line(line)) in DEATHS and self.rights.passes(kind)]
        self.base.entry.groups.update(map(kind_of_line, told))
        return told

    def _leaving(self, row: asyncpg.Record, *, protected: bool) -> list[str]:
        """The new home municipality and address, and nothing else."""
        first, *lines = row["groups"].split("\n")
        kinds = [token(text).kind for text in first.partition("\t")[0].split()]
        entry = self.base.entry
        told = []
        for kind in sorted(LAST_GROUPS, key=PLACE.__getitem__):
            if not self.rights.passes(kind):
                continue
            if protected and kind in self.rights.hidden:
                told.append(censored_object(kind, "LISATTY"))
                entry.censored_groups.add(kind)
                continue
            own = [line for known, line in zip(kinds, lines, strict=True) if known == kind]
            added = [line for line in own if _ADDED in line]
            chosen = added or (own if kind == HOME else _put_right(own, kind))
            told += chosen
            if chosen:
                entry.groups.add(kind)
        return told

    def _ordinary(self, row: asyncpg.Record, before: Mapping[int, str], *, protected: bool) -> list[str]:
        first, *lines = row["groups"].split("\n")
        kinds, mentions, withheld = _fields(first)
        sieve = item_sieve(
            self.rights,
            self._grown(row),
            censored=protected,
            born_protected=protected and born_during(row["protections"], row["birth_date"]),
        )
        entry = self.base.entry
        fates = [sieve[text] for text in kinds.split()]
        leaves: list[bool] = []
        touches_hidden = row["event"] in _MAY_TOUCH_PLACE
        for at, (line, fate) in enumerate(zip(lines, fates, strict=True)):
            covered = (at in withheld and fate.kind in self._never_bare) or (
                fate.may_be_withheld and (at in withheld or self._is_withheld(line, row))
            )
            touches_hidden = touches_hidden or fate.hidden or covered or _turns_protection(fate.kind, line)
            leaves.append(fate.told and not covered and _told_after_all(fate, line, row, before))
        _settle_corrections(lines, fates, leaves)
        told: list[str] = []
        for line, fate in zip(compress(lines, leaves), compress(fates, leaves), strict=True):
            told.append(without_ended(line) if fate.kind in self.rights.in_force_only else line)
            entry.groups.add(fate.kind)
        if mentions:
            self.base.mention(mentions, leaves)
        # among the items of a place's burst even the censored block would tell where the person lives
        if protected and touches_hidden and row["event"] not in FOUND_BY_PLACE:
            entry.censored_groups.update(self.rights.censored_kinds())
            told += self._block
        return told


def _put_right(lines: list[str], kind: str) -> list[str]:
    """Where a correction has the person live after all: new to whoever does not hear what was wrong."""
    right = (line for line in lines if attribute_of(line, kind) == "KORJATTU")
    return [retold(line, kind, "LISATTY") for line in right if "loppupv" not in from_line(line)]


def _turns_protection(kind: str, line: str) -> bool:
    """Whether the line begins or ends protection, which concerns every censored kind, also those without data."""
    return kind == BAN and (_ADDED in line or _ENDED_BAN in line)


def _fields(first: str) -> tuple[str, str, frozenset[int]]:
    """(kinds, mentions, numbers of withheld lines) of an item's first line."""
    kinds, _, rest = first.partition("\t")
    mentions, _, withheld = rest.partition("\t")
    return kinds, mentions, frozenset(map(int, withheld.split()))


def _settle_corrections(lines: list[str], fates: list[ItemFate], leaves: list[bool]) -> None:
    """Decide the two lines of a correction together (§2.2).

    The right record is new to whoever never had the wrong one, and a wrong one is gone for whoever may not have the
    right one.
    """
    for at in range(len(lines) - 1):
        if leaves[at] == leaves[at + 1] or attribute_of(lines[at], fates[at].kind) != "KORJATTAVA":
            continue
        if leaves[at]:
            lines[at] = retold(lines[at], fates[at].kind, "POISTETTU")
        else:
            lines[at + 1] = retold(lines[at + 1], fates[at + 1].kind, "LISATTY")


def _told_after_all(fate: ItemFate, line: str, row: asyncpg.Record, before: Mapping[int, str]) -> bool:
    """The rules that ask the line itself: the age of whom it mentions, and whether it ends what was in force.

    A clock event tells what an age has ended, so no age withholds it.
    """
    if (
        fate.young_under is not None
        and row["event"] != DayPassed.name
        and not mentioned_is_under(line, fate.young_under, _day(row["time"]))
    ):
        return False
    if fate.ending:
        known = before.get(row["key"])
        return known is not None and was_in_force(line, known)
    return True


def _day(time: datetime) -> date:
    return time.astimezone(HELSINKI).date()


def wire_time(time: datetime) -> str:
    """`muutospv`: UTC with milliseconds and `Z` (§1.4)."""
    utc = time.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"
