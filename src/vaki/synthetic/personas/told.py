"""The form in which personas and their homes are told, and all that is told.

A persona is what is true of them: names, identity code, parents, and a life of the register's own events, each on a
day. In a field `$name` stands for a person's identity code or a dwelling's residence code, and `$day` for the day as of
which people live, to which `+3` or `-3` adds days and `-34y` years.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final

import msgspec

from vaki.codes import building, business, hetu
from vaki.codes import dwelling as dwelling_codes
from vaki.register.due import birthday

Name = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$", max_length=40)]
_PEOPLE: Final = "people"
_HOMES: Final = "homes.toml"
_ON_DAY: Final = re.compile(r"\$day(?:(?P<by>[+-][0-9]+)(?P<years>y?))?")
_FIRST_BUILDING: Final = 49_900_000
"""Synthetic building codes (150000000 and this) that no other building has."""
_FIRST_COMPANY: Final = 9_950_000
"""Business codes from here on belong to nothing else that is made here."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A part of what is told."""


class Born(_Data, frozen=True, kw_only=True):
    """A birth that follows from the day as of which people live; the code follows from it."""

    on: str
    number: Annotated[int, msgspec.Meta(ge=900, le=999)]
    """The individual number, whose oddness tells the sex."""
    sign: str


class Told(_Data, frozen=True, kw_only=True):
    """One person. Without `mother` and `arrives` somebody who was in the register from birth on.

    `case`, `about` and `check` make a persona of a person: what is odd in a few words and in a sentence, and what an
    integrator should see to because of it. Those without belong to a persona's family.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    """The person's internal number."""
    name: Name = ""
    subject: str = ""
    """What the file is about: its name without the number."""
    case: str = ""
    about: str = ""
    check: str = ""
    code: str = ""
    """The identity code at birth or at arrival; `life` may change it."""
    born: Born | None = None
    """Instead of `code`."""
    first_names: str = ""
    surname: str = ""
    call_name: str = ""
    """The name used, where it is not the first of the first names."""
    community: str = ""
    """The kind of religious community, where neither the mother's, nor a church wedding's, nor one by lot will do."""
    lacks: tuple[str, ...] = ()
    """Groups that are drawn for others (`usual`) and would belie what is odd about this person."""
    language: str = "fi"
    language_name: str = ""
    citizenships: tuple[str, ...] = ("246",)
    birth_municipality: str = "536"
    home: str = ""
    """The first home municipality, if not that of birth."""
    home_since: str = ""
    """First day there, if not the day of birth."""
    mother: str = ""
    other_parent: str = ""
    birth: dict[str, Any] = {}
    """Further fields of the event of birth."""
    arrives: dict[str, Any] = {}
    """The event by which someone comes into the register from abroad, with its name and day."""
    newcomer: dict[str, Any] = {}
    """Further fields of the newcomer in that event."""
    life: tuple[dict[str, Any], ...] = ()
    """Events, each with its name and day and its own fields; the person is who they happen to unless told."""

    def birth_date(self, day: date) -> date:
        return hetu.parse(self.code).birth_date if self.born is None else moment(self.born.on, day)

    def first_code(self, day: date) -> str:
        """The identity code with which the person came into the register."""
        if self.born is None:
            return self.code
        return hetu.make(self.birth_date(day), self.born.number, self.born.sign)


class Flat(_Data, frozen=True, kw_only=True):
    """A dwelling. `code` as people write it (`A 12a`), empty in a house of one dwelling."""

    code: str = ""
    address: int = 1
    rooms: int
    area: int
    tenure: str = "OMISTUS"


class Street(_Data, frozen=True, kw_only=True):
    """One of a building's addresses."""

    street: dict[str, str]
    number: str


class House(_Data, frozen=True, kw_only=True):
    """A building with its dwellings by name."""

    number: Annotated[int, msgspec.Meta(ge=1, le=999)]
    municipality: str = "536"
    addresses: tuple[Street, ...]
    postal_code: str
    building_class: str
    year: int
    floors: int
    owner: str = ""
    """A person; else a company of the building's own."""
    dwellings: dict[Name, Flat]

    @property
    def code(self) -> str:
        return building.synthetic(_FIRST_BUILDING + self.number)

    @property
    def company(self) -> str:
        """The business code of the company that owns it."""
        at = _FIRST_COMPANY + 10 * self.number
        while True:
            try:
                return business.make(at)
            except business.InvalidBusinessCode:
                at += 1

    def residence_code(self, flat: Flat) -> str:
        parts = dwelling_codes.parse(flat.code)
        number = parts.number or dwelling_codes.NO_NUMBER
        return dwelling_codes.residence_code(self.code, flat.address, parts.staircase, number, parts.division)


def moment(text: str, day: date) -> date:
    """The day that a text tells: an ISO date, or one reckoned from the day as of which people live."""
    found = _ON_DAY.fullmatch(text)
    if found is None:
        return date.fromisoformat(text)
    by = int(found["by"] or 0)
    return birthday(day, by) if found["years"] else day + timedelta(days=by)


@cache
def people() -> Mapping[str, Told]:
    """Everyone by name, in the order of their numbers."""
    found: dict[str, Told] = {}
    for file in sorted(files(__package__).joinpath(_PEOPLE).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            for name, one in msgspec.toml.decode(file.read_bytes(), type=dict[Name, Told]).items():
                subject = file.name.removesuffix(".toml").partition("_")[2].replace("_", " ")
                found[name] = msgspec.structs.replace(one, name=name, subject=subject)
    return dict(sorted(found.items(), key=lambda item: item[1].number))


@cache
def houses() -> tuple[House, ...]:
    """Every building."""
    text = files(__package__).joinpath(_HOMES).read_bytes()
    return tuple(msgspec.toml.decode(text, type=dict[Name, House]).values())


@cache
def residence_codes() -> Mapping[str, str]:
    """Residence code of each dwelling by its name."""
    return {name: house.residence_code(flat) for house in houses() for name, flat in house.dwellings.items()}
