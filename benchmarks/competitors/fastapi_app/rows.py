"""The variant with rows: a table for each sort of fact, loaded eagerly with one query each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from benchmarks.competitors.fastapi_app import groups as wire
from benchmarks.competitors.fastapi_app.database import Base
from benchmarks.competitors.fastapi_app.schemas import HenkiloRiveista
from benchmarks.competitors.rules import HIDDEN_MEMBERS, KIND, Group, Product

MOST_PERSONS = 1_000
MOST_CHANGES = 5_001


class OfPerson:
    """What the tables of a person's facts share."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)


class Period:
    since: Mapped[date | None]
    since_precision: Mapped[str | None]
    until: Mapped[date | None]
    until_precision: Mapped[str | None]


class Name(OfPerson, Period, Base):
    __tablename__ = "name"
    kind: Mapped[str]
    sort: Mapped[str | None]
    name: Mapped[str | None]
    name_utf8: Mapped[str | None]


class Citizenship(OfPerson, Base):
    __tablename__ = "citizenship"
    country: Mapped[str]
    country_name: Mapped[str | None]
    in_force: Mapped[str | None]
    got: Mapped[date | None]
    got_precision: Mapped[str | None]
    lost: Mapped[date | None]
    lost_precision: Mapped[str | None]


class Email(OfPerson, Period, Base):
    __tablename__ = "email"
    address: Mapped[str | None]
    sort: Mapped[str | None]


class Address(OfPerson, Period, Base):
    __tablename__ = "address"
    kind: Mapped[str]
    street_fi: Mapped[str | None]
    street_sv: Mapped[str | None]
    street_number: Mapped[str | None]
    staircase: Mapped[str | None]
    flat: Mapped[str | None]
    flat_division: Mapped[str | None]
    postal_code: Mapped[str | None]
    post_office_fi: Mapped[str | None]
    post_office_sv: Mapped[str | None]
    building_code: Mapped[str | None]
    address_number: Mapped[int | None]
    municipality: Mapped[str | None]
    line_fi: Mapped[str | None]
    line_sv: Mapped[str | None]
    second_line: Mapped[str | None]
    street_abroad: Mapped[str | None]
    town_abroad: Mapped[str | None]
    country: Mapped[str | None]
    country_name: Mapped[str | None]


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    protected: Mapped[bool]
    previous_codes: Mapped[list[str]]
    born: Mapped[date | None]
    born_precision: Mapped[str | None]
    sex: Mapped[str | None]
    first_names: Mapped[str | None]
    surname: Mapped[str | None]
    first_names_utf8: Mapped[str | None]
    surname_utf8: Mapped[str | None]
    names_since: Mapped[date | None]
    names_since_precision: Mapped[str | None]
    names_note: Mapped[str | None]
    tongue: Mapped[str | None]
    tongue_iso6392: Mapped[str | None]
    tongue_name: Mapped[str | None]
    tongue_since: Mapped[date | None]
    tongue_since_precision: Mapped[str | None]
    tongue_until: Mapped[date | None]
    tongue_until_precision: Mapped[str | None]
    service_language: Mapped[str | None]
    service_language_iso6392: Mapped[str | None]
    service_language_since: Mapped[date | None]
    service_language_since_precision: Mapped[str | None]
    dead: Mapped[bool | None]
    died: Mapped[date | None]
    died_precision: Mapped[str | None]
    protection_active: Mapped[bool | None]
    protection_until: Mapped[date | None]
    protection_until_precision: Mapped[str | None]
    home_municipality: Mapped[str | None]
    home_since: Mapped[date | None]
    home_since_precision: Mapped[str | None]
    names: Mapped[list[Name]] = relationship(order_by=Name.position)
    citizenships: Mapped[list[Citizenship]] = relationship(order_by=Citizenship.position)
    emails: Mapped[list[Email]] = relationship(order_by=Email.position)
    addresses: Mapped[list[Address]] = relationship(order_by=Address.position)


