"""Documents in which every value that can carry one has a token of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.oracle.searching import Mint, token_of

from vaki.register.document import Entry
from vaki.register.groups import BY_NAME, KIND, SENSITIVE
from vaki.register.whereabouts import BIRTH_HOME, TOLD_ANEW

if TYPE_CHECKING:
    from vaki.register.document import Document

WITHHELD_OF_THE_PLANTED: Final = frozenset({"ULKOMAINEN_HENKILOTUNNUS", BIRTH_HOME})
"""Kinds whose planted lines bear the mark that only single lines get."""
PLANTED: Final = sorted(SENSITIVE | TOLD_ANEW | {BIRTH_HOME})
COMPUTED: Final = "VUODENVAIHTEEN_KUNTA"
HISTORY: Final = ("EDELLINEN_", "ENTINEN_")
ENDED: Final = "2019-05-06"
"""The last day of planted history, within the time of protection."""
_KEPT_AS_THEY_ARE: Final = frozenset(
    {
        *("tarkkuus", "poissaolo", "voimassaolo", "tietolahde", "vtjVoimassaolo", "sukupuoli", "toimintakelpoisuus"),
        *("lajikoodi", "postinumero", "huoneistokirjain", "huoneistonumero", "jakokirjain", "numero", "laitos"),
        *("osoitenumero", "tehtavienjako", "oikeusaputoimisto", "vuodenvaihde", "kansalaisuuskoodi"),
    }
)
"""Enumerations and members too short or too common for a token."""
_LENGTHS: Final = {"asuinpaikantunnus": 16}
_CODE: Final = re.compile("[0-9]{3}")


@dataclass
class Planted:
    """One person's tokens, by kind, as they are sought. Those in quotation marks are found in JSON only."""

    person_id: int
    town: str
    birth_town: str
    tokens: dict[str, set[str]] = field(default_factory=dict)

    def note(self, kind: str, token: str) -> None:
        self.tokens.setdefault(kind, set()).add(token_of(token))


def plant(document: Document, mint: Mint, town: str, birth_town: str) -> Planted:
    """Give the person a group of every kind that could tell a place, in place of those there were."""
    planted = Planted(document.person_id, town, birth_town)
    for kind in PLANTED:
        document.drop_kind(kind)
        if kind == COMPUTED:
            continue
        document.add(_group(kind, mint, planted))
    document.entries = [
        Entry(one.group, one.key, one.mentions, withheld=one.kind in WITHHELD_OF_THE_PLANTED)
        for one in document.entries
    ]
    planted.note(COMPUTED, f'"{town}","vuodenvaihde"')
    planted.note(BIRTH_HOME, f'"{birth_town}"')
    return planted


def _group(kind: str, mint: Mint, planted: Planted) -> dict[str, Any]:
    facts = BY_NAME[kind].facts
    members = dict(facts.example)
    for member in BY_NAME[kind].members:
        if member in ("valtionimi", "alkupv", "laitos") and member not in members:
            members[member] = {"arvo": "", "tarkkuus": "PAIVA"} if member == "alkupv" else ""
    if kind == "EDUNVALVONTA":
        members["nykyisetEdunvalvojat"] = [{"yrityksenNimi": "", "kuntakoodi": ""}]
    ends = [members.pop(end) for end in ("loppupv", "kunnastaPoisMuuttopv") if end in members]
    group = {KIND: kind, **_filled(kind, members, mint, planted)}
    if ends and kind.startswith(HISTORY):
        end = "kunnastaPoisMuuttopv" if kind == "EDELLINEN_KOTIKUNTA" else "loppupv"
        group[end] = {"arvo": ENDED, "tarkkuus": "PAIVA"}
    if kind == BIRTH_HOME:
        group["kuntakoodi"] = planted.birth_town
    return group


def _filled(kind: str, members: dict[str, Any], mint: Mint, planted: Planted) -> dict[str, Any]:
    filled = {}
    for member, value in members.items():
        if member in _KEPT_AS_THEY_ARE:
            filled[member] = value
        elif member != "henkilotunnus":
            filled[member] = _value(kind, member, value, mint, planted)
    return filled


def _value(kind: str, member: str, value: Any, mint: Mint, planted: Planted) -> Any:
    if member in ("kuntakoodi", "syntymakotikunta"):
        return planted.town
    if member == "valtiokoodi":
        return "998"
    if isinstance(value, list):
        return [_filled(kind, one, mint, planted) for one in value]
    if isinstance(value, dict) and "arvo" not in value:
        return _filled(kind, value, mint, planted)
    token = _token(member, value, mint)
    planted.note(kind, str(token))
    if isinstance(value, dict):
        return {"arvo": token, "tarkkuus": "PAIVA"}
    return f"{token}@example.fi" if member == "sahkopostiosoite" else token


def _token(member: str, value: Any, mint: Mint) -> str | int:
    if isinstance(value, dict):
        return mint.day()
    if isinstance(value, int):
        return mint.number()
    assert not _CODE.fullmatch(value), f"{member}: a code that planting does not know"
    return mint.word(_LENGTHS.get(member, 10))
