"""Parents are parents by birth, by confirmation or by adoption, and what has ended is told as over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.synthetic.family.conftest import people

from vaki.register.wire import read_day

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

    from vaki.synthetic.households import Block

MOTHERHOOD_CONFIRMED = date(2019, 4, 1)


def test_nobody_has_more_than_two_parents(made: Made) -> None:
    assert max(len(one.all("VANHEMPI")) for one in made.documents.values()) == 2


def test_parents_are_older_by_a_youth(blocks: list[Block]) -> None:
    for child in people(blocks):
        for parent in child.parents:
            assert (child.born - parent.born).days > 15 * 365


def test_adoption_is_told_by_role_quality_and_day_and_hidden_in_the_narrow_kinds(made: Made) -> None:
    adopted = [
        group for one in made.documents.values() for group in one.all("VANHEMPI") if "adoptiosuhde" in group
    ]  # fmt: skip
    assert adopted
    for group in adopted:
        assert group["isaAiti"] in ("ADOPTIOAITI", "ADOPTIOISA")
        assert group["lapsilaatu"] == "SAATU_ADOPTIOLAPSEKSI"
        assert group["alkupv"] == group["adoptiosuhde"]["alkupv"]
    for one in made.documents.values():
        assert not any("adoptiosuhde" in group or "isaAiti" in group for group in one.all("VANHEMPI_SUPPEA"))


def test_adoptive_parents_come_after_those_whose_parenthood_ended(blocks: list[Block]) -> None:
    ended = 0
    for block in blocks:
        for one in block.family.ended:
            adoption = block.family.adoptions.get(one.child.index)
            since = adoption.day if adoption is not None else block.family.confirmed[one.child.index]
            assert one.child.born <= one.last < since <= block.day
            assert one.parent not in one.child.parents
            ended += 1
    assert ended >= len(blocks)


def test_what_has_ended_stays_on_both_sides(made: Made) -> None:
    over = 0
    for one in made.documents.values():
        for entry in one.entries_of("PERHESUHDE"):
            if entry.group["voimassaolo"] == "PASSIIVI":
                over += 1
                for other in entry.mentions:
                    theirs = [
                        back.group for back in made.documents[other].entries_of("PERHESUHDE")
                        if one.person_id in back.mentions and back.group["voimassaolo"] == "PASSIIVI"
                    ]  # fmt: skip
                    assert [read_day(group["loppupv"]) for group in theirs] == [read_day(entry.group["loppupv"])]
                    assert {entry.group["rooli"], theirs[0]["rooli"]} == {"LAPSI", "VANHEMPI"}
    assert over


def test_a_child_has_two_mothers_by_confirmation_since_2019_else_by_adoption(blocks: list[Block]) -> None:
    second = [
        (block, child) for block in blocks for child in block.people if child.second_parent is not None
    ]  # fmt: skip
    assert second
    for block, child in second:
        confirmed = child.index not in block.family.adoptions
        assert not confirmed or child.born >= MOTHERHOOD_CONFIRMED
        assert child.second_parent is not None
        assert child.second_parent.sex is child.parents[0].sex


def test_a_title_follows_the_sex_of_today_and_a_role_that_of_the_birth(blocks: list[Block], made: Made) -> None:
    assert any(block.family.corrected for block in blocks)
    for one in made.documents.values():
        for entry in one.entries_of("VANHEMPI"):
            sex = entry.group["vanhempi"]["sukupuoli"]
            title = {"MIES": "ISA", "NAINEN": "AITI"}.get(sex, entry.group["vanhemmuusnimike"])
            assert entry.group["vanhemmuusnimike"] == title


def test_the_letter_is_the_place_among_the_mothers_children(made: Made) -> None:
    for one in made.documents.values():
        letters = [group["jarjestyskirjain"] for group in one.all("LAPSI") if "jarjestyskirjain" in group]
        assert letters == sorted(set(letters))
        own = one.one("JARJESTYSKIRJAIN")
        told = {group["jarjestyskirjain"] for group in one.all("VANHEMPI") if "jarjestyskirjain" in group}
        assert told == (set() if own is None else {own["jarjestyskirjain"]})


def test_relatives_without_a_code_are_known_by_name_birth_and_citizenship(made: Made) -> None:
    plain = [
        group["vanhempi"] for one in made.residents for group in one.all("VANHEMPI")
        if "henkilotunnus" not in group["vanhempi"]
    ]  # fmt: skip
    assert plain
    assert all({"etunimet", "sukunimi", "syntymapv", "kansalaisuuskoodi"} <= set(copy) for copy in plain)


def test_most_children_of_the_last_century_were_born_in_wedlock(blocks: list[Block]) -> None:
    from vaki.synthetic.family.facts import born_in_wedlock

    of_couples = [
        child for child in people(blocks)
        if child.mother and child.father and child.born < date(1990, 1, 1) and child.resident
    ]  # fmt: skip
    assert sum(map(born_in_wedlock, of_couples)) / len(of_couples) > 0.77


def test_a_child_is_not_born_long_after_a_parents_death(blocks: list[Block]) -> None:
    for child in people(blocks):
        assert all(one.died is None or child.born <= one.died + timedelta(days=280) for one in child.parents)
