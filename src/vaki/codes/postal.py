"""Postal codes: the ordinary ones, with the post office's names in capitals as they stand on the wire.

The list is Posti's of April 2024; codes of companies, boxes and replies are not in it, so a code that is missing
here may still be in use on an envelope.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import tables
from vaki.codes.errors import UnknownCode

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHAPE: Final = re.compile(r"[0-9]{5}")


class UnknownPostalCode(UnknownCode):
    """The code is not in the list of ordinary postal codes"""


class PostalCode(NamedTuple):
    code: str
    name_fi: str
    name_sv: str
    municipality: str
    """Code of the municipality most of the area is in; always one in force."""


def is_shaped(code: str) -> bool:
    """Whether the text is five digits."""
    return _SHAPE.fullmatch(code) is not None


def get(code: str) -> PostalCode:
    """The entry of a code. Raises UnknownPostalCode."""
    try:
        return _all()[code]
    except KeyError:
        raise UnknownPostalCode("five digits are asked for") from None


def exists(code: str) -> bool:
    """Whether the code is in the list."""
    return code in _all()


def of_municipality(municipality: str) -> tuple[PostalCode, ...]:
    """The codes of a municipality in force, in order; empty for one that has none, has ended or is not known."""
    return _by_municipality().get(municipality, ())


@cache
def _all() -> Mapping[str, PostalCode]:
    return MappingProxyType({row["code"]: PostalCode(**row) for row in tables.rows("postinumerot")})


@cache
def _by_municipality() -> Mapping[str, tuple[PostalCode, ...]]:
    found: dict[str, list[PostalCode]] = {}
    for one in _all().values():
        found.setdefault(one.municipality, []).append(one)
    return MappingProxyType({code: tuple(ones) for code, ones in found.items()})
