"""What the structs say, for people: each group's members with the form of their values, and the shapes they share."""

from __future__ import annotations

import types
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Meta, Struct, UnsetType

from vaki.codes import tables
from vaki.register.errors import RegisterError
from vaki.register.groups import values
from vaki.register.groups.catalogue import BY_NAME, CATALOGUE
from vaki.register.groups.forms import example, meaning, only_in_changes, sources
from vaki.register.groups.shapes import Shape, WireGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN: Final[dict[Any, str]] = {str: "text", int: "integer", bool: "true or false", date: "ISO date"}
LISTS: Final[dict[str, tuple[str, ...]]] = {
    name: get_args(value) for name, value in vars(values).items() if get_origin(value) is Literal
}
"""Lists of values by the name of their type, such as `Poissaolo`."""
TABLES: Final = {
    "Siviilisaaty": "siviilisaaty",
    "Nimilaji": "nimilaji",
    "Nimenmuutostapa": "nimenmuutostapa",
    "Poissaolo": "poissaolo",
    "Alkutapa": "liiton_alkutapa",
    "Paattymistapa": "liiton_paattymistapa",
    "HuoltajanLaji": "huoltajan_laji",
    "HuoltajanRooli": "huoltajan_rooli",
    "Asuminen": "huollettavan_asuminen",
    "Toimintakelpoisuus": "edunvalvonta_rajoitus",
    "Uskontokuntalaji": "uskontokuntalaji",
    "SahkopostinLaji": "sahkoposti_laji",
    "Sukupuoli": "sukupuoli",
    "Voimassaolo": "voimassaolo",
}
"""The table of `vaki.codes` that tells of each name of a list where it is from."""
_OURS: Final = {
    "Oikeus": {"PAATOSOIKEUS", "TIEDONSAANTIOIKEUS", "VUOROASUMINEN"},
    "Tarkkuus": {"VUOSI"},
    "Tietolahde": {"ULKOMAINEN_REKISTERIVIRANOMAINEN", "TUNNISTAMISAJO"},
    "VtjVoimassaolo": {"EI_PARAS_TIEDOSSA_OLEVA"},
}
_LIST_OF: Final = {names: title for title, names in LISTS.items()}


class UnknownGroup(RegisterError):
    """There is no such information group."""

    exit_code = 5


class Value(Struct, frozen=True):
    """The form of a member's value: `kind` in words, or the name of a shape; which list its names are from."""

    kind: str
    shape: str | None = None
    listed_in: str | None = None
    """The list of which the value is one."""
    complete: bool = True
    """False where a name outside the list is no error."""
    several: bool = False


class Member(Struct, frozen=True):
    """One member of a group or of a shape."""

    name: str
    value: Value
    about: str
    always: bool
    only_in_changes: bool
    censored: bool


class Described(Struct, frozen=True):
    """One kind of group, told whole."""

    name: str
    meaning: str
    members: tuple[Member, ...]
    derived_from: str | None
    sources: tuple[str, ...]
    example: WireGroup
    example_in_changes: WireGroup | None
    """Only of a kind that has more members in changes."""


def groups() -> tuple[Described, ...]:
    """Every kind, in the order of the wire."""
    return tuple(group(one.name) for one in CATALOGUE)


def group(kind: str) -> Described:
    """One kind. Raises UnknownGroup for one outside the catalogue."""
    if kind not in BY_NAME:
        raise UnknownGroup
    known = BY_NAME[kind]
    return Described(
        name=kind,
        meaning=meaning(known.facts),
        members=tuple(_members(known.facts, known.hidden)),
        derived_from=known.derived_from,
        sources=sources(known.facts),
        example=example(kind),
        example_in_changes=example(kind, change=True) if known.facts.example_in_changes else None,
    )


def shapes() -> dict[str, tuple[str, tuple[Member, ...]]]:
    """The objects that stand within groups: name -> (meaning, members), in the order in which groups have them."""
    found: dict[str, type[Struct]] = {}
    for one in CATALOGUE:
        _gather(one.facts, found)
    return {name: (meaning(shape), tuple(_members(shape, ()))) for name, shape in found.items()}


def ours(title: str) -> frozenset[str]:
    """The names of a list that no public source shows (docs/decisions/0104)."""
    if title not in TABLES:
        return frozenset(_OURS.get(title, ()))
    return frozenset(row["wire_name"] for row in tables.rows(TABLES[title]) if row.get("wire_origin") == "chosen")


def is_complete(title: str) -> bool:
    """Whether a name outside the list is an error."""
    members = [member for one in groups() for member in one.members]
    members += [member for _, inner in shapes().values() for member in inner]
    return any(member.value.listed_in == title and member.value.complete for member in members)


def _gather(struct: type[Struct], found: dict[str, type[Struct]]) -> None:
    for field in msgspec.structs.fields(struct):
        inner, _ = _bare(field.type)
        if get_origin(inner) is list:
            inner, _ = _bare(get_args(inner)[0])
        if isinstance(inner, type) and issubclass(inner, Shape) and inner.__name__ not in found:
            found[inner.__name__] = inner
            _gather(inner, found)


def _members(struct: type[Struct], hidden: tuple[str, ...]) -> Iterator[Member]:
    for field in msgspec.structs.fields(struct):
        value, about = _value(field.type)
        yield Member(
            name=field.name,
            value=value,
            about=about,
            always=field.default is NODEFAULT,
            only_in_changes=only_in_changes(field),
            censored=field.name in hidden,
        )


def _value(declared: Any) -> tuple[Value, str]:
    inner, metas = _bare(declared)
    about = next((meta.description for meta in metas if meta.description), "")
    names = next((tuple(meta.examples) for meta in metas if meta.examples), None)
    if get_origin(inner) is list:
        element, _ = _value(get_args(inner)[0])
        return msgspec.structs.replace(element, several=True), about
    if get_origin(inner) is Literal:
        return Value("one of", listed_in=_LIST_OF.get(get_args(inner))), about
    if names is not None:
        return Value("one of", listed_in=_LIST_OF[names], complete=False), about
    if inner in _PLAIN:
        return Value(_PLAIN[inner]), about
    return Value(inner.__name__, shape=inner.__name__), about


def _bare(declared: Any) -> tuple[Any, list[Meta]]:
    """A declared type without what may be absent and without annotations; and the annotations."""
    metas: list[Meta] = []
    while True:
        if get_origin(declared) in (Union, types.UnionType):
            declared = next(part for part in get_args(declared) if part is not UnsetType)
        elif hasattr(declared, "__metadata__"):
            metas += [meta for meta in declared.__metadata__ if isinstance(meta, Meta)]
            declared = get_args(declared)[0]
        else:
            return declared, metas
