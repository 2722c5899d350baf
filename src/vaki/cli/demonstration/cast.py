"""Whom the demo's events happen to: residents chosen by query, whoever the register has left alone the longest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.register.choosing import CODES_OF, DWELLING_ELSEWHERE, LIVES_ALONE, MOTHER
from vaki.register.due import birthday

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    import asyncpg

TAMPERE: Final = "837"


class NobodyFits(Exception):
    """The register has nobody to whom this could happen"""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str) -> None:
        super().__init__(f"The register has nobody to whom this could happen: {what}. Seed more persons.")


@dataclass(slots=True)
class Cast:
    """Chooses from the residents of one municipality; nobody is chosen twice."""

    pool: asyncpg.Pool[asyncpg.Record]
    municipality: str
    chosen: set[str]

    async def mother(self, day: date) -> tuple[str, str | None]:
        """A woman of 24–38, and the spouse who lives with her if someone has one. Raises NobodyFits."""
        row = await self._resident(MOTHER, day, (24, 38), "a birth")
        return row["code"], row["spouse"]

    async def alone(self, day: date, what: str) -> str:
        """An adult of 25–70, without spouse and children if one is. Raises NobodyFits."""
        code: str = (await self._resident(LIVES_ALONE, day, (25, 70), what))["code"]
        return code

    async def dwelling_elsewhere(self) -> tuple[str, str]:
        """(residence code, municipality) of a dwelling elsewhere, an empty one of Tampere if there is.

        Raises NobodyFits.
        """
        row = await self.pool.fetchrow(DWELLING_ELSEWHERE, self.municipality, TAMPERE)
        if row is None:
            raise NobodyFits("a move to another municipality")
        return row["residence_code"], row["municipality"]

    async def codes_of(self, person_ids: Collection[int]) -> dict[int, str]:
        """Internal number -> active code."""
        return {row["person_id"]: row["code"] for row in await self.pool.fetch(CODES_OF, list(person_ids))}

    async def _resident(self, statement: str, day: date, ages: tuple[int, int], what: str) -> asyncpg.Record:
        youngest, oldest = ages
        row = await self.pool.fetchrow(
            statement, self.municipality, list(self.chosen), birthday(day, -oldest), birthday(day, -youngest)
        )
        if row is None:
            raise NobodyFits(what)
        self.chosen.add(row["code"])
        return row
