"""One closed schema for each kind of information group, as base data and as a change, made from the kind's struct.

Source: docs/wire/muutosrajapinta.md §2.8 (members), §2.3 (voimassaolevatTiedot), §2.6 (censored objects).
"""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Final

import msgspec

from vaki.changes.openapi.schema import SCHEMAS, Schema, closed, ref
from vaki.register.groups import ATTRIBUTE, BY_NAME, CATALOGUE, KIND, WITHHELD
from vaki.register.groups.forms import base_form, change_form, example

if TYPE_CHECKING:
    from vaki.register.groups import Group

BASE: Final = "Tietoryhma"
CHANGE: Final = "TietoryhmaMuutos"
UNKNOWN: Final = "UnknownGroup"
UNKNOWN_CHANGE: Final = "UnknownGroupMuutos"


def group_schemas() -> dict[str, Schema]:
    """Every group schema by name: each kind as base data and as a change, unknown kinds, the unions, shared shapes."""
    forms = [form(group.name) for group in CATALOGUE for form in (base_form, change_form)]
    _, made = msgspec.json.schema_components(forms, ref_template=f"{SCHEMAS}{{name}}")
    schemas = {name: _adjusted(schema) for name, schema in made.items()}
    for group in CATALOGUE:
        _finish(schemas, group, change=False)
        _finish(schemas, group, change=True)
    attribute = schemas[_change_name(CATALOGUE[0].name)]["properties"][ATTRIBUTE]
    schemas[UNKNOWN] = _unknown({})
    schemas[UNKNOWN_CHANGE] = _unknown({ATTRIBUTE: attribute})
    schemas[BASE] = _union({name: name for name in BY_NAME}, UNKNOWN, "One information group of base data.")
    schemas[CHANGE] = _union(
        {name: _change_name(name) for name in BY_NAME}, UNKNOWN_CHANGE, "One information group of a change."
    )
    return schemas


def _change_name(kind: str) -> str:
    return change_form(kind).__name__


def _adjusted(schema: Schema) -> Schema:
    """Without the title that repeats the name, the description as it reads, and a type beside every list of values."""
    adjusted: Schema = {}
    for key, value in schema.items():
        if key == "title":
            continue
        if key == "description":
            adjusted[key] = cleandoc(str(value)).partition("\n\nSource: ")[0]
        elif key == "properties":
            adjusted[key] = {member: _adjusted(inner) for member, inner in value.items()}
        elif key == "items":
            adjusted[key] = _adjusted(value)
        else:
            adjusted[key] = value
    if "enum" in adjusted:
        adjusted = {"type": "string", **adjusted}
    return adjusted


def _finish(schemas: dict[str, Schema], group: Group, *, change: bool) -> None:
    """The kind's name as a constant, an example, and beside the plain form of a sensitive kind the censored one."""
    name = _change_name(group.name) if change else group.name
    plain = schemas[name]
    plain["properties"][KIND] = {"type": "string", "const": group.name}
    examples = [example(group.name, change=change)]
    if not group.hidden:
        plain["examples"] = examples
        return
    schemas[name] = {
        "description": plain.pop("description"),
        "anyOf": [plain, _censored(plain, group)],
        "examples": [*examples, _censored_example(plain, group)],
    }


def _head(plain: Schema) -> dict[str, Any]:
    return {member: plain["properties"][member] for member in (KIND, ATTRIBUTE) if member in plain["properties"]}


def _censored(plain: Schema, group: Group) -> Schema:
    head = _head(plain)
    withheld: Schema = {"type": "array", "const": list(group.hidden), "description": "The members left out."}
    return closed({**head, WITHHELD: withheld}, *head, WITHHELD, description="Censored for a protected person.")


def _censored_example(plain: Schema, group: Group) -> dict[str, Any]:
    attribute = {ATTRIBUTE: "MUUTETTU"} if ATTRIBUTE in plain["properties"] else {}
    return {KIND: group.name, **attribute, WITHHELD: list(group.hidden)}


def _unknown(head: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": "A kind outside the catalogue, as it was loaded into a sandbox: its members are not known.",
        "properties": {KIND: {"type": "string", "minLength": 1, "not": {"enum": list(BY_NAME)}}, **head},
        "required": [KIND, *head],
        "additionalProperties": True,
    }


def _union(mapping: dict[str, str], unknown: str, description: str) -> Schema:
    return {
        "description": description,
        "anyOf": [*(ref(name) for name in mapping.values()), ref(unknown)],
        "discriminator": {"propertyName": KIND, "mapping": {k: ref(name)["$ref"] for k, name in mapping.items()}},
    }
