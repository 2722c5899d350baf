"""Whom and what life happens to: read from the register by its indexes, drawn with our own numbers.

What one hour's happenings have chosen is not chosen by the next of that hour, since nothing of it is recorded before
the hour has been drawn whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from vaki.register import buildings, choosing
from vaki.register.document import Document, read
from vaki.register.due import ADULT
from vaki.synthetic import personas
from vaki.synthetic.days import years_after

if TYPE_CHECKING:
    from vaki.register.events.draft import Event
    from vaki.register.loading import Connection
    from vaki.synthetic.draws import Draws

FIRST: Final = personas.IDS.stop
"""The first number that life chooses; those before are the personas', who are left alone."""
HOME: Final = "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
_TRIES: Final = 8
_WINDOW: Final = 1_500
_WIDER: Final = 6
_RECENT: Final = 20_000
"""Changes looked back over: a day of the nation's, years of a small register's."""
_ROOM: Final = 9
"""Square metres a person at least, where one moves to."""

Fits = Callable[[Document], bool]


class Resident(NamedTuple):
    person_id: int
    code: str
    municipality: str
    birth_date: date

    def age(self, day: date) -> int:
        return age_on(self.birth_date, day)

    @property
    def woman(self) -> bool:
        """By the identity code."""
        return int(self.code[9]) % 2 == 0


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(slots=True)
class View:
    """The register as it stands in an hour, on its own day."""

    connection: Connection
    day: date
    last_id: int
    taken: set[str] = field(default_factory=set)
    """Identity codes and residence codes that this hour's events name already."""
    _rows: dict[int, tuple[int, str]] = field(default_factory=dict)
    _read: dict[int, Document] = field(default_factory=dict)

    @classmethod
    async def of(cls, connection: Connection, day: date) -> Self:
        """The register as it stands now."""
        return cls(connection, day, int(await connection.fetchval(choosing.LAST_ID)))

    def take(self, events: Iterable[Event]) -> None:
        """Keep whom and what the events name from what else this hour brings."""
        for event in events:
            self.taken.update(event.codes())
            self.taken.update(event.dwellings())
            self.taken.update(event.buildings())

    def place(self, draws: Draws) -> int:
        """A number from which on to look for someone."""
        return draws.between(FIRST, max(self.last_id, FIRST))

    # Persons.

    async def resident(
        self, draws: Draws, youngest: int = 0, oldest: int = 120, *, woman: bool | None = None
    ) -> Resident | None:
        """Someone alive with a home municipality, of an age and, if wanted, a sex."""
        found = await self.residents(draws, 3, youngest, oldest, woman=woman)
        return found[0] if found else None

    async def residents(
        self, draws: Draws, count: int, youngest: int = 0, oldest: int = 120, *, woman: bool | None = None
    ) -> list[Resident]:
        """Some such persons, each once; fewer when the draws fall beyond the last."""
        least = [self.place(draws) for _ in range(count)]
        first, last = years_after(self.day, -oldest - 1), years_after(self.day, -youngest)
        return self._free(await self.connection.fetch(choosing.NEXT_RESIDENTS, least, first, last, woman))

    async def first(
        self,
        draws: Draws,
        fits: Fits,
        youngest: int = 0,
        oldest: int = 120,
        *,
        count: int = 12,
        woman: bool | None = None,
    ) -> Document | None:
        """The first of so many residents whom something can happen to."""
        for one in await self.residents(draws, count, youngest, oldest, woman=woman):
            document = await self.document(one.person_id)
            if fits(document):
                return document
        return None

    async def holder(
        self, draws: Draws, kind: str, fits: Fits | None = None, *, text: str = "", alive: bool = True
    ) -> Document | None:
        """Someone whose document has a group of a kind (or the text) and fits, of some windows of the register."""
        wanted = text or f'"tietoryhma":"{kind}"'
        for attempt in range(3):
            window = _WINDOW * (1 if attempt == 0 else _WIDER)
            rows = await self.connection.fetch(choosing.HOLDERS, self.place(draws), window, wanted, alive)
            found = [await self.document(one.person_id) for one in self._free(rows)]
            fitting = [one for one in found if fits is None or fits(one)]
            if fitting:
                return draws.one_of(fitting)
        return None

    async def lately(self, draws: Draws, event: str, fits: Fits) -> tuple[Document, date] | None:
        """Someone of whom an event of this kind was recorded lately and who fits, and the day of the last one."""
        rows = await self.connection.fetch(choosing.LATELY, event, _RECENT, FIRST)
        days = {row["person_id"]: row["time"].date() for row in rows}
        found = [await self.document(one.person_id) for one in self._free(rows)]
        fitting = [one for one in found if fits(one)]
        if not fitting:
            return None
        one = draws.one_of(fitting)
        return one, days[one.person_id]

    async def living_in(self, draws: Draws, municipality: str, fits: Fits) -> Document | None:
        """Someone of a municipality, 199 and 200 among them, who fits."""
        for place in (self.place(draws), FIRST):
            rows = await self.connection.fetch(choosing.IN_MUNICIPALITY, municipality, place, 20)
            for one in self._free(rows):
                document = await self.document(one.person_id)
                if fits(document):
                    return document
        return None

    async def protected(self, draws: Draws, fits: Fits) -> Document | None:
        """Someone under protection who fits."""
        for place in (self.place(draws), FIRST):
            for one in self._free(await self.connection.fetch(choosing.PROTECTED, place)):
                document = await self.document(one.person_id)
                if fits(document):
                    return document
        return None

    async def unnamed(self, days: Iterable[date]) -> list[Any]:
        """Rows (person_id, code, birth_date) of those born on these days who have no name."""
        prefixes = [day.strftime("%d%m%y") for day in days]
        rows = await self.connection.fetch(choosing.UNNAMED, prefixes, FIRST)
        return [row for row in rows if row["code"] not in self.taken]

    async def document(self, person_id: int) -> Document:
        known = self._read.get(person_id)
        if known is None:
            if person_id not in self._rows:
                row = await self.connection.fetchrow(choosing.DOCUMENT, person_id)
                if row is None:
                    raise LookupError(person_id)
                self._rows[person_id] = row["key"], row["document"]
            key, text = self._rows[person_id]
            known = self._read[person_id] = read(text, person_id, key)
        return known

    async def documents(self, people: Iterable[int]) -> list[Document]:
        """Those of the persons who are in the register, in the order given."""
        wanted = list(dict.fromkeys(people))
        missing = [one for one in wanted if one not in self._rows]
        if missing:
            for row in await self.connection.fetch(choosing.DOCUMENTS, missing):
                self._rows[row["person_id"]] = row["key"], row["document"]
        return [await self.document(one) for one in wanted if one in self._rows]

    async def household(self, document: Document) -> list[Resident]:
        """Everyone alive in the person's permanent dwelling; only the person when there is none."""
        home = document.one(HOME)
        if home is None:
            return self._kept(await self.connection.fetch(choosing.PERSON, document.person_id))
        code = home["asuinpaikantunnus"]
        found = self._kept(await self.connection.fetch(choosing.HOUSEHOLD, code))
        return [one for one in found if _lives_in(await self.document(one.person_id), code)]

    async def row_of(self, person_id: int) -> Resident | None:
        """A relative, if alive and a resident."""
        found = self._free(await self.connection.fetch(choosing.RESIDENT, person_id))
        return found[0] if found else None

    def is_free(self, people: Iterable[Resident | Document]) -> bool:
        """Whether nothing has happened this hour to any of them."""
        return all(one.code not in self.taken for one in people)

    def _kept(self, rows: Iterable[Any]) -> list[Resident]:
        found = {}
        for row in rows:
            one = Resident(row["person_id"], row["code"], row["municipality"], row["birth_date"])
            found[one.person_id] = one
            self._rows.setdefault(one.person_id, (row["key"], row["document"]))
        return list(found.values())

    def _free(self, rows: Iterable[Any]) -> list[Resident]:
        return [one for one in self._kept(rows) if one.code not in self.taken]

    # Places.

    async def vacancy(self, draws: Draws, municipality: str, people: int) -> str | None:
        """A vacant dwelling in a municipality with room for so many, near where someone lives."""
        for _ in range(_TRIES):
            rows = await self.connection.fetch(choosing.VACANT, municipality, self.place(draws))
            fit: list[str] = [
                row["residence_code"]
                for row in rows
                if row["residence_code"] not in self.taken and _has_room(row["document"], people)
            ]
            if fit:
                return draws.one_of(fit)
        return None

    async def is_vacant(self, residence_code: str) -> bool:
        """Whether a dwelling that was left still stands, and nobody has moved in."""
        if residence_code in self.taken:
            return False
        return not await self.connection.fetchval(choosing.LIVED_IN, residence_code)

    async def other_municipality(self, draws: Draws, municipality: str) -> str | None:
        """Another municipality, by how many live there."""
        for one in await self.residents(draws, 10):
            if one.municipality != municipality:
                return one.municipality
        return None

    async def building(self, code: str) -> buildings.Building | None:
        """A building that no persona lives in or has lived in."""
        if code in self.taken or code in {
            row["building_code"] for row in await self.connection.fetch(choosing.HOMES_BEFORE, FIRST)
        }:
            return None
        text = await self.connection.fetchval(choosing.BUILDING, code)
        return None if text is None else buildings.read_building(text)


