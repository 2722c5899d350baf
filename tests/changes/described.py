"""Holds every answer against the OpenAPI document that the service serves."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import httpx
import jsonschema_rs

from vaki.changes.openapi.document import description

DOCUMENT: dict[str, Any] = json.loads(description("/api/v1"))
_ERROR = "ErrorBody"


@cache
def validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    """The validator of a named schema of the document."""
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": DOCUMENT["components"]}, validate_formats=True
    )


async def check_answer(response: httpx.Response) -> None:
    """Fail when the answer has a status, a header or a body that the document does not promise."""
    raw = await response.aread()
    assert response.headers["content-type"] == "application/json"
    assert int(response.headers["content-length"]) == len(raw)
    operation = _operation(response.request)
    if operation is None or response.request.method not in operation:
        assert response.status_code in {404, 405}, response.status_code
        validator(_ERROR).validate(json.loads(raw))
        return
    promised = operation[response.request.method]["responses"]
    assert str(response.status_code) in promised, f"{response.request.url}: {response.status_code} {response.text}"
    answer = promised[str(response.status_code)]
    for header, rule in answer.get("headers", {}).items():
        assert not rule["required"] or header in response.headers, header
    schema = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    validator(schema).validate(json.loads(raw))
    # Compact, and no text escaped without need: what a re-encoding of the answer would not change.
    assert json.dumps(json.loads(raw), ensure_ascii=False, separators=(",", ":")).encode() == raw


def _operation(request: httpx.Request) -> dict[str, Any] | None:
    _, below, path = request.url.path.partition("/api/v1")
    if not below:
        return None
    for template, operations in DOCUMENT["paths"].items():
        stem = template.partition("{")[0]
        if path == template or (stem != template and path.startswith(stem) and "/" not in path[len(stem) :]):
            return {method.upper(): operation for method, operation in operations.items()}
    return None
