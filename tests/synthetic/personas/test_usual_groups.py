"""Personas have what most people have, in the shares of all people, and the same whatever the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaki.register.events.name import full_spelling
from vaki.synthetic.personas.told import people
from vaki.synthetic.personas.writing import documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.synthetic.conftest import Made

    from vaki.register.document import Document

DAY = date(2026, 11, 7)
USUAL = ("KUTSUMANIMI", "USKONTOKUNTA", "AMMATTI", "ASIOINTIKIELI", "SAHKOPOSTIOSOITE")
WITHOUT_CALL_NAME = {"vauva", "sinna"}
"""The unnamed newborn, and one who has no first name."""
WITHIN = 0.18
"""Three standard deviations of a share among as many as the personas."""
KIND = "USKONTOKUNTALAJI"
CHURCH_WEDDING = "KIRKOLLINEN_VIHKIMINEN"


def of_day(day: date) -> dict[str, Document]:
    names = {one.number: name for name, one in people().items()}
    return {names[one.person_id]: one for one in documents(day)}


@pytest.fixture(scope="module")
def everyone() -> dict[str, Document]:
    return of_day(DAY)


def community(document: Document) -> str:
    group = document.one(KIND)
    assert group is not None
    return str(group["uskontokuntalaji"])


def share(of: Iterable[Document], kind: str) -> float:
    has = [one.one(kind) is not None for one in of]
    return sum(has) / len(has)


@pytest.mark.parametrize("kind", USUAL)
def test_residents_have_it_as_often_as_other_people(everyone: dict[str, Document], made: Made, kind: str) -> None:
    residents = [one for one in everyone.values() if one.alive and one.municipality in {"536", "638"}]
    assert len(residents) > 60
    assert share(residents, kind) == pytest.approx(share(made.residents, kind), abs=WITHIN)


def test_all_but_those_who_have_no_first_name_have_a_name_used_which_is_one_of_theirs(
    everyone: dict[str, Document],
) -> None:
    without = {name for name, one in everyone.items() if one.one("KUTSUMANIMI") is None}
    assert without == WITHOUT_CALL_NAME
    for name in everyone.keys() - without:
        used, whole = everyone[name].one("KUTSUMANIMI"), everyone[name].one("HENKILON_NIMI")
        assert used is not None
        assert whole is not None
        assert full_spelling(used, "nimi") in full_spelling(whole, "etunimi").split()


def test_whoever_is_in_a_community_has_its_number_and_nobody_else(everyone: dict[str, Document]) -> None:
    assert len({community(one) for one in everyone.values()}) > 2
    for one in everyone.values():
        member = community(one) != "EI_USKONTOKUNTAA"
        assert member == (one.one("USKONTOKUNTA") is not None)
        assert not (member and one.one("HISTORIAA_USKONTOKUNNASTA"))


def test_children_are_in_the_community_of_their_mother_but_not_where_it_would_tell_a_home(
    everyone: dict[str, Document],
) -> None:
    children = {name: told.mother.removeprefix("$") for name, told in people().items() if told.mother}
    assert len(children) > 15
    for name in children.keys() - {"vauva", "vieno"}:
        assert community(everyone[name]) == community(everyone[children[name]])
    assert community(everyone["marja"]) == "EV_LUT"
    assert everyone["vieno"].one("USKONTOKUNTA") is None
    assert everyone["vieno"].entries_of("SYNTYMAKOTIKUNTA")[0].withheld


def test_whoever_was_wed_by_the_church_is_in_it(everyone: dict[str, Document]) -> None:
    wed = [
        one
        for one in everyone.values()
        if any(group.get("vihkitapa") == CHURCH_WEDDING for group in one.all("AVIOLIITTO"))
    ]
    assert len(wed) == 6
    assert {community(one) for one in wed} == {"EV_LUT"}


def test_what_a_life_tells_stands(everyone: dict[str, Document]) -> None:
    told = {"juuso": ("AMMATTI", "ammatti", "opiskelija"), "linnea": ("ASIOINTIKIELI", "kielikoodi", "sv")}
    for name, (kind, member, value) in told.items():
        assert [group[member] for group in everyone[name].all(kind)] == [value]
    assert community(everyone["taisto"]) == "ORT"
    assert all(len(one.all(kind)) <= 1 for one in everyone.values() for kind in USUAL)


@pytest.mark.parametrize("day", [date(2024, 3, 1), date(2033, 8, 9)], ids=str)
def test_it_moves_with_no_day(everyone: dict[str, Document], day: date) -> None:
    later = of_day(day)
    for name, one in everyone.items():
        for kind in (*USUAL, KIND, "HISTORIAA_USKONTOKUNNASTA"):
            assert one.all(kind) == later[name].all(kind), (name, kind)
