"""Settlements of the municipalities in force: roughly where people live, in ETRS-TM35FIN.

Each municipality has a centre and perhaps other settlements. The source (GeoNames, CC BY 4.0) tells no municipality:
a settlement stands with the one whose centre is nearest, which is not always the one it belongs to.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from vaki.codes import tables
from vaki.codes.municipality import UnknownMunicipality

if TYPE_CHECKING:
    from collections.abc import Mapping


class Settlement(NamedTuple):
    """Metres in EPSG:3067, rounded to hundreds; `residents` is rough."""

    municipality: str
    north: int
    east: int
    residents: int


def of_municipality(code: str) -> tuple[Settlement, ...]:
    """The settlements of a municipality in force, its centre first. Raises UnknownMunicipality."""
    try:
        return _all()[code]
    except KeyError:
        raise UnknownMunicipality("a municipality in force is asked for") from None


def centre(code: str) -> Settlement:
    """The centre of a municipality in force. Raises UnknownMunicipality."""
    return of_municipality(code)[0]


def centres() -> Mapping[str, Settlement]:
    """The centres by municipality."""
    return MappingProxyType({code: ones[0] for code, ones in _all().items()})


@cache
def _all() -> Mapping[str, tuple[Settlement, ...]]:
    found: dict[str, list[Settlement]] = {}
    for row in tables.rows("kunnat_taajamat"):
        one = Settlement(row["municipality"], int(row["north"]), int(row["east"]), int(row["residents"]))
        found.setdefault(one.municipality, []).append(one)
    return MappingProxyType({code: tuple(ones) for code, ones in found.items()})
