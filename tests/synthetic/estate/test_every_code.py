"""Every code of the lists of buildings and dwellings occurs in a population that covers the country.

From 100 000 persons on, each municipality has at least one quarter of houses, of other buildings and of cottages; what
these hold, any such population holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaki.codes import lists
from vaki.register.buildings import read_building, read_dwelling
from vaki.synthetic.estate.rows import write_quarters
from vaki.synthetic.population import Plan, Source, outline

if TYPE_CHECKING:
    from tests.synthetic.estate.conftest import Country

    from vaki.register.buildings import Building, DwellingDocument

OF_BUILDINGS: Mapping[str, Collection[str]] = {
    "rakennusluokka": lists.BUILDING_CLASS_2018,
    "rakennusluokka_1994": lists.BUILDING_CLASS_1994,
    "kaytossaolotilanne": lists.BUILDING_USE_STATE,
    "lammitystapa": lists.HEATING_METHOD,
    "lammonlahde": lists.HEAT_SOURCE,
    "rakennusaine": lists.BUILDING_MATERIAL,
    "julkisivu": lists.FACADE_MATERIAL,
    "rakentamistapa": lists.CONSTRUCTION_METHOD,
    "voimassaolo": lists.BUILDING_CODE_VALIDITY,
    "sijaintiepavarmuus": lists.LOCATION_ACCURACY,
}
OF_DWELLINGS: Mapping[str, Collection[str]] = {
    "keittiotyyppi": lists.KITCHEN_KIND,
    "huoneistotyyppi": lists.DWELLING_KIND,
    "hallintaperuste": ("OMISTUS", "VUOKRA", "ASUMISOIKEUS", "MUU"),
}


def lacking(
    members: Mapping[str, Collection[str]], documents: Iterable[Building | DwellingDocument]
) -> dict[str, set[str]]:
    """The codes of each member's list that no document has. A member holds a code of its list or nothing."""
    found: dict[str, Counter[str]] = {member: Counter() for member in members}
    for one in documents:
        for member, counts in found.items():
            counts[getattr(one, member)] += 1
    for member, counts in found.items():
        assert counts.keys() - {""} <= set(members[member]), member
    return {member: set(members[member]) - counts.keys() for member, counts in found.items()}


def test_the_first_quarters_of_the_municipalities_have_every_code(country: Country) -> None:
    plots = list(country.first())
    buildings = [one for plot in plots for one in plot.buildings]
    dwellings = [one for plot in plots for one in plot.dwellings]
    assert lacking(OF_BUILDINGS, buildings) == {member: set() for member in OF_BUILDINGS}
    assert lacking(OF_DWELLINGS, dwellings) == {member: set() for member in OF_DWELLINGS}
    assert any(one.hanke is not None for one in buildings)
    gone = [one for one in buildings if one.kaytossaolotilanne in {"06", "07", "08"}]
    assert gone
    assert all((one.poistumispv is not None) == (one in gone) for one in buildings)


@pytest.mark.long
def test_a_hundred_thousand_persons_have_every_code() -> None:
    source = Source(100_000, 1, date(2026, 11, 7))
    plan = Plan(source, (outline((source, number)) for number in range(source.blocks)))
    stock = plan.stock()
    buildings: list[Building | DwellingDocument] = []
    dwellings: list[Building | DwellingDocument] = []
    lived_in = 0
    for (place, kind), count in sorted(plan.quarters.items()):
        estate = write_quarters((stock, place, kind, range(count), *plan.residents(stock, place, kind, range(count))))
        buildings += [read_building(row[-1]) for row in estate.buildings]
        homes = [read_dwelling(row[-1]) for row in estate.dwellings]
        lived_in += sum(one.kaytossaolotilanne == "01" for one in homes)
        dwellings += homes
    assert lacking(OF_BUILDINGS, buildings) == {member: set() for member in OF_BUILDINGS}
    assert lacking(OF_DWELLINGS, dwellings) == {member: set() for member in OF_DWELLINGS}
    # Even where a municipality has a hundred residents, not half of all stands empty.
    assert lived_in > len(dwellings) / 2
