"""What a change item comes to in a few words, read from the item alone."""

from __future__ import annotations

from typing import Any, Final

from vaki.cli.facts import withheld
from vaki.codes import municipality
from vaki.register.groups import ATTRIBUTE, KIND

_HOME: Final = "KOTIKUNTA"
_ADDRESS: Final = "VAKINAINEN_KOTIMAINEN_OSOITE"
_NEW: Final = {"LISATTY", "MUUTETTU"}
_WORDS: Final = {
    "KUOLINPAIVA": "died",
    "LAPSI": "got a child",
    "HUOLLETTAVA": "custody of a child",
    "HUOLTAJA": "custodians",
    "VANHEMPI": "a parent's data",
    "AVIOLIITTO": "marriage",
    "SIVIILISAATY": "marital status",
    "HENKILON_NIMI": "name",
    "KANSALAISUUS": "citizenship",
    "AIDINKIELI": "mother tongue",
    "ASIOINTIKIELI": "language of service",
    "VAKINAINEN_ULKOMAINEN_OSOITE": "address abroad",
}
_MOST_WORDS: Final = 3


def gist(item: dict[str, Any], here: str) -> str:
    """A few words on one item of the feed of municipality `here`."""
    groups = item["tietoryhmat"]
    return (
        _new_here(groups) or _protection(groups) or _moved_away(groups, here) or _moved_within(groups) or _kinds(groups)
    )


def _added(groups: list[dict[str, Any]], kind: str) -> dict[str, Any] | None:
    return next((group for group in groups if group[KIND] == kind and group[ATTRIBUTE] == "LISATTY"), None)


def _new_here(groups: list[dict[str, Any]]) -> str:
    """Who is new to the customer is told whole, the birth date with it."""
    birth, home = _added(groups, "SYNTYMAPAIVA"), _added(groups, _HOME)
    if birth is None or home is None:
        return ""
    return "born here" if birth["syntymapv"] == home.get("kuntaanMuuttopv") else "moved in"


def _protection(groups: list[dict[str, Any]]) -> str:
    for group in groups:
        if group[KIND] == "TURVAKIELTO":
            return "protected from now on" if group["turvakieltoAktiivinen"] else "no longer protected"
    return ""


def _moved_away(groups: list[dict[str, Any]], here: str) -> str:
    home = _added(groups, _HOME)
    code = None if home is None else home.get("kuntakoodi")
    if code is None or code == here:
        return ""
    return f"moved to {municipality.name(code, 'en')}" if municipality.is_in_force(code) else "moved abroad"


def _moved_within(groups: list[dict[str, Any]]) -> str:
    address = _added(groups, _ADDRESS)
    if address is None:
        return ""
    if withheld(address):
        return "moved, the address withheld"
    street = next(iter(address.get("katunimi", {}).values()), "")
    flat = [address.get(member, "") for member in ("katunumero", "huoneistokirjain", "huoneistonumero", "jakokirjain")]
    return " ".join(["moved to", street, *(part for part in flat if part and part != "000")])


def _kinds(groups: list[dict[str, Any]]) -> str:
    """The data that is new, in words for the kinds met most, by its wire name otherwise."""
    fresh = [group[KIND] for group in groups if group[ATTRIBUTE] in _NEW] or [group[KIND] for group in groups]
    kinds = list(dict.fromkeys(fresh))
    named = [_WORDS[kind] for kind in kinds if kind in _WORDS] or kinds
    more = f" and {len(named) - _MOST_WORDS} more" if len(named) > _MOST_WORDS else ""
    return ", ".join(named[:_MOST_WORDS]) + more
