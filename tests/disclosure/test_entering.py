"""Who comes under a municipality is told with every member that changes always carry (§2.12)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.disclosure.living import FIRST, SECOND, living
from tests.disclosure.test_changes import START
from tests.disclosure.world import caller, groups
from tests.register.people import a_person, parent_of

from vaki.codes.sex import Sex
from vaki.disclosure.door import changes

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

DELTAS = [
    "korjattavatKansalaisuudet",
    "korjatutKansalaisuudet",
    "poistetutKansalaisuudet",
    "lisatytKansalaisuudet",
    "muutetutKansalaisuudet",
]
CUSTODY = [
    "lisatytOikeudet",
    "poistetutOikeudet",
    "muutetutOikeudet",
    "huoltosuhteenMuutos",
    "huollonOikeudenMuutos",
    "huollonAsumisenMuutos",
]


async def test_citizenship_and_custody_of_one_who_comes_have_the_members_of_changes(pools: Pools) -> None:
    mother = a_person(1, date(1985, 3, 1), Sex.WOMAN, "Aino", "Virtanen", home=FIRST)
    child = a_person(3, date(2018, 2, 3), Sex.WOMAN, "Oona", "Virtanen", home=FIRST)
    parent_of(child, mother)
    async with living(pools, mother, child) as happen:
        await happen("move", person=[mother.code, child.code], to=SECOND.residence_code, day="2026-11-15")
        items = (await changes(pools, await caller(pools, municipalities=[SECOND.municipality]), START, None)).items
        assert len(items) == 2
        for item in items:
            (citizenship,) = groups(item, "KANSALAISUUS")
            assert list(citizenship)[2:] == ["henkilonKansalaisuudet", *DELTAS]
            assert citizenship["lisatytKansalaisuudet"] == citizenship["henkilonKansalaisuudet"]
        (guardian,), (ward,) = groups(items[1], "HUOLTAJA"), groups(items[0], "HUOLLETTAVA")
        for custody in (guardian, ward):
            assert list(custody)[-6:] == CUSTODY
            assert custody["muutosattribuutti"] == "LISATTY"
            assert custody["huoltosuhteenMuutos"] is True
