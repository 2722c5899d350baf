"""Moves into Finland and out of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, Literal

import msgspec

from vaki.codes import country, municipality
from vaki.codes.sex import Sex
from vaki.register.buildings import Dwelling
from vaki.register.errors import EventRefused
from vaki.register.events.birth import citizenship, identity, new_code
from vaki.register.events.draft import Draft, Event
from vaki.register.events.extra_data import Relatives, codes_of, forget_relatives, note_relatives
from vaki.register.events.fields import CountryCode, Day, IdentityCode, LanguageCode, Name, ResidenceCode
from vaki.register.events.home import (
    ADDRESS,
    KEPT_BY,
    RESIDENCE,
    STAY,
    TEMPORARY_ADDRESS,
    TEMPORARY_HOME,
    TEMPORARY_RESIDENCE,
    address_abroad,
    begin,
    change_municipality,
    end,
    end_temporary,
    home_municipality,
    in_finland,
    living_abroad,
    refuse_outside,
    residence,
    settle,
    street_address,
)
from vaki.register.events.move import Household, of_household
from vaki.register.events.name import names
from vaki.register.events.records import checked_country, day_before, put, spoken, take_away, tell_whole
from vaki.register.events.told import record
from vaki.register.groups.values import Poissaolo
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

_NORDIC: Final = frozenset({"208", "234", "248", "304", "352", "578", "752"})
"""Denmark, Faroe Islands, Åland (never a country of residence here), Greenland, Iceland, Norway, Sweden."""

MaritalStatus = Literal["EI_TIETOA", "NAIMATON", "AVIOLIITOSSA", "ASUMUSEROSSA", "ERONNUT", "LESKI"]


class Newcomer(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is recorded of a person whom the register has not known before."""

    first_names: Name
    surname: Name
    birth_date: date
    sex: Sex
    citizenships: tuple[CountryCode, ...] = ()
    mother_tongue: LanguageCode | None = None
    mother_tongue_name: str = ""
    birth_country: CountryCode | None = None
    birth_place: str = ""
    marital_status: MaritalStatus = "EI_TIETOA"
    code: IdentityCode | None = None


