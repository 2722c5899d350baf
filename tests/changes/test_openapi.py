"""The description served at /api/v1/openapi.json is valid, closed and complete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openapi_spec_validator import validate
from tests.changes.described import DOCUMENT, validator

from vaki.changes.errors import InterfaceError
from vaki.changes.openapi.document import description
from vaki.disclosure.errors import QuotaExceeded, Refusal, WrongChannel
from vaki.register.groups import BY_NAME, CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [operation for path in DOCUMENT["paths"].values() for operation in path.values()]


def test_it_is_a_valid_openapi_3_1_document() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT)


def test_its_server_is_the_address_it_is_read_at() -> None:
    assert json.loads(description("/prefix/api/v1"))["servers"] == [{"url": "/prefix/api/v1"}]


@pytest.mark.parametrize("name", ["PerustietoRequest", "MuutosRequest"])
def test_request_schemas_are_closed(name: str) -> None:
    assert SCHEMAS[name]["additionalProperties"] is False


def test_the_real_services_schema_names_are_kept() -> None:
    assert {"PerustietoRequest", "Paivamaara", "Henkilo"} <= SCHEMAS.keys()
    by_id = {operation["operationId"]: operation for operation in OPERATIONS}
    assert by_id["perustiedot"]["summary"] == "Henkilöiden perustietojen haku"


def objects(schema: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield at, schema
        for name, part in schema.items():
            yield from objects(part, f"{at}/{name}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from objects(part, f"{at}/{number}")


def test_no_answer_is_a_bare_object() -> None:
    answers = [
        (f"{operation['operationId']} {status}", answer["content"]["application/json"]["schema"])
        for operation in OPERATIONS
        for status, answer in operation["responses"].items()
    ]
    assert answers
    for at, schema in answers:
        assert schema["$ref"].removeprefix("#/components/schemas/") in SCHEMAS, at
    bare = [
        at
        for name, schema in SCHEMAS.items()
        if name != "OpenApi"
        for at, part in objects(schema, name)
        if not part.get("properties") or "additionalProperties" not in part
    ]
    assert not bare


def test_only_what_is_not_public_knowledge_is_open() -> None:
    is_open = {
        name
        for name, schema in SCHEMAS.items()
        for _at, part in objects(schema, name)
        if part.get("additionalProperties") is not False
    }
    assert is_open == {"UnknownGroup", "UnknownGroupMuutos", "OpenApi"}


def base_members(kind: str) -> list[str]:
    """Members that base data has: in changes those of custody and citizenship tell besides what became of them."""
    members = BY_NAME[kind].members
    if kind == "KANSALAISUUS":
        return list(members[:1])
    return list(members[:9]) if kind.removesuffix("_SUPPEA") in {"HUOLTAJA", "HUOLLETTAVA"} else list(members)


@pytest.mark.parametrize("group", CATALOGUE, ids=lambda group: group.name)
def test_every_group_has_a_schema_with_all_its_members(group: Any) -> None:
    base, change = SCHEMAS[group.name], SCHEMAS[f"{group.name}_MUUTOS"]
    plain = base["anyOf"][0] if group.hidden else base
    assert list(plain["properties"]) == ["tietoryhma", *base_members(group.name)]
    changed = change["anyOf"][0] if group.hidden else change
    assert list(changed["properties"]) == ["tietoryhma", "muutosattribuutti", *group.members, "voimassaolevatTiedot"]
    assert "muutosattribuutti" in changed["required"]


@pytest.mark.parametrize("name", [*BY_NAME, *(f"{kind}_MUUTOS" for kind in BY_NAME)])
def test_every_group_schema_has_an_example_that_fits_it(name: str) -> None:
    schema = validator(name)
    examples = SCHEMAS[name]["examples"]
    assert {example["tietoryhma"] for example in examples} == {name.removesuffix("_MUUTOS")}
    assert all(schema.is_valid(example) for example in examples)
    assert len(examples) == (2 if "anyOf" in SCHEMAS[name] else 1)
    assert not any(schema.is_valid({**example, "jasen": 1}) for example in examples)


def test_what_is_in_force_beside_a_change_has_the_form_of_base_data() -> None:
    schema = validator("HUOLTAJA_MUUTOS")
    (changed,) = SCHEMAS["HUOLTAJA_MUUTOS"]["examples"]
    (held,) = SCHEMAS["HUOLTAJA"]["examples"]
    assert schema.is_valid({**changed, "voimassaolevatTiedot": [held]})
    assert not schema.is_valid({**changed, "voimassaolevatTiedot": [changed]})
    assert not schema.is_valid({**changed, "voimassaolevatTiedot": [{**held, "lisatytOikeudet": []}]})


@pytest.mark.parametrize("group", [group for group in CATALOGUE if group.hidden], ids=lambda group: group.name)
def test_a_censored_group_says_nothing_but_what_it_leaves_out(group: Any) -> None:
    schema = validator(group.name)
    censored = {"tietoryhma": group.name, "turvakiellonAlaisetKentat": list(group.hidden)}
    assert schema.is_valid(censored)
    assert not schema.is_valid({**censored, "alkupv": {"arvo": "2020-01-01", "tarkkuus": "PAIVA"}})
    assert not schema.is_valid({**censored, "turvakiellonAlaisetKentat": [group.hidden[0], "alkupv"]})


def test_a_group_is_told_by_its_name_and_an_unknown_one_is_let_through() -> None:
    schema = validator("Tietoryhma")
    assert schema.is_valid({"tietoryhma": "KOTIKUNTA", "kuntakoodi": "536"})
    assert not schema.is_valid({"tietoryhma": "KOTIKUNTA", "kuntakoodi": 536})
    assert not schema.is_valid({"tietoryhma": "KOTIKUNTA", "kuntakoodi": "536", "katunimi": {"fi": "Katu"}})
    assert not schema.is_valid({"tietoryhma": "KOTIKUNTA", "muutosattribuutti": "LISATTY", "kuntakoodi": "536"})
    assert schema.is_valid({"tietoryhma": "UUSI_RYHMA", "jotain": [1]})
    assert not schema.is_valid({"jotain": [1]})


def test_the_discriminator_knows_every_kind() -> None:
    for name in ("Tietoryhma", "TietoryhmaMuutos"):
        assert SCHEMAS[name]["discriminator"]["propertyName"] == "tietoryhma"
        assert set(SCHEMAS[name]["discriminator"]["mapping"]) == set(BY_NAME)


def test_an_answer_of_many_pages_names_its_continuation_and_a_last_one_does_not() -> None:
    schema = validator("PerustietoResponse")
    assert schema.is_valid({"perustiedot": [], "ajanTasalla": True})
    assert schema.is_valid({"perustiedot": [], "ajanTasalla": False, "jatkoavain": "a"})
    assert not schema.is_valid({"perustiedot": [], "ajanTasalla": False})
    assert not schema.is_valid({"perustiedot": [], "ajanTasalla": True, "jatkoavain": "a"})


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("PerustietoRequest", {"hetulista": [], "kuntakoodit": ["536"]}),
        ("MuutosRequest", {"viimeisinKirjausavain": 1, "hetulista": [], "kuntakoodit": ["536"]}),
        ("PerustietoRequest", {"hetulista": ["010190-900P"], "jatkoavain": "a"}),
        ("PerustietoRequest", {"hetulista": ["010190-900P"] * 1001}),
        ("MuutosRequest", {"hetulista": []}),
        ("MuutosRequest", {"viimeisinKirjausavain": 1, "hetulista": ["0"]}),
    ],
)
def test_what_the_service_refuses_the_schema_refuses(name: str, body: object) -> None:
    assert not validator(name).is_valid(body)


def test_errors_have_one_form() -> None:
    for operation in OPERATIONS:
        for status, answer in operation["responses"].items():
            if status != "200":
                assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
    assert SCHEMAS["ErrorBody"]["required"] == ["type", "message", "detail"]


def test_every_refusal_that_a_caller_can_meet_is_described() -> None:
    refusals = {error.status for base in (InterfaceError, QuotaExceeded, WrongChannel) for error in family(base)}
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            told = {int(status) for status in operation["responses"]} - {200}
            of_bodies = {408, 413, 415} if method == "post" else set()
            assert told == (refusals - {408, 413, 415} | of_bodies if path != "/openapi.json" else set()), path
            for status in told & {429, 503}:
                wait = operation["responses"][str(status)]["headers"]["Retry-After"]
                assert wait["required"]
                assert wait["schema"] == {"type": "integer", "minimum": 1, "maximum": 600}


def family(error: type[Refusal]) -> list[type[Refusal]]:
    """An error and those made of it; not those of the sandbox, which is no part of the interface."""
    inner = [one for one in error.__subclasses__() if "sandbox" not in one.__module__]
    return [error, *(one for below in inner for one in family(below))]


def test_every_operation_takes_both_ways_of_authentication() -> None:
    assert DOCUMENT["security"] == [{"basic": []}, {"mutpTunnus": [], "mutpSalasana": []}]
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert schemes["basic"] == {"type": "http", "scheme": "basic"}
    assert {schemes["mutpTunnus"]["name"], schemes["mutpSalasana"]["name"]} == {"MUTP-Tunnus", "MUTP-Salasana"}


def test_it_says_that_the_end_of_protection_clears_every_censored_object() -> None:
    for name in ("TURVAKIELTO", "TURVAKIELTO_MUUTOS"):
        assert "clears every censored object" in SCHEMAS[name]["description"]
