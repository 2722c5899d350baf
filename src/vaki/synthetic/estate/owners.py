"""Who owns what stands: those who live there, housing companies, companies, municipalities, the state, estates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from vaki.codes import municipality
from vaki.codes.municipality import Languages
from vaki.register.buildings import Owner
from vaki.synthetic.draws import Table
from vaki.synthetic.estate.numbering import company

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaki.register.buildings import BuildingAddress
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.estate.layouts import Spot

_ESTATE, _COMPANY, _MUNICIPALITY, _STATE, _PARISH, _SOCIETY = (
    "KUOLINPESA",
    "YRITYS",
    "KUNTA",
    "VALTIO",
    "SEURAKUNTA",
    "YHDISTYS",
)
_OF_HOUSE: Final = Table(((_COMPANY, 0.58), (_MUNICIPALITY, 0.27), (_STATE, 0.08), (_PARISH, 0.07)))
_OF_EMPTY_HOUSE: Final = Table(((_ESTATE, 0.66), (_COMPANY, 0.22), (_MUNICIPALITY, 0.08), (_STATE, 0.04)))
_OF_COTTAGE: Final = Table(((_ESTATE, 0.45), (_COMPANY, 0.35), (_SOCIETY, 0.10), (_STATE, 0.06), (_PARISH, 0.04)))
_PUBLIC: Final = Table(((_MUNICIPALITY, 0.78), (_STATE, 0.12), (_COMPANY, 0.10)))
_CHURCH: Final = Table(((_PARISH, 0.9), (_SOCIETY, 0.1)))
_CLUBS: Final = Table(((_SOCIETY, 0.55), (_MUNICIPALITY, 0.35), (_COMPANY, 0.10)))
_BUSINESS: Final = Table(((_COMPANY, 0.88), (_MUNICIPALITY, 0.09), (_STATE, 0.03)))
_BY_CLASS: Final = {"06": _PUBLIC, "08": _PUBLIC, "07": _CLUBS, "13": _PUBLIC}
_CHURCHES: Final = ("0730", "0731", "0739")
_RENTED_BLOCK: Final = 0.3


def of_house(
    draws: Draws, code: str, spots: list[Spot], owners: Mapping[Spot, int], lived_in: bool
) -> tuple[Owner, ...]:
    """Of a detached house: those of `owners` who live there, and nobody knows by name whose estate it is."""
    persons = tuple(Owner(henkilo=owners[spot]) for spot in spots if spot in owners)
    if persons:
        return persons
    return (_kind_of_owner(draws, code, draws.from_table(_OF_HOUSE if lived_in else _OF_EMPTY_HOUSE)),)


def of_block(draws: Draws, code: str, address: BuildingAddress) -> tuple[Owner, ...]:
    """Of a row house or a block of flats: its housing company, or whoever lets all of it."""
    if draws.chance(_RENTED_BLOCK):
        return (_kind_of_owner(draws, code, _MUNICIPALITY if draws.chance(0.45) else _COMPANY),)
    finnish = address.katunimi.get("fi")
    name = f"Asunto Oy {finnish}" if finnish is not None else f"Bostads Ab {address.katunimi['sv']}"
    number = company("housing", code, *address.katunimi.values(), address.katunumero)
    return (Owner(ytunnus=number, nimi=f"{name} {address.katunumero}", laji="ASUNTOYHTEISO"),)


def of_other(draws: Draws, code: str, building_class: str) -> tuple[Owner, ...]:
    """Of a building for something else than living."""
    table = _CHURCH if building_class in _CHURCHES else _BY_CLASS.get(building_class[:2], _BUSINESS)
    return (_kind_of_owner(draws, code, draws.from_table(table)),)


def of_cottage(draws: Draws, code: str, person: int | None) -> tuple[Owner, ...]:
    """Of a cottage: a person who lives elsewhere, if one is told."""
    if person is not None:
        return (Owner(henkilo=person),)
    return (_kind_of_owner(draws, code, draws.from_table(_OF_COTTAGE)),)


_COMPANIES_A_MUNICIPALITY: Final = 40


def _kind_of_owner(draws: Draws, code: str, kind: str) -> Owner:
    if kind == _ESTATE:
        return Owner(nimi="kuolinpesä", laji=kind)
    return _organisation(code, kind, draws.below(_COMPANIES_A_MUNICIPALITY) if kind == _COMPANY else 0)


@cache
def _organisation(code: str, kind: str, number: int) -> Owner:
    if kind == _STATE:
        return Owner(ytunnus=company("state"), nimi="Suomen valtio", laji=kind)
    found = municipality.get(code)
    swedish = found.languages is Languages.SWEDISH
    name = found.name_sv if swedish else found.name_fi
    names = {
        _MUNICIPALITY: name,
        _PARISH: f"{name} församling" if swedish else f"Seurakunta {name}",
        _SOCIETY: f"Byalaget {name} r.f." if swedish else f"Kyläyhdistys {name} ry",
        _COMPANY: f"Fastighets Ab {name} {number + 1}" if swedish else f"Kiinteistö Oy {name} {number + 1}",
    }
    return Owner(ytunnus=company(kind, code, number), nimi=names[kind], laji=kind)
