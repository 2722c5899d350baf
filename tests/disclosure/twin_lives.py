"""Random lives told twice: the same events on the same people, of which only what protection hides differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.register.people import a_dwelling

from vaki.register.events.home import residence
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from vaki.register.buildings import Dwelling
    from vaki.register.document import Document

TOWNS = ("536", "837", "091")
HOMES = [a_dwelling(10 * place + number, town, "Salo") for place, town in enumerate(TOWNS) for number in range(1, 6)]
MEETING = a_dwelling(99, "049", "Kohta")
"""Where both of a life that outlives its protection live when it ends: what is told from then on is the same."""
HOMES_AND_MEETING = (*HOMES, MEETING)
COUNTRIES = ("752", "578", "233", "250", "276")
BEFORE, BEGINS, DURING, AFTER = date(2026, 10, 20), date(2026, 11, 1), date(2026, 11, 20), date(2026, 12, 20)
Fields = dict[str, Any]
FORMER = "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"


@dataclass
class Side:
    """What stands in one of the two registers."""

    home: Dwelling
    since: date
    earlier: tuple[Dwelling, date] | None = None
    mail: dict[str, date] = field(default_factory=dict)
    email: Fields | None = None
    """The e-mail address as its record has it."""

    def move(self, home: Dwelling, day: date) -> None:
        self.earlier = (self.home, self.since)
        self.home, self.since = home, day


@dataclass
class Life:
    """One person's. With `town_differs` municipalities and all dates differ too; `ends` is whether protection does."""

    draw: Random
    document: Document
    town_differs: bool
    ends: bool
    sides: tuple[Side, Side]
    abroad: bool = False
    staying: bool = False
    guarded: bool = False
    number: int = 0
    until: date | None = None
    """The planned end of protection that lasts."""
    left: list[Fields] = field(default_factory=list)
    """Former residences told to everybody, as their records have them."""

    @property
    def code(self) -> str:
        return self.document.code

    # Each method gives an event: its name, and its fields in the one register and in the other.

    def before(self) -> Iterator[tuple[str, Fields, Fields]]:
        """Public events, and where the person lives when protection begins."""
        for number in range(self.draw.randint(0, 2)):
            day = BEFORE - timedelta(days=60 - 10 * number)
            self._leave(day)
            yield self._moved(self._common(), day)
        if not self.ends and self.draw.random() < 0.7:
            day = BEFORE - timedelta(days=self.draw.randint(0, 9))
            self._leave(day)
            yield self._moved(self._homes(open_so_far=True), day)
            if self.draw.random() < 0.3:
                yield self._cancelled()
        if not self.ends and self.draw.random() < 0.5:
            yield self._email()

    def begin(self) -> Iterator[tuple[str, Fields, Fields]]:
        if self.ends:
            self.until = AFTER - timedelta(days=5)
        elif self.draw.random() < 0.5:
            self.until = AFTER + timedelta(days=400)
        yield self._same("protection_begun", until=None if self.until is None else str(self.until))

    def during(self) -> Iterator[tuple[str, Fields, Fields]]:
        if self.draw.random() < 0.7:
            yield self._move()
        for _ in range(self.draw.randint(1, 6)):
            yield self.draw.choice(list(self._possible()))()
        if self.ends:
            if self.staying:
                yield self._stay_ended()
            day = max(side.since for side in self.sides) + timedelta(days=1)
            yield self._moved((MEETING, MEETING), day)
            yield self._same("email", address="same@example.fi", day=str(DURING))
            yield self._same("postal_address", **_mail("PL 7"), day=str(DURING))
        elif self.draw.random() < 0.3:
            yield self._same("death", day=str(DURING))
            if not self.abroad and self.draw.random() < 0.5:
                yield self._each("death_undone", [{"residence": side.home.residence_code} for side in self.sides])

    def after(self) -> Iterator[tuple[str, Fields, Fields]]:
        if self.ends:
            yield self._same("occupation", occupation="kulkija")
            yield self._moved(self._common(), AFTER)

    def _possible(self) -> Iterator[Any]:
        yield from (self._email, self._postal, self._occupation, self._code_change)
        if all(side.email for side in self.sides):
            yield self._corrected_email
        if self.left:
            yield self._corrected_history
        if not self.ends:
            yield from (self._birth, self._foreign_code)
            if self.until is not None:
                yield self._extended
            if self.town_differs and not self.guarded:
                yield self._guardian
        if self.abroad:
            yield self._immigration
            return
        yield self._move
        yield self._stay_ended if self.staying else self._stay
        if all(side.earlier for side in self.sides):
            yield self._cancelled
        if not self.staying and not self.ends and max(side.since for side in self.sides) < DURING:
            yield self._emigration

    def _common(self) -> tuple[Dwelling, Dwelling]:
        home = self.draw.choice([home for home in HOMES if home not in (self.sides[0].home, self.sides[1].home)])
        return home, home

    def _homes(self, *, open_so_far: bool = False) -> tuple[Dwelling, Dwelling]:
        """Two dwellings that differ and are not where each lives; of one municipality unless that is hidden too.

        Before protection a municipality that is left is told: both leave theirs or neither.
        """
        first = self.draw.choice([home for home in HOMES if home is not self.sides[0].home])
        others = [home for home in HOMES if home not in (first, self.sides[1].home)]
        if not self.town_differs:
            others = [home for home in others if home.municipality == first.municipality]
        if open_so_far:
            town = self.sides[0].home.municipality
            stays = first.municipality == town
            others = [home for home in others if (home.municipality == town) is stays]
        return first, self.draw.choice(others)

    def _days(self, *, together: bool) -> tuple[date, date]:
        """A day for each after their last move, no later than the register's own."""
        starts = [side.since for side in self.sides]
        if together:
            starts = [max(starts)] * 2
        step = self.draw.randint(1, 3), self.draw.randint(1, 3)
        days = [min(start + timedelta(days=more), DURING) for start, more in zip(starts, step, strict=True)]
        return (days[0], days[0]) if together else (days[0], days[1])

    def _move(self) -> tuple[str, Fields, Fields]:
        if max(side.since for side in self.sides) >= DURING - timedelta(days=3):
            return self._occupation()
        homes = self._homes()
        within = all(home.municipality == side.home.municipality for home, side in zip(homes, self.sides, strict=True))
        return self._moved(homes, *self._days(together=not (self.town_differs or within)))

    def _moved(
        self, homes: tuple[Dwelling, Dwelling], day: date, other: date | None = None
    ) -> tuple[str, Fields, Fields]:
        days = (day, other or day)
        for side, home, since in zip(self.sides, homes, days, strict=True):
            side.move(home, since)
        fields = [{"to": home.residence_code, "day": str(since)} for home, since in zip(homes, days, strict=True)]
        return self._each("move", fields, household=True)

    def _cancelled(self) -> tuple[str, Fields, Fields]:
        fields = []
        for side in self.sides:
            assert side.earlier is not None
            (side.home, side.since), side.earlier = side.earlier, None
            lives_again = side.home.residence_code, wire_day(side.since)
            self.left = [one for one in self.left if (one["asuinpaikantunnus"], one["alkupv"]) != lives_again]
            fields.append({"back_to": side.home.residence_code})
        return self._each("cancelled_move", fields, household=True)

    def _emigration(self) -> tuple[str, Fields, Fields]:
        self.abroad = True
        days = self._days(together=not self.town_differs)
        fields = []
        for side, day, country in zip(self.sides, days, self.draw.sample(COUNTRIES, 2), strict=True):
            side.since, side.earlier = day, None
            fields.append({"country": country, "place": f"Place {country}", "day": str(day)})
        return self._each("emigration", fields, household=True)

    def _immigration(self) -> tuple[str, Fields, Fields]:
        if max(side.since for side in self.sides) >= DURING - timedelta(days=3):
            return self._occupation()
        self.abroad = False
        days, homes = self._days(together=not self.town_differs), self._homes()
        fields = []
        for side, day, home, country in zip(self.sides, days, homes, self.draw.sample(COUNTRIES, 2), strict=True):
            side.home, side.since, side.earlier = home, day, None
            fields.append({"to": home.residence_code, "from_country": country, "day": str(day)})
        return self._each("immigration", fields)

    def _stay(self) -> tuple[str, Fields, Fields]:
        self.staying = True
        homes, step = self.draw.sample(HOMES, 2), [timedelta(days=self.draw.randint(0, 2)) for _ in self.sides]
        days = [min(side.since + more, DURING) for side, more in zip(self.sides, step, strict=True)]
        return self._each(
            "temporary_address",
            [{"to": home.residence_code, "day": str(day)} for home, day in zip(homes, days, strict=True)],
        )

    def _stay_ended(self) -> tuple[str, Fields, Fields]:
        self.staying = False
        return self._same("temporary_address_ended", day=str(DURING))

    def _email(self) -> tuple[str, Fields, Fields]:
        told = self._told("email", [{"address": f"{name}{self.number}@example.fi"} for name in ("one", "another")])
        for side, fields in zip(self.sides, told[1:], strict=True):
            since = {"arvo": fields["day"], "tarkkuus": "PAIVA"}
            address = {"sahkopostiosoite": fields["address"], "lajikoodi": "HENKILON_ILMOITTAMA"}
            side.email = {**address, "alkupv": since}
        return told

    def _corrected_email(self) -> tuple[str, Fields, Fields]:
        fields = []
        for side, name in zip(self.sides, ("right", "proper"), strict=True):
            assert side.email is not None
            right = {**side.email, "sahkopostiosoite": f"{name}{self.number}@example.fi"}
            fields.append({"kind": "SAHKOPOSTIOSOITE", "wrong": side.email, "right": right})
            side.email = right
        return self._each("correction", fields)

    def _leave(self, day: date) -> None:
        """Remember the residence that a public move ends, as history will have it."""
        home = residence(self.sides[0].home, self.sides[0].since, FORMER)
        self.left.append({**home, "loppupv": wire_day(day - timedelta(days=1))})

    def _corrected_history(self) -> tuple[str, Fields, Fields]:
        """Under protection it turns out that a period of before ended otherwise, in each register on its own day."""
        wrong = self.left.pop(self.draw.randrange(len(self.left)))
        for side in self.sides:
            side.earlier = None  # no longer what the last move ended
        content = {member: value for member, value in wrong.items() if member != "tietoryhma"}
        last = date.fromisoformat(content["loppupv"]["arvo"])
        fields = [
            {"kind": FORMER, "wrong": content, "right": {**content, "loppupv": wire_day(last - timedelta(days=days))}}
            for days in (1, self.draw.randint(2, 4))
        ]
        return self._each("correction", fields)

    def _code_change(self) -> tuple[str, Fields, Fields]:
        return self._same("code_change")

    def _extended(self) -> tuple[str, Fields, Fields]:
        assert self.until is not None
        self.until += timedelta(days=30)
        return self._same("protection_extended", until=str(self.until))

    def _foreign_code(self) -> tuple[str, Fields, Fields]:
        codes = [f"{letter}-{self.number}" for letter in "AB"]
        fields = [
            {"code": code, "country": country, "day": str(DURING)}
            for code, country in zip(codes, self.draw.sample(("752", "578"), 2), strict=True)
        ]
        return self._each("foreign_code_recorded", fields)

    def _guardian(self) -> tuple[str, Fields, Fields]:
        """By the municipality's own guardian."""
        towns, self.guarded = self.draw.sample(TOWNS, 2), True
        fields: list[Fields] = [{"guardians": [{"municipality": town}], "day": str(DURING)} for town in towns]
        return self._each("guardianship_begun", fields)

    def _postal(self) -> tuple[str, Fields, Fields]:
        return self._told("postal_address", [_mail(f"{box} {self.number}") for box in ("PL", "Box")])

    def _told(self, name: str, values: list[Fields]) -> tuple[str, Fields, Fields]:
        """On days of their own, so that one may correct what was told that day and the other end it."""
        fields = []
        for side, value in zip(self.sides, values, strict=True):
            first = side.mail.get(name, BEFORE - timedelta(days=9))
            day = min(first + timedelta(days=self.draw.randint(0, 2)), DURING - timedelta(days=1))
            side.mail[name] = day
            fields.append({**value, "day": str(day)})
        return self._each(name, fields)

    def _occupation(self) -> tuple[str, Fields, Fields]:
        return self._same("occupation", occupation=f"seppä {self.number}")

    def _birth(self) -> tuple[str, Fields, Fields]:
        name, fields, others = self._same("birth", sex="NAINEN", day=str(DURING))
        for one in (fields, others):
            one["mother"] = one.pop("person")
        return name, fields, others

    def _same(self, name: str, **fields: Any) -> tuple[str, Fields, Fields]:
        given = {member: value for member, value in fields.items() if value is not None}
        return self._each(name, [dict(given), dict(given)])

    def _each(self, name: str, fields: list[Fields], *, household: bool = False) -> tuple[str, Fields, Fields]:
        self.number += 1
        who: Any = [self.code] if household else self.code
        first, second = ({"person": who, **one} for one in fields)
        return name, first, second


def _mail(address: str) -> Fields:
    return {"address": address, "postal_code": "37101", "post_office": "Nokia"}
