"""The narrow tables beside the documents, made from them by one function each (docs/decisions/0003).

`./vaki db check` makes them again from every document and compares.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.register.wire import read_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.document import Document

_OPEN_START: Final = date(1, 1, 1)
_NAME_KINDS: Final = {"etunimi": "ETUNIMI", "sukunimi": "SUKUNIMI"}
_FINNISH_LAST: Final = {"å": "{1", "ä": "{2", "ö": "{3", "æ": "{2", "ø": "{3"}


@dataclass(frozen=True, slots=True)
class SearchColumns:
    """What a person's row tells without opening the document."""

    code: str
    municipality: str | None
    alive: bool
    protected: bool
    birth_date: date | None
    due: date | None


IdentityRow = tuple[str, int, bool]
"""(code, person, active)"""
NameRow = tuple[int, str, str, date, date | None]
"""(person, kind, sort key, first day, last day)"""
ResidenceRow = tuple[int, str, date, date | None]
"""(person, residence code, first day, last day)"""
RelationRow = tuple[int, int, str]
"""(person, other, kind)"""


class ListedRows(NamedTuple):
    """Every narrow row once, in an order that follows from the document alone."""

    identity: list[IdentityRow]
    names: list[NameRow]
    residences: list[ResidenceRow]
    relations: list[RelationRow]


@dataclass(frozen=True, slots=True)
class NarrowRows:
    identity: frozenset[IdentityRow]
    names: frozenset[NameRow]
    residences: frozenset[ResidenceRow]
    relations: frozenset[RelationRow]


def narrow_rows(document: Document) -> NarrowRows:
    """Every narrow row that a document gives rise to."""
    rows = listed_rows(document)
    return NarrowRows(
        frozenset(rows.identity), frozenset(rows.names), frozenset(rows.residences), frozenset(rows.relations)
    )


def listed_rows(document: Document) -> ListedRows:
    """As `narrow_rows`, for who writes them down."""
    person = document.person_id
    return ListedRows(
        [(code, person, at == 0) for at, code in enumerate(document.codes)],
        list(dict.fromkeys(_names(document))),
        list(dict.fromkeys(_residences(document))),
        list(dict.fromkeys((person, other, kind) for kind, other in document.relatives())),
    )


def _names(document: Document) -> Iterator[NameRow]:
    person = document.person_id
    current = document.one("HENKILON_NIMI")
    if current is not None:
        since = read_day(current.get("alkupv")) or _OPEN_START
        for member, kind in _NAME_KINDS.items():
            if current.get(member):
                yield person, kind, sort_key(current.get(f"{member}UTF8") or current[member]), since, None
    for group in document.all("NIMENMUUTOS_LAAJA"):
        kind = str(group["nimilaji"])
        since = read_day(group.get("alkupv")) or _OPEN_START
        yield person, kind, sort_key(group.get("nimiUTF8") or group["nimi"]), since, read_day(group.get("loppupv"))


def _residences(document: Document) -> Iterator[ResidenceRow]:
    for kind in (
        "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
        "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    ):
        for group in document.all(kind):
            if "asuinpaikantunnus" in group:
                since = read_day(group.get("alkupv")) or _OPEN_START
                yield document.person_id, group["asuinpaikantunnus"], since, read_day(group.get("loppupv"))


@lru_cache(maxsize=16384)
def sort_key(name: str) -> str:
    """Finnish order as plain text: å ä ö after z, w as v, other accents as their base letter, case ignored.

    Kept as a column, because the embedded server has no collations of its own.
    """
    key: list[str] = []
    for letter in name.casefold():
        if letter in _FINNISH_LAST:
            key.append(_FINNISH_LAST[letter])
        elif letter == "w":
            key.append("v")
        else:
            key.extend(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return "".join(key)
