"""A person's facts read as a Finnish official would put them, and keep back what the door kept back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from tests.web import people

from vaki.register.wire import day as wire_day
from vaki.web.persona import Persona, present
from vaki.web.shapes import Fact


def shown(groups: list[dict[str, Any]], language: str = "fi", as_of: date = people.TODAY) -> Persona:
    with translation.override(language):
        return present({"henkilotunnus": people.AINO, "tietoryhmat": groups}, as_of)


def fact(persona: Persona, term: str) -> Fact:
    return next(one for one in persona.facts if one.term == term)


ORDINARY = people.groups(people.AINO, "Lumikki", "Tarina", people.BORN)


@pytest.mark.parametrize(
    ("as_of", "years"),
    [(date(2026, 2, 27), 35), (date(2026, 2, 28), 36), (date(1990, 2, 28), 0), (date(2024, 2, 29), 34)],
)
def test_age_is_counted_on_the_register_s_day(as_of: date, years: int) -> None:
    assert fact(shown(ORDINARY, as_of=as_of), "Ikä").values[0] == f"{years} v"


def test_the_dead_have_no_age() -> None:
    dead = {"tietoryhma": "KUOLINPAIVA", "kuollut": True, "kuolinpv": wire_day(date(2020, 1, 1))}
    persona = shown([*ORDINARY, dead])
    assert fact(persona, "Ikä").values == ("Syntynyt 28.2.1990",)
    assert fact(persona, "Kuollut").values == ("1.1.2020",)


@pytest.mark.parametrize(("precision", "told"), [("PAIVA", "28.2.1990"), ("KUUKAUSI", "2/1990"), ("VUOSI", "1990")])
def test_a_date_is_told_as_precisely_as_it_is_known(precision: str, told: str) -> None:
    born = {"tietoryhma": "SYNTYMAPAIVA", "syntymapv": wire_day(people.BORN, precision)}
    assert fact(shown([born]), "Ikä").values[1] == f"Syntynyt {told}"


def test_the_address_is_written_as_on_a_letter() -> None:
    assert fact(shown(ORDINARY), "Vakinainen osoite").values == ("Koulukatu 7 B 12", "37100 NOKIA")


def test_a_swedish_reader_gets_the_swedish_street_and_the_finnish_where_there_is_none() -> None:
    assert fact(shown(ORDINARY, "sv"), "Stadigvarande adress").values == ("Koulukatu-sv 7 B 12", "37100 NOKIA")


@pytest.mark.parametrize(
    ("language", "term", "told"),
    [("fi", "Äidinkieli", "ruotsi"), ("sv", "Modersmål", "svenska"), ("en", "Mother tongue", "Swedish")],
)
def test_names_of_codes_follow_the_reader_s_language(language: str, term: str, told: str) -> None:
    assert fact(shown(ORDINARY, language), term).values == (told,)


def test_a_fact_tells_since_when_and_from_which_group() -> None:
    home = fact(shown(ORDINARY), "Kotikunta")
    assert (home.values, home.since, home.source) == (("Nokia",), date(2019, 8, 1), "KOTIKUNTA")


def test_a_censored_group_says_why_it_is_empty_and_shows_nothing_else() -> None:
    kinds = ("VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_ULKOMAINEN_OSOITE", "KOTIKUNTA")
    censored = [{"tietoryhma": kind, "turvakiellonAlaisetKentat": ["kuntakoodi"]} for kind in kinds]
    persona = shown([{"tietoryhma": "TURVAKIELTO", "turvakieltoAktiivinen": True}, *censored])
    assert persona.protected
    for term in ("Kotikunta", "Vakinainen osoite"):
        kept_back = fact(persona, term)
        assert kept_back.withheld
        assert kept_back.since is None
        assert kept_back.values == ("Ei luovuteta turvakiellon vuoksi",)
    assert [one.term for one in persona.facts].count("Vakinainen osoite") == 1


def test_an_ended_protection_makes_nobody_protected() -> None:
    ended = {"tietoryhma": "TURVAKIELTO", "turvakieltoAktiivinen": False, "turvaLoppuPv": wire_day(date(2025, 1, 1))}
    assert not shown([*ORDINARY, ended]).protected


def test_a_newborn_without_a_name_has_a_sentence_in_its_place() -> None:
    assert shown([]).name == "Nimeä ei ole vielä annettu"


def test_a_lost_citizenship_is_not_shown() -> None:
    held = [
        {"kansalaisuuskoodi": "246", "voimassaolo": "AKTIIVI"},
        {"kansalaisuuskoodi": "752", "voimassaolo": "PASSIIVI"},
        {"kansalaisuuskoodi": "998", "kansalaisuusnimi": "ei kenenkään maa"},
    ]
    persona = shown([{"tietoryhma": "KANSALAISUUS", "henkilonKansalaisuudet": held}])
    assert fact(persona, "Kansalaisuus").values == ("Suomi", "ei kenenkään maa")


def test_a_code_that_no_list_knows_is_shown_as_it_stands() -> None:
    unknown = {"tietoryhma": "KOTIKUNTA", "kuntakoodi": "xyz", "kuntaanMuuttopv": wire_day(people.TODAY)}
    assert fact(shown([unknown]), "Kotikunta").values == ("xyz",)
