"""Base data (perustiedot): all that a permit lets through of a person, as of one moment.

Of one person after another as of now, or of many as of one change key: the first page's (`Fetch`). A person's document
at a key is the present one or the version of that time; it is censored if the person is protected now or was then.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from vaki.disclosure import ledger, sql
from vaki.disclosure.bounds import BOUNDS, Bounds
from vaki.disclosure.conditions import conditions_of, met
from vaki.disclosure.errors import RegisterNotReady
from vaki.disclosure.lines import BaseReader
from vaki.disclosure.rows import rows_of
from vaki.disclosure.selection import chosen_municipalities, is_askable, of_codes
from vaki.register.document import protections_of, read, write

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.caller import Caller
    from vaki.disclosure.rows import Rows
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]


@dataclass(slots=True)
class BaseData:
    """An answer: each item is one person's wire JSON, and `key` is the change key it is as of.

    Of a page, `after` is where the next one begins and `complete` says that there is none.
    """

    items: list[bytes] = field(default_factory=list)
    key: int = 0
    after: int | None = None
    complete: bool = True


def wire_item(code: str, groups: str) -> bytes:
    """One person of base data on the wire."""
    return f'{{"henkilotunnus":"{code}","tietoryhmat":[{groups}]}}'.encode()


async def base_data(
    pools: Pools, caller: Caller, codes: Sequence[str], kinds: frozenset[str] | None = None
) -> BaseData:
    """The persons of these codes as of now, in the order given, each headed by the code asked with.

    A passive code finds its person; a code given twice counts once; two codes of one person give two items. Unknown
    codes, and under a permit by municipality also people whom it has no ground to ask of, are silently missing.
    `kinds` narrows the groups. The ledger row is committed when this returns.
    """
    asked = [code for code in dict.fromkeys(codes) if is_askable(code)]
    entry = ledger.Entry("base_data")
    reader = BaseReader(caller.permit.rights.narrowed(kinds), entry)
    one = len(asked) == 1
    query, wanted = (sql.BY_CODE, asked[0]) if one else (sql.BY_CODES, asked)
    async with pools.disclosure.acquire() as connection:

        def found() -> Rows:
            return rows_of(connection, query, wanted, *of_codes(caller), most=len(asked))

        made, key = await _made_of(found(), reader, caller)
        if key is None:
            # Nobody is found, so no row tells the key. It is read, and then the rows once more: whoever has come in
            # between must not be missing from an answer as of that key.
            head = await _head(connection)
            made, key = await _made_of(found(), reader, caller)
            key = head if key is None else key
        entry.read_key = key
        reader.finish()
        await ledger.write(connection, caller, entry)
    return BaseData([wire_item(code, made[code]) for code in asked if code in made], key)


async def base_data_at(
    pools: Pools,
    caller: Caller,
    codes: Sequence[str],
    key: int,
    kinds: frozenset[str] | None = None,
    *,
    operation: str = "base_data_at",
) -> BaseData:
    """As `base_data`, as of a key that the service has given: of persons and by codes that were known then."""
    asked = [code for code in dict.fromkeys(codes) if is_askable(code)]
    entry = ledger.Entry(operation, read_key=key)
    reader = BaseReader(caller.permit.rights.narrowed(kinds), entry)
    tailored = conditions_of(caller.permit)
    made: dict[str, str] = {}
    async with pools.disclosure.acquire() as connection:
        found = rows_of(connection, sql.BY_CODES_AT, asked, *of_codes(caller), key, most=len(asked))
        async with aclosing(found) as rows:
            async for row in rows:
                known = not row["earlier"] or row["code"] in read(row["document"], 0, 0).codes
                if known and met(tailored, row):
                    made[row["code"]] = reader.item(_as_then(row))[1]
        reader.finish()
        await ledger.write(connection, caller, entry)
    return BaseData([wire_item(code, made[code]) for code in asked if code in made], key)


async def base_data_page(
    pools: Pools,
    caller: Caller,
    municipalities: Sequence[str] | None,
    after: int | None = None,
    kinds: frozenset[str] | None = None,
    *,
    key: int | None = None,
    bounds: Bounds = BOUNDS,
    operation: str = "base_data_page",
) -> BaseData:
    """A page of the living residents of municipalities, by person number; `after` and `key` are the last page's.

    `None` stands for all that the permit has; under a product for everybody, for all persons, the dead too unless the
    permit is tailored. Raises OtherMunicipality, CodesNeeded for a permit by codes, and RegisterNotReady. The ledger
    row is committed when this returns.
    """
    fetch = await Fetch.begin(pools, caller, municipalities, kinds, key=key, operation=operation)
    return await fetch.page(after, bounds)


@dataclass(frozen=True, slots=True)
class Fetch:
    """Base data of many persons, as of one key in however many pages. It holds no connection between them."""

    pools: Pools
    caller: Caller
    towns: list[str] | None
    kinds: frozenset[str] | None
    key: int
    operation: str

    @classmethod
    async def begin(
        cls,
        pools: Pools,
        caller: Caller,
        municipalities: Sequence[str] | None,
        kinds: frozenset[str] | None = None,
        *,
        key: int | None = None,
        operation: str,
    ) -> Fetch:
        """As of the newest change unless a key is given. Raises OtherMunicipality, CodesNeeded, RegisterNotReady."""
        towns = chosen_municipalities(caller, municipalities)
        if key is None:
            async with pools.disclosure.acquire() as connection:
                key = await _head(connection)
        return cls(pools, caller, towns, kinds, key, operation)

    async def page(self, after: int | None = None, bounds: Bounds = BOUNDS) -> BaseData:
        """The persons after the one numbered `after`; under a tailored permit a page may be short, or empty."""
        async with self.pools.disclosure.acquire() as connection:
            query, *arguments = self._asked(after, bounds)
            found = rows_of(connection, query, *arguments, most=bounds.persons + 1)
            answer, entry = await self._made_of(found, after, bounds)
            await ledger.write(connection, self.caller, entry)
        return answer

    def _asked(self, after: int | None, bounds: Bounds) -> tuple[Any, ...]:
        """The statement and its arguments, for the persons of a page and one more."""
        chosen = (after or 0, bounds.persons + 1, self.key)
        return (sql.EVERYBODY_AT, *chosen) if self.towns is None else (sql.RESIDENTS_AT, self.towns, *chosen)

    async def _made_of(self, found: Rows, after: int | None, bounds: Bounds) -> tuple[BaseData, ledger.Entry]:
        """The page made of the rows, and what the ledger must say of it."""
        entry = ledger.Entry(self.operation, read_key=self.key)
        reader = BaseReader(self.caller.permit.rights.narrowed(self.kinds), entry)
        answer = BaseData(key=self.key, after=after)
        tailored = conditions_of(self.caller.permit)
        looked_at = size = 0
        async with aclosing(found) as rows:
            async for row in rows:
                if looked_at == bounds.persons or size >= bounds.bytes:
                    answer.complete = False
                    break
                looked_at += 1
                answer.after = row["person_id"]
                if tailored is not None and not (row["alive"] and met(tailored, row)):
                    continue
                _, groups = reader.item(_as_then(row))
                answer.items.append(wire_item(row["present_code"], groups))
                size += len(answer.items[-1])
        reader.finish()
        return answer, entry


def _as_then(row: asyncpg.Record) -> asyncpg.Record:
    """The row of a version, its history withheld also where protection is known of only since."""
    if not row["protections"]:
        return row
    document = read(row["document"], row["person_id"], 0)
    document.protections = protections_of(row["protections"])
    if row["present"]:
        document.withhold_as(read(row["present"], row["person_id"], 0))
    return cast("asyncpg.Record", {**row, "document": write(document)})


async def _made_of(found: Rows, reader: BaseReader, caller: Caller) -> tuple[dict[str, str], int | None]:
    """The groups by the code asked with, and the key that they are as of, which only a row tells.

    Raises RegisterNotReady.
    """
    tailored = conditions_of(caller.permit)
    made: dict[str, str] = {}
    key: int | None = None
    async with aclosing(found) as rows:
        async for row in rows:
            if key is None:
                if row["day"] is None:
                    raise RegisterNotReady
                key = row["head"]
            if met(tailored, row):
                made[row["code"]] = reader.item(row)[1]
    return made, key


async def _head(connection: Connection) -> int:
    """The newest change key; raises RegisterNotReady."""
    moment = await connection.fetchrow(sql.MOMENT)
    if moment is None:
        raise RegisterNotReady
    return int(moment["head"])
