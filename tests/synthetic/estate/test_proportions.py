"""The stock against the country's figures (Statistics Finland 2017, 2021 and 2022; the register's own count 2024)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from vaki.codes import municipality
from vaki.synthetic.estate.layouts import COTTAGE, FLAT, HOUSE, LAYOUTS, OTHER, ROW

if TYPE_CHECKING:
    from tests.synthetic.estate.conftest import Country

    from vaki.synthetic.estate.plots import Plot

STEP = 300
RESIDENTIAL = {"0110", "0111", "0112", "0120", "0121", "0130", "0140"}
BLOCKS = {"0120", "0121", "0130", "0140"}
STOCK = {HOUSE: 1_168_455, ROW: 84_883, FLAT: 66_418, OTHER: 222_187, COTTAGE: 509_652}
IN_REGISTER = 3_849_511
OTHERS_2017 = {
    "03": 43_868, "04": 10_834, "05": 57_760, "06": 9_077, "07": 14_510, "08": 8_987, "12": 32_408,
}  # fmt: skip
INDUSTRY_2017 = 45_870
ALL_2017 = 228_770


@pytest.fixture(scope="module")
def plots(country: Country) -> list[Plot]:
    return list(country.every(STEP))


def test_there_are_as_many_buildings_of_each_kind_as_in_the_country(country: Country, plots: list[Plot]) -> None:
    counts: Counter[str] = Counter()
    for (_, kind), count in country.stock.quarters.items():
        counts[kind] += count * LAYOUTS[kind].buildings
    for kind, wanted in STOCK.items():
        assert counts[kind] == pytest.approx(wanted, rel=0.05), kind
    with_yards = sum(len(plot.buildings) for plot in plots) * STEP
    assert with_yards == pytest.approx(IN_REGISTER, rel=0.04)


def test_three_fifths_of_residential_buildings_are_from_1970_or_later(plots: list[Plot]) -> None:
    years = [plot.buildings[0].valmistumisvuosi for plot in plots if plot.buildings[0].rakennusluokka in RESIDENTIAL]
    assert sum(year >= 1970 for year in years) / len(years) == pytest.approx(0.60, abs=0.02)


def test_dwellings_have_the_countrys_area_and_tenures(plots: list[Plot]) -> None:
    homes = [one for plot in plots for one in plot.dwellings if one.kaytossaolotilanne == "01"]
    assert sum(one.pinta_ala for one in homes) / len(homes) == pytest.approx(80.6, rel=0.02)
    tenures = Counter(one.hallintaperuste for one in homes)
    for tenure, share in (("OMISTUS", 0.617), ("VUOKRA", 0.352), ("ASUMISOIKEUS", 0.018), ("MUU", 0.013)):
        assert tenures[tenure] / len(homes) == pytest.approx(share, abs=0.02), tenure


def test_some_twenty_households_live_in_a_block_and_four_in_a_row_house(plots: list[Plot]) -> None:
    for classes, wanted in ((BLOCKS, 20.0), ({"0112"}, 4.4)):
        lived_in = [
            sum(one.kaytossaolotilanne == "01" for one in plot.dwellings)
            for plot in plots
            if plot.buildings[0].rakennusluokka in classes
        ]
        assert sum(lived_in) / len(lived_in) == pytest.approx(wanted, rel=0.06)


def test_other_buildings_are_of_the_countrys_classes(country: Country) -> None:
    found: Counter[str] = Counter()
    for (place, kind), count in country.stock.quarters.items():
        if kind == OTHER:
            for number in range(1, count, 60):
                found.update(plot.buildings[0].rakennusluokka[:2] for plot in country.plots(place, kind, number))
    whole = sum(found.values())
    for main, number in OTHERS_2017.items():
        assert found[main] / whole == pytest.approx(number / ALL_2017, abs=0.015), main
    assert sum(found[main] for main in ("09", "10", "11")) / whole == pytest.approx(INDUSTRY_2017 / ALL_2017, abs=0.02)


def test_cottages_stand_by_lakes_and_the_coast(country: Country) -> None:
    counts: Counter[str] = Counter()
    residents: Counter[str] = Counter()
    for at, place in enumerate(country.stock.places):
        region = place.municipality.region or ""
        counts[region] += country.stock.quarters[at, COTTAGE] * LAYOUTS[COTTAGE].buildings
        residents[region] += (place.municipality.population_hundreds or 0) * 100
    each = {municipality.regions()[code].name_fi: counts[code] / residents[code] for code in counts}
    assert each["Etelä-Savo"] > 2 * each["Etelä-Pohjanmaa"]
    assert counts["02"] > counts["14"]


def test_owners_are_of_every_kind(plots: list[Plot]) -> None:
    kinds = Counter(owner.laji or "person" for plot in plots for owner in plot.buildings[0].omistajat)
    assert kinds.keys() >= {
        "person", "KUOLINPESA", "YRITYS", "ASUNTOYHTEISO", "KUNTA", "VALTIO", "SEURAKUNTA", "YHDISTYS",
    }  # fmt: skip


def test_a_house_shares_its_property_and_owners_with_its_sauna_and_sheds(plots: list[Plot]) -> None:
    yards = 0
    for plot in plots:
        main, *yard = plot.buildings
        assert plot.property.rakennukset == tuple(one.rakennustunnus for one in plot.buildings)
        for one in yard:
            assert (one.kiinteistotunnus, one.omistajat) == (main.kiinteistotunnus, main.omistajat)
            assert one.osoitteet == main.osoitteet[:1]
        yards += bool(yard)
    assert yards > len(plots) / 2
