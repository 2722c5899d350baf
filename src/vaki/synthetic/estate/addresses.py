"""Addresses: each street of a municipality belongs to one postal code, and each number on it to one building.

Three families of streets, numbered apart: residential streets with houses and row houses, streets of the centre with
blocks of flats and other buildings, and roads with cottages. Each kind has numbers of its own on a street, and so do
the further addresses of corner buildings; so no address is given twice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes import municipality as municipalities
from vaki.codes import postal
from vaki.codes.dwelling import NO_NUMBER, residence_code
from vaki.codes.municipality import Languages
from vaki.register.buildings import BuildingAddress, Dwelling, VotingDistrict
from vaki.register.wire import bilingual
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate.layouts import COTTAGE, FLAT, HOUSE, LAYOUTS, OTHER, ROW, Spot, positions_of, seat
from vaki.synthetic.estate.numbering import building_code
from vaki.synthetic.estate.streets import post_office, street

if TYPE_CHECKING:
    from vaki.codes.postal import PostalCode

_HOMES, _CENTRE, _ROADS = 0, 1, 2
_FAMILIES: Final = 3


class _Lots(NamedTuple):
    """How a kind stands on its streets: family, quarters a street, the first number, and that of corner addresses."""

    family: int
    quarters: int
    first: int
    corners: int
    wide: bool
    """Every lot has two numbers on its side of the street, so that a building may have both: `5-7`."""


_LOTS: Final = {
    HOUSE: _Lots(_HOMES, 1, 1, 71, wide=False),
    ROW: _Lots(_HOMES, 2, 41, 151, wide=True),
    FLAT: _Lots(_CENTRE, 3, 1, 91, wide=True),
    OTHER: _Lots(_CENTRE, 1, 31, 121, wide=True),
    COTTAGE: _Lots(_ROADS, 1, 8, 0, wide=False),
}
_ADDRESSES: Final = Table(((1, 0.88), (2, 0.10), (3, 0.015), (4, 0.005)))
_BOTH_NUMBERS: Final = 0.2
_LETTER: Final = 0.04
_FLAG_LOT: Final = 0.012
_ROAD: Final = 37
"""Cottages along a road are numbered by distance, in tens of metres."""
_IN_STAIRCASE: Final = 8
_TOWN: Final = 500
_IN_DISTRICT: Final = 12


class Street(NamedTuple):
    """A street with what goes by it: its postal code and its voting district."""

    names: dict[str, str]
    postal_code: str
    office: dict[str, str]
    district: VotingDistrict


@lru_cache(maxsize=65536)
def _street(code: str, family: int, number: int) -> Street:
    post = post_office(code, number, centre=family == _CENTRE)
    names = street(code, number * _FAMILIES + family)
    return Street(names, post.code, bilingual(post.name_fi, post.name_sv), _district(post, number))


@lru_cache(maxsize=8192)
def _district(post: PostalCode, number: int) -> VotingDistrict:
    """Voting districts follow postal codes; in towns each has two parts, told by a letter."""
    order = postal.of_municipality(post.municipality).index(post) + 1
    found = municipalities.get(post.municipality)
    part = "AB"[number // _IN_DISTRICT % 2] if (found.population_hundreds or 0) >= _TOWN else ""
    names = {
        "fi": "" if found.languages is Languages.SWEDISH else post.name_fi,
        "sv": "" if found.languages is Languages.FINNISH else post.name_sv,
    }
    return VotingDistrict(
        f"{order:03}{part}", {tongue: f"{name.title()} {part}".rstrip() for tongue, name in names.items() if name}
    )


def street_of(code: str, kind: str, quarter: int) -> Street:
    """The street that a municipality's quarter lies on."""
    lots = _LOTS[kind]
    return _street(code, lots.family, quarter // lots.quarters)


def _number(draws: Draws, kind: str, lots: _Lots, lot: int) -> str:
    draw = draws.fraction()
    if kind == COTTAGE:
        return str(lots.first + _ROAD * lot + int(draw * (_ROAD - 1)))
    if lots.wide:
        own = lots.first + 4 * (lot // 2) + lot % 2
        return f"{own}-{own + 2}" if draw < _BOTH_NUMBERS else str(own)
    own = lots.first + lot
    if draw < _FLAG_LOT:
        return f"{own}h{1 + int(draw / _FLAG_LOT * 6)}"
    return f"{own}a" if draw < _LETTER else str(own)


@lru_cache(maxsize=16384)
def addresses(seed: int, code: str, kind: str, quarter: int, building: int) -> tuple[BuildingAddress, ...]:
    """The one to four addresses of a quarter's building, the first on the quarter's own street."""
    lots = _LOTS[kind]
    at, part = divmod(quarter, lots.quarters)
    lot = part * LAYOUTS[kind].buildings + building
    draws = Draws(seed, "address", code, kind, quarter, building)
    own = _street(code, lots.family, at)
    made = [BuildingAddress(1, own.names, _number(draws, kind, lots, lot), own.postal_code, own.office)]
    for further in range(1, draws.from_table(_ADDRESSES) if lots.corners else 1):
        crossing = _street(code, lots.family, at + further)
        number = str(lots.corners + 3 * lot + further - 1)
        made.append(BuildingAddress(further + 1, crossing.names, number, crossing.postal_code, crossing.office))
    return tuple(made)


def dwelling_number(kind: str, building: int, at: int) -> tuple[str, str]:
    """Staircase and number of a building's dwelling, from 0."""
    if kind == HOUSE:
        return ("", NO_NUMBER) if len(positions_of(kind, building)) == 1 else (chr(ord("A") + at), "001")
    if kind == ROW:
        return chr(ord("A") + at), "001"
    return chr(ord("A") + at // _IN_STAIRCASE), f"{at + 1:03}"


def building_number(kind: str, quarter: int, building: int) -> int:
    """Of a quarter's building, its number among the municipality's of its kind."""
    return quarter * LAYOUTS[kind].buildings + building


@lru_cache(maxsize=16384)
def home(seed: int, municipality: str, spot: Spot) -> Dwelling:
    """A dwelling of a municipality as a resident's groups tell it."""
    building, at = seat(spot.kind, spot.position)
    code = building_code(municipality, spot.kind, building_number(spot.kind, spot.quarter, building))
    staircase, number = dwelling_number(spot.kind, building, at)
    address = addresses(seed, municipality, spot.kind, spot.quarter, building)[0]
    return Dwelling(
        residence_code=residence_code(code, address.osoitenumero, staircase, number, ""),
        building_code=code,
        municipality=municipality,
        address_number=address.osoitenumero,
        street=address.katunimi,
        street_number=address.katunumero,
        postal_code=address.postinumero,
        post_office=address.postitoimipaikka,
        staircase=staircase,
        number=number,
        division="",
    )
