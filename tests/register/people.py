"""A small world made by hand: documents, dwellings, and a register that records events in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from vaki.codes import building, dwelling, hetu
from vaki.codes import property as property_codes
from vaki.codes.sex import Sex
from vaki.register.buildings import Building, BuildingAddress, Coordinates, Dwelling, DwellingDocument
from vaki.register.derive import derive
from vaki.register.document import Document, homes_field, reference, year_end_municipality
from vaki.register.due import birthday, due_day
from vaki.register.events.birth import identity
from vaki.register.events.consequences import Written, finish
from vaki.register.events.draft import Draft, Event
from vaki.register.events.home import home_municipality, residence, street_address
from vaki.register.events.many import ManyPeople
from vaki.register.events.name import history_name, names
from vaki.register.events.told import record
from vaki.register.groups import ATTRIBUTE, COMPUTED_AT_READING, KIND, PLACE, WireGroup
from vaki.register.item import AGE_RULE
from vaki.register.places import Places
from vaki.register.wire import day as wire_day
from vaki.register.wire import from_line

TODAY = date(2026, 11, 20)
Item = list[tuple[WireGroup, bool]]
"""Groups of a change with their attributes, and whether each is for products with an age rule only."""

MARRIED = date(2012, 6, 16)
HELSINKI, NOKIA, ABROAD = "091", "536", "200"


def a_dwelling(number: int, municipality: str, street: str) -> Dwelling:
    code = building.synthetic(number)
    in_nokia = municipality == NOKIA
    return Dwelling(
        residence_code=dwelling.residence_code(code, 1, "A", f"{number % 1000:03}", ""),
        building_code=code,
        municipality=municipality,
        address_number=1,
        street={"fi": f"{street}tie"} if in_nokia else {"fi": f"{street}tie", "sv": f"{street}vägen"},
        street_number=str(number % 1000),
        postal_code="37100" if in_nokia else "00100",
        post_office={"fi": "NOKIA", "sv": "NOKIA"} if in_nokia else {"fi": "HELSINKI", "sv": "HELSINGFORS"},
        staircase="A",
        number=f"{number % 1000:03}",
        division="",
    )


NOKIA_HOME = a_dwelling(1, NOKIA, "Koivu")
NOKIA_FLAT = a_dwelling(2, NOKIA, "Leppä")
HELSINKI_HOME = a_dwelling(3, HELSINKI, "Mänty")
DWELLINGS = (NOKIA_HOME, NOKIA_FLAT, HELSINKI_HOME)


def a_building(home: Dwelling) -> Building:
    """The building that a dwelling is in, on a street of its own."""
    address = BuildingAddress(home.address_number, home.street, home.street_number, home.postal_code, home.post_office)
    return Building(
        rakennustunnus=home.building_code,
        kuntakoodi=home.municipality,
        kiinteistotunnus=property_codes.make(home.municipality, 402, 1, 1),
        osoitteet=(address,),
        koordinaatit=Coordinates(6_800_000, 320_000),
        rakennusluokka="0110",
        valmistumisvuosi=1988,
        kaytossaolotilanne="01",
    )


def a_dwelling_document(home: Dwelling) -> DwellingDocument:
    return DwellingDocument(
        asuinpaikantunnus=home.residence_code,
        rakennustunnus=home.building_code,
        osoitenumero=home.address_number,
        huoneluku=3,
        pinta_ala=78,
        keittiotyyppi="1",
        hallintaperuste="OMISTUS",
        kaytossaolotilanne="01",
        huoneistokirjain=home.staircase,
        huoneistonumero=home.number,
        jakokirjain=home.division,
    )


def the_places() -> Places:
    """The buildings and dwellings of `DWELLINGS`."""
    return Places(
        {one.building_code: a_building(one) for one in DWELLINGS},
        {one.residence_code: a_dwelling_document(one) for one in DWELLINGS},
    )


def a_code(born: date, sex: Sex, counter: int = 0) -> str:
    return hetu.allocate(born, sex, counter)


def a_person(
    person_id: int,
    born: date,
    sex: Sex,
    first_names: str,
    surname: str,
    *,
    home: Dwelling | None = NOKIA_HOME,
    since: date | None = None,
    status: str = "NAIMATON",
) -> Document:
    """A citizen who has lived in one home, without relations."""
    document = Document(person_id)
    moved = since or born
    groups = [
        identity(a_code(born, sex, person_id % 40)),
        record("AIDINKIELI", kielikoodi="fi", kielikoodiISO6392="fin", alkupv=wire_day(born)),
        record("SUKUPUOLI", sukupuoli=sex.value),
        names(first_names, surname),
        history_name("NYKYINEN_KUTSUMANIMI", first_names.split(maxsplit=1)[0], born),
        record(
            "KANSALAISUUS",
            henkilonKansalaisuudet=[{"kansalaisuuskoodi": "246", "voimassaolo": "AKTIIVI", "saamispv": wire_day(born)}],
        ),
        record("SYNTYMAKOTIKUNTA", kuntakoodi=NOKIA),
        record("SIVIILISAATY", siviilisaaty=status),
        record("SYNTYMAPAIVA", syntymapv=wire_day(born)),
        record("USKONTOKUNTALAJI", uskontokuntalaji="EV_LUT"),
    ]
    if home is not None:
        groups += [
            street_address(home, moved),
            home_municipality(home.municipality, moved),
            home_municipality(home.municipality, moved, "VAESTOKIRJANPITOKUNTA"),
            residence(home, moved),
        ]
    for group in groups:
        document.add(group)
    derive(document)
    return document


def marry(one: Document, other: Document, day: date = MARRIED) -> None:
    for document, spouse in ((one, other), (other, one)):
        union = record(
            "AVIOLIITTO",
            puoliso=reference(spouse),
            voimassaolo="AKTIIVI",
            vihkipv=wire_day(day),
            vihkitapa="SIVIILIVIHKIMINEN",
            jarjestysnumero=1,
        )
        document.add(union, spouse.person_id)
        document.put(record("SIVIILISAATY", siviilisaaty="AVIOLIITOSSA"))


def parent_of(child: Document, parent: Document, *, custody: bool = True) -> None:
    role = "ISA" if parent.sex == Sex.MAN else "AITI"
    terms = {"isaAiti": role, "vanhemmuusnimike": role, "lapsilaatu": "AVIOLAPSI"}
    child.add(record("VANHEMPI", vanhempi=reference(parent), **terms), parent.person_id)
    parent.add(record("LAPSI", lapsi=reference(child), **terms), child.person_id)
    if custody and child.birth_date is not None:
        last = wire_day(birthday(child.birth_date, 18))
        period = {"huoltosuhteenAlkupv": wire_day(child.birth_date), "huoltosuhteenLoppupv": last}
        guard = {"huoltajanLaji": "LAKISAATEINEN_HUOLTAJA", "huoltajanRooli": role, **period, "oikeudet": []}
        child.add(record("HUOLTAJA", huoltaja=reference(parent), **guard), parent.person_id)
        parent.add(record("HUOLLETTAVA", huollettava=reference(child), **guard), child.person_id)


def family() -> dict[str, Document]:
    """Two spouses with a child in Nokia, and two single persons, one in Helsinki and one abroad."""
    mother = a_person(1, date(1985, 3, 1), Sex.WOMAN, "Aino Maria", "Virtanen", since=date(2015, 5, 1))
    father = a_person(2, date(1983, 7, 9), Sex.MAN, "Eero Juhani", "Virtanen", since=date(2015, 5, 1))
    child = a_person(3, date(2018, 2, 3), Sex.WOMAN, "Oona Helmi", "Virtanen")
    single = a_person(4, date(1990, 1, 2), Sex.MAN, "Veikko", "Šemeikka", home=HELSINKI_HOME, since=date(2020, 1, 1))
    abroad = a_person(5, date(1970, 10, 5), Sex.WOMAN, "Sirpa", "Nieminen", home=None)
    for group in (
        home_municipality(ABROAD, date(2010, 4, 1)),
        record(
            "EDELLINEN_KOTIKUNTA",
            kuntakoodi=NOKIA,
            kuntaanMuuttopv=wire_day(date(1970, 10, 5)),
            kunnastaPoisMuuttopv=wire_day(date(2010, 3, 31)),
        ),
        record("POISSAOLO", poissaolo="KOTIPAIKKA_MUUALLA_KUIN_POHJOISMAISSA", siirtopv=wire_day(date(2010, 4, 1))),
        record("VALTIO_JOHON_MUUTTANUT", valtiokoodi="233"),
        home_municipality(NOKIA, date(1970, 10, 5), "VAESTOKIRJANPITOKUNTA"),
        record(
            "VAKINAINEN_ULKOMAILLA_ASUMINEN",
            valtiokoodi="233",
            alkupv=wire_day(date(2010, 4, 1)),
            asuinpaikantunnus="20023300000000",
        ),
        record(
            "VAKINAINEN_ULKOMAINEN_OSOITE",
            lahiosoite="Sadama 5",
            paikkakunta="10111 TALLINN",
            valtiokoodi="233",
            alkupv=wire_day(date(2010, 4, 1)),
        ),
    ):
        abroad.add(group)
    marry(mother, father)
    for parent in (mother, father):
        parent_of(child, parent)
    people = {"mother": mother, "father": father, "child": child, "single": single, "abroad": abroad}
    for document in people.values():
        derive(document)
    return people


@dataclass
class Register:
    """Documents by person id; records an event as the recorder does, without a database."""

    people: dict[int, Document]
    day: date = TODAY
    written: list[Written] = field(default_factory=list)
    key: int = 1
    places: Places = field(default_factory=the_places)

    @classmethod
    def of(cls, documents: dict[str, Document]) -> Register:
        for document in documents.values():
            for entry in document.entries:
                entry.key = 1
        return cls({document.person_id: document for document in documents.values()})

    def record(self, event: Event) -> dict[int, Item]:
        """Apply an event; person id -> the item. Raises EventRefused, having altered nothing."""
        ids = {code: person for person, document in self.people.items() for code in document.codes}
        given = iter(range(30, 50))
        fresh = max(self.people, default=0) + 1
        draft = Draft(
            day=self.day,
            people=self.people,
            ids=ids,
            homes={},
            allocate=lambda: fresh,
            free_code=lambda born, sex: next(
                code for counter in given if (code := hetu.allocate(born, Sex(sex), counter)) not in ids
            ),
            places=self.places.fresh(),
        )
        event.apply(draft)
        self.written = finish(draft)
        self.places.take(draft.places)
        if isinstance(event, ManyPeople):
            self.places.put_buildings.update(
                {code: event.rebuilt(one) for code, one in self.places.fresh().buildings.items()}
            )
        self.key += 1
        for one in self.written:
            for entry in one.document.entries:
                entry.key = entry.key or self.key
            self.people[one.document.person_id] = one.document
            if one.gone:
                del self.people[one.document.person_id]
        return {one.document.person_id: list(item_groups(one.groups)) for one in self.written if not one.gone}

    def base_data_before(self, person_id: int) -> list[WireGroup]:
        """What the door would hand out to one who has not had the clock event of the register's day."""
        due = due_day(self.people[person_id], self.day - timedelta(days=1))
        return self.base_data(person_id, min(self.day, (due or date.max) - timedelta(days=1)))

    def base_data(self, person_id: int, as_of: date | None = None) -> list[WireGroup]:
        """What the door would hand out as of a day, the register's own by default."""
        document = self.people[person_id]
        groups = [entry.group for entry in document.entries]
        year_end = year_end_municipality(homes_field(document), as_of or self.day)
        if year_end is not None and document.one(COMPUTED_AT_READING) is None:
            groups.append(year_end)
            groups.sort(key=lambda group: PLACE.get(group[KIND], len(PLACE)))
        return groups


def item_groups(text: str) -> Iterator[tuple[WireGroup, bool]]:
    """The groups of a stored item, and whether each is for products with an age rule only."""
    first, *lines = text.split("\n")
    tokens = first.split("\t")[0].split()
    for token, line in zip(tokens, lines, strict=True):
        yield from_line(line), token.endswith(AGE_RULE)


def rows(item: Item) -> list[str]:
    """An item as rows of the table: attribute, kind, members."""
    return [
        f"{group[ATTRIBUTE]} {group[KIND]}{' (age)' if aged else ''}: "
        f"{' '.join(member for member in group if member not in (KIND, ATTRIBUTE))}"
        for group, aged in item
    ]


def plain(groups: list[WireGroup]) -> list[str]:
    """Groups as comparable text, order aside."""
    return sorted(json.dumps(group, sort_keys=True) for group in groups)


def member_values(groups: list[WireGroup], kind: str, member: str) -> list[Any]:
    return [group.get(member) for group in groups if group[KIND] == kind]
