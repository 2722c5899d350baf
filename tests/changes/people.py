"""A small register for the tests of the interface: one family, a protected person, a dead one, and many neighbours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register.clock import start_clock
from vaki.register.derive import derive
from vaki.register.document import Document, reference
from vaki.register.events.draft import Draft, Event
from vaki.register.loading import LoadRow, copy_people, finish_load, refresh_statistics
from vaki.register.wire import bilingual
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

TODAY: Final = date(2026, 11, 1)
NOKIA: Final = "536"
HELSINKI: Final = "091"
NEIGHBOURS: Final = 1200
"""More than one page holds."""

_BORN: Final = date(1990, 1, 1)


def code(born: date, number: int, sex: Sex = Sex.WOMAN) -> str:
    return hetu.allocate(born, sex, number)


AINO: Final = code(_BORN, 1)
AINO_BEFORE: Final = code(_BORN, 2)
EERO: Final = code(date(2015, 5, 5), 1, Sex.MAN)
HIDDEN: Final = code(date(1985, 3, 3), 1)
DEAD: Final = code(date(1940, 4, 4), 1, Sex.MAN)
ELSEWHERE: Final = code(date(1970, 7, 7), 1)
UNKNOWN: Final = code(date(1999, 9, 9), 1)
WRONG_CHECK: Final = AINO[:-1] + ("A" if AINO[-1] != "A" else "B")
SECRET_STREET: Final = "Salakuja"


class Worked(Event):
    """A person took up another occupation: the smallest event there is."""

    name = "worked"
    person: str
    occupation: str

    def codes(self) -> list[str]:
        return [self.person]

    def apply(self, draft: Draft) -> None:
        document = draft.living(self.person)
        group = {"tietoryhma": "AMMATTI", "ammatti": self.occupation}
        document.put(group)
        draft.changed(document, group)


def _person(  # noqa: PLR0917 a person has as many facts as these
    person_id: int, own: str, first: str, last: str, born: date, sex: str, municipality: str, *before: str
) -> Document:
    document = Document(person_id)
    for group in (
        {
            "tietoryhma": "HENKILOTUNNUS_KORJAUS",
            "aktiivinenHenkilotunnus": own,
            "edellisetHenkilotunnukset": list(before),
            "muutettuHenkilotunnus": own,
            "voimassaolo": "AKTIIVI",
        },
        {"tietoryhma": "AIDINKIELI", "kielikoodi": "fi", "kielikoodiISO6392": "fin", "alkupv": wire_day(born)},
        {"tietoryhma": "SUKUPUOLI", "sukupuoli": sex},
        {"tietoryhma": "HENKILON_NIMI", "etunimi": first, "sukunimi": last},
        {"tietoryhma": "NIMENMUUTOS_LAAJA", "nimilaji": "NYKYINEN_KUTSUMANIMI", "nimi": first.split(maxsplit=1)[0]},
        {
            "tietoryhma": "KANSALAISUUS",
            "henkilonKansalaisuudet": [{"kansalaisuuskoodi": "246", "voimassaolo": "AKTIIVI"}],
        },
        {"tietoryhma": "SIVIILISAATY", "siviilisaaty": "NAIMATON"},
        {"tietoryhma": "SYNTYMAPAIVA", "syntymapv": wire_day(born)},
        _address(municipality, "Kivikatu"),
        {"tietoryhma": "KOTIKUNTA", "kuntakoodi": municipality, "kuntaanMuuttopv": wire_day(born)},
    ):
        document.add(group)
    return document


def _address(municipality: str, street: str) -> dict[str, Any]:
    return {
        "tietoryhma": "VAKINAINEN_KOTIMAINEN_OSOITE",
        "katunimi": bilingual(street, "Stengatan"),
        "katunumero": "5-7",
        "huoneistokirjain": "B",
        "huoneistonumero": "004",
        "postinumero": "37100",
        "postitoimipaikka": bilingual("NOKIA", "NOKIA"),
        "rakennustunnus": "150000000V",
        "osoitenumero": 1,
        "kuntakoodi": municipality,
        "alkupv": wire_day(date(2016, 1, 1)),
    }


def _custody(role: str) -> dict[str, Any]:
    return {
        "huoltajanLaji": "LAKISAATEINEN_HUOLTAJA",
        "huoltajanRooli": role,
        "huoltosuhteenAlkupv": wire_day(date(2015, 5, 5)),
        "huoltosuhteenLoppupv": wire_day(date(2033, 5, 5)),
        "oikeudet": [],
    }


def documents() -> list[Document]:
    """Everybody, in person id order."""
    aino = _person(1, AINO, "Aino Maria", "Koivu", _BORN, "NAINEN", NOKIA, AINO_BEFORE)
    eero = _person(2, EERO, "Eero", "Koivu", date(2015, 5, 5), "MIES", NOKIA)
    childhood = {"isaAiti": "AITI", "vanhemmuusnimike": "AITI", "lapsilaatu": "AITIYS_VAHVISTETTU"}
    aino.add({"tietoryhma": "LAPSI", "lapsi": reference(eero), **childhood}, 2)
    aino.add({"tietoryhma": "HUOLLETTAVA", "huollettava": reference(eero), **_custody("AITI")}, 2)
    eero.add({"tietoryhma": "VANHEMPI", "vanhempi": reference(aino), **childhood}, 1)
    eero.add({"tietoryhma": "HUOLTAJA", "huoltaja": reference(aino), **_custody("AITI")}, 1)
    hidden = _person(3, HIDDEN, "Salla", "Suoja", date(1985, 3, 3), "NAINEN", NOKIA)
    hidden.put(_address(NOKIA, SECRET_STREET))
    hidden.add({"tietoryhma": "TURVAKIELTO", "turvakieltoAktiivinen": True})
    hidden.protections = (("2024-01-01", ""),)
    dead = _person(4, DEAD, "Olli", "Vainio", date(1940, 4, 4), "MIES", NOKIA)
    dead.add({"tietoryhma": "KUOLINPAIVA", "kuollut": True, "kuolinpv": wire_day(date(2020, 2, 2))})
    elsewhere = _person(5, ELSEWHERE, "Helga", "Stad", date(1970, 7, 7), "NAINEN", HELSINKI)
    people = [aino, eero, hidden, dead, elsewhere]
    for number in range(NEIGHBOURS):
        born = date(1960, 1 + number % 12, 1 + number // 12 % 28)
        own = code(born, 1 + number // 336, Sex.MAN)
        people.append(_person(6 + number, own, "Naapuri", "Nokialainen", born, "MIES", NOKIA))
    for document in people:
        derive(document)
    return people


async def settle(pools: Pools) -> None:
    """Load everybody into an empty register whose clock stands at TODAY."""
    rows = [LoadRow(document, TODAY) for document in documents()]
    async with pools.register.acquire() as connection:
        async with connection.transaction():
            await start_clock(connection, "simulated", TODAY)
            await copy_people(connection, rows)
            await finish_load(connection)
        await refresh_statistics(connection)
