"""Base data (perustiedot): all that a permit lets through of a person, as of one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import ledger, sql
from vaki.disclosure.ages import Ages, mentioned_is_under, reading_day
from vaki.disclosure.choosing import Fate, Sieve, censored_object, mentioned, sieve, token
from vaki.disclosure.errors import CodesNeeded, OtherMunicipality, RegisterNotReady
from vaki.disclosure.products import Selection
from vaki.register.document import year_end_municipality
from vaki.register.groups import BY_NAME, COMPUTED_AT_READING, KIND, PLACE
from vaki.register.wire import to_line

if TYPE_CHECKING:
    from datetime import date

    import asyncpg

    from vaki.disclosure.caller import Caller
    from vaki.disclosure.rights import Rights
    from vaki.postgres.environment import Pools

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

PAGE_PERSONS: Final = 1_000
PAGE_BYTES: Final = 16 * 1024 * 1024
STORED_YEAR: Final = str(BY_NAME[COMPUTED_AT_READING].number)
"""The token of a year-end municipality that a loaded document brought along."""
_BEFORE_KIND: Final = f'{{"{KIND}":"'


@dataclass(slots=True)
class BaseData:
    """An answer: each item is one person's wire JSON, and `key` is the change key it is as of.

    Of a page, `after` is where the next one begins and `complete` says that there is none.
    """

    items: list[bytes] = field(default_factory=list)
    key: int = 0
    after: int | None = None
    complete: bool = True


class BaseReader:
    """Chooses the lines of one request's persons and gathers what the ledger must know."""

    def __init__(self, rights: Rights, entry: ledger.Entry) -> None:
        self.entry = entry
        self.rights = rights
        self.ages = Ages(rights)
        self._sieves: dict[tuple[frozenset[str], bool, bool], Sieve] = {}
        self._tokens: set[str] = set()
        self._mentioned: set[str] = set()

    def item(self, row: asyncpg.Record) -> tuple[int, str]:
        """(person, the groups that leave as JSON without brackets) of a row of `sql.BY_CODES` and its like."""
        person: int = row["person_id"]
        day = reading_day(row["day"], row["due"])
        protected = row["protected"] and self.rights.guards
        told = self.lines(row["document"], row["birth_date"], day, protected=protected)
        entry = self.entry
        entry.subjects.append(person)
        if protected:
            entry.censored.add(person)
        return person, ",".join(told)

    def lines(self, document: str, birth: date | None, day: date, *, protected: bool) -> list[str]:
        """The lines of a document that leave, in wire order."""
        first, *lines = document.split("\n")
        kinds, _keys, mentions, homes, overlaps, protections = first.split("\t")
        tokens = kinds.split()
        sieve = self._sieve(
            self.ages.grown(birth, day),
            protected,
            bool(protections) and self.rights.guards and born_during(protections, birth),
        )
        fates = list(map(sieve.__getitem__, tokens))
        if overlaps and self.rights.withheld_history:
            self._withhold(tokens, fates, overlaps)
        if Fate.LEAVES_IF_YOUNG in fates:
            _check_ages(sieve, tokens, lines, fates, day)
        told = list(compress(lines, fates))
        if sieve.computes_year and STORED_YEAR not in tokens:
            year = year_end_municipality(homes, day)
            if year is not None:
                told.insert(fates.count(Fate.LEAVES), to_line(year))
                self.entry.groups.add(COMPUTED_AT_READING)
        if sieve.literals:
            told = _with_literals(told, sieve.literals)
        self._tokens.update(compress(tokens, fates))
        if mentions:
            self._mentioned.update(mentioned(mentions, fates))
        return told

    def _sieve(self, grown: frozenset[str], protected: bool, born_protected: bool) -> Sieve:
        known = self._sieves.get((grown, protected, born_protected))
        if known is None:
            known = sieve(self.rights, grown, censored=protected, born_protected=born_protected)
            self._sieves[grown, protected, born_protected] = known
        return known

    def _withhold(self, tokens: list[str], fates: list[Fate], overlaps: str) -> None:
        for number in map(int, overlaps.split()):
            if token(tokens[number]).kind in self.rights.withheld_history:
                fates[number] = Fate.STAYS

    def mention(self, mentions: str, leaves: Sequence[int]) -> None:
        """Note whom an item's leaving lines mention; `mentions` is the field of its first line."""
        self._mentioned.update(mentioned(mentions, leaves))

    def finish(self) -> None:
        """Tell the entry what was gathered: persons mentioned, groups told and censored."""
        self.entry.mentioned.update(map(int, self._mentioned))
        self.entry.groups.update(token(text).kind for text in self._tokens)
        for used in self._sieves.values():
            self.entry.censored_groups.update(used.literals)


def _check_ages(sieve: Sieve, tokens: list[str], lines: list[str], fates: list[Fate], day: date) -> None:
    for number, fate in enumerate(fates):
        if fate is Fate.LEAVES_IF_YOUNG and not mentioned_is_under(lines[number], sieve.age(tokens[number]), day):
            fates[number] = Fate.STAYS


def _with_literals(told: list[str], kinds: tuple[str, ...]) -> list[str]:
    """The lines and the censored objects of these kinds, in wire order."""
    placed = [(PLACE.get(kind_of_line(line), len(PLACE)), line) for line in told]
    placed += [(PLACE[kind], censored_object(kind)) for kind in kinds]
    return [line for _, line in sorted(placed, key=itemgetter(0))]


def kind_of_line(line: str) -> str:
    """The kind of a document's line: its first member's value (no kind's name needs escaping)."""
    return line[len(_BEFORE_KIND) : line.index('"', len(_BEFORE_KIND))]


def born_during(protections: str, birth: date | None) -> bool:
    """Whether the person was born into a time of protection."""
    if birth is None:
        return False
    day = birth.isoformat()
    return any(
        start <= day <= (end or day) for start, _, end in (period.partition("/") for period in protections.split())
    )


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
