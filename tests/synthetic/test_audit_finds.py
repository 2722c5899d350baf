"""Each kind of contradiction, planted once, is found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaki.register.audit import audit_document
from vaki.register.derive import derive
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.synthetic.conftest import Made

    from vaki.register.document import Document


def having(made: Made, *kinds: str) -> Document:
    return next(one for one in made.residents if all(one.one(kind) for kind in kinds)).clone()


def lose_relation(document: Document) -> None:
    document.drop_kind("LAPSI")
    derive(document)


def stale_copy(document: Document) -> None:
    entry = document.entries_of("LAPSI")[0]
    document.swap(entry.group, {**entry.group, "lapsi": {**entry.group["lapsi"], "sukunimi": "Toinen"}})
    derive(document)


def other_wedding(document: Document) -> None:
    entry = document.entries_of("AVIOLIITTO")[0]
    document.swap(entry.group, {**entry.group, "vihkipv": wire_day(date(1990, 1, 1))})


def other_sex(document: Document) -> None:
    document.put({"tietoryhma": "SUKUPUOLI", "sukupuoli": "MIES" if document.sex == "NAINEN" else "NAINEN"})


def other_birth_date(document: Document) -> None:
    document.put({"tietoryhma": "SYNTYMAPAIVA", "syntymapv": {"arvo": "2001-01-01", "tarkkuus": "PAIVA"}})


def unmarried_by_status(document: Document) -> None:
    document.put({"tietoryhma": "SIVIILISAATY", "siviilisaaty": "NAIMATON"})


def dead_with_address(document: Document) -> None:
    died = {"arvo": "2020-01-01", "tarkkuus": "PAIVA"}
    document.put({"tietoryhma": "KUOLINPAIVA", "kuollut": True, "kuolinpv": died})


def underived(document: Document) -> None:
    document.drop_kind("PERHESUHDE")


def protected_without_period(document: Document) -> None:
    document.protections = ()
    document.put({"tietoryhma": "TURVAKIELTO", "turvakieltoAktiivinen": True})


def out_of_order(document: Document) -> None:
    document.entries.reverse()


@pytest.mark.parametrize(
    ("plant", "kinds", "sentence"),
    [
        (stale_copy, ["LAPSI"], "not as their own document has it"),
        (other_wedding, ["AVIOLIITTO"], "no equal on their side"),
        (other_sex, [], "another sex"),
        (other_birth_date, [], "another birth date"),
        (dead_with_address, ["VAKINAINEN_KOTIMAINEN_OSOITE"], "is dead but has"),
        (underived, ["LAPSI"], "not what derive gives"),
        (protected_without_period, [], "protection in force"),
        (out_of_order, [], "not in wire order"),
    ],
)
def test_a_planted_contradiction_is_found(
    made: Made, plant: Callable[[Document], None], kinds: list[str], sentence: str
) -> None:
    document = having(made, *kinds)
    plant(document)
    assert any(sentence in one.what for one in audit_document(document, made.documents))


def test_a_relation_that_one_side_lost_is_found_on_the_other(made: Made) -> None:
    parent = having(made, "LAPSI")
    child = parent.entries_of("LAPSI")[0].mentions[0]
    lose_relation(parent)
    people = {**made.documents, parent.person_id: parent}
    found = list(audit_document(made.documents[child], people))
    assert any("no equal on their side" in one.what for one in found)


def test_a_union_against_the_marital_status_is_found(made: Made) -> None:
    married = next(one for one in made.residents if one.in_force("AVIOLIITTO")).clone()
    unmarried_by_status(married)
    assert any("marital status" in one.what for one in audit_document(married, made.documents))


def test_a_parent_younger_than_the_child_is_found(made: Made) -> None:
    child = having(made, "VANHEMPI")
    parent = made.documents[child.entries_of("VANHEMPI")[0].mentions[0]].clone()
    parent.put({"tietoryhma": "SYNTYMAPAIVA", "syntymapv": {"arvo": "2025-01-01", "tarkkuus": "PAIVA"}})
    found = list(audit_document(child, {**made.documents, parent.person_id: parent}))
    assert any("hardly older" in one.what for one in found)
