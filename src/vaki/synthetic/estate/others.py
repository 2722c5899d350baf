"""Buildings that nobody lives in for good: shops, offices, schools, halls, stores and the rest, and cottages.

Classes come in the proportions of Statistics Finland's building stock of 2017 (its classes of 1994, shared out among
those of 2018 by what is likely). So that every code of every list occurs in any population that covers the country,
each municipality's first quarter holds three buildings that take classes, states of use and validities of the code by
turn.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from vaki.codes import lists, municipality
from vaki.codes.dwelling import residence_code
from vaki.register.buildings import DwellingDocument, Project
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.estate import owners as owning
from vaki.synthetic.estate.layouts import COTTAGE, OTHER, Spot
from vaki.synthetic.estate.plots import GONE, Plot, Quarter, Site, gone_since, yard
from vaki.synthetic.estate.structure import old_codes, structure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

CLASSES: Final = Table((
    ("0310", 6000), ("0311", 8000), ("0319", 14000), ("0320", 1400), ("0321", 1500), ("0322", 900), ("0329", 6068),
    ("0330", 6000),
    ("0400", 10834),
    ("0510", 900), ("0511", 9000), ("0512", 9000), ("0513", 2500), ("0514", 30000), ("0520", 300), ("0521", 1600),
    ("0590", 4460),
    ("0610", 1400), ("0611", 150), ("0612", 250), ("0613", 450), ("0614", 200), ("0619", 500), ("0620", 3400),
    ("0621", 2627), ("0630", 100),
    ("0710", 500), ("0711", 120), ("0712", 600), ("0713", 1200), ("0714", 200), ("0720", 4500), ("0730", 1800),
    ("0731", 1300), ("0739", 400), ("0740", 350), ("0741", 350), ("0742", 700), ("0743", 900), ("0744", 190),
    ("0749", 900), ("0790", 500),
    ("0810", 2700), ("0820", 4300), ("0830", 900), ("0840", 350), ("0841", 200), ("0890", 237), ("0891", 300),
    ("0910", 17000), ("0911", 3000), ("0912", 1800), ("0919", 12000), ("0920", 4000), ("0930", 60), ("0939", 240),
    ("1010", 700), ("1011", 1600), ("1090", 2000), ("1091", 150), ("1110", 2200), ("1120", 720), ("1130", 400),
    ("1210", 11000), ("1211", 9000), ("1212", 600), ("1213", 400), ("1214", 1800), ("1215", 9608),
    ("1310", 1300), ("1311", 500), ("1319", 256), ("1919", 3400),
))  # fmt: skip
_COTTAGE_CLASSES: Final = Table((("0211", 0.78), ("0210", 0.22)))
_USE: Final = Table((
    ("02", 0.900), ("05", 0.045), ("10", 0.020), ("12", 0.008), ("09", 0.010), ("06", 0.007), ("07", 0.007),
    ("08", 0.003),
))  # fmt: skip
_COTTAGE_USE: Final = Table((("03", 0.955), ("04", 0.015), ("05", 0.012), ("10", 0.013), ("07", 0.003), ("08", 0.002)))
_BY_TURN: Final = {7: "code", 8: "use", 9: "class"}
"""Of a first quarter's buildings, those that take a code by turn."""
_PROJECT: Final = 0.012
_BEGUN: Final = 0.6
_PREMISES: Final = frozenset({"03", "04"})
"""Main classes whose buildings have premises with a number of their own."""
_MOST_PREMISES: Final = 3
_AREA: Final = {"03": (90, 2600), "04": (200, 4500), "06": (250, 5000), "08": (300, 6000), "09": (150, 6000)}
_SMALL_AREA: Final = (20, 1400)
_COTTAGE_AREA: Final = (18, 95)


@cache
def _turn(code: str) -> int:
    return [one.code for one in municipality.all_in_force()].index(code)


