"""How a group is told on a terminal: every member in its order, and of a withheld group no value."""

from __future__ import annotations

from vaki.cli.facts import content, sentence


def test_members_are_told_in_their_order_each_in_its_shape() -> None:
    group = {
        "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE",
        "muutosattribuutti": "LISATTY",
        "katunimi": {"fi": "Koulukatu", "sv": "Skolgatan"},
        "katunumero": "7",
        "postitoimipaikka": {"fi": "NOKIA", "sv": "NOKIA"},
        "osoitenumero": 1,
        "alkupv": {"arvo": "2020-05-01", "tarkkuus": "KUUKAUSI"},
    }
    assert list(content(group).items()) == [
        ("katunimi", "Koulukatu / Skolgatan"),
        ("katunumero", "7"),
        ("postitoimipaikka", "NOKIA"),
        ("osoitenumero", "1"),
        ("alkupv", "2020-05"),
    ]


def test_a_spelling_that_repeats_the_plain_one_is_left_out_and_another_is_told() -> None:
    group = {
        "tietoryhma": "HENKILON_NIMI",
        "etunimi": "Aino",
        "etunimiUTF8": "Aino",
        "sukunimi": "S",
        "sukunimiUTF8": "Š",
    }
    assert content(group) == {"etunimi": "Aino", "sukunimi": "S", "sukunimiUTF8": "Š"}


def test_another_person_is_told_by_name_and_code_or_as_without_a_code() -> None:
    child = {"henkilotunnus": "010190-921W", "etunimet": "Aino", "sukunimi": "Laine", "sukupuoli": "NAINEN"}
    assert content({"tietoryhma": "LAPSI", "lapsi": child}) == {"lapsi": "Aino Laine 010190-921W"}
    unknown = {"etunimet": "", "sukunimi": ""}
    assert content({"tietoryhma": "LAPSI", "lapsi": unknown}) == {"lapsi": "a person without a code"}


def test_lists_are_told_whole_and_empty_ones_not_at_all() -> None:
    group = {
        "tietoryhma": "KANSALAISUUS",
        "henkilonKansalaisuudet": [
            {"kansalaisuuskoodi": "246", "voimassaolo": "AKTIIVI"},
            {"kansalaisuuskoodi": "752"},
        ],
        "poistetutKansalaisuudet": [],
    }
    assert sentence(group) == (
        "henkilonKansalaisuudet (kansalaisuuskoodi 246, voimassaolo AKTIIVI) and (kansalaisuuskoodi 752)"
    )


def test_of_a_withheld_group_only_the_members_names_are_told() -> None:
    group = {"tietoryhma": "KOTIKUNTA", "turvakiellonAlaisetKentat": ["kuntakoodi", "kuntaanMuuttopv"]}
    assert sentence(group) == "withheld: kuntakoodi, kuntaanMuuttopv"
    assert content(group) == {}