class Immigration(Event):
    """A person moves to Finland: someone known who comes back (`person`), or someone new (`newcomer`).

    With `home_municipality` the dwelling becomes the permanent residence; without it the person is registered with a
    temporary address and municipality and no home municipality (198). Source: kotikuntalaki 201/1994 4–5 §;
    VTJ-laki 661/2009 9 § (registration of foreigners).
    """

    name: ClassVar[str] = "immigration"
    to: ResidenceCode
    from_country: CountryCode
    person: IdentityCode | None = None
    newcomer: Newcomer | None = None
    home_municipality: bool = True
    from_country_name: str = ""
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        known = None if self.newcomer is None else self.newcomer.code
        return [code for code in (self.person, known) if code]

    def dwellings(self) -> Iterable[str]:
        return (self.to,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        if (self.person is None) == (self.newcomer is None):
            raise EventRefused("Either a known person or a newcomer is needed.")
        to = draft.dwelling(self.to)
        if self.newcomer is not None:
            draft.check_day(day)
            if self.newcomer.birth_date > day:
                raise EventRefused("The day is before the person's birth.")
            document = register_newcomer(draft, self.newcomer)
        else:
            document = draft.living(self.person or "")
            draft.check_day(day, document)
            if in_finland(document):
                raise EventRefused("The person has a home municipality in Finland already.")
        self._arrive(draft, document, to, day)
        if self.newcomer is not None:
            draft.told.pop(document.person_id, None)
            tell_whole(draft, document)

    def _arrive(self, draft: Draft, document: Document, to: Dwelling, day: date) -> None:
        was_here = document.municipality == municipality.NO_HOME_MUNICIPALITY
        if self.home_municipality:
            settle(draft, document, to, day)
            end_temporary(draft, document, day_before(day))
        else:
            _stay(draft, document, to, day)
        if was_here:
            self._no_longer_absent(draft, document)
            return
        put(draft, document, record("SUOMEEN_MUUTTOPAIVA", suomeenMuuttopv=wire_day(day)))
        self._no_longer_absent(draft, document)
        forget_relatives(draft, document)
        take_away(draft, document, "VALTIO_JOHON_MUUTTANUT")
        put(
            draft,
            document,
            record(
                "VALTIO_JOSTA_MUUTTANUT",
                valtiokoodi=self.from_country,
                valtionimi=checked_country(self.from_country, self.from_country_name),
            ),
        )

    def _no_longer_absent(self, draft: Draft, document: Document) -> None:
        if self.home_municipality:
            take_away(draft, document, "POISSAOLO")
            take_away(draft, document, "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA")


def register_newcomer(draft: Draft, newcomer: Newcomer) -> Document:
    if newcomer.sex is Sex.MISSING:
        raise EventRefused("The person's sex is needed for the identity code.")
    document = draft.newborn()
    document.add(identity(new_code(draft, newcomer.code or "", newcomer.birth_date, newcomer.sex)))
    document.add(record("SUKUPUOLI", sukupuoli=newcomer.sex.value))
    document.add(record("SYNTYMAPAIVA", syntymapv=wire_day(newcomer.birth_date)))
    document.add(names(newcomer.first_names, newcomer.surname))
    document.add(record("SIVIILISAATY", siviilisaaty=newcomer.marital_status))
    document.add(record("SYNTYMAKOTIKUNTA", kuntakoodi=municipality.ABROAD))
    if newcomer.mother_tongue is not None:
        document.add(spoken("AIDINKIELI", newcomer.mother_tongue, newcomer.mother_tongue_name, None))
    for code in newcomer.citizenships:
        if not country.exists(code) or code == country.IN_PLAIN_TEXT:
            raise EventRefused("There is no such country code.")
    if len(set(newcomer.citizenships)) != len(newcomer.citizenships):
        raise EventRefused("A citizenship is named twice.")
    elements = [citizenship(code, None) for code in newcomer.citizenships]
    document.add(record("KANSALAISUUS", henkilonKansalaisuudet=elements))
    if newcomer.birth_country is not None:
        if not country.exists(newcomer.birth_country) or newcomer.birth_country == country.IN_PLAIN_TEXT:
            raise EventRefused("There is no such country code.")
        document.add(
            record(
                "ULKOMAINEN_SYNTYMAPAIKKA",
                valtiokoodi=newcomer.birth_country,
                ulkomainenSyntymapaikka=newcomer.birth_place or None,
            )
        )
    return document


def _stay(draft: Draft, document: Document, to: Dwelling, day: date) -> None:
    """In Finland without a home municipality: a temporary address, municipality and residence code."""
    begin(draft, document, street_address(to, day, TEMPORARY_ADDRESS), day)
    if document.municipality is None:
        change_municipality(draft, document, municipality.NO_HOME_MUNICIPALITY, day)
    put(draft, document, home_municipality(to.municipality, day, TEMPORARY_HOME))
    put(draft, document, home_municipality(to.municipality, day, KEPT_BY))
    begin(draft, document, residence(to, day, TEMPORARY_RESIDENCE), day)


class Emigration(Event):
    """One person or a household moves abroad for good: home municipality 200, an address there, absence.

    Source: kotikuntalaki 201/1994 5 §; kinds and members as in docs/wire/muutosrajapinta.md §2.8. The municipality
    that keeps the person's records (VAESTOKIRJANPITOKUNTA) stays. `relatives` are further facts of the notice.
    """

    name: ClassVar[str] = "emigration"
    person: Household
    country: CountryCode
    country_name: str = ""
    street: str = ""
    place: str = ""
    relatives: Relatives = ()
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return [*self.person, *codes_of(self.relatives)]

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        if self.country == country.FINLAND:
            raise EventRefused("Finland is not abroad.")
        name = checked_country(self.country, self.country_name)
        household = of_household(draft, self.person)
        for document in household:
            draft.check_day(day, document)
            refuse_outside(document)
            self._leave(draft, document, name, day)
        note_relatives(draft, household, self.relatives, day)

    def _leave(self, draft: Draft, document: Document, name: str | None, day: date) -> None:
        last = day_before(day)
        if self.street or self.place:
            begin(draft, document, address_abroad(self.street, self.place, self.country, name, day), day)
        end(draft, document, ADDRESS, last)
        end_temporary(draft, document, last)
        change_municipality(draft, document, municipality.ABROAD, day)
        put(draft, document, absence(absent_in(self.country), day))
        put(draft, document, record("VALTIO_JOHON_MUUTTANUT", valtiokoodi=self.country, valtionimi=name))
        end(draft, document, RESIDENCE, last)
        end(draft, document, STAY, last)
        begin(draft, document, living_abroad(self.country, name, day), day)


def absent_in(code: str) -> Poissaolo:
    """How absence is told of someone who lives in a country."""
    return "KOTIPAIKKA_POHJOISMAISSA" if code in _NORDIC else "KOTIPAIKKA_MUUALLA_KUIN_POHJOISMAISSA"


def absence(kind: Poissaolo, since: date) -> WireGroup:
    """POISSAOLO: the person is of the absent population from a day on."""
    return record("POISSAOLO", poissaolo=kind, siirtopv=wire_day(since))
