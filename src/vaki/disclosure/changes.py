"""Changes (muutokset): which rows of the log a permit gets after a key, and where a page ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import ledger, sql
from vaki.disclosure.bounds import BOUNDS, Bounds
from vaki.disclosure.conditions import conditions_of, region
from vaki.disclosure.errors import KeyTooOld, RegisterNotReady, UnknownKey
from vaki.disclosure.items import ChangeReader
from vaki.disclosure.lines import BaseReader
from vaki.disclosure.products import Selection
from vaki.disclosure.selection import Area, area_of_codes, chosen_municipalities, is_askable
from vaki.disclosure.tail import tail_of
from vaki.disclosure.tailored import TailoredReader
from vaki.register.clock import midnight

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.caller import Caller
    from vaki.disclosure.permits import Permit
    from vaki.disclosure.widening import Grant
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

PAGE_ROWS: Final = 20_000
"""Rows of the log that one page looks at, so that a page of changes that tell this permit nothing ends too."""
_CHUNK: Final = 1_000


@dataclass(slots=True)
class Changes:
    """An answer: wire items in key order, and the key to go on from. More waits unless `up_to_date`."""

    items: list[bytes] = field(default_factory=list)
    key: int = 0
    up_to_date: bool = True


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose changes a request is about: posted codes, or the permit's own selection, or part of it."""

    caller: Caller
    by_codes: bool
    municipalities: frozenset[str] | None
    """Those that the request names."""

    def area(self, grant: Grant) -> Area | None:
        """The area that the changes under a grant must touch; None for everybody."""
        own = grant.municipalities
        if self.by_codes:
            return area_of_codes(own, grant.ground)
        return self.municipalities if own is None or self.municipalities is None else own & self.municipalities

    def reader(self, grant: Grant, base: BaseReader) -> ChangeReader:
        """What makes the items of the changes under a grant."""
        conditions = conditions_of(self.caller.permit, grant.conditions)
        if conditions is not None:
            return TailoredReader(base, conditions)
        return ChangeReader(base, self.area(grant))


async def changes(
    pools: Pools,
    caller: Caller,
    since: int,
    codes: AbstractSet[str] | None,
    kinds: frozenset[str] | None = None,
    *,
    municipalities: Sequence[str] | None = None,
    bounds: Bounds = BOUNDS,
    kept_days: int | None = None,
) -> Changes:
    """The changes after a key, of the persons who have had one of the codes, or of the permit's own selection.

    An empty set of codes is nobody, for every permit; the key advances all the same. Under a permit by municipality a
    code finds own residents, and others on the permit's ground only. `municipalities` narrows the own selection.
    `kept_days`: how far back keys are answered, by the register's clock. Raises CodesNeeded for a permit by codes
    without codes, OtherMunicipality, UnknownKey for a key beyond the newest, and KeyTooOld. The ledger row is committed
    when this returns.
    """
    chosen = None if codes is not None else chosen_municipalities(caller, municipalities)
    asked = _Asked(caller, codes is not None, None if chosen is None else frozenset(chosen))
    entry = ledger.Entry("changes", since_key=since)
    async with pools.disclosure.acquire() as connection:
        tail = tail_of(pools)
        await tail.read_on(connection)
        answer = Changes(key=tail.head)
        if since > answer.key:
            raise UnknownKey
        if kept_days is not None:
            await _check_age(connection, since, kept_days)
        entry.read_key = answer.key
        area = _widest(asked)
        page = _Page(connection, answer, bounds, since, asked, entry, kinds)
        if codes is None or codes:
            if tail.reaches(since):
                await page.add(tail.matching(since, codes, area))
            else:
                await page.add_from_log(codes, area)
            page.finish()
        await ledger.write(connection, caller, entry)
    return answer


def _widest(asked: _Asked) -> Area | None:
    """The area that every change of the answer touches, whatever the grant at its key."""
    permit = asked.caller.permit
    if asked.by_codes:
        by_municipality = permit.rights.selection is Selection.MUNICIPALITY
        return area_of_codes(frozenset(permit.municipalities), permit.ground) if by_municipality else None
    return asked.municipalities if asked.municipalities is not None else region(conditions_of(permit))


async def _check_age(connection: Connection, since: int, kept_days: int) -> None:
    """Raises KeyTooOld when the changes after the key begin before the days that are kept."""
    row = await connection.fetchrow(sql.AGE_OF, since)
    if row is None:
        raise RegisterNotReady
    if row["time"] is not None and row["time"] < midnight(row["day"] - timedelta(days=kept_days)):
        raise KeyTooOld


