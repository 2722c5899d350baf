"""People abroad: another country, another address, registered there; and foreign nationals removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.codes import country, municipality
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import CountryCode, Day
from vaki.register.events.home import (
    ADDRESS,
    ADDRESS_ABROAD,
    HOME,
    LIVING_ABROAD,
    RESIDENCE,
    STAY,
    address_abroad,
    begin,
    change_municipality,
    end,
    end_temporary,
    home_municipality,
    living_abroad,
)
from vaki.register.events.migration import Newcomer, absence, absent_in, register_newcomer
from vaki.register.events.move import Household, of_household
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import checked_country, day_before, first_day, put, take_away, tell_whole
from vaki.register.events.restoring import restore_municipality
from vaki.register.events.told import record
from vaki.register.groups.values import Poissaolo
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document

REMOVED: Final[Poissaolo] = "ULKOMAALAINEN_POISTETTU_VAESTOREKISTERISTA"

REMOVAL: Final = "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA"


class CountryChanged(Event):
    """One person or a household that lives abroad moves to another country.

    The country they once moved to from Finland (VALTIO_JOHON_MUUTTANUT) stays. Source: docs/wire/muutosrajapinta.md
    §2.8 and §2.10 (ENTINEN_ULKOMAILLA_ASUMINEN).
    """

    name: ClassVar[str] = "country_changed"
    person: Household
    country: CountryCode
    country_name: str = ""
    street: str = ""
    place: str = ""
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return self.person

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        if self.country == country.FINLAND:
            raise EventRefused("Finland is not abroad.")
        name = checked_country(self.country, self.country_name)
        for document in of_household(draft, self.person):
            draft.check_day(day, document)
            present = document.one(LIVING_ABROAD)
            if present is None:
                raise EventRefused("The person does not live abroad.")
            if (present.get("valtiokoodi"), present.get("valtionimi")) == (self.country, name):
                raise EventRefused("The person lives in that country already.")
            self._move(draft, document, name, day)

    def _move(self, draft: Draft, document: Document, name: str | None, day: date) -> None:
        if self.street or self.place:
            begin(draft, document, address_abroad(self.street, self.place, self.country, name, day), day)
        else:
            end(draft, document, ADDRESS_ABROAD, day_before(day))
        absent = document.one("POISSAOLO")
        if absent is not None and absent["poissaolo"].startswith("KOTIPAIKKA_"):
            put(draft, document, absence(absent_in(self.country), day))
        begin(draft, document, living_abroad(self.country, name, day), day)


class AddressAbroad(OnePersonOnADay):
    """A person who lives abroad tells an address there; another one takes its place.

    Country code 998 is told with the country's name. Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md
    §2.8 (VAKINAINEN_ULKOMAINEN_OSOITE).
    """

    name: ClassVar[str] = "address_abroad"
    street: str = ""
    place: str = ""

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        present = document.one(LIVING_ABROAD)
        if present is None:
            raise EventRefused("The person does not live abroad.")
        if not self.street and not self.place:
            raise EventRefused("An address abroad is a street, a place or both.")
        since = first_day(present)
        if since is not None and day < since:
            raise EventRefused("The person did not live abroad then.")
        new = address_abroad(self.street, self.place, present["valtiokoodi"], present.get("valtionimi"), day)
        begin(draft, document, new, day)


class RegisteredAbroad(Event):
    """A person who lives abroad comes into the register, as of the absent population.

    Such as a child of a citizen, or someone made a citizen, who has never lived in Finland. Source: VTJ-laki 661/2009
    9 §; POISSAOLO REKISTEROITY_POISSAOLEVAAN_VAESTOON (docs/wire/muutosrajapinta.md §2.11).
    """

    name: ClassVar[str] = "registered_abroad"
    newcomer: Newcomer
    country: CountryCode
    country_name: str = ""
    street: str = ""
    place: str = ""
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return () if self.newcomer.code is None else (self.newcomer.code,)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        draft.check_day(day)
        if self.newcomer.birth_date > day:
            raise EventRefused("The day is before the person's birth.")
        if self.country == country.FINLAND:
            raise EventRefused("Finland is not abroad.")
        name = checked_country(self.country, self.country_name)
        document = register_newcomer(draft, self.newcomer)
        if self.street or self.place:
            document.add(address_abroad(self.street, self.place, self.country, name, day))
        document.add(home_municipality(municipality.ABROAD, day))
        document.add(absence("REKISTEROITY_POISSAOLEVAAN_VAESTOON", day))
        document.add(living_abroad(self.country, name, day))
        tell_whole(draft, document)


class ForeignerRemoved(OnePersonOnADay):
    """A foreign national, whose registration had no ground or who has left unnoticed, is removed from the residents.

    The person's data stay in the register; home municipality, residence and addresses end. Source: VTJ-laki 661/2009
    9 §; POISSAOLO in the code list of 2012 (9, foreigner removed).
    """

    name: ClassVar[str] = "foreigner_removed"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        _refuse_citizen(document)
        absent = document.one("POISSAOLO")
        if absent is not None and absent["poissaolo"] == REMOVED:
            raise EventRefused("The person has been removed already.")
        last = day_before(day)
        end(draft, document, ADDRESS, last)
        end(draft, document, ADDRESS_ABROAD, last)
        end_temporary(draft, document, last)
        change_municipality(draft, document, municipality.NO_HOME_MUNICIPALITY, day)
        put(draft, document, absence(REMOVED, day))
        put(draft, document, record(REMOVAL, poistopv=wire_day(day)))
        for kind in (RESIDENCE, STAY, LIVING_ABROAD):
            end(draft, document, kind, last)


class ForeignerRemovalUndone(OnePerson):
    """A foreign national was removed in error: the home municipality goes on. Where they live is given by a move.

    Source: docs/wire/muutosrajapinta.md §2.3 (as a cancelled move).
    """

    name: ClassVar[str] = "foreigner_removal_undone"

    def happen(self, draft: Draft, document: Document) -> None:
        absent = document.one("POISSAOLO")
        if absent is None or absent["poissaolo"] != REMOVED:
            raise EventRefused("The person has not been removed.")
        home = document.one(HOME)
        since = None if home is None else first_day(home)
        if since is not None:
            restore_municipality(draft, document, since)
        take_away(draft, document, "POISSAOLO")
        take_away(draft, document, REMOVAL)


def _refuse_citizen(document: Document) -> None:
    held = document.one("KANSALAISUUS")
    for element in () if held is None else held["henkilonKansalaisuudet"]:
        if element["kansalaisuuskoodi"] == country.FINLAND and element.get("voimassaolo") != "PASSIIVI":
            raise EventRefused("The person is a citizen of Finland.")