def _lives_in(document: Document, code: str) -> bool:
    """Whether it is the permanent residence: the narrow table holds temporary ones too."""
    home = document.one(HOME)
    return home is not None and home["asuinpaikantunnus"] == code


def _has_room(dwelling: str, people: int) -> bool:
    home = buildings.read_dwelling(dwelling)
    is_dwelling = home.huoneistotyyppi == "1"
    return is_dwelling and home.huoneluku + 1 >= people and home.pinta_ala >= _ROOM * people


def home_of(document: Document) -> str | None:
    """The residence code of the permanent dwelling."""
    home = document.one(HOME)
    return None if home is None else home.get("asuinpaikantunnus")


def is_named(document: Document) -> bool:
    return document.one("HENKILON_NIMI") is not None


def age_of(document: Document, day: date) -> int:
    """In whole years; 0 of one whose birth date is not known."""
    return 0 if document.birth_date is None else age_on(document.birth_date, day)


def kin_of(document: Document) -> frozenset[int]:
    """Everyone whom the document mentions, and the person."""
    return frozenset((document.person_id, *(other for _, other in document.relatives())))


def mentioned(document: Document, kind: str) -> list[int]:
    """Whom the groups of a kind are about, as far as they have identity codes."""
    return [entry.mentions[0] for entry in document.entries_of(kind) if entry.mentions]


def partner_in(document: Document, household: list[Resident], day: date) -> Resident | None:
    """Who the person lives with as a couple: the only other grown one near in age who is no parent or child."""
    own = next((one for one in household if one.person_id == document.person_id), None)
    if own is None:
        return None
    blood = {other for kind, other in document.relatives() if kind in ("LAPSI", "VANHEMPI")}
    near = [
        one
        for one in household
        if one.person_id != own.person_id
        and one.person_id not in blood
        and one.age(day) >= ADULT
        and one.woman != own.woman
        and abs(one.age(day) - own.age(day)) <= 16  # noqa: PLR2004 -- years
    ]
    return near[0] if len(near) == 1 else None


def spouse_of(document: Document) -> int | None:
    """The spouse of the marriage in force."""
    for entry in document.entries_of("AVIOLIITTO"):
        if entry.group.get("voimassaolo") != "PASSIIVI" and entry.mentions:
            return entry.mentions[0]
    return None


def tongue_of(document: Document) -> str:
    group: dict[str, Any] = document.one("AIDINKIELI") or {}
    return str(group.get("kielikoodi", "fi"))
