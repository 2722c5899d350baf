"""Languages by their ISO 639-1 code, the three-letter twins, and the register's own 98 and 99.

98 says that the language is given in plain text beside the code; the change interface then has `mis` as the twin.
99 is an unknown language. Its twin there is not known from any example; `und` (undetermined) is our choice.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import tables
from vaki.codes.errors import UnknownCode
from vaki.codes.naming import Language as NameLanguage
from vaki.codes.naming import first_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FINNISH: Final = "fi"
SWEDISH: Final = "sv"
IN_PLAIN_TEXT: Final = "98"
UNKNOWN: Final = "99"
_TWINS: Final = {IN_PLAIN_TEXT: "mis", UNKNOWN: "und"}
_QUERY_TWINS: Final = {IN_PLAIN_TEXT: "980", UNKNOWN: "990"}
# Codes that ISO 639 withdrew in 1989 and that registers still hold.
_WITHDRAWN: Final = {"iw": "he", "in": "id", "ji": "yi"}


class UnknownLanguage(UnknownCode):
    """The code is not in the list of languages"""


class Language(NamedTuple):
    """`alpha3` is the ISO 639-2 code of the change interface, `query_alpha3` the one of the query interface."""

    code: str
    alpha3: str
    query_alpha3: str
    name_fi: str
    name_sv: str

    def name(self, language: NameLanguage) -> str:
        """The language's name in a language, Finnish where there is none."""
        return first_of(language, self.name_fi, self.name_sv)


def get(code: str) -> Language:
    """The entry of a code of two lower-case letters, 98 or 99; a withdrawn code gives today's entry.

    Raises UnknownLanguage.
    """
    try:
        return _all()[_WITHDRAWN.get(code, code)]
    except KeyError:
        raise UnknownLanguage("two small letters, 98 or 99 are asked for") from None


def exists(code: str) -> bool:
    """Whether the code is in the list, withdrawn codes included."""
    return _WITHDRAWN.get(code, code) in _all()


def all_languages() -> tuple[Language, ...]:
    """The whole list in the order of codes, 98 and 99 last."""
    return tuple(_all().values())


@cache
def _all() -> Mapping[str, Language]:
    found = {}
    for row in tables.rows("kielet"):
        code, alpha3 = row["code"], row["alpha3"]
        found[code] = Language(
            code, alpha3 or _TWINS[code], alpha3 or _QUERY_TWINS[code], row["name_fi"], row["name_sv"]
        )
    return MappingProxyType(found)
