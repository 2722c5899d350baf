"""The change log's tail in memory: who changed lately, for a caller who posts a hundred thousand codes.

Append-only and read on by `key > last` in every request: rows become visible in key order (docs/decisions/0004), so
there is nothing to invalidate, whatever the number of workers. It holds whom a change concerns, never what it tells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from vaki.disclosure import sql

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.selection import Area
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

TAIL_ROWS: Final = 20_000
"""About a national day. Beyond it SQL is asked."""


@dataclass(slots=True)
class Tail:
    """The newest rows of one register's log. `floor` is the key below the first one held."""

    floor: int = 0
    whole: bool = False
    """Whether the log begins here."""
    keys: list[int] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)
    towns: list[tuple[str | None, str | None]] = field(default_factory=list)
    codes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Every code that a person of the tail has had."""

    @property
    def head(self) -> int:
        return self.keys[-1] if self.keys else self.floor

    async def read_on(self, connection: Connection) -> None:
        """Take in what has been published since; requests may do so at once."""
        while True:
            start, whole = self.head, self.whole
            if not self.keys:
                older = await connection.fetchval(sql.TAIL_START, TAIL_ROWS)
                start, whole = (await connection.fetchval(sql.BASE_KEY), True) if older is None else (older, False)
            rows = await connection.fetch(sql.TAIL, start)
            if not self.keys:
                self.floor, self.whole = start, whole
            if start <= self.head:
                self._append(rows)
                return

    def _append(self, rows: Sequence[asyncpg.Record]) -> None:
        for row in rows:
            if row["key"] > self.head:
                self.keys.append(row["key"])
                self.persons.append(row["person_id"])
                self.towns.append((row["municipality_before"], row["municipality_after"]))
                self.codes[row["person_id"]] = tuple(row["codes"])
        if len(self.keys) > 2 * TAIL_ROWS:
            self._forget(len(self.keys) - TAIL_ROWS)

    def _forget(self, count: int) -> None:
        self.floor, self.whole = self.keys[count - 1], False
        del self.keys[:count], self.persons[:count], self.towns[:count]
        kept = set(self.persons)
        self.codes = {person: codes for person, codes in self.codes.items() if person in kept}

    def reaches(self, since: int) -> bool:
        """Whether every change after the key is held."""
        return self.whole or since >= self.floor

    def matching(self, since: int, codes: AbstractSet[str] | None, towns: Area | None) -> list[int]:
        """Keys after `since` of persons who have had one of the codes, and of changes that touch one of the towns."""
        start = bisect_right(self.keys, since)
        found = range(start, len(self.keys))
        if codes is not None:
            people = {person for person in self.persons[start:] if not codes.isdisjoint(self.codes[person])}
            return [self.keys[at] for at in found if self.persons[at] in people and self._touches(at, towns)]
        return [self.keys[at] for at in found if self._touches(at, towns)]

    def _touches(self, at: int, towns: Area | None) -> bool:
        if towns is None:
            return True
        before, after = self.towns[at]
        return before in towns or after in towns


_tails: WeakKeyDictionary[Pools, Tail] = WeakKeyDictionary()


def tail_of(pools: Pools) -> Tail:
    """The tail of the register that these pools reach; one a process and pools."""
    tail = _tails.get(pools)
    if tail is None:
        tail = _tails[pools] = Tail()
    return tail
