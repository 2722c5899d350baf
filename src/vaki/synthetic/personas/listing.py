"""The personas as a list: who they are, what is odd about them, what to check, and whom their documents name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.register.events.name import full_spelling
from vaki.synthetic.personas.told import Told, people
from vaki.synthetic.personas.writing import documents

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document

_REPEATS: Final = "PERHESUHDE"


class Relative(NamedTuple):
    """Somebody whom a persona's document names, and the kinds of group that do."""

    code: str
    name: str
    kinds: tuple[str, ...]


class Persona(NamedTuple):
    """A persona, or without `case` somebody of a persona's family, as of a day."""

    key: str
    """By what the data and the tests call the person."""
    subject: str
    code: str
    former_codes: tuple[str, ...]
    code_moves: bool
    """Whether birth date and code follow from the day as of which people live."""
    name: str
    case: str
    about: str
    check: str
    relatives: tuple[Relative, ...]


def listed(day: date) -> tuple[Persona, ...]:
    """Everyone in the order of their numbers, as people live on a day."""
    everyone = {one.person_id: one for one in documents(day)}
    return tuple(_listed(told, everyone) for told in people().values() if told.number in everyone)


def _listed(told: Told, everyone: dict[int, Document]) -> Persona:
    own = everyone[told.number]
    present, *former = own.codes
    kinds: dict[int, list[str]] = {}
    for kind, other in own.relatives():
        kinds.setdefault(other, []).append(kind)
    return Persona(
        key=told.name,
        subject=told.subject,
        code=present,
        former_codes=tuple(former),
        code_moves=told.born is not None,
        name=name_of(own),
        case=told.case,
        about=told.about,
        check=told.check,
        relatives=tuple(
            Relative(everyone[other].code, name_of(everyone[other]), _said_by(kinds[other])) for other in sorted(kinds)
        ),
    )


def _said_by(kinds: list[str]) -> tuple[str, ...]:
    """The kinds, each once; PERHESUHDE, which repeats parents and children, where it stands alone."""
    return tuple(kind for kind in dict.fromkeys(kinds) if kind != _REPEATS or set(kinds) == {_REPEATS})


def name_of(document: Document) -> str:
    """First names and surname; of the unnamed, that they have no name."""
    names = document.one("HENKILON_NIMI")
    if names is None:
        return "(no name yet)"
    return f"{full_spelling(names, 'etunimi')} {full_spelling(names, 'sukunimi')}"
