"""A building beside its lines in the open file: what a register's building is told as, and what lines tell of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from vaki.codes import building_class, municipality, postal
from vaki.register.buildings import Building, BuildingAddress, Coordinates, VotingDistrict
from vaki.register.open_file.lines import LIVING_OR_BUSINESS, PRODUCTION_OR_OTHER, UNKNOWN_USE, Line
from vaki.register.places import DEMOLISHED
from vaki.register.wire import bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LAST_OF_BUSINESS: Final = "599"
_USE_NOT_KNOWN: Final = "10"


class Differs(Exception):
    """The register has the building, and tells something else of it"""


def use_of(building: Building) -> str:
    """1, 2 or 0: by the building's class, or as an earlier file told where the class is not known."""
    if building.rakennusluokka:
        living = building_class.of_1994(building.rakennusluokka)[0] <= _LAST_OF_BUSINESS
        return LIVING_OR_BUSINESS if living else PRODUCTION_OR_OTHER
    return building.kayttotarkoitus or UNKNOWN_USE


def lines_of(building: Building, day: date) -> Iterator[Line]:
    """The building's addresses as lines; none for one that is gone, is not finished yet or lacks a postal code.

    Raises vaki.codes.errors.UnknownCode for a municipality or class that no list has.
    """
    if building.kaytossaolotilanne in DEMOLISHED or building.hanke is not None:
        return
    district = building.aanestysalue or VotingDistrict("")
    for address in building.osoitteet:
        if address.postinumero:
            yield Line(
                building.rakennustunnus,
                building.kuntakoodi,
                municipality.get(municipality.successor(building.kuntakoodi)).region or "",
                use_of(building),
                building.koordinaatit.pohjoinen,
                building.koordinaatit.ita,
                address.osoitenumero,
                address.katunimi.get("fi", ""),
                address.katunimi.get("sv", ""),
                address.katunumero,
                address.postinumero,
                district.tunnus,
                district.nimi.get("fi", ""),
                district.nimi.get("sv", ""),
                building.kiinteistotunnus,
                day,
            )


def building_of(lines: Sequence[Line]) -> Building:
    """The building that its lines tell of; a municipality that has ended is the one that took over.

    Raises Differs when the lines disagree about the building.
    """
    first = lines[0]
    addresses = {line.address_number: _address(line) for line in lines}
    if any(_common(line) != _common(first) for line in lines) or len(addresses) != len({*lines}):
        raise Differs
    names = _names(first.district_fi, first.district_sv)
    return Building(
        rakennustunnus=first.building_code,
        kuntakoodi=municipality.successor(first.municipality),
        kiinteistotunnus=first.property_code,
        osoitteet=tuple(addresses[number] for number in sorted(addresses)),
        koordinaatit=Coordinates(first.north, first.east),
        rakennusluokka="",
        valmistumisvuosi=0,
        kaytossaolotilanne=_USE_NOT_KNOWN,
        aanestysalue=VotingDistrict(first.district, names) if first.district else None,
        kayttotarkoitus=first.use,
    )


def _common(line: Line) -> tuple[object, ...]:
    return (line.municipality, line.use, line.north, line.east, line.district, line.property_code)


def _address(line: Line) -> BuildingAddress:
    office = postal.get(line.postal_code) if postal.exists(line.postal_code) else None
    return BuildingAddress(
        line.address_number,
        _names(line.street_fi, line.street_sv),
        line.street_number,
        line.postal_code,
        {} if office is None else bilingual(office.name_fi, office.name_sv),
    )


def _names(finnish: str, swedish: str) -> dict[str, str]:
    return {language: name for language, name in (("fi", finnish), ("sv", swedish)) if name}


def joined(known: Building, told: Building) -> Building:
    """The register's building with the addresses that the file tells besides; `known` itself when there are none.

    Raises Differs when the file tells something else of what the register has.
    """
    place = (known.kuntakoodi, known.kiinteistotunnus, known.koordinaatit, use_of(known))
    if place != (told.kuntakoodi, told.kiinteistotunnus, told.koordinaatit, use_of(told)):
        raise Differs
    mine = {address.osoitenumero: address for address in known.osoitteet}
    added = []
    for address in told.osoitteet:
        own = mine.get(address.osoitenumero)
        if own is None:
            added.append(address)
        elif (own.katunimi, own.katunumero, own.postinumero) != (
            address.katunimi,
            address.katunumero,
            address.postinumero,
        ):
            raise Differs
    if not added:
        return known
    addresses = sorted([*known.osoitteet, *added], key=lambda one: one.osoitenumero)
    return msgspec.structs.replace(known, osoitteet=tuple(addresses))
