"""The forms in which a kind stands on the wire: in base data, in a change, censored; each made from its struct.

Source: docs/wire/muutosrajapinta.md §2.1 (muutosattribuutti), §2.3 (voimassaolevatTiedot), §2.6 (censored objects).
"""

from __future__ import annotations

import re
from functools import cache
from inspect import cleandoc
from typing import Annotated, Any, Final, Literal, get_args

import msgspec
from msgspec import NODEFAULT, UNSET, Meta, Struct, UnsetType

from vaki.register.groups.catalogue import ATTRIBUTE, BY_NAME, IN_FORCE, WITHHELD
from vaki.register.groups.shapes import KIND, ONLY_IN_CHANGES, WireGroup

Muutosattribuutti = Annotated[
    Literal["LISATTY", "MUUTETTU", "POISTETTU", "KORJATTAVA", "KORJATTU", "LISATIETO"],
    Meta(
        description="What happened to the group: added, changed, removed, to be corrected, corrected (always directly "
        "after KORJATTAVA), unchanged accompanying data."
    ),
]

_SOURCE: Final = "Source: "
_SECTION: Final = re.compile(r"§([0-9.]+[0-9])")


def only_in_changes(field: msgspec.structs.FieldInfo) -> bool:
    """Whether base data never has the member."""
    return any(
        isinstance(meta, Meta) and bool((meta.extra or {}).get(ONLY_IN_CHANGES))
        for part in (field.type, *get_args(field.type))
        for meta in getattr(part, "__metadata__", ())
    )


@cache
def base_form(kind: str) -> type[Struct]:
    """The kind as base data has it. Raises KeyError for a kind outside the catalogue."""
    return _form(kind, kind, [_declared(field) for field in _fields(kind) if not only_in_changes(field)])


@cache
def change_form(kind: str) -> type[Struct]:
    """The kind as a change has it. Raises KeyError for a kind outside the catalogue."""
    in_force: Any = Annotated[
        list[base_form(kind)],  # type: ignore[misc]  # a type made here
        Meta(description="All that is in force of this kind after the change."),
    ]
    members = [_declared(field) for field in _fields(kind)]
    return _form(
        kind, f"{kind}_MUUTOS", [(ATTRIBUTE, Muutosattribuutti), *members, (IN_FORCE, in_force | UnsetType, UNSET)]
    )


@cache
def censored_form(kind: str, *, change: bool) -> type[Struct]:
    """The kind as it stands for a protected person, in base data or in a change."""
    hidden: Any = Annotated[list[str], Meta(description="The members left out.")]
    attribute: list[Any] = [(ATTRIBUTE, Muutosattribuutti)] if change else []
    return _form(kind, f"{kind}_SENSUROITU", [*attribute, (WITHHELD, hidden)])


def read(group: WireGroup, *, change: bool = False) -> Struct:
    """The group as a struct.

    Raises msgspec.ValidationError when it is not as its kind is, KeyError for a kind outside the catalogue.
    """
    kind = group[KIND]
    if WITHHELD in group and BY_NAME[kind].hidden:
        return msgspec.convert(group, censored_form(kind, change=change))
    return msgspec.convert(group, change_form(kind) if change else base_form(kind))


def example(kind: str, *, change: bool = False) -> WireGroup:
    """The made-up group of a kind, in the form that base data or a change has."""
    facts = BY_NAME[kind].facts
    if not change:
        return {KIND: kind, **facts.example}
    whole = {**facts.example, **facts.example_in_changes}
    return {KIND: kind, ATTRIBUTE: "MUUTETTU", **{one: whole[one] for one in BY_NAME[kind].members if one in whole}}


def meaning(shape: type[Struct]) -> str:
    """What a struct's docstring says, without its source."""
    return cleandoc(str(shape.__doc__)).partition(_SOURCE)[0].strip()


def sources(shape: type[Struct]) -> tuple[str, ...]:
    """The sections of docs/wire/muutosrajapinta.md that a struct's docstring names, such as `2.8`."""
    return tuple(_SECTION.findall(cleandoc(str(shape.__doc__)).partition(_SOURCE)[2]))


def _fields(kind: str) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(BY_NAME[kind].facts)


def _declared(field: msgspec.structs.FieldInfo) -> Any:
    return (field.name, field.type) if field.default is NODEFAULT else (field.name, field.type, field.default)


def _form(kind: str, name: str, fields: list[Any]) -> type[Struct]:
    return msgspec.defstruct(
        name,
        fields,
        namespace={"__doc__": meaning(BY_NAME[kind].facts)},
        tag_field=KIND,
        tag=kind,
        forbid_unknown_fields=True,
        omit_defaults=True,
        frozen=True,
        kw_only=True,
    )
