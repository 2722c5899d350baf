"""Who people are: names, identity codes, other codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.register.choosing import CODES_OF_BIRTH_DAY
from vaki.register.events.abroad import RegisteredAbroad
from vaki.register.events.identity import CodeChange, CodeChangeUndone, SexChange
from vaki.register.events.merging import CodesMerged
from vaki.register.events.migration import Newcomer
from vaki.register.events.name import CallNameChange, NameChange, full_spelling
from vaki.register.events.name_corrections import NameChangeUndone, NameCorrected
from vaki.register.events.other_codes import (
    ElectronicIdentifierEnded,
    ElectronicIdentifierGiven,
    ForeignCodeEnded,
    ForeignCodeRecorded,
)
from vaki.register.events.special_names import FormerNameRecorded, MiddleName, Patronymic
from vaki.register.wire import read_day
from vaki.synthetic import names, personas
from vaki.synthetic.life.choosing import is_named, tongue_of

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_SURNAMES: Final = 0.7
"""Surname changes among applications for another name (the register authority's figures)."""
_HISTORY: Final = "NIMENMUUTOS_LAAJA"
_FOREIGN: Final = "ULKOMAINEN_HENKILOTUNNUS"
_ELECTRONIC: Final = "SAHKOINEN_ASIOINTITUNNUS"


def _language(document: Document) -> str:
    tongue = tongue_of(document)
    return tongue if tongue in names.LANGUAGES else "fi"


def _whole(document: Document, member: str) -> str:
    return full_spelling(document.one("HENKILON_NIMI") or {}, member)


async def name_change(view: View, draws: Draws) -> list[Event]:
    """Another surname, or other first names."""
    document = await view.first(draws, is_named, 18, 70)
    if document is None or document.birth_date is None:
        return []
    tongue, sex = _language(document), Sex(document.sex)
    for _ in range(6):
        if draws.chance(_SURNAMES):
            surname = names.surname(draws, tongue, sex)
            if surname != _whole(document, "sukunimi"):
                return [NameChange(person=document.code, surname=surname)]
        else:
            given = names.first_names(draws, tongue, sex, document.birth_date.year)
            if " ".join(given) != _whole(document, "etunimi"):
                call = "" if given[0] in _held(document, "NYKYINEN_KUTSUMANIMI") else given[0]
                return [NameChange(person=document.code, first_names=" ".join(given), call_name=call)]
    return []


async def name_corrected(view: View, draws: Draws) -> list[Event]:
    """A letter of a surname had been written twice, or once too few."""
    document = await view.first(draws, lambda one: len(_whole(one, "sukunimi")) > 3, 0, 90)  # noqa: PLR2004 -- letters
    if document is None:
        return []
    surname = _whole(document, "sukunimi")
    at = draws.between(2, len(surname) - 2)
    if not surname[at].isalpha():
        return []
    doubled = surname[at] == surname[at - 1]
    right = surname[:at] + surname[at + 1 :] if doubled else surname[: at + 1] + surname[at:]
    return [NameCorrected(person=document.code, surname=right)]


async def name_change_undone(view: View, draws: Draws) -> list[Event]:
    """A change of name did not happen."""

    def changed_last(one: Document) -> bool:
        since = read_day((one.one("HENKILON_NIMI") or {}).get("alkupv"))
        kinds = {
            group["nimilaji"].partition("_")[2]: group
            for group in one.all(_HISTORY)
            if since is not None and read_day(group.get("loppupv")) == since
        }
        begun = {
            group["nimilaji"].partition("_")[2]
            for group in one.all(_HISTORY)
            if group["nimilaji"].startswith("NYKYINEN_") and read_day(group.get("alkupv")) == since
        }
        return bool({"ETUNIMI", "SUKUNIMI"} & kinds.keys() & begun)

    found = await view.lately(draws, "name_change", changed_last)
    return [] if found is None else [NameChangeUndone(person=found[0].code)]


async def call_name_change(view: View, draws: Draws) -> list[Event]:
    """Another of the first names becomes the call name."""
    for person in await view.residents(draws, 8, 10, 80):
        document = await view.document(person.person_id)
        given = _whole(document, "etunimi").split()
        present = [group for group in document.all(_HISTORY) if group["nimilaji"] == "NYKYINEN_KUTSUMANIMI"]
        others = [name for name in given if not present or name != full_spelling(present[0], "nimi")]
        if others:
            return [CallNameChange(person=person.code, call_name=others[-1])]
    return []


def _held(document: Document, kind: str) -> list[str]:
    return [full_spelling(group, "nimi") for group in document.all(_HISTORY) if group["nimilaji"] == kind]


async def middle_name(view: View, draws: Draws) -> list[Event]:
    """A middle name of a foreign custom: a surname's form beside the surname."""
    document = await view.first(draws, lambda one: is_named(one) and not _held(one, "NYKYINEN_VALINIMI"), 1, 60)
    if document is None:
        return []
    taken = names.surname(draws, _language(document), Sex(document.sex))
    return [MiddleName(person=document.code, middle_name=taken)]


async def patronymic(view: View, draws: Draws) -> list[Event]:
    """A patronymic, of those whose language has them."""

    def without(one: Document) -> bool:
        return is_named(one) and not _held(one, "PATRONYYMI")

    document = await view.first(draws, lambda one: without(one) and tongue_of(one) in ("ru", "uk"), 1, 80, count=60)
    document = document or await view.first(draws, without, 1, 80)
    if document is None:
        return []
    father = names.first_names(draws, "ru" if "ru" in names.LANGUAGES else "fi", Sex.MAN, 1960)[0]
    ending = "ovna" if Sex(document.sex) is Sex.WOMAN else "ovitš"
    return [Patronymic(person=document.code, patronymic=f"{father.rstrip('aeiouyäö')}{ending}")]


async def former_name_recorded(view: View, draws: Draws) -> list[Event]:
    """A surname that someone had before coming to Finland, or as unmarried."""
    document = await view.first(draws, is_named, 18, 95)
    if document is None:
        return []
    former = names.surname(draws, _language(document), Sex(document.sex))
    if former in _held(document, "EDELLINEN_SUKUNIMI"):
        return []
    return [FormerNameRecorded(person=document.code, kind="EDELLINEN_SUKUNIMI", former=former)]


# Identity codes.


async def code_change(view: View, draws: Draws) -> list[Event]:
    """An identity code has been misused, and another is given."""
    person = await view.resident(draws, 18, 80)
    return [] if person is None else [CodeChange(person=person.code)]


async def code_change_undone(view: View, draws: Draws) -> list[Event]:
    """A code was changed by mistake."""
    found = await view.lately(draws, "code_change", lambda one: len(one.codes) > 1)
    return [] if found is None else [CodeChangeUndone(person=found[0].code)]


async def sex_change(view: View, draws: Draws) -> list[Event]:
    """A person's sex is confirmed as another."""
    person = await view.resident(draws, 18, 45)
    if person is None:
        return []
    sex = Sex((await view.document(person.person_id)).sex)
    return [SexChange(person=person.code, sex=Sex.WOMAN if sex is Sex.MAN else Sex.MAN)]


async def codes_merged(view: View, draws: Draws) -> list[Event]:
    """Someone who lives abroad was registered a second time, which is found at once: the records are made one."""
    document = await view.living_in(draws, "200", lambda one: is_named(one) and not one.protected)
    code = None if document is None else await _free_code(view, document)
    if document is None or code is None or document.birth_date is None:
        return []
    group = document.one("VAKINAINEN_ULKOMAILLA_ASUMINEN")
    country = "752" if group is None else str(group["valtiokoodi"])
    again = Newcomer(
        first_names=_whole(document, "etunimi"),
        surname=_whole(document, "sukunimi"),
        birth_date=document.birth_date,
        sex=Sex(document.sex),
        code=code,
    )
    registered = RegisteredAbroad(newcomer=again, country="752" if country == "998" else country)
    return [registered, CodesMerged(person=document.code, dropped=code)]


async def _free_code(view: View, document: Document) -> str | None:
    born = document.birth_date
    if born is None:
        return None
    start = born.strftime("%d%m%y")
    rows = await view.connection.fetch(CODES_OF_BIRTH_DAY, start, f"{start}~")
    used = {row["code"] for row in rows} | view.taken | personas.RESERVED
    counter = 0
    while True:
        try:
            code = hetu.allocate(born, Sex(document.sex), counter)
        except hetu.SeriesExhausted:
            return None
        if code not in used:
            return code
        counter += 1


# Other codes.


async def foreign_code_recorded(view: View, draws: Draws) -> list[Event]:
    """The code that an immigrant has in the country of citizenship."""

    def foreign(one: Document) -> bool:
        return _country_of(one) is not None and one.one(_FOREIGN) is None

    document = await view.first(draws, foreign, 0, 80, count=60)
    country = None if document is None else _country_of(document)
    if document is None or country is None or document.birth_date is None:
        return []
    code = f"{document.birth_date:%Y%m%d}-{draws.between(1000, 9999)}"
    return [ForeignCodeRecorded(person=document.code, code=code, country=country)]


def _country_of(document: Document) -> str | None:
    """A foreign country whose citizen the person is, by its code."""
    held: list[dict[str, Any]] = (document.one("KANSALAISUUS") or {}).get("henkilonKansalaisuudet", [])
    codes = [one["kansalaisuuskoodi"] for one in held if one.get("voimassaolo") != "PASSIIVI"]
    return next((code for code in codes if code not in ("246", "998")), None)


async def foreign_code_ended(view: View, draws: Draws) -> list[Event]:
    document = await view.holder(draws, _FOREIGN, lambda one: bool(one.in_force(_FOREIGN)))
    if document is None:
        return []
    held = document.in_force(_FOREIGN)[0]
    return [ForeignCodeEnded(person=document.code, code=held["ulkomainenHenkilotunnus"], country=held["valtiokoodi"])]


def _electronic(document: Document) -> bool:
    held = document.one(_ELECTRONIC)
    return held is not None and held.get("voimassaolo") != "PASSIIVI"


async def electronic_identifier_given(view: View, draws: Draws) -> list[Event]:
    document = await view.first(draws, lambda one: one.one(_ELECTRONIC) is None, 0, 75, count=60)
    return [] if document is None else [ElectronicIdentifierGiven(person=document.code)]


async def electronic_identifier_ended(view: View, draws: Draws) -> list[Event]:
    document = await view.holder(draws, _ELECTRONIC, _electronic)
    return [] if document is None else [ElectronicIdentifierEnded(person=document.code)]
