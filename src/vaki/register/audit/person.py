"""One person's document sorted out for the rules: groups by kind, and the facts that many rules ask."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from vaki.codes import municipality
from vaki.register.document import reference
from vaki.register.due import ADULT, birthday
from vaki.register.groups import BY_NAME
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document, Entry
    from vaki.register.groups import WireGroup

TO_THE_DAY: Final = "PAIVA"
STORED_RELATION: Final = "PERHESUHDE"


class Person:
    """A document as the rules read it. Days are ISO texts, which compare as days do; the empty text is none."""

    def __init__(self, document: Document, day: date | None = None) -> None:
        self.document = document
        self.id = document.person_id
        self.day = "" if day is None else day.isoformat()
        self.as_loaded = document.loaded_as is not None
        by_kind: dict[str, list[Entry]] = {}
        for entry in document.entries:
            held = by_kind.get(entry.kind)
            if held is None:
                by_kind[entry.kind] = [entry]
            else:
                held.append(entry)
        self.by_kind = by_kind

    def has(self, kind: str) -> bool:
        return kind in self.by_kind

    def entries(self, kind: str) -> list[Entry]:
        return self.by_kind.get(kind, [])

    def all(self, kind: str) -> list[WireGroup]:
        return [entry.group for entry in self.by_kind.get(kind, ())]

    def one(self, kind: str) -> WireGroup | None:
        held = self.by_kind.get(kind)
        return held[0].group if held else None

    @cached_property
    def stored(self) -> list[Entry]:
        """Lines that are not made from others."""
        return [
            entry
            for kind, entries in self.by_kind.items()
            if (known := BY_NAME.get(kind)) is not None and known.derived_from is None
            for entry in entries
            if kind != STORED_RELATION or entry.over
        ]

    def told_day(self, kind: str, member: str) -> str:
        """The day that a member of the only group of a kind tells."""
        return day_of(self.one(kind), member)

    @cached_property
    def alive(self) -> bool:
        return self.document.alive

    @cached_property
    def died(self) -> str:
        died = self.document.death_day
        return "" if died is None else died.isoformat()

    @cached_property
    def born(self) -> str:
        return self.told_day("SYNTYMAPAIVA", "syntymapv")

    @cached_property
    def born_to_the_day(self) -> bool:
        """Whether the birth date is known to the day: other precisions pad what is not known."""
        group = self.one("SYNTYMAPAIVA")
        return group is not None and group["syntymapv"].get("tarkkuus", TO_THE_DAY) == TO_THE_DAY

    @cached_property
    def grown(self) -> str:
        """The 18th birthday."""
        return self.age_day(ADULT)

    def age_day(self, age: int) -> str:
        """The birthday on which an age is reached."""
        born = None if not self.born else read_day({"arvo": self.born})
        return "" if born is None else birthday(born, age).isoformat()

    @cached_property
    def code(self) -> str:
        return self.document.code

    @cached_property
    def sex(self) -> str:
        return self.document.sex

    @cached_property
    def home(self) -> str:
        """Home municipality code, or the empty text."""
        return self.document.municipality or ""

    @cached_property
    def at_home(self) -> bool:
        """Whether the home municipality is one in Finland."""
        return municipality.is_in_force(self.home)

    @cached_property
    def reference(self) -> dict[str, Any]:
        """The copy that others hold."""
        return reference(self.document)

    def ids(self, kind: str) -> set[int]:
        """Whom the groups of a kind mention."""
        return {other for entry in self.entries(kind) for other in entry.mentions}


def day_of(group: WireGroup | None, member: str) -> str:
    """The ISO day of a member, or the empty text."""
    value = None if group is None else group.get(member)
    return "" if value is None else str(value["arvo"])
