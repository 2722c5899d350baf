"""States by their numeric ISO 3166-1 code, which the register uses for citizenship, birth and residence.

Codes of states that have changed (old Sudan, old Ethiopia, the Soviet Union) still stand on people and are known
here; 998 says that the state is given in plain text beside the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaki.codes import tables
from vaki.codes.errors import UnknownCode
from vaki.codes.naming import Language, first_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FINLAND: Final = "246"
IN_PLAIN_TEXT: Final = "998"


class UnknownCountry(UnknownCode):
    """The code is not in the list of states"""


@dataclass(frozen=True, slots=True)
class Country:
    """`alpha2` and `alpha3` are empty for former codes; `current` is then the code of today, if the state goes on."""

    numeric: str
    name_fi: str
    name_sv: str
    name_en: str
    alpha2: str = ""
    alpha3: str = ""
    in_force: bool = True
    current: str | None = None

    def name(self, language: Language) -> str:
        """The name in the language, Finnish where there is none."""
        return first_of(language, self.name_fi, self.name_sv, self.name_en)


def get(numeric: str) -> Country:
    """The state of a three-digit code, former codes included. Raises UnknownCountry (for 998 too: it names none)."""
    try:
        return _all()[numeric]
    except KeyError:
        raise UnknownCountry("a numeric code of three digits is asked for") from None


def exists(numeric: str) -> bool:
    """Whether the code may stand as a state code: a state of today, a former one, or 998."""
    return numeric == IN_PLAIN_TEXT or numeric in _all()


def from_alpha2(alpha2: str) -> Country:
    """The state of a two-letter code in capitals. Raises UnknownCountry."""
    try:
        return _by_alpha2()[alpha2]
    except KeyError:
        raise UnknownCountry("a code of two capital letters is asked for") from None


@cache
def all_in_force() -> tuple[Country, ...]:
    """The states of today in the order of their numeric codes."""
    return tuple(one for one in _all().values() if one.in_force)


@cache
def _all() -> Mapping[str, Country]:
    found = {
        row["numeric"]: Country(
            row["numeric"], row["name_fi"], row["name_sv"], row["name_en"], row["alpha2"], row["alpha3"]
        )
        for row in tables.rows("valtiot")
    }
    for row in tables.rows("valtiot_vanhat"):
        found[row["numeric"]] = Country(
            row["numeric"],
            row["name_fi"],
            row["name_sv"],
            row["name_en"],
            in_force=False,
            current=row["current"] or None,
        )
    return MappingProxyType(found)


@cache
def _by_alpha2() -> Mapping[str, Country]:
    return MappingProxyType({one.alpha2: one for one in all_in_force()})