async def _keys_from_log(
    connection: Connection, since: int, head: int, codes: AbstractSet[str] | None, area: Area | None
) -> list[int]:
    """Some keys when the tail in memory is too short; one more than fits on a page when there are more."""
    limit = PAGE_ROWS + 1
    own = None if area is None else [town for town in area if town is not None]
    if codes is not None:
        asked = [code for code in codes if is_askable(code)]
        rows = await connection.fetch(sql.KEYS_OF_CODES, since, asked, own, limit, area is not None and None in area)
    elif own is not None:
        rows = await connection.fetch(sql.KEYS_OF_MUNICIPALITIES, since, own, limit)
    else:
        rows = await connection.fetch(sql.KEYS, since, limit)
    return [row["key"] for row in rows if row["key"] <= head]


@dataclass(slots=True)
class _Page:
    """The page being filled; `reached` is the key of the last row that counts.

    A row that hides itself, of a protected person who lives where something happened, counts for nothing: neither what
    fits on a page nor whether more waits may tell that it is there.
    """

    connection: Connection
    answer: Changes
    bounds: Bounds
    reached: int
    asked: _Asked
    entry: ledger.Entry
    kinds: frozenset[str] | None
    size: int = 0
    rows: int = 0
    readers: dict[Grant, ChangeReader] = field(default_factory=dict)

    async def add_from_log(self, codes: AbstractSet[str] | None, area: Area | None) -> None:
        """As `add`, of the keys that the log has, until the page is full or there are no more."""
        since, head = self.reached, self.answer.key
        while True:
            keys = await _keys_from_log(self.connection, since, head, codes, area)
            if not await self.add(keys) or len(keys) <= PAGE_ROWS:
                return
            since = keys[-1]

    async def add(self, keys: list[int]) -> bool:
        """The items of these rows; false when the page is full before their end, and then more waits."""
        for grant, run in _runs(self.asked.caller.permit, keys):
            if grant not in self.readers:
                self.readers[grant] = self._reader(grant, self.entry)
            for chunk in _chunks(run):
                if not await self._add(grant, chunk):
                    self.answer.key, self.answer.up_to_date = self.reached, False
                    return False
        return True

    def finish(self) -> None:
        """Tell the ledger's entry what left."""
        for reader in self.readers.values():
            reader.base.finish()
            if isinstance(reader, TailoredReader):
                reader.last.finish()

    def _reader(self, grant: Grant, entry: ledger.Entry) -> ChangeReader:
        return self.asked.reader(grant, BaseReader(grant.rights.narrowed(self.kinds), entry))

    async def _add(self, grant: Grant, keys: list[int]) -> bool:
        reader = self.readers[grant]
        rows = await self.connection.fetch(sql.ITEMS, keys, *reader.parameters())
        if isinstance(reader, TailoredReader):
            await reader.look_around(self.connection, keys)
        before = await _documents_before(self.connection, [row for row in rows if reader.tells_endings(row)])
        for row in rows:
            if self._is_full:
                if reader.may_hide(row) and await self._hides(grant, row, before):
                    continue
                return False
            item = reader.item(row, before)
            if item is not None:
                self.answer.items.append(item)
                self.size += len(item)
            elif reader.may_hide(row):
                continue
            self.rows += 1
            self.reached = row["key"]
        return True

    async def _hides(self, grant: Grant, row: asyncpg.Record, before: dict[int, str]) -> bool:
        """Whether a row beyond a full page gives no item; it does not leave, so its entry is written by nobody."""
        reader = self._reader(grant, ledger.Entry(self.entry.operation))
        if isinstance(reader, TailoredReader):
            await reader.look_around(self.connection, [row["key"]])
        return reader.item(row, before) is None

    @property
    def _is_full(self) -> bool:
        told = len(self.answer.items)
        return told >= self.bounds.items or self.size >= self.bounds.bytes or self.rows >= PAGE_ROWS


def _runs(permit: Permit, keys: list[int]) -> Iterator[tuple[Grant, list[int]]]:
    """The keys, each run of them with what the permit granted then."""
    if not permit.grants:
        yield permit.grant_at(0), keys
        return
    for grant, run in groupby(keys, key=permit.grant_at):
        yield grant, list(run)


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    return (keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK))


async def _documents_before(connection: Connection, rows: list[asyncpg.Record]) -> dict[int, str]:
    """The documents as they stood before these changes, by change key."""
    if not rows:
        return {}
    found = await connection.fetch(
        sql.DOCUMENTS_BEFORE, [row["person_id"] for row in rows], [row["key"] for row in rows]
    )
    return {row["to_key"]: row["document"] for row in found}
