"""One closed schema for each kind of information group, as base data and as a change.

Source: docs/wire/muutosrajapinta.md §2.8 (members), §2.3 (voimassaolevatTiedot), §2.6 (censored objects); required
members are those without which a known client fails (§3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.changes.openapi.values import TEXT, Schema, array, closed, member_schema, ref
from vaki.register.groups import ATTRIBUTE, BY_NAME, CATALOGUE, IN_FORCE, KIND, WITHHELD

if TYPE_CHECKING:
    from vaki.register.groups import Group

BASE: Final = "Tietoryhma"
CHANGE: Final = "TietoryhmaMuutos"
UNKNOWN: Final = "UnknownGroup"
UNKNOWN_CHANGE: Final = "UnknownGroupMuutos"

_CUSTODY: Final = ("huoltajanRooli",)
_CUSTODY_TERMS: Final = (*_CUSTODY, "huoltajanLaji")
_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "HENKILOTUNNUS_KORJAUS": ("edellisetHenkilotunnukset", "muutettuHenkilotunnus", "voimassaolo"),
    "HENKILON_NIMI": ("etunimi", "sukunimi"),
    "KANSALAISUUS": ("henkilonKansalaisuudet",),
    "KUOLINPAIVA": ("kuollut",),
    "KUOLLEEKSIJULISTAMISPAIVA": ("kuollut",),
    "TURVAKIELTO": ("turvakieltoAktiivinen",),
    "KOTIKUNTA": ("kuntakoodi",),
    "EDELLINEN_KOTIKUNTA": ("kuntakoodi", "kuntaanMuuttopv"),
    "HUOLLETTAVA": ("huollettava", *_CUSTODY_TERMS),
    "HUOLTAJA": ("huoltaja", *_CUSTODY_TERMS),
    "HUOLLETTAVA_SUPPEA": ("huollettava", *_CUSTODY_TERMS),
    "HUOLTAJA_SUPPEA": ("huoltaja", *_CUSTODY_TERMS),
    "HUOLLETTAVA_RAJOITETTU": ("huollettava", *_CUSTODY),
    "HUOLTAJA_RAJOITETTU": ("huoltaja", *_CUSTODY),
    "EDUNVALVONTA": ("nykyisetEdunvalvojat",),
    "EDUNVALVONTAVALTUUTUS": ("nykyisetEdunvalvontavaltuutetut",),
}
_READING: Final = {
    "TURVAKIELTO": "While turvakieltoAktiivinen is true, the groups that the permit censors stand as censored objects: "
    "drop what was held of them. The one that says false clears every censored object, also of kinds that its item "
    "does not bring.",
}
"""What a reader must do beyond the group itself (§2.6)."""


def group_schemas() -> dict[str, Schema]:
    """Every group schema by name: `KIND` and `KIND_MUUTOS` of each kind, those of unknown kinds, the two unions."""
    schemas: dict[str, Schema] = {}
    for group in CATALOGUE:
        schemas[group.name] = _schema(group, change=False)
        schemas[_change_name(group.name)] = _schema(group, change=True)
    schemas[UNKNOWN] = _unknown({})
    schemas[UNKNOWN_CHANGE] = _unknown({ATTRIBUTE: ref("Muutosattribuutti")})
    schemas[BASE] = _union({name: name for name in BY_NAME}, UNKNOWN, "One information group of base data.")
    schemas[CHANGE] = _union(
        {name: _change_name(name) for name in BY_NAME}, UNKNOWN_CHANGE, "One information group of a change."
    )
    return schemas


def _change_name(kind: str) -> str:
    return f"{kind}_MUUTOS"


def _schema(group: Group, *, change: bool) -> Schema:
    head: dict[str, Schema] = {KIND: {"type": "string", "const": group.name}}
    if change:
        head[ATTRIBUTE] = ref("Muutosattribuutti")
    members = {member: member_schema(group.name, member) for member in group.members}
    tail = {IN_FORCE: array(ref(group.name))} if change else {}
    reading = _READING.get(group.name, "")
    plain = closed({**head, **members, **tail}, *head, *_REQUIRED.get(group.name, ()), description=reading)
    if not group.hidden:
        return plain
    withheld: Schema = {"type": "array", "const": list(group.hidden), "description": "The members left out."}
    censored = closed({**head, WITHHELD: withheld}, *head, WITHHELD, description="Censored for a protected person.")
    return {"anyOf": [plain, censored]}


def _unknown(head: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": "A kind outside the catalogue, as it was loaded into a sandbox: its members are not known.",
        "properties": {KIND: {**TEXT, "minLength": 1, "not": {"enum": list(BY_NAME)}}, **head},
        "required": [KIND, *head],
        "additionalProperties": True,
    }


def _union(mapping: dict[str, str], unknown: str, description: str) -> Schema:
    return {
        "description": description,
        "anyOf": [*(ref(name) for name in mapping.values()), ref(unknown)],
        "discriminator": {"propertyName": KIND, "mapping": {k: ref(name)["$ref"] for k, name in mapping.items()}},
    }
