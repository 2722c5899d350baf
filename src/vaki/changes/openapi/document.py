"""The whole description: operations, envelopes, errors, ways to say who calls."""

from __future__ import annotations

from functools import cache
from inspect import cleandoc
from typing import Any, Final

import msgspec

import vaki
from vaki.changes.answers import KEY_HEADER
from vaki.changes.calling import PASSWORD_HEADER, USER_HEADER
from vaki.changes.errors import MEDIA_TYPE, ErrorBody
from vaki.changes.openapi.groups import BASE, CHANGE, group_schemas
from vaki.changes.openapi.schema import CODE, SCHEMAS, TRUTH, Schema, array, closed, ref
from vaki.changes.requests import LARGEST_KEY, MuutosRequest, PerustietoRequest, PerustietoVkoRequest
from vaki.changes.streaming import NDJSON
from vaki.changes.waiting import EVENT_STREAM, WAITS
from vaki.changes.waiting import KEY as KEY_PARAMETER

_KEY: Final[Schema] = {"type": "integer", "format": "int64", "minimum": 0}
_REASONS: Final[dict[int, str]] = {
    400: "The request is malformed, or the permit cannot be asked so.",
    401: "The user name and the password are missing, wrong or no longer valid.",
    403: "The permit does not allow this: another municipality, another channel, a permit that is not in force.",
    404: "There is nothing at this address.",
    405: "The address does not answer this method.",
    408: "The body came too slowly.",
    413: "The body is larger than the interface takes.",
    415: "The body is compressed.",
    429: "The permit has had its share of calls for now.",
    500: "The service failed.",
    503: "The service cannot answer now.",
}
_LATER: Final = {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1, "maximum": 600}}}
_ERROR_HEADERS: Final[dict[int, dict[str, Any]]] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    405: {"Allow": {"required": True, "schema": {"type": "string"}}},
    429: _LATER,
    503: _LATER,
}
_READING: Final = (400, 401, 403, 404, 405, 429, 500, 503)
_POSTING: Final = (400, 401, 403, 404, 405, 408, 413, 415, 429, 500, 503)