class ChangeGroup(Base):
    __tablename__ = "change_group"
    change_key: Mapped[int] = mapped_column(ForeignKey("change.key"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    withheld: Mapped[bool]
    members: Mapped[Group] = mapped_column(JSONB)


class Change(Base):
    __tablename__ = "change"
    key: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime]
    person_id: Mapped[int]
    code: Mapped[str]
    protected: Mapped[bool]
    found_by_place: Mapped[bool]
    touches_place: Mapped[bool]
    groups: Mapped[list[ChangeGroup]] = relationship(order_by=ChangeGroup.position)


Item = HenkiloRiveista
EAGER = (Person.names, Person.citizenships, Person.emails, Person.addresses)
PERSON_OPTIONS = tuple(selectinload(several, chunksize=MOST_PERSONS) for several in EAGER)
CHANGE_OPTIONS = (selectinload(Change.groups, chunksize=MOST_CHANGES),)


def item(code: str, person: Person, product: Product, *, protected: bool) -> HenkiloRiveista:
    """A person of base data."""
    told = product.told(protected=protected)
    by_kind: defaultdict[str, list[wire.Tietoryhma]] = defaultdict(list)
    for group in (*_of_person(person), *_of_several(person)):
        if group.tietoryhma in told:
            by_kind[group.tietoryhma].append(group)
    if protected:
        for block in product.base_blocks:
            by_kind[block[KIND]] = [
                wire.Tietoryhma(tietoryhma=block[KIND], turvakiellonAlaisetKentat=block[HIDDEN_MEMBERS])
            ]
    in_order = sorted(by_kind, key=product.places.__getitem__)
    return HenkiloRiveista(henkilotunnus=code, tietoryhmat=[group for kind in in_order for group in by_kind[kind]])


def kinds(item: HenkiloRiveista) -> set[str]:
    """The kinds of groups that an item tells."""
    return {group.tietoryhma for group in item.tietoryhmat}


def groups_of(change: Change) -> tuple[list[Group], list[int]]:
    """(groups, numbers of the withheld ones) of a change."""
    return [row.members for row in change.groups], [at for at, row in enumerate(change.groups) if row.withheld]


def _day(day: date | None, precision: str | None) -> wire.Paivamaara | None:
    return None if day is None or precision is None else wire.Paivamaara(arvo=day, tarkkuus=precision)


def _text(fi: str | None, sv: str | None) -> wire.Teksti | None:
    return None if fi is None and sv is None else wire.Teksti(fi=fi, sv=sv)


def _period(row: Period) -> dict[str, Any]:
    return {"alkupv": _day(row.since, row.since_precision), "loppupv": _day(row.until, row.until_precision)}


def _of_person(person: Person) -> list[wire.Tietoryhma]:
    """The groups that a person has one of."""
    made: list[wire.Tietoryhma] = [
        wire.HenkilotunnusKorjaus(
            tietoryhma="HENKILOTUNNUS_KORJAUS",
            aktiivinenHenkilotunnus=person.code,
            edellisetHenkilotunnukset=person.previous_codes,
            muutettuHenkilotunnus=person.code,
        )
    ]
    if person.born is not None:
        made.append(wire.Syntymapaiva(tietoryhma="SYNTYMAPAIVA", syntymapv=_day(person.born, person.born_precision)))
    if person.sex is not None:
        made.append(wire.Sukupuoli(tietoryhma="SUKUPUOLI", sukupuoli=person.sex))
    if person.tongue is not None:
        made.append(
            wire.Kieli(
                tietoryhma="AIDINKIELI",
                kielikoodi=person.tongue,
                kielikoodiISO6392=person.tongue_iso6392,
                nimi=person.tongue_name,
                alkupv=_day(person.tongue_since, person.tongue_since_precision),
                loppupv=_day(person.tongue_until, person.tongue_until_precision),
            )
        )
    if person.service_language is not None:
        made.append(
            wire.Kieli(
                tietoryhma="ASIOINTIKIELI",
                kielikoodi=person.service_language,
                kielikoodiISO6392=person.service_language_iso6392,
                alkupv=_day(person.service_language_since, person.service_language_since_precision),
            )
        )
    return made + _of_names_and_standing(person)


def _of_names_and_standing(person: Person) -> list[wire.Tietoryhma]:
    made: list[wire.Tietoryhma] = []
    if person.first_names is not None and person.surname is not None:
        made.append(
            wire.HenkilonNimi(
                tietoryhma="HENKILON_NIMI",
                etunimi=person.first_names,
                sukunimi=person.surname,
                etunimiUTF8=person.first_names_utf8,
                sukunimiUTF8=person.surname_utf8,
                alkupv=_day(person.names_since, person.names_since_precision),
                lisatieto=person.names_note,
            )
        )
    if person.dead is not None:
        died = _day(person.died, person.died_precision)
        made.append(wire.Kuolinpaiva(tietoryhma="KUOLINPAIVA", kuollut=person.dead, kuolinpv=died))
    if person.protection_active is not None:
        made.append(
            wire.Turvakielto(
                tietoryhma="TURVAKIELTO",
                turvakieltoAktiivinen=person.protection_active,
                turvaLoppuPv=_day(person.protection_until, person.protection_until_precision),
            )
        )
    if person.home_municipality is not None:
        made.append(
            wire.Kotikunta(
                tietoryhma="KOTIKUNTA",
                kuntakoodi=person.home_municipality,
                kuntaanMuuttopv=_day(person.home_since, person.home_since_precision),
            )
        )
    return made


def _of_several(person: Person) -> list[wire.Tietoryhma]:
    """The groups made of the other tables."""
    made: list[wire.Tietoryhma] = [
        wire.Nimi(tietoryhma=row.kind, nimilaji=row.sort, nimi=row.name, nimiUTF8=row.name_utf8, **_period(row))
        for row in person.names
    ]
    made += [
        wire.Sahkopostiosoite(
            tietoryhma="SAHKOPOSTIOSOITE", sahkopostiosoite=row.address, lajikoodi=row.sort, **_period(row)
        )
        for row in person.emails
    ]
    made += map(_address, person.addresses)
    if person.citizenships:
        made.append(
            wire.Kansalaisuus(
                tietoryhma="KANSALAISUUS",
                henkilonKansalaisuudet=[
                    wire.HenkilonKansalaisuus(
                        kansalaisuuskoodi=row.country,
                        kansalaisuusnimi=row.country_name,
                        voimassaolo=row.in_force,
                        saamispv=_day(row.got, row.got_precision),
                        menetyspv=_day(row.lost, row.lost_precision),
                    )
                    for row in person.citizenships
                ],
            )
        )
    return made


def _address(row: Address) -> wire.Tietoryhma:
    if row.kind.endswith("_KOTIMAINEN_OSOITE"):
        return wire.Katuosoite(
            tietoryhma=row.kind,
            katunimi=_text(row.street_fi, row.street_sv),
            katunumero=row.street_number,
            huoneistokirjain=row.staircase,
            huoneistonumero=row.flat,
            jakokirjain=row.flat_division,
            postinumero=row.postal_code,
            postitoimipaikka=_text(row.post_office_fi, row.post_office_sv),
            rakennustunnus=row.building_code,
            osoitenumero=row.address_number,
            kuntakoodi=row.municipality,
            **_period(row),
        )
    if row.kind.endswith("_ULKOMAINEN_OSOITE"):
        return wire.UlkomainenOsoite(
            tietoryhma=row.kind,
            lahiosoite=row.street_abroad,
            paikkakunta=row.town_abroad,
            valtiokoodi=row.country,
            valtionimi=row.country_name,
            **_period(row),
        )
    return wire.Postiosoite(
        tietoryhma=row.kind,
        postiosoite=_text(row.line_fi, row.line_sv),
        postiosoiteLisarivi=row.second_line,
        postinumero=row.postal_code,
        postitoimipaikka=_text(row.post_office_fi, row.post_office_sv),
        valtiokoodi=row.country,
        valtionimi=row.country_name,
        **_period(row),
    )
