"""Whoever acts for another is grown, alive and someone else; what is told of emigrants' relatives is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vaki.codes import business
from vaki.register.due import ADULT, birthday
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.synthetic.conftest import Made

    from vaki.register.document import Document, Entry

_LISTS = {
    "EDUNVALVONTA": ("nykyisetEdunvalvojat", "edunvalvoja"),
    "EDUNVALVONTAVALTUUTUS": ("nykyisetEdunvalvontavaltuutetut", "edunvalvontavaltuutettu"),
}


def _acted_for(made: Made) -> Iterator[tuple[Document, Entry]]:
    for one in made.documents.values():
        for kind in _LISTS:
            for entry in one.entries_of(kind):
                yield one, entry


def test_only_grown_residents_have_a_guardian_or_an_attorney(made: Made) -> None:
    found = list(_acted_for(made))
    assert {entry.kind for _, entry in found} == set(_LISTS)
    for one, entry in found:
        assert one.alive
        assert one.birth_date is not None
        assert birthday(one.birth_date, ADULT) <= (read_day(entry.group["alkupv"]) or made.source.day)


def test_those_who_act_are_others_grown_and_alive(made: Made) -> None:
    for one, entry in _acted_for(made):
        whole, member = _LISTS[entry.kind]
        assert entry.group[whole]
        named = [element[member]["henkilotunnus"] for element in entry.group[whole]
                 if "henkilotunnus" in element.get(member, {})]  # fmt: skip
        assert named == [made.documents[other].code for other in entry.mentions]
        for other in entry.mentions:
            guardian = made.documents[other]
            assert other != one.person_id
            assert guardian.alive
            assert guardian.birth_date is not None
            assert birthday(guardian.birth_date, ADULT) <= (read_day(entry.group["alkupv"]) or made.source.day)


def test_guardians_are_of_every_sort_and_companies_have_valid_codes(made: Made) -> None:
    elements = [
        element for _, entry in _acted_for(made) if entry.kind == "EDUNVALVONTA"
        for element in entry.group["nykyisetEdunvalvojat"]
    ]  # fmt: skip
    sorts = {member for element in elements for member in element if member not in ("alkupv", "yrityksenNimi")}
    assert {"edunvalvoja", "oikeusaputoimisto", "ytunnus"} <= sorts
    assert all(business.is_valid(element["ytunnus"]) for element in elements if "ytunnus" in element)


def test_tasks_are_divided_among_several_only(made: Made) -> None:
    for _, entry in _acted_for(made):
        if entry.group.get("tehtavienjako"):
            assert len(entry.group["nykyisetEdunvalvojat"]) > 1


def test_children_in_care_are_children(made: Made) -> None:
    for one in made.documents.values():
        care = one.one("HUOSTAANOTTO")
        if care is not None:
            assert one.birth_date is not None
            assert one.birth_date - timedelta(days=1) <= (read_day(care["alkupv"]) or made.source.day)
            assert birthday(one.birth_date, ADULT) > made.source.day


def test_only_who_lives_abroad_has_facts_of_an_emigration(made: Made) -> None:
    kinds = [f"MAASTAMUUTON_LISATIEDOT_{of}" for of in ("PUOLISOSTA", "VANHEMMASTA", "HUOLTAJASTA")]
    met = set()
    for one in made.documents.values():
        for kind in kinds:
            for entry in one.entries_of(kind):
                met.add(kind)
                assert one.municipality == "200"
                told = entry.group["lisatiedot"]
                assert ("henkilotunnus" in told) == bool(entry.mentions)
                assert not ("syntymakotikunta" in told and entry.mentions)
    assert met == set(kinds)


def test_a_childs_registration_is_told_of_those_born_abroad_and_of_nobody_protected(made: Made) -> None:
    for one in made.documents.values():
        for entry in one.entries_of("LAPSEN_REKISTEROINNIN_LISATIEDOT"):
            child = made.documents[entry.mentions[0]]
            assert child.one("ULKOMAINEN_SYNTYMAPAIKKA") is not None
            assert not one.protections
            assert not child.protections


def test_a_reference_person_has_the_former_name_that_is_told(made: Made) -> None:
    for one in made.documents.values():
        for entry in one.entries_of("VIITEHENKILON_EDELLINEN_NIMI"):
            relative = made.documents[entry.mentions[0]]
            former = [group["nimi"] for group in relative.all("NIMENMUUTOS_LAAJA")]
            assert entry.group["nimi"] in former
            assert one.about("VIITEHENKILO", relative.person_id) is not None
