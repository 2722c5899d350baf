"""Names in the reduced spelling of the older services, beside the full one (docs/wire/muutosrajapinta.md §2.1)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from vaki.register.errors import EventRefused

LONGEST: Final = 100
MOST_FIRST_NAMES: Final = 4
"""Etu- ja sukunimilaki 946/2017 2 §."""

_REDUCED: Final = str.maketrans("đĐŋŊŧŦłŁıœŒ", "dDnNtTlLioO")
_SIGNS: Final = frozenset(" -'’.")
_LATIN_1_NAME: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ '.-]*")
"""What most names are: letters and signs that are spelled the same in both ways."""


def reduced(name: str) -> str:
    """The name in the letters of ISO 8859-1: others lose their marks (š is s, đ is d)."""
    if _LATIN_1_NAME.fullmatch(name):
        return name
    return "".join(_in_latin_1(letter) for letter in name.translate(_REDUCED))


def _in_latin_1(letter: str) -> str:
    if ord(letter) < 256:  # noqa: PLR2004 -- the size of ISO 8859-1
        return letter
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return plain if plain and all(ord(part) < 256 for part in plain) else "'"  # noqa: PLR2004


def checked_name(name: str) -> str:
    """The name in composed form; refuses what is not letters with blanks, hyphens, apostrophes and points between."""
    composed = unicodedata.normalize("NFC", name)
    letters = _LATIN_1_NAME.fullmatch(composed) is not None or all(
        one in _SIGNS or (one.isalpha() and unicodedata.name(one, "").startswith("LATIN ")) for one in composed
    )
    if not letters or not composed[:1].isalpha() or composed != " ".join(composed.split()) or len(composed) > LONGEST:
        raise EventRefused("The name is not written in Latin letters as a name is.")
    return composed


def checked_first_names(names: str) -> str:
    """As `checked_name`, of at most four first names."""
    checked = checked_name(names)
    if len(checked.split()) > MOST_FIRST_NAMES:
        raise EventRefused("A person has at most four first names.")
    return checked
