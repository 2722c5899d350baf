"""What holds of every population: consistent people, test codes only, shares as in the country."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from vaki.codes import building, hetu
from vaki.register.audit import audit_document
from vaki.register.buildings import read_dwelling, resolve
from vaki.register.groups import in_member_order
from vaki.register.loading import LoadRow
from vaki.synthetic.draws import Draws
from vaki.synthetic.estate.layouts import FLAT, quarters_for
from vaki.synthetic.estate.rows import write_quarters
from vaki.synthetic.estate.stock import Stock
from vaki.synthetic.places import covered
from vaki.synthetic.population import Plan, Source, documents, outline
from vaki.synthetic.shares import MEN, WOMEN

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

    from vaki.register.document import Document


def test_persons_are_the_living_residents(made: Made) -> None:
    assert len(made.residents) == made.source.persons


def test_the_dead_and_the_emigrated_are_a_fifth_more(made: Made) -> None:
    beyond = len(made.documents) / made.source.persons - 1
    assert 0.2 <= beyond <= 0.3


def test_every_code_is_temporary_valid_and_the_persons_own(made: Made) -> None:
    codes = [one.code for one in made.documents.values()]
    assert len(set(codes)) == len(codes)
    assert all(hetu.parse(code).is_temporary for code in codes)


def test_no_life_contradicts_itself_or_another(made: Made) -> None:
    findings = [
        (one.person_id, what) for one in made.documents.values() for what in audit_document(one, made.documents)
    ]
    assert findings == []


def test_members_stand_in_wire_order(made: Made) -> None:
    for one in made.documents.values():
        for entry in one.entries:
            assert list(entry.group) == list(in_member_order(entry.group))


def test_a_residents_document_is_not_hollow(made: Made) -> None:
    kinds = [len({entry.kind for entry in one.entries}) for one in made.residents]
    sizes = [len(LoadRow(one, made.source.day).person[-1]) for one in made.residents[:500]]
    assert sum(kinds) / len(kinds) >= 20
    assert sum(sizes) / len(sizes) >= 2500


def test_nokia_has_a_tenth_of_the_people(made: Made) -> None:
    in_nokia = sum(one.municipality == "536" for one in made.residents)
    assert in_nokia >= len(made.residents) / 10


@pytest.mark.parametrize("persons", [1, 300, 20_000, 99_999])
def test_nokia_is_always_covered(persons: int) -> None:
    places, where = covered(persons, 3)
    at = next(at for at, place in enumerate(places) if place.code == "536")
    assert where.share(at) >= 0.1


def test_from_a_hundred_thousand_on_every_municipality_is_covered() -> None:
    places, _ = covered(100_000, 3)
    assert len(places) == 308
    assert all(place.post_codes for place in places)


@pytest.mark.parametrize("persons", [1, 2, 7, 40])
def test_tiny_populations_are_made_too(persons: int) -> None:
    source = Source(persons, 2, date(2026, 11, 7))
    block = outline((source, 0))
    assert len(block.births) >= persons


def test_people_may_have_lived_where_nobody_lives_now() -> None:
    places, _ = covered(100_000, 3)
    stock = Stock(3, places, quarters_for({}, places), date(2026, 11, 7))
    for at, place in enumerate(places):
        assert stock.home(stock.any_spot(Draws("any"), at, FLAT)).municipality == place.code


def test_nobody_lived_in_a_building_before_it_stood(made: Made) -> None:
    stock = made.plan.stock()
    years = {
        one.rakennustunnus: one.valmistumisvuosi or 0
        for (place, kind), count in made.plan.quarters.items()
        for quarter in range(count)
        for plot in stock.quarter(place, kind, quarter, {}, frozenset())
        for one in plot.buildings
    }
    former = 0
    for one in made.documents.values():
        for group in one.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
            if "rakennustunnus" in group:
                former += 1
                assert int(group["alkupv"]["arvo"][:4]) > years[group["rakennustunnus"]], one.person_id
    assert former > made.source.persons


def test_some_are_protected_in_any_population(made: Made) -> None:
    protected = [one for one in made.residents if one.protected]
    assert 3 <= len(protected) <= 40
    assert any("turvaLoppuPv" in (one.one("TURVAKIELTO") or {}) for one in protected)
    assert any(one.municipality == "536" for one in protected)


def test_nobody_was_wed_by_a_church_of_which_neither_was_a_member(made: Made) -> None:
    def was_member(document: Document, day: str) -> bool:
        past = document.all("HISTORIAA_USKONTOKUNNASTA")
        return any(
            one["alkupv"]["arvo"] <= day <= one.get("loppupv", {"arvo": day})["arvo"]
            for one in [*past, *document.all("USKONTOKUNTA")]
        )

    ways = Counter[str]()
    for one in made.documents.values():
        for entry in one.entries_of("AVIOLIITTO"):
            ways[entry.group["vihkitapa"]] += 1
            if entry.group["vihkitapa"] == "KIRKOLLINEN_VIHKIMINEN" and entry.mentions:
                both = (one, made.documents[entry.mentions[0]])
                assert any(was_member(spouse, entry.group["vihkipv"]["arvo"]) for spouse in both), one.person_id
    assert 0.5 < ways["KIRKOLLINEN_VIHKIMINEN"] / ways.total() < 0.8


def test_the_contact_address_of_a_protected_person_is_not_at_home() -> None:
    for seed in range(4):
        source = Source(300, seed, date(2026, 11, 7))
        plan = Plan(source, [outline((source, 0))])
        people, _, _ = documents(source, plan.quarters, next(iter(plan.shares())))
        told = [(one.municipality, group) for one in people for group in one.all("KOTIMAINEN_YHTEYSOSOITE")]
        assert told
        offices = {place.code: {post.code for post in place.post_codes} for place in source.places()[0]}
        assert len(offices) > 1
        assert not [group for code, group in told if group["postinumero"] in offices[code or ""]]


def test_households_are_protected_whole(made: Made) -> None:
    by_home: dict[str, set[bool]] = {}
    for one in made.residents:
        home = one.one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
        if home is not None:
            by_home.setdefault(home["asuinpaikantunnus"], set()).add(one.protected)
    assert all(len(kinds) == 1 for kinds in by_home.values())


def test_no_two_households_share_a_dwelling(made: Made) -> None:
    assert len(set(made.homes.values())) == len(made.homes)


def test_every_home_stands_in_a_synthetic_building_and_has_room(made: Made) -> None:
    dwellings = {}
    stock = made.plan.stock()
    for (place, kind), count in made.plan.quarters.items():
        estate = write_quarters((stock, place, kind, range(count), {}, frozenset()))
        buildings = {row[0]: row[-1] for row in estate.buildings}
        assert all(building.is_synthetic(code) and building.is_valid(code) for code in buildings)
        for code, own, text in estate.dwellings:
            assert resolve(text, buildings[own]).residence_code == code
            dwellings[code] = read_dwelling(text)
    lived = Counter(
        home["asuinpaikantunnus"]
        for one in made.residents
        if (home := one.one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")) is not None
    )
    for code, people in lived.items():
        assert dwellings[code].pinta_ala >= 7 * people
    for one in made.documents.values():
        for former in one.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
            assert former.get("asuinpaikantunnus", next(iter(dwellings))) in dwellings


def test_minors_have_guardians_and_grown_ones_none(made: Made) -> None:
    grown = date(made.source.day.year - 18, made.source.day.month, made.source.day.day)
    for one in made.residents:
        assert one.birth_date is not None
        assert bool(one.all("HUOLTAJA")) == (one.birth_date > grown)


def test_three_generations_are_linked(made: Made) -> None:
    def parents(person: int) -> set[int]:
        return {other for kind, other in made.documents[person].relatives() if kind == "VANHEMPI"}

    grandchildren = sum(
        any(made.documents[elder].alive for parent in parents(one.person_id) for elder in parents(parent))
        for one in made.residents
    )
    assert grandchildren > len(made.residents) / 10


def test_ages_are_those_of_the_country(made: Made) -> None:
    """Total variation of ten-year bands; the sample alone makes it about two hundredths."""
    whole = sum(MEN) + sum(WOMEN)
    wanted = [sum(MEN[at : at + 10] + WOMEN[at : at + 10]) / whole for at in range(0, 104, 10)]
    ages = Counter(
        int((made.source.day - (one.birth_date or date.min)) / timedelta(days=3652.5)) for one in made.residents
    )
    found = [ages[band] / len(made.residents) for band in range(len(wanted))]
    assert sum(abs(a - b) for a, b in zip(wanted, found, strict=True)) / 2 < 0.06


@pytest.mark.parametrize(
    ("kind", "value", "share", "within"),
    [
        ("SUKUPUOLI", "NAINEN", 0.507, 0.035),
        ("AIDINKIELI", "fi", 0.84, 0.05),
        ("AIDINKIELI", "sv", 0.051, 0.035),
        ("USKONTOKUNTALAJI", "EV_LUT", 0.636, 0.05),
        ("SIVIILISAATY", "NAIMATON", 0.475, 0.06),
        ("SIVIILISAATY", "AVIOLIITOSSA", 0.34, 0.06),
        ("SIVIILISAATY", "ERONNUT", 0.11, 0.04),
        ("SIVIILISAATY", "LESKI", 0.05, 0.03),
    ],
)
def test_shares_are_those_of_the_country(made: Made, kind: str, value: str, share: float, within: float) -> None:
    found = sum(value in (one.one(kind) or {}).values() for one in made.residents) / len(made.residents)
    assert abs(found - share) < within


def test_households_are_as_large_as_in_the_country(made: Made) -> None:
    sizes = Counter(min(len(one.people), 3) for one in made.block.households)
    whole = len(made.block.households)
    for size, share in ((1, 0.47), (2, 0.32), (3, 0.21)):
        assert abs(sizes[size] / whole - share) < 0.06
