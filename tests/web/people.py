"""Four people of a sandbox: an ordinary woman and her child, a protected man, and a dead one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register.clock import start_clock
from vaki.register.document import Document
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.wire import bilingual
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

TODAY: Final = date(2026, 11, 21)
BORN: Final = date(1990, 2, 28)
AINO: Final = hetu.allocate(BORN, Sex.WOMAN, 1)
CHILD: Final = hetu.allocate(date(2019, 6, 1), Sex.WOMAN, 1)
HIDDEN: Final = hetu.allocate(date(1985, 3, 3), Sex.MAN, 1)
DEAD: Final = hetu.allocate(date(1940, 4, 4), Sex.MAN, 1)
SECRET_STREET: Final = "Salakuja"
SECRET_MUNICIPALITY: Final = "Hämeenkyrö"
SPOKEN_OF: Final = (AINO, CHILD, HIDDEN, "Lumikki", "Tarina", SECRET_STREET)


def groups(
    code: str, first: str, surname: str, born: date, *, street: str = "Koulukatu", town: str = "536"
) -> list[dict[str, Any]]:
    name = {"etunimi": first, "sukunimi": surname, "etunimiUTF8": first, "sukunimiUTF8": surname}
    since = wire_day(date(2019, 8, 1))
    return [
        {
            "tietoryhma": "HENKILOTUNNUS_KORJAUS",
            "aktiivinenHenkilotunnus": code,
            "edellisetHenkilotunnukset": [],
            "muutettuHenkilotunnus": code,
            "voimassaolo": "AKTIIVI",
        },
        {"tietoryhma": "AIDINKIELI", "kielikoodi": "sv", "kielikoodiISO6392": "swe", "alkupv": wire_day(born)},
        {"tietoryhma": "HENKILON_NIMI", **name},
        {
            "tietoryhma": "KANSALAISUUS",
            "henkilonKansalaisuudet": [{"kansalaisuuskoodi": "246", "voimassaolo": "AKTIIVI"}],
        },
        {"tietoryhma": "SIVIILISAATY", "siviilisaaty": "NAIMATON"},
        {"tietoryhma": "SYNTYMAPAIVA", "syntymapv": wire_day(born)},
        {
            "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE",
            "katunimi": bilingual(street, f"{street}-sv"),
            "katunumero": "7",
            "huoneistokirjain": "B",
            "huoneistonumero": "012",
            "postinumero": "37100",
            "postitoimipaikka": bilingual("NOKIA"),
            "kuntakoodi": town,
            "alkupv": since,
        },
        {"tietoryhma": "KOTIKUNTA", "kuntakoodi": town, "kuntaanMuuttopv": since},
    ]


def _document(person: int, content: list[dict[str, Any]]) -> Document:
    document = Document(person)
    for group in content:
        document.add(group)
    return document


def documents() -> list[Document]:
    aino = _document(1, groups(AINO, "Lumikki", "Tarina", BORN))
    child = {"henkilotunnus": CHILD, "etunimet": "Helmi", "sukunimi": "Tarina", "syntymapv": wire_day(date(2019, 6, 1))}
    aino.add({"tietoryhma": "LAPSI", "lapsi": child, "isaAiti": "AITI", "vanhemmuusnimike": "AITI"}, 2)
    hidden = _document(3, groups(HIDDEN, "Kätkö", "Varjola", date(1985, 3, 3), street=SECRET_STREET, town="108"))
    hidden.add({"tietoryhma": "TURVAKIELTO", "turvakieltoAktiivinen": True})
    hidden.protections = (("2025-01-01", ""),)
    dead = _document(4, groups(DEAD, "Vanha", "Menneinen", date(1940, 4, 4)))
    dead.add({"tietoryhma": "KUOLINPAIVA", "kuollut": True, "kuolinpv": wire_day(date(2020, 1, 1))})
    return [aino, _document(2, groups(CHILD, "Helmi", "Tarina", date(2019, 6, 1))), hidden, dead]


async def settle(connection: Connection) -> None:
    """Load the people into an empty register whose clock stands at `TODAY`."""
    async with connection.transaction():
        await copy_people(connection, [LoadRow(document, TODAY) for document in documents()])
        await finish_load(connection)
        await start_clock(connection, "simulated", TODAY)
