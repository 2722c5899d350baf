"""One transaction of the recorder: what a batch of events sees, and what it writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register import sql
from vaki.register.buildings import Dwelling, resolve
from vaki.register.document import SHAPE
from vaki.register.due import due_day
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import FOUND_BY_PLACE
from vaki.register.events.clock import DayPassed
from vaki.register.events.consequences import Written, finish
from vaki.register.events.draft import Draft, Event
from vaki.register.index import NarrowRows, narrow_rows
from vaki.register.occupancy import Homes, follow_residents, homes_of
from vaki.register.place_rows import lock_places, residents_of, write_places
from vaki.register.places import Places
from vaki.register.stored import StoredDocuments

if TYPE_CHECKING:
    import asyncpg

_PERSON_IDS_AT_ONCE: Final = 64


class SetGrew(Exception):
    """Between finding the persons and locking them, someone got a new relative."""


class _CodeWanted(Exception):
    def __init__(self, birth: date, sex: str) -> None:
        super().__init__()
        self.birth = birth
        self.sex = sex


class _PersonWanted(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that is in the register and in the change log."""

    event_id: UUID
    items: tuple[tuple[int, int, datetime], ...]
    """(person id, change key, time) of each person's item; empty when the event had been recorded before."""
    already: bool = False


@dataclass(slots=True)
class Batch:
    """The documents that a transaction has locked, and the rows it is going to write."""

    connection: asyncpg.pool.PoolConnectionProxy[Any] | asyncpg.Connection[Any]
    day: date
    people: StoredDocuments = field(default_factory=StoredDocuments)
    ids: dict[str, int] = field(default_factory=dict)
    homes: dict[str, Dwelling] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    place_events: list[tuple[UUID, str, date]] = field(default_factory=list)
    rows: list[tuple[UUID, Event, Written]] = field(default_factory=list)
    first_seen: dict[int, NarrowRows] = field(default_factory=dict)
    first_homes: dict[int, Homes] = field(default_factory=dict)
    quiet: dict[int, date | None] = field(default_factory=dict)
    waiting: dict[int, date] = field(default_factory=dict)
    """Since when persons have waited for the clock's event: an event that leaves the day to it leaves them waiting."""
    free_person_ids: list[int] = field(default_factory=list)
    free_codes: dict[tuple[date, str], list[str]] = field(default_factory=dict)

    async def load(self, events: Iterable[Event]) -> None:
        """Lock every person that the events name or touch through a relation, in person_id order."""
        events = list(events)
        await self._load_places(events)
        residents = await self._residents()
        codes = {code for event in events for code in event.codes()}
        for row in await self.connection.fetch(sql.PERSONS_OF_CODES, list(codes)):
            self.ids[row["code"]] = row["person_id"]
        named = list({*self.ids.values(), *residents})
        wanted = {*named, *(row["person_id"] for row in await self.connection.fetch(sql.RELATED, named))}
        await self.lock(list(wanted))
        again = {row["person_id"] for row in await self.connection.fetch(sql.RELATED, named)}
        if not again <= wanted:
            raise SetGrew
        for row in await self.connection.fetch(sql.CODES_OF_PERSONS, list(self.people)):
            self.ids[row["code"]] = row["person_id"]

    async def lock(self, people: list[int]) -> None:
        """Lock persons, in person_id order, and read their documents."""
        for row in await self.connection.fetch(sql.LOCK_DOCUMENTS, people):
            self.people.put_stored(row["person_id"], row["document"], row["key"])
            if row["due"] is not None and row["due"] <= self.day:
                self.waiting[row["person_id"]] = row["due"]

    async def _residents(self) -> list[int]:
        if not self.places.buildings:
            return []
        return await residents_of(self.connection, self.places.buildings, self.day)

    async def _load_places(self, events: list[Event]) -> None:
        """Dwellings to move into, then buildings that are altered; people are locked after them."""
        dwellings = {code for event in events for code in event.dwellings()}
        if dwellings:
            for row in await self.connection.fetch(sql.DWELLINGS, list(dwellings)):
                self.homes[row["residence_code"]] = resolve(row["dwelling"], row["building"])
        buildings = {code for event in events for code in event.buildings()}
        if buildings:
            properties = {code for event in events for code in event.properties()}
            self.places = await lock_places(self.connection, buildings, properties)

    def knows(self, event: Event) -> bool:
        """Whether everybody whom the event names has been found."""
        return all(self.ids.get(code) in self.people for code in event.codes())

    async def apply(self, event_id: UUID, event: Event) -> None:
        """Run one event against the documents as the batch's earlier events left them; raises EventRefused."""
        while True:
            taken_ids, taken_codes = list(self.free_person_ids), {k: list(v) for k, v in self.free_codes.items()}
            draft = Draft(self.day, self.people, self.ids, self.homes, self._allocate, self._free_code)
            draft.places = self.places.fresh()
            draft.by_place = event.name in FOUND_BY_PLACE
            try:
                event.apply(draft)
                written = finish(draft)
                break
            except _CodeWanted as wanted:
                self.free_person_ids, self.free_codes = taken_ids, taken_codes
                self.free_codes[wanted.birth, wanted.sex] = await self._codes(wanted.birth, wanted.sex)
            except _PersonWanted:
                found = await self.connection.fetch(sql.NEXT_PERSON_IDS, _PERSON_IDS_AT_ONCE)
                self.free_person_ids, self.free_codes = [row["person_id"] for row in reversed(found)], taken_codes
            except EventRefused:
                self.free_person_ids, self.free_codes = taken_ids, taken_codes
                raise
        if not draft.by_place:
            for one in written:
                self.waiting.pop(one.document.person_id, None)
        self._keep(event_id, event, draft, written)

    def _keep(self, event_id: UUID, event: Event, draft: Draft, written: list[Written]) -> None:
        for one in written:
            person_id = one.document.person_id
            before = self.people.get(person_id)
            if person_id not in self.first_seen:
                empty = NarrowRows(frozenset(), frozenset(), frozenset(), frozenset())
                self.first_seen[person_id] = narrow_rows(before) if before else empty
                self.first_homes[person_id] = homes_of(before) if before else frozenset()
            self.rows.append((event_id, event, one))
            number = len(self.rows)
            for entry in one.document.entries:
                if entry.key == 0:
                    entry.key = -number
            self.people[person_id] = one.document
            for code in one.codes:
                self.ids[code] = person_id
            self.quiet.pop(person_id, None)
        if draft.places.altered:
            self._keep_places(draft.places)
            self.place_events.append((event_id, event.name, self.day))
        if not isinstance(event, DayPassed):
            return
        # Only the clock event answers for a day that came due; others may merely have read someone who is waiting.
        told = {one.document.person_id for one in written}
        for person_id in draft.altered.keys() - told:
            if person_id in self.people:
                self.quiet[person_id] = due_day(self.people[person_id], self.day)

    def _keep_places(self, altered: Places) -> None:
        self.places.take(altered)
        for code, home in list(self.homes.items()):
            if home.building_code in altered.put_buildings or code in altered.gone:
                del self.homes[code]

    async def write(self) -> dict[UUID, list[tuple[int, int, datetime]]]:
        """Narrow rows first, then the rest in one server function; gives (person, key, time) by event."""
        await self._write_narrow()
        if self.quiet:
            await self.connection.execute(sql.SET_DUE, list(self.quiet), list(self.quiet.values()))
        if self.place_events:
            await write_places(self.connection, self.places)
            await self.connection.execute(sql.NOTE_PLACE_EVENTS, *map(list, zip(*self.place_events, strict=True)))
        await follow_residents(
            self.connection, [(was, homes_of(self.people[person])) for person, was in self.first_homes.items()]
        )
        if not self.rows:
            return {}
        keys = await self.connection.fetch(sql.PUBLISH, *self._columns())
        merged = [one.document.person_id for _, _, one in self.rows if one.gone]
        if merged:
            await self.connection.execute(sql.FORGET_PERSONS, merged)
        made: dict[UUID, list[tuple[int, int, datetime]]] = {}
        for (event_id, _, one), row in zip(self.rows, keys, strict=True):
            made.setdefault(event_id, []).append((one.document.person_id, row["change_key"], row["change_time"]))
        return made

    def _columns(self) -> list[Any]:
        written = [one for _, _, one in self.rows]
        columns = [one.columns for one in written]
        dues = [self.waiting.get(one.document.person_id, one.columns.due) for one in written]
        return [
            [one.document.person_id for one in written],
            [one.text for one in written],
            [c.code for c in columns],
            [c.municipality for c in columns],
            [c.alive for c in columns],
            [c.protected for c in columns],
            [c.birth_date for c in columns],
            dues,
            SHAPE,
            [one.item_code for one in written],
            [" ".join(one.codes) for one in written],
            [event.name for _, event, _ in self.rows],
            [event_id for event_id, _, _ in self.rows],
            [one.municipality_before for one in written],
            [one.municipality_after for one in written],
            [one.protected for one in written],
            [one.groups for one in written],
            [one.base_data for one in written],
            [_leans(one.text) for one in written],
        ]

    async def _write_narrow(self) -> None:
        gone: list[NarrowRows] = []
        new: list[NarrowRows] = []
        for person_id, was in self.first_seen.items():
            now = narrow_rows(self.people[person_id])
            gone.append(_difference(was, now))
            new.append(_difference(now, was))
        kept = {(code, person) for rows in new for code, person, _ in rows.identity}
        dropped = [code for rows in gone for code, person, _ in rows.identity if (code, person) not in kept]
        if dropped:
            await self.connection.execute(sql.DROP_IDENTITY, dropped)
        for statement, rows in (
            (sql.DROP_NAMES, [row for one in gone for row in one.names]),
            (sql.PUT_NAMES, [row for one in new for row in one.names]),
            (sql.DROP_RESIDENCES, [row for one in gone for row in one.residences]),
            (sql.PUT_RESIDENCES, [row for one in new for row in one.residences]),
            (sql.DROP_RELATIONS, [row for one in gone for row in one.relations]),
            (sql.PUT_RELATIONS, [row for one in new for row in one.relations]),
        ):
            if rows:
                await self.connection.execute(statement, *map(list, zip(*rows, strict=True)))
        identity = [row for one in new for row in one.identity]
        if identity:
            put = await self.connection.fetch(sql.PUT_IDENTITY, *map(list, zip(*identity, strict=True)))
            if len(put) != len(identity):
                raise EventRefused("An identity code belongs to another person.")

    def _allocate(self) -> int:
        if not self.free_person_ids:
            raise _PersonWanted
        return self.free_person_ids.pop()

    def _free_code(self, birth: date, sex: str) -> str:
        if (birth, sex) not in self.free_codes:
            raise _CodeWanted(birth, sex)
        if not self.free_codes[birth, sex]:
            raise EventRefused("The synthetic identity codes of that birth date are used up.")
        return self.free_codes[birth, sex].pop()

    async def _codes(self, birth: date, sex: str) -> list[str]:
        """Free codes of a birth date, the next one last."""
        start = birth.strftime("%d%m%y")
        rows = await self.connection.fetch(sql.CODES_OF_BIRTH_DAY, start, f"{start}~")
        used = {row["code"] for row in rows} | self.ids.keys()
        free: list[str] = []
        for counter in count():
            try:
                code = hetu.allocate(birth, Sex(sex), counter)
            except hetu.SeriesExhausted:
                break
            if code not in used:
                free.append(code)
        return free[::-1]


def _difference(one: NarrowRows, other: NarrowRows) -> NarrowRows:
    return NarrowRows(
        one.identity - other.identity,
        one.names - other.names,
        one.residences - other.residences,
        one.relations - other.relations,
    )


def _leans(text: str) -> bool:
    """Whether some line was written by an earlier row of the same batch."""
    first = text.partition("\n")[0]
    return " -" in " " + first.split("\t")[1]
