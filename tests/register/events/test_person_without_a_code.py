"""Someone without an identity code stands where they are mentioned, and stays there as the person's life goes on."""

from __future__ import annotations

from tests.register.events.scenarios import World

from vaki.register.document import read, write
from vaki.register.groups import KIND
from vaki.register.index import narrow_rows

CODE = "010192-900H"
STRANGER = {
    "etunimet": "Maria Josefina",
    "sukunimi": "Silva",
    "syntymapv": {"arvo": "1964-00-00", "tarkkuus": "VUOSI"},
    "sukupuoli": "NAINEN",
    "kansalaisuuskoodi": "620",
    "nimienLisatieto": "Silva e Costa",
}
GROUPS = [
    {
        "tietoryhma": "HENKILOTUNNUS_KORJAUS",
        "aktiivinenHenkilotunnus": CODE,
        "edellisetHenkilotunnukset": [],
        "muutettuHenkilotunnus": CODE,
        "voimassaolo": "AKTIIVI",
    },
    {"tietoryhma": "SUKUPUOLI", "sukupuoli": "NAINEN"},
    {"tietoryhma": "HENKILON_NIMI", "etunimi": "Ana", "sukunimi": "Silva"},
    {"tietoryhma": "SYNTYMAPAIVA", "syntymapv": {"arvo": "1992-01-01", "tarkkuus": "PAIVA"}},
    {"tietoryhma": "VANHEMPI", "vanhempi": STRANGER, "isaAiti": "AITI", "lapsilaatu": "AU_LAPSI"},
]


def loaded() -> World:
    world = World()
    world.before("loaded", henkilotunnus=CODE, tietoryhmat=GROUPS)
    return world


def test_they_stand_in_the_group_that_mentions_them_and_in_no_table() -> None:
    document = loaded().register.people[6]
    (parent,) = document.all("VANHEMPI")
    assert parent["vanhempi"] == STRANGER
    assert narrow_rows(document).relations == frozenset()
    assert {code for code, _, _ in narrow_rows(document).identity} == {CODE}


def test_they_stay_through_later_events_whole_and_untold() -> None:
    world = loaded()
    for event, fields in (
        ("name_change", {"surname": "Salo"}),
        ("code_change", {}),
        ("protection_begun", {}),
        ("death", {}),
    ):
        told = world.register.record(world.event(event, person=world.register.people[6].code, **fields))
        assert "VANHEMPI" not in {group[KIND] for group, _ in told[6]}
    document = read(write(world.register.people[6]), 6, 1)
    (parent,) = document.all("VANHEMPI")
    assert parent["vanhempi"] == STRANGER
    (derived,) = document.all("VANHEMPI_SUPPEA")
    assert derived["vanhempi"] == STRANGER
