"""Codes of buildings, properties and companies that no real one has.

Each municipality has a range of the synthetic building codes by its size, and each kind a part of that range: homes
first and side by side, so that a walk in code order from somebody's home passes other homes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from vaki.codes import building as building_codes
from vaki.codes import business, municipality
from vaki.codes import property as property_codes
from vaki.synthetic.draws import number_of
from vaki.synthetic.estate.layouts import COTTAGE, FLAT, HOUSE, KINDS, OTHER, ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

YARD: Final = "yard"
IN_YARD: Final = 3
"""The most outbuildings that a house or a cottage has."""
_FOR_ANY: Final = 20_000
"""Numbers of the smallest municipality; the rest go by residents."""
_BY_SIZE: Final = 43_000_000
_PARTS: Final = {HOUSE: 0.15, ROW: 0.04, FLAT: 0.04, YARD: 0.45, OTHER: 0.10, COTTAGE: 0.22}
"""Of a municipality's numbers. A house has three more in the yards' part, and a cottage three of its own."""
_FIRST_COMPANY: Final = 4_000_000
"""Business codes are given in order and have not come near."""
_COMPANIES: Final = 5_900_000
_UNITS: Final = 200
_GROUPS: Final = 9_000
_FIRST_DISTRICT: Final = 400


@cache
def _ranges() -> Mapping[tuple[str, str], int]:
    """By municipality and kind, the first number."""
    everyone = municipality.all_in_force()
    whole = sum(one.population_hundreds or 0 for one in everyone)
    found = {}
    first = 0.0
    for one in everyone:
        width = _FOR_ANY + _BY_SIZE * (one.population_hundreds or 0) / whole
        at = first
        for kind, part in _PARTS.items():
            found[one.code, kind] = int(at)
            at += part * width
        first += width
    return found


def building_code(code: str, kind: str, number: int) -> str:
    """The permanent code of a kind's building, or of a house's outbuilding, by its number in the municipality."""
    return building_codes.synthetic(_ranges()[code, kind] + number)


def property_code(code: str, kind: str, number: int) -> str:
    """The property that a kind's building of a number stands on."""
    group, unit = divmod(number, _UNITS)
    district = _FIRST_DISTRICT + 100 * KINDS.index(kind) + group // _GROUPS
    return property_codes.make(code, district, group % _GROUPS + 1, unit + 1)


def company(*address: object) -> str:
    """A business code that belongs to the address."""
    number = number_of("company", *address) % _COMPANIES + _FIRST_COMPANY
    while True:
        try:
            return business.make(number)
        except business.InvalidBusinessCode:
            number += 1
