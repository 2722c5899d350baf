"""Whom and what life happens to: read from the register's narrow tables, drawn with our own numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from vaki.register import buildings
from vaki.register.choosing import DOCUMENT, HOUSEHOLD, LAST_ID, NEXT_RESIDENTS, PERSON, RESIDENT, SOMEONE_IN, VACANT
from vaki.register.document import Document, read
from vaki.register.due import ADULT
from vaki.synthetic.days import years_after

if TYPE_CHECKING:
    from vaki.register.loading import Connection
    from vaki.synthetic.draws import Draws

_TRIES: Final = 12


class Resident(NamedTuple):
    person_id: int
    code: str
    municipality: str
    birth_date: date

    def age(self, day: date) -> int:
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))

    @property
    def woman(self) -> bool:
        """By the identity code."""
        return int(self.code[9]) % 2 == 0


@dataclass(slots=True)
class View:
    """The register as it stands, on its own day."""

    connection: Connection
    day: date
    last_id: int

    @classmethod
    async def of(cls, connection: Connection, day: date) -> Self:
        """The register as it stands now."""
        return cls(connection, day, int(await connection.fetchval(LAST_ID)))

    async def resident(
        self, draws: Draws, youngest: int = 0, oldest: int = 120, *, woman: bool | None = None
    ) -> Resident | None:
        """Someone alive with a home municipality, of an age and, if wanted, a sex."""
        found = await self.residents(draws, 1, youngest, oldest, woman=woman)
        return found[0] if found else None

    async def residents(
        self, draws: Draws, count: int, youngest: int = 0, oldest: int = 120, *, woman: bool | None = None
    ) -> list[Resident]:
        """Some such persons, fewer when the draws fall beyond the last."""
        least = [draws.between(1, self.last_id) for _ in range(count)]
        first, last = years_after(self.day, -oldest - 1), years_after(self.day, -youngest)
        rows = await self.connection.fetch(NEXT_RESIDENTS, least, first, last, woman)
        return [Resident(*row) for row in rows]

    async def document(self, person_id: int) -> Document:
        row = await self.connection.fetchrow(DOCUMENT, person_id)
        if row is None:
            raise LookupError(person_id)
        return read(row["document"], person_id, row["key"])

    async def household(self, document: Document) -> list[Resident]:
        """Everyone alive in the person's permanent dwelling; only the person when there is none."""
        home = document.one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
        if home is None:
            found = await self.connection.fetch(PERSON, document.person_id)
            return [Resident(*row) for row in found]
        code = home["asuinpaikantunnus"]
        found = [Resident(*row) for row in await self.connection.fetch(HOUSEHOLD, code)]
        return [one for one in found if await self._lives_in(one, code)]

    async def _lives_in(self, one: Resident, code: str) -> bool:
        """Whether it is the permanent residence: the narrow table holds temporary ones too."""
        home = (await self.document(one.person_id)).one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
        return home is not None and home["asuinpaikantunnus"] == code

    async def vacancy(self, draws: Draws, municipality: str, people: int) -> str | None:
        """A vacant dwelling in a municipality with room for so many, near where someone lives."""
        for _ in range(_TRIES):
            someone = await self._someone_in(draws, municipality)
            home = (
                None
                if someone is None
                else (await self.document(someone.person_id)).one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
            )
            if home is None:
                continue
            rows = await self.connection.fetch(VACANT, home["rakennustunnus"], municipality)
            fit: list[str] = [row["residence_code"] for row in rows if _fits(row["document"], people)]
            if fit:
                return draws.one_of(fit)
        return None

    async def _someone_in(self, draws: Draws, municipality: str) -> Resident | None:
        row = await self.connection.fetchrow(SOMEONE_IN, municipality, draws.between(1, self.last_id))
        return None if row is None else Resident(*row)

    async def other_municipality(self, draws: Draws, municipality: str) -> str | None:
        """Another municipality, by how many live there."""
        for one in await self.residents(draws, _TRIES):
            if one.municipality != municipality:
                return one.municipality
        return None

    async def row_of(self, person_id: int) -> Resident | None:
        """A relative, if alive and a resident."""
        row = await self.connection.fetchrow(RESIDENT, person_id)
        return None if row is None else Resident(*row)


def _fits(dwelling: str, people: int) -> bool:
    return buildings.read_dwelling(dwelling).huoneluku + 1 >= people


def kin_of(document: Document) -> frozenset[int]:
    """Everyone whom the document mentions, and the person."""
    return frozenset((document.person_id, *(other for _, other in document.relatives())))


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
