"""What a scenario begins with, and how it is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.register.people import Register, a_person, family

from vaki.codes.sex import Sex
from vaki.register.events.catalogue import decode
from vaki.register.events.draft import Event


@dataclass
class World:
    """The family of `people.family`, with roles by name; new persons get the role `new`."""

    register: Register = field(default_factory=lambda: Register.of(family()))
    roles: dict[str, int] = field(
        default_factory=lambda: {"mother": 1, "father": 2, "child": 3, "single": 4, "abroad": 5, "new": 6}
    )

    def code(self, role: str) -> str:
        return self.register.people[self.roles[role]].code

    def join(self, role: str, born: date, sex: Sex, names: str, **fields: Any) -> str:
        """One more person, of the first names and the surname; the code. Whoever is new then comes after."""
        person_id = max(self.register.people) + 1
        first, _, last = names.rpartition(" ")
        self.register.people[person_id] = a_person(person_id, born, sex, first, last, **fields)
        self.roles = {**self.roles, role: person_id, "new": person_id + 1}
        return self.code(role)

    def event(self, name: str, **fields: Any) -> Event:
        return decode(name, fields)

    def before(self, name: str, **fields: Any) -> None:
        self.register.record(decode(name, fields))


Scenario = Callable[[World], Event]
SCENARIOS: dict[str, Scenario] = {}
SUBJECTS: dict[str, list[str]] = {}
"""Subject (the module that holds them) -> titles."""


def scenario(title: str) -> Callable[[Scenario], Scenario]:
    """`title` begins with the event's name and a colon."""

    def put(make: Scenario) -> Scenario:
        if title in SCENARIOS:
            raise ValueError(title)
        SCENARIOS[title] = make
        SUBJECTS.setdefault(make.__module__.rpartition(".")[2], []).append(title)
        return make

    return put