@cache
def description(server: str) -> bytes:
    """The OpenAPI 3.1 document as JSON; `server` is the path that the operations stand below."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "VTJ-muutosrajapinta",
            "version": vaki.__version__,
            "description": "Changes and base data of the population information system, by permit. "
            "Send user name and password with every call. Dates of people's lives follow the register's clock.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "security": [{"basic": []}, {"mutpTunnus": [], "mutpSalasana": []}],
        "paths": {
            "/kirjausavain/{pvm}": {"get": _change_key()},
            "/muutokset": {"post": _changes()},
            "/muutokset/odota": {"get": _waiting()},
            "/perustiedot": {"post": _base_data()},
            "/perustiedot-vko": {"post": _weekly_base_data()},
            "/openapi.json": {"get": _self()},
        },
        "components": {"schemas": _schemas(), "securitySchemes": _security()},
    }
    return msgspec.json.encode(document)


def _change_key() -> Schema:
    return {
        "operationId": "kirjausavain",
        "summary": "Päivän kirjausavain",
        "description": "The change key after which that day's changes come. A day before the log gives the oldest "
        "key; a day after the register's own is 400.",
        "parameters": [
            {
                "name": "pvm",
                "in": "path",
                "required": True,
                "description": "A day, YYYY-MM-DD.",
                "schema": {"type": "string", "format": "date"},
            }
        ],
        "responses": _responses(_READING, "KirjausavainResponse", "The key."),
    }


def _changes() -> Schema:
    return {
        "operationId": "muutokset",
        "summary": "Muutosten haku",
        "description": "Changes published after a key. While the answer says `ajanTasalla: false`, ask again with the "
        "key it gives. A key beyond the newest is 400: the service has not given it. So is one older than changes are "
        "kept: start again from base data.",
        "requestBody": _body(MuutosRequest, {"viimeisinKirjausavain": 5000000000, "hetulista": ["010190-900P"]}),
        "responses": _responses(_POSTING, "MuutosResponse", "The changes, in the order they were published."),
    }


def _waiting() -> Schema:
    told = _responses(_READING, "OdotaResponse", "Whether there is something newer; at once when there is.")
    told["200"]["content"][EVENT_STREAM] = {
        "schema": {
            "type": "string",
            "description": "Server-Sent Events: each has the newest key as its id and an OdotaResponse as its data.",
        }
    }
    return {
        "operationId": "odota",
        "summary": "Uusien muutosten odotus",
        "description": f"Waits until anything newer than the key has been published of anybody, at most "
        f"{WAITS.seconds:g} seconds. It does not tell whose it is: ask /muutokset with your own key. With `Accept: "
        f"{EVENT_STREAM}` an event comes each time, for {WAITS.stream_seconds:g} seconds; then come back.",
        "parameters": [
            {
                "name": KEY_PARAMETER,
                "in": "query",
                "required": True,
                "description": "The change key of the last answer.",
                "schema": {**_KEY, "maximum": LARGEST_KEY},
            }
        ],
        "responses": told,
    }


_KEY_HEADER: Final[Schema] = {
    KEY_HEADER: {
        "description": "The change key the base data is as of: continue from it with /muutokset.",
        "required": True,
        "schema": _KEY,
    }
}
_STREAMED: Final = (
    f" With `Accept: {NDJSON}` and without `hetulista` the whole selection comes in one stream of lines, each an "
    "object: first the key, then a person a line, last how many there were. A stream without its last line is "
    "incomplete. It is compressed as `Accept-Encoding` asks (zstd, gzip)."
)


def _base_data() -> Schema:
    return {
        "operationId": "perustiedot",
        "summary": "Henkilöiden perustietojen haku",
        "description": "Base data by identity code, or of the living residents of the permit's municipalities, all "
        "pages as of the first one's key. Persons who do not exist and groups outside the permit are simply missing."
        + _STREAMED,
        "requestBody": _body(PerustietoRequest, {"hetulista": ["010190-900P"], "tietoryhmat": ["HENKILON_NIMI"]}),
        "responses": _streamed(_responses(_POSTING, "PerustietoResponse", "The base data.", _KEY_HEADER)),
    }


def _weekly_base_data() -> Schema:
    return {
        "operationId": "perustiedotVko",
        "summary": "Henkilöiden perustietojen haku viikkokannasta",
        "description": "As /perustiedot, of the weekly snapshot: the people and their codes as this week's Monday "
        "began (`poimintapv`), censored by protection then or now." + _STREAMED,
        "requestBody": _body(PerustietoVkoRequest, {"kuntakoodit": ["536"]}),
        "responses": _streamed(_responses(_POSTING, "PerustietoVkoResponse", "The base data.", _KEY_HEADER)),
    }


def _streamed(responses: dict[str, Schema]) -> dict[str, Schema]:
    responses["200"]["content"][NDJSON] = {"schema": ref("PerustietoRivi")}
    return responses


def _self() -> Schema:
    return {
        "operationId": "openapi",
        "summary": "This description",
        "security": [],
        "responses": {
            "200": {
                "description": "An OpenAPI 3.1 document.",
                "content": {MEDIA_TYPE: {"schema": ref("OpenApi")}},
            }
        },
    }


def _body(request: type[msgspec.Struct], example: dict[str, Any]) -> Schema:
    return {"required": True, "content": {MEDIA_TYPE: {"schema": ref(request.__name__), "example": example}}}


def _responses(
    errors: tuple[int, ...], name: str, description: str, headers: dict[str, Any] | None = None
) -> dict[str, Schema]:
    answer: Schema = {"description": description, "content": {MEDIA_TYPE: {"schema": ref(name)}}}
    if headers:
        answer["headers"] = headers
    responses = {"200": answer}
    for status in errors:
        error: Schema = {"description": _REASONS[status], "content": {MEDIA_TYPE: {"schema": ref(ErrorBody.__name__)}}}
        if status in _ERROR_HEADERS:
            error["headers"] = _ERROR_HEADERS[status]
        responses[str(status)] = error
    return responses


def _schemas() -> dict[str, Schema]:
    _, made = msgspec.json.schema_components(
        [MuutosRequest, PerustietoRequest, PerustietoVkoRequest, ErrorBody], ref_template=SCHEMAS + "{name}"
    )
    schemas: dict[str, Schema] = {
        name: {**schema, "description": cleandoc(str(schema["description"]))} for name, schema in made.items()
    }
    for request in (MuutosRequest, PerustietoRequest, PerustietoVkoRequest):
        schemas[request.__name__]["not"] = {"required": ["hetulista", "kuntakoodit"]}
    for request in (PerustietoRequest, PerustietoVkoRequest):
        schemas[request.__name__]["dependentSchemas"] = {"jatkoavain": {"not": {"required": ["hetulista"]}}}
    schemas[ErrorBody.__name__]["additionalProperties"] = False
    return schemas | _envelopes() | group_schemas()


_EXTRACTION: Final[Schema] = {"type": "string", "format": "date", "description": "The day of the weekly snapshot."}


def _pages(more: dict[str, Schema]) -> Schema:
    """An envelope of base data; `more` are members that are always there."""
    return {
        **closed(
            {
                "perustiedot": array(ref("Perustieto")),
                "ajanTasalla": {**TRUTH, "description": "False while more pages wait."},
                "jatkoavain": {"type": "string", "minLength": 1, "description": "Opaque; asks for the next page."},
                **more,
            },
            "perustiedot",
            "ajanTasalla",
            *more,
        ),
        "if": {"properties": {"ajanTasalla": {"const": False}}},
        "then": {"required": ["jatkoavain"]},
        "else": {"properties": {"jatkoavain": False}},
    }


def _envelopes() -> dict[str, Schema]:
    instant = {
        "type": "string",
        "format": "date-time",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        "description": "When the change was published, UTC.",
    }
    return {
        "KirjausavainResponse": closed({"viimeisinKirjausavain": _KEY}, "viimeisinKirjausavain"),
        "MuutosResponse": closed(
            {"viimeisinKirjausavain": _KEY, "muutokset": array(ref("Muutos")), "ajanTasalla": TRUTH},
            "viimeisinKirjausavain",
            "muutokset",
            "ajanTasalla",
        ),
        "OdotaResponse": closed({"uutta": TRUTH}, "uutta"),
        "PerustietoResponse": _pages({}),
        "PerustietoVkoResponse": _pages({"poimintapv": _EXTRACTION}),
        "PerustietoRivi": {
            "description": "A line of a stream.",
            "oneOf": [ref("VirranAlku"), ref("Perustieto"), ref("VirranLoppu")],
        },
        "VirranAlku": closed(
            {"viimeisinKirjausavain": _KEY, "poimintapv": _EXTRACTION},
            "viimeisinKirjausavain",
            description="The first line: the key that the stream is as of, and of a weekly snapshot its day.",
        ),
        "VirranLoppu": closed(
            {"lukumaara": {"type": "integer", "minimum": 0}},
            "lukumaara",
            description="The last line: how many persons came before it.",
        ),
        "Perustieto": closed(
            {"henkilotunnus": CODE, "tietoryhmat": array(ref(BASE))},
            "henkilotunnus",
            "tietoryhmat",
            description="One person's base data.",
        ),
        "Muutos": closed(
            {"henkilotunnus": CODE, "tietoryhmat": array(ref(CHANGE)), "muutospv": instant},
            "henkilotunnus",
            "tietoryhmat",
            "muutospv",
            description="What one event changed of one person. Apply the items of a person in the order of muutospv.",
        ),
        "OpenApi": {
            "type": "object",
            "properties": {
                "openapi": {"type": "string", "const": "3.1.0"},
                "info": {"type": "object", "required": ["title", "version"], "additionalProperties": True},
                "paths": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "object"}},
            },
            "required": ["openapi", "info", "paths"],
            "additionalProperties": True,
        },
    }


def _security() -> dict[str, Schema]:
    return {
        "basic": {"type": "http", "scheme": "basic"},
        "mutpTunnus": {"type": "apiKey", "in": "header", "name": USER_HEADER, "description": "The older way."},
        "mutpSalasana": {"type": "apiKey", "in": "header", "name": PASSWORD_HEADER, "description": "The older way."},
    }
