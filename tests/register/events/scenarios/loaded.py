"""Scenarios of persons taken in as an answer tells them."""

from __future__ import annotations

from typing import Any

from tests.register.events.scenarios.world import World, scenario

from vaki.register.events.draft import Event

LOADED: list[dict[str, Any]] = [
    {"tietoryhma": "SUKUPUOLI", "sukupuoli": "NAINEN"},
    {"tietoryhma": "HENKILON_NIMI", "sukunimi": "Heikkinen Tes", "etunimi": "Malla"},
    {"tietoryhma": "TULEVA_RYHMA", "jotain": {"fi": "uutta"}},
    {"tietoryhma": "VUODENVAIHTEEN_KUNTA", "kuntakoodi": "091", "vuodenvaihde": 1985},
    {
        "tietoryhma": "PERHESUHDE",
        "henkilo": {"henkilotunnus": "010190-999X", "sukupuoli": "MIES"},
        "rooli": "LAPSI",
        "isaAiti": "AITI",
        "voimassaolo": "PASSIIVI",
        "loppupv": {"arvo": "2021-03-01", "tarkkuus": "PAIVA"},
    },
    {"tietoryhma": "KUTSUMANIMI", "nimilaji": "NYKYINEN_KUTSUMANIMI", "nimi": "Malla"},
]


@scenario("loaded: someone new")
def _(world: World) -> Event:
    return world.event("loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)


@scenario("loaded: someone known, with other groups")
def _(world: World) -> Event:
    world.before("loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)
    changed = [*LOADED[:2], {"tietoryhma": "AMMATTI", "ammatti": "seppä"}, *LOADED[3:]]
    return world.event("loaded", henkilotunnus="010192-900H", tietoryhmat=changed)


@scenario("occupation: told by someone loaded, whose other groups are derived anew")
def _(world: World) -> Event:
    world.before("loaded", henkilotunnus="010192-900H", tietoryhmat=LOADED)
    return world.event("occupation", person="010192-900H", occupation="seppä")
