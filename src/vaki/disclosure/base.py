"""Base data (perustiedot): all that a permit lets through of a person, as of one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import ledger, sql
from vaki.disclosure.errors import CodesNeeded, OtherMunicipality, RegisterNotReady
from vaki.disclosure.lines import BaseReader
from vaki.disclosure.products import Selection

if TYPE_CHECKING:
    import asyncpg

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

PAGE_PERSONS: Final = 1_000
PAGE_BYTES: Final = 16 * 1024 * 1024


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
    """The persons of these codes, in the order given, each headed by the code asked with.

    A passive code finds its person; a code given twice counts once; two codes of one person give two items. Unknown
    codes, and under a permit by municipality also people of other municipalities, are silently missing. `kinds`
    narrows the groups. The ledger row is committed when this returns.
    """
    rights = caller.permit.rights.narrowed(kinds)
    asked = [code for code in dict.fromkeys(codes) if is_askable(code)]
    entry = ledger.Entry("base_data")
    reader = BaseReader(rights, entry)
    async with pools.disclosure.acquire() as connection:
        towns = list(caller.permit.municipalities) if rights.selection is Selection.MUNICIPALITY else None
        rows, key = await _read(connection, sql.BY_CODES, asked, towns)
        answer = BaseData(key=key)
        entry.read_key = key
        made = {row["code"]: reader.item(row)[1] for row in rows}
        answer.items = [wire_item(code, made[code]) for code in asked if code in made]
        reader.finish()
        await ledger.write(connection, caller, entry)
    return answer


async def base_data_page(
    pools: Pools,
    caller: Caller,
    municipalities: Sequence[str] | None,
    after: int | None = None,
    kinds: frozenset[str] | None = None,
) -> BaseData:
    """A page of the living residents of municipalities, by person number; `after` is the last page's.

    `None` stands for all that the permit has; under a product for everybody, for all persons, the dead too. Raises
    OtherMunicipality, and CodesNeeded for a permit by codes. The ledger row is committed when this returns.
    """
    rights = caller.permit.rights.narrowed(kinds)
    towns = chosen_municipalities(caller, municipalities)
    entry = ledger.Entry("base_data_page")
    reader = BaseReader(rights, entry)
    async with pools.disclosure.acquire() as connection:
        if towns is None:
            rows, key = await _read(connection, sql.EVERYBODY, after or 0, PAGE_PERSONS + 1)
        else:
            rows, key = await _read(connection, sql.RESIDENTS, towns, after or 0, PAGE_PERSONS + 1)
        answer = BaseData(key=key, after=after)
        entry.read_key = key
        size = 0
        for row in rows:
            if len(answer.items) == PAGE_PERSONS or size >= PAGE_BYTES:
                answer.complete = False
                break
            answer.after, groups = reader.item(row)
            answer.items.append(wire_item(row["code"], groups))
            size += len(answer.items[-1])
        reader.finish()
        await ledger.write(connection, caller, entry)
    return answer


def chosen_municipalities(caller: Caller, asked: Sequence[str] | None) -> list[str] | None:
    """The municipalities that a request is about; None for everybody. Raises OtherMunicipality, CodesNeeded."""
    selection = caller.permit.rights.selection
    if selection is Selection.CODES:
        raise CodesNeeded
    if asked is None:
        return None if selection is Selection.EVERYBODY else list(caller.permit.municipalities)
    if selection is Selection.MUNICIPALITY and not set(asked) <= set(caller.permit.municipalities):
        raise OtherMunicipality
    return list(dict.fromkeys(asked))


def is_askable(code: str) -> bool:
    """Whether the text can be some person's code at all; anything else is unknown without being looked for."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isprintable()


CODE_LENGTH: Final = 11


async def _read(connection: Connection, query: str, *arguments: object) -> tuple[list[asyncpg.Record], int]:
    """The rows and the change key that they are as of; raises RegisterNotReady.

    When nobody is found there is no row to tell the key, so it is read first and the rows once more.
    """
    rows = await connection.fetch(query, *arguments)
    if not rows:
        moment = await connection.fetchrow(sql.MOMENT)
        if moment is None:
            raise RegisterNotReady
        rows = await connection.fetch(query, *arguments)
        if not rows:
            return rows, int(moment["head"])
    if rows[0]["day"] is None:
        raise RegisterNotReady
    return rows, int(rows[0]["head"])
