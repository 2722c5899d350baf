"""JSON Schema by hand, for what no struct tells: references, closed objects, arrays."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from vaki.register.groups.shapes import Henkilotunnus

Schema = dict[str, Any]

SCHEMAS: Final = "#/components/schemas/"
TRUTH: Final[Schema] = {"type": "boolean"}
CODE: Final[Schema] = msgspec.json.schema(Henkilotunnus)


def ref(name: str) -> Schema:
    return {"$ref": f"{SCHEMAS}{name}"}


def closed(properties: dict[str, Schema], *required: str, description: str = "") -> Schema:
    """An object that has no other members."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    return {"description": description, **schema} if description else schema


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}