def _by_turn(quarter: Quarter, building: int, what: str, codes: tuple[str, ...]) -> str | None:
    if quarter.number == 0 and _BY_TURN.get(building) == what:
        return codes[_turn(quarter.code) % len(codes)]
    return None


_EVERY_CLASS: Final = tuple(lists.BUILDING_CLASS_2018)
_EVERY_USE: Final = tuple(lists.BUILDING_USE_STATE)
_EVERY_VALIDITY: Final = tuple(lists.BUILDING_CODE_VALIDITY)


def make_plot(quarter: Quarter, building: int) -> Plot:
    """The plot of one building for work, trade, schooling and so on."""
    site = quarter.plot(building)
    draws = Draws(quarter.seed, "other", quarter.code, site.number)
    building_class = _by_turn(quarter, building, "class", _EVERY_CLASS) or draws.from_table(CLASSES)
    use = _by_turn(quarter, building, "use", _EVERY_USE) or draws.from_table(_USE)
    area = draws.between(*_AREA.get(building_class[:2], _SMALL_AREA))
    facts = structure(draws, OTHER, site.year, area, draws.between(1, 3))
    facts["voimassaolo"] = _by_turn(quarter, building, "code", _EVERY_VALIDITY) or "1"
    facts["poistumispv"] = gone_since(draws, use, site.year, quarter.day)
    if use not in GONE and draws.chance(_PROJECT):
        use = _under_way(draws, facts, quarter.day)
    else:
        facts.update(old_codes(site.property_code, building_class, site.year))
    main = site.main_building(building_class, use, owning.of_other(draws, quarter.code, building_class), facts)
    return site.finished(main, (), _premises(site, draws, building_class, use))


def _under_way(draws: Draws, facts: dict[str, Any], day: date) -> str:
    """Make it a building that is not finished; its state of use."""
    permit = f"{day.year % 100:02}-{draws.between(1, 1999):04}-R"
    begun = day.replace(month=1, day=1) if draws.chance(_BEGUN) else None
    facts.update(valmistumisvuosi=0, valmistumispv=None, lupatunnus="", hanke=Project(permit, begun))
    return "10"


def _premises(site: Site, draws: Draws, building_class: str, use: str) -> tuple[DwellingDocument, ...]:
    """Business premises of shops and offices; of some it is not known what they are."""
    if building_class[:2] not in _PREMISES or use != "02":
        return ()
    count = draws.below(_MOST_PREMISES + 1)
    return tuple(
        DwellingDocument(
            asuinpaikantunnus=residence_code(site.building_code, 1, "", f"{at + 1:03}", ""),
            rakennustunnus=site.building_code,
            osoitenumero=1,
            huoneluku=draws.between(1, 6),
            pinta_ala=draws.between(30, 400),
            keittiotyyppi="5" if draws.chance(0.8) else "2",
            hallintaperuste="MUU",
            kaytossaolotilanne="02",
            huoneistonumero=f"{at + 1:03}",
            huoneistotyyppi="3" if draws.chance(0.06) else "2",
        )
        for at in range(count)
    )


def make_cottage(quarter: Quarter, place: int, building: int, owners: Mapping[Spot, int]) -> Plot:
    """A cottage with its sauna and shed. `owners`: persons by the cottage's number in the quarter, as a spot."""
    site = quarter.plot(building)
    draws = Draws(quarter.seed, "cottage", quarter.code, site.number)
    use = draws.from_table(_COTTAGE_USE)
    building_class = draws.from_table(_COTTAGE_CLASSES)
    facts = structure(draws, COTTAGE, site.year, draws.between(*_COTTAGE_AREA), 1)
    facts.update(old_codes(site.property_code, building_class, site.year))
    facts["poistumispv"] = gone_since(draws, use, site.year, quarter.day)
    owner = owners.get(Spot(place, COTTAGE, quarter.number, building))
    main = site.main_building(building_class, use, owning.of_cottage(draws, quarter.code, owner), facts)
    return site.finished(main, yard(site, main, draws), ())
