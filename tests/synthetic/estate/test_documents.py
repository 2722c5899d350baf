"""Where people live: buildings with addresses and facts, dwellings, and properties with what stands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.synthetic.estate.conftest import OWNER

from vaki.codes import building, business
from vaki.codes import property as property_codes
from vaki.register.buildings import (
    Building,
    BuildingLacksAddress,
    DwellingDocument,
    Property,
    read_building,
    read_dwelling,
    read_property,
    resolve,
    write,
)
from vaki.synthetic.estate.layouts import HOUSE, Spot
from vaki.synthetic.estate.rows import write_quarters

if TYPE_CHECKING:
    from tests.synthetic.estate.conftest import Country


@pytest.fixture(scope="module")
def estate(country: Country) -> tuple[list[Building], list[DwellingDocument], list[Property]]:
    """Some quarters of each kind in some places, as stored."""
    buildings, dwellings, properties = [], [], []
    for (place, kind), count in country.stock.quarters.items():
        if place % 60 == 0:
            owners = {Spot(place, HOUSE, 0, 0): OWNER}
            written = write_quarters((country.stock, place, kind, range(min(count, 4)), owners, frozenset()))
            buildings += [read_building(row[-1]) for row in written.buildings]
            dwellings += [read_dwelling(row[-1]) for row in written.dwellings]
            properties += [read_property(row[-1]) for row in written.properties]
    return buildings, dwellings, properties


def test_a_building_has_one_to_four_addresses_a_place_a_class_a_year_and_owners(
    estate: tuple[list[Building], list[DwellingDocument], list[Property]],
) -> None:
    buildings, _, _ = estate
    assert {len(one.osoitteet) for one in buildings} == {1, 2, 3, 4}
    for one in buildings:
        assert building.is_valid(one.rakennustunnus)
        assert [address.osoitenumero for address in one.osoitteet] == [*range(1, len(one.osoitteet) + 1)]
        # The rectangle of the country in ETRS-TM35FIN.
        assert 6_600_000 < one.koordinaatit.pohjoinen < 7_800_000
        assert 50_000 < one.koordinaatit.ita < 760_000
        assert len(one.rakennusluokka) == 4
        assert one.hanke is not None or 1850 < one.valmistumisvuosi <= 2026
        for owner in one.omistajat:
            assert (owner.henkilo is None and owner.laji != "KUOLINPESA") == business.is_valid(owner.ytunnus)
    assert OWNER in {one.omistajat[0].henkilo for one in buildings}


def test_a_dwelling_has_rooms_an_area_a_tenure_and_an_address_of_its_building(
    estate: tuple[list[Building], list[DwellingDocument], list[Property]],
) -> None:
    buildings, dwellings, _ = estate
    by_code = {one.rakennustunnus: one for one in buildings}
    for one in dwellings:
        assert 1 <= one.huoneluku <= 9
        assert 15 <= one.pinta_ala <= 400
        assert one.hallintaperuste in {"OMISTUS", "VUOKRA", "ASUMISOIKEUS", "MUU"}
        assert resolve(write(one), write(by_code[one.rakennustunnus])).residence_code == one.asuinpaikantunnus
    assert {one.hallintaperuste for one in dwellings} >= {"OMISTUS", "VUOKRA"}
    strange = DwellingDocument(dwellings[0].asuinpaikantunnus, "x", 9, 1, 20, "1", "MUU", "01")
    with pytest.raises(BuildingLacksAddress):
        resolve(write(strange), write(buildings[0]))


def test_a_property_names_its_owners_and_exactly_the_buildings_that_stand_on_it(
    estate: tuple[list[Building], list[DwellingDocument], list[Property]],
) -> None:
    buildings, _, properties = estate
    standing: dict[str, set[str]] = {}
    for one in buildings:
        standing.setdefault(one.kiinteistotunnus, set()).add(one.rakennustunnus)
    assert {one.kiinteistotunnus: set(one.rakennukset) for one in properties} == standing
    for plot in properties:
        assert property_codes.is_valid(plot.kiinteistotunnus)
        assert plot.omistajat
