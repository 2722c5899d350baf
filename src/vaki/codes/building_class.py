"""The classes of buildings of 2018 and of 1994 beside each other: a building of before 2020 may have both."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from vaki.codes import tables
from vaki.codes.lists import UnknownListCode

if TYPE_CHECKING:
    from collections.abc import Mapping


def of_1994(code: str) -> tuple[str, ...]:
    """The classes of 1994 that buildings of a class of 2018 had, the usual one first. Raises UnknownListCode."""
    try:
        return _all()[code]
    except KeyError:
        raise UnknownListCode("rakennusluokitus_2018") from None


@cache
def _all() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {row["code"]: tuple(row["classes_1994"].split()) for row in tables.rows("rakennusluokitus_vastaavuus")}
    )
