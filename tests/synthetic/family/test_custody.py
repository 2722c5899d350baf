"""Children are in somebody's custody, and what is decided of it is told alike to all whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vaki.register.due import ADULT, birthday
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

    from vaki.register.document import Document

_ROLE_OF = {"AITI": {"AITI", "TUNNUSTANUT_AITI"}, "ISA": {"ISA"}}


def _minors(made: Made) -> list[Document]:
    return [
        one for one in made.documents.values()
        if one.alive and one.birth_date is not None and birthday(one.birth_date, ADULT) > made.source.day
    ]  # fmt: skip


def test_every_minor_has_a_custodian_until_eighteen(made: Made) -> None:
    for child in _minors(made):
        custodians = [one for one in child.all("HUOLTAJA") if one["huoltajanLaji"] != "TIEDONSAANTIOIKEUTETTU"]
        assert custodians
        assert child.birth_date is not None
        assert {read_day(one["huoltosuhteenLoppupv"]) for one in custodians} == {birthday(child.birth_date, ADULT)}


def test_custodians_are_grown_and_alive(made: Made) -> None:
    for child in _minors(made):
        for entry in child.entries_of("HUOLTAJA"):
            since = read_day(entry.group["huoltosuhteenAlkupv"])
            for other in entry.mentions:
                guardian = made.documents[other]
                assert guardian.alive
                assert guardian.birth_date is not None
                assert since is not None
                assert since - guardian.birth_date > timedelta(days=16 * 365)


def test_a_parent_in_custody_has_the_role_of_the_parenthood(made: Made) -> None:
    for child in _minors(made):
        for entry in child.entries_of("HUOLTAJA"):
            if entry.group["huoltajanLaji"] != "LAKISAATEINEN_HUOLTAJA" or not entry.mentions:
                continue
            parent = child.about("VANHEMPI", entry.mentions[0])
            assert parent is not None
            role = parent["isaAiti"]
            assert entry.group["huoltajanRooli"] in _ROLE_OF.get(role, {role})


def test_all_custodians_are_told_the_same_living(made: Made) -> None:
    settled = 0
    for child in _minors(made):
        told = {one.get("asuminen") for one in child.all("HUOLTAJA") if one["huoltajanRooli"] != "MUU_HUOLTAJA"}
        assert len(told) <= 1
        settled += told != {None}
        for one in child.all("HUOLTAJA"):
            assert ("asuminen" in one) == ("asumisenAlkupv" in one) == ("asumisenLoppupv" in one)
    assert settled


def test_who_has_a_right_to_information_only_is_no_custodian(made: Made) -> None:
    informed = [
        group for child in _minors(made) for group in child.all("HUOLTAJA")
        if group["huoltajanLaji"] == "TIEDONSAANTIOIKEUTETTU"
    ]  # fmt: skip
    assert informed
    assert all([one["oikeus"] for one in group["oikeudet"]] == ["TIEDONSAANTIOIKEUS"] for group in informed)


def test_a_right_in_words_has_its_words(made: Made) -> None:
    rights = [right for one in _minors(made) for group in one.all("HUOLTAJA") for right in group["oikeudet"]]
    told = [right for right in rights if right["oikeus"] == "HUOLLON_JAKO_KUVATTU_SISALTOTEKSTISSA"]
    assert told
    assert all(right["sisalto"] for right in told)
    for right in rights:
        assert right["oikeudenAlkupv"]["arvo"] <= right["oikeudenLoppupv"]["arvo"]
