"""Väki's groups taken apart into the columns of the variant with rows.

A member that no column takes is an error: a competitor must hold all that it is to tell.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

Group = dict[str, Any]
Row = dict[str, Any]

_DAYS: Final = frozenset({"arvo", "tarkkuus"})
# Columns by the member they are taken from; a day takes two, text in two languages too.
_SINGLE: Final[dict[str, dict[str, str]]] = {
    "SYNTYMAPAIVA": {"syntymapv": "born"},
    "SUKUPUOLI": {"sukupuoli": "sex"},
    "HENKILON_NIMI": {
        "etunimi": "first_names",
        "sukunimi": "surname",
        "etunimiUTF8": "first_names_utf8",
        "sukunimiUTF8": "surname_utf8",
        "alkupv": "names_since",
        "lisatieto": "names_note",
    },
    "AIDINKIELI": {
        "kielikoodi": "tongue",
        "kielikoodiISO6392": "tongue_iso6392",
        "nimi": "tongue_name",
        "alkupv": "tongue_since",
        "loppupv": "tongue_until",
    },
    "ASIOINTIKIELI": {
        "kielikoodi": "service_language",
        "kielikoodiISO6392": "service_language_iso6392",
        "alkupv": "service_language_since",
    },
    "KUOLINPAIVA": {"kuollut": "dead", "kuolinpv": "died"},
    "TURVAKIELTO": {"turvakieltoAktiivinen": "protection_active", "turvaLoppuPv": "protection_until"},
    "KOTIKUNTA": {"kuntakoodi": "home_municipality", "kuntaanMuuttopv": "home_since"},
}
_PERIOD: Final = {"alkupv": "since", "loppupv": "until"}
_ADDRESS: Final = {
    "katunimi": "street",
    "katunumero": "street_number",
    "huoneistokirjain": "staircase",
    "huoneistonumero": "flat",
    "jakokirjain": "flat_division",
    "postinumero": "postal_code",
    "postitoimipaikka": "post_office",
    "rakennustunnus": "building_code",
    "osoitenumero": "address_number",
    "kuntakoodi": "municipality",
    "postiosoite": "line",
    "postiosoiteLisarivi": "second_line",
    "lahiosoite": "street_abroad",
    "paikkakunta": "town_abroad",
    "valtiokoodi": "country",
    "valtionimi": "country_name",
    **_PERIOD,
}
_NAME: Final = {"nimilaji": "sort", "nimi": "name", "nimiUTF8": "name_utf8", **_PERIOD}
_EMAIL: Final = {"sahkopostiosoite": "address", "lajikoodi": "sort", **_PERIOD}
_CITIZENSHIP: Final = {
    "kansalaisuuskoodi": "country",
    "kansalaisuusnimi": "country_name",
    "voimassaolo": "in_force",
    "saamispv": "got",
    "menetyspv": "lost",
}
_SEVERAL: Final = {
    "NIMENMUUTOS": ("name", _NAME),
    "KUTSUMANIMI": ("name", _NAME),
    "SAHKOPOSTIOSOITE": ("email", _EMAIL),
    "VAKINAINEN_KOTIMAINEN_OSOITE": ("address", _ADDRESS),
    "TILAPAINEN_KOTIMAINEN_OSOITE": ("address", _ADDRESS),
    "KOTIMAINEN_POSTIOSOITE": ("address", _ADDRESS),
    "VAKINAINEN_ULKOMAINEN_OSOITE": ("address", _ADDRESS),
    "TILAPAINEN_ULKOMAINEN_OSOITE": ("address", _ADDRESS),
    "ULKOMAINEN_POSTIOSOITE": ("address", _ADDRESS),
}
KINDS: Final = frozenset(_SINGLE) | frozenset(_SEVERAL) | {"HENKILOTUNNUS_KORJAUS", "KANSALAISUUS"}
"""What stands in columns."""


class Untaken(Exception):
    """A group has what the columns do not take."""


def taken_apart(groups: list[Group]) -> tuple[Row, dict[str, list[Row]]]:
    """(columns of the person, rows of the other tables) of a person's groups in wire order."""
    person: Row = {"previous_codes": []}
    rows: dict[str, list[Row]] = {table: [] for table in ("name", "citizenship", "email", "address", "other_group")}
    seen: set[str] = set()
    for position, group in enumerate(groups):
        kind = group["tietoryhma"]
        members = {member: value for member, value in group.items() if member != "tietoryhma"}
        if kind in _SEVERAL:
            table, columns = _SEVERAL[kind]
            own = {} if table == "email" else {"kind": kind}
            rows[table].append({"position": position, **own, **_columns(members, columns)})
            continue
        if kind not in KINDS:
            rows["other_group"].append({"position": position, "kind": kind, "members": group})
            continue
        if kind in seen:
            raise Untaken(kind)
        seen.add(kind)
        if kind == "KANSALAISUUS":
            rows["citizenship"] = [
                {"position": at, **_columns(one, _CITIZENSHIP)}
                for at, one in enumerate(members.pop("henkilonKansalaisuudet"))
            ]
            if members or not rows["citizenship"]:
                raise Untaken(kind)
        elif kind == "HENKILOTUNNUS_KORJAUS":
            person["previous_codes"] = _previous(members)
        else:
            person.update(_columns(members, _SINGLE[kind]))
    return person, rows


def _previous(members: Group) -> list[str]:
    """The earlier codes; all else of the group is the code in force, said twice."""
    earlier: list[str] = members["edellisetHenkilotunnukset"]
    code = members["aktiivinenHenkilotunnus"]
    known = {
        "aktiivinenHenkilotunnus": code,
        "edellisetHenkilotunnukset": earlier,
        "muutettuHenkilotunnus": code,
        "voimassaolo": "AKTIIVI",
    }
    if members != known:
        raise Untaken("HENKILOTUNNUS_KORJAUS")
    return earlier


def _columns(members: Group, columns: dict[str, str]) -> Row:
    row: Row = {}
    for member, value in members.items():
        if member not in columns:
            raise Untaken(member)
        column = columns[member]
        if not isinstance(value, dict):
            row[column] = value
        elif value.keys() <= _DAYS:
            row[column] = date.fromisoformat(value["arvo"])
            row[f"{column}_precision"] = value["tarkkuus"]
        else:
            row.update({f"{column}_{language}": text for language, text in value.items()})
    return row
