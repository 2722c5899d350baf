"""The form of a scenario, and the catalogue of them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Any, ClassVar, Final

import msgspec

from vaki.register.errors import RegisterError

LANGUAGES: Final = ("fi", "sv", "en")
Name = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$", max_length=40)]


class UnknownScenario(RegisterError):
    """There is no such scenario."""

    exit_code: ClassVar[int] = 5


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a scenario."""


class Text(_Data, frozen=True):
    """A text in the service's three languages."""

    fi: str
    sv: str
    en: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Person(_Data, frozen=True):
    """To whom it can happen: someone of an age, in whole years, of whom all the conditions of `casting` hold."""

    ages: tuple[int, int] = (0, 120)
    conditions: tuple[Name, ...] = ()


class Act(_Data, frozen=True, kw_only=True):
    """One step: an event with its fields, or the clock moved forward.

    In a field `$name` stands for one of the cast and `$day` for the register's day, to which `+3` or `-3` adds days
    and `-34y` years.
    """

    text: Text
    event: Name = ""
    fields: dict[str, Any] = {}
    makes: Name = ""
    """The name under which a person who is new after the event joins the cast."""
    days: int = 0
    """How far the clock is moved."""
    until: Name = ""
    """To which day the clock is moved instead: one of `running.DAYS`."""

    @property
    def moves_clock(self) -> bool:
        return bool(self.days or self.until)


class Scenario(_Data, frozen=True, kw_only=True):
    """A scripted life. `cast` names who and what else takes part, each by a way of finding them in `casting`."""

    name: Name = ""
    title: Text
    about: Text
    person: Person
    cast: dict[Name, Name] = {}
    steps: tuple[Act, ...]

    @property
    def moves_clock(self) -> bool:
        return any(act.moves_clock for act in self.steps)


@cache
def _catalogue() -> dict[str, Scenario]:
    found: dict[str, Scenario] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            told = msgspec.toml.decode(file.read_bytes(), type=dict[str, Scenario])
            for name, scenario in told.items():
                found[name] = msgspec.structs.replace(scenario, name=name)
    return found


def names() -> tuple[str, ...]:
    """The names of all scenarios, those of one subject together."""
    return tuple(_catalogue())


def get(name: str) -> Scenario:
    """Raises UnknownScenario."""
    try:
        return _catalogue()[name]
    except KeyError:
        raise UnknownScenario from None
