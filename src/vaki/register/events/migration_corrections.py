"""Moves into Finland and out of it that did not happen, or were recorded wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from vaki.codes import country, municipality
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.extra_data import forget_relatives
from vaki.register.events.fields import CountryCode, Day, LivingCode, ResidenceCode
from vaki.register.events.home import (
    ADDRESS_ABROAD,
    LIVING_ABROAD,
    address_abroad,
    living_abroad,
)
from vaki.register.events.migration import absence, absent_in
from vaki.register.events.move import Household, of_household
from vaki.register.events.move_corrections import DWELLING_CODE_LENGTH, correct_move
from vaki.register.events.one_person import OnePerson
from vaki.register.events.records import checked_country, put, take_away
from vaki.register.events.restoring import (
    correct,
    ended_before,
    keep_records_where_last_at_home,
    live_again,
    living,
    shift,
)
from vaki.register.events.told import record, same_as
from vaki.register.groups import KIND
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

ARRIVAL = "SUOMEEN_MUUTTOPAIVA"
FROM = "VALTIO_JOSTA_MUUTTANUT"
TO = "VALTIO_JOHON_MUUTTANUT"
ABSENCE = "POISSAOLO"


class EmigrationUndone(Event):
    """A recorded move abroad did not happen: the person, or a household, lived on where they had lived before.

    `back_to` is the residence, or the place of stay, that the move ended. Source: docs/wire/muutosrajapinta.md §2.3
    (cancelled move).
    """

    name: ClassVar[str] = "emigration_undone"
    person: Household
    back_to: LivingCode

    def codes(self) -> Iterable[str]:
        return self.person

    def dwellings(self) -> Iterable[str]:
        return (self.back_to,) if len(self.back_to) == DWELLING_CODE_LENGTH else ()

    def apply(self, draft: Draft) -> None:
        dwelling = draft.dwelling(self.back_to) if len(self.back_to) == DWELLING_CODE_LENGTH else None
        for document in of_household(draft, self.person):
            abroad, since = _abroad(document)
            former = ended_before(document, since)
            if former is None or former.get("asuinpaikantunnus") != self.back_to:
                raise EventRefused("The person did not move abroad from there.")
            for kind in (ABSENCE, TO):
                take_away(draft, document, kind)
            forget_relatives(draft, document)
            live_again(draft, document, abroad, former, dwelling)


class EmigrationCorrected(Event):
    """The last move abroad was recorded with a wrong day, a wrong country or a wrong address there.

    What is not given stays. Source: docs/wire/muutosrajapinta.md §2.2.
    """

    name: ClassVar[str] = "emigration_corrected"
    person: Household
    day: Day | None = None
    country: CountryCode | None = None
    country_name: str = ""
    street: str = ""
    place: str = ""

    def codes(self) -> Iterable[str]:
        return self.person

    def apply(self, draft: Draft) -> None:
        for document in of_household(draft, self.person):
            told = len(draft.told.get(document.person_id, ()))
            self._correct(draft, document)
            if len(draft.told.get(document.person_id, ())) == told:
                raise EventRefused("That is recorded already.")

    def _correct(self, draft: Draft, document: Document) -> None:
        _, since = _abroad(document)
        if document.one(TO) is None:
            raise EventRefused("The person did not move abroad from Finland.")
        began = self.day or since
        shift(draft, document, since, began)
        told = self._country_told()
        address = document.one(ADDRESS_ABROAD)
        if address is not None:
            street = {"lahiosoite": self.street or None, "paikkakunta": self.place or None}
            right = {**(street if self.street or self.place else {}), **told}
            correct(draft, document, address, same_as(_but(address, right), **right))
        if told:
            living_there = _members(living_abroad(told["valtiokoodi"], told["valtionimi"], began))
            absent = {"poissaolo": absent_in(told["valtiokoodi"])}
            for kind, right in ((ABSENCE, absent), (TO, told), (LIVING_ABROAD, living_there)):
                old = document.one(kind)
                if old is not None:
                    correct(draft, document, old, same_as(_but(old, {**told, **right}), **right))

    def _country_told(self) -> dict[str, Any]:
        if self.country is None:
            return {}
        if self.country == country.FINLAND:
            raise EventRefused("Finland is not abroad.")
        return {"valtiokoodi": self.country, "valtionimi": checked_country(self.country, self.country_name)}


def _but(group: WireGroup, members: dict[str, Any]) -> WireGroup:
    return {member: value for member, value in group.items() if member not in members}


def _members(group: dict[str, Any]) -> dict[str, Any]:
    return {member: value for member, value in group.items() if member != KIND}


def _abroad(document: Document) -> tuple[WireGroup, date]:
    present, since = living(document)
    if present[KIND] != LIVING_ABROAD:
        raise EventRefused("The person does not live abroad.")
    return present, since


class ImmigrationUndone(OnePerson):
    """A recorded move to Finland did not happen: the person lived on abroad, where they had lived before.

    `street` and `place` tell the address there, if it is known. Someone whom the register first knew by that move is
    removed by `foreigner_removed`. Source: docs/wire/muutosrajapinta.md §2.3 (as a cancelled move).
    """

    name: ClassVar[str] = "immigration_undone"
    street: str = ""
    place: str = ""

    def happen(self, draft: Draft, document: Document) -> None:
        present, since = living(document)
        arrived = document.one(ARRIVAL)
        former = ended_before(document, since)
        if present[KIND] == LIVING_ABROAD or arrived is None or read_day(arrived["suomeenMuuttopv"]) != since:
            raise EventRefused("The person's last move was not to Finland.")
        if former is None or "valtiokoodi" not in former:
            raise EventRefused("It is not known where the person lived before.")
        take_away(draft, document, ARRIVAL)
        take_away(draft, document, FROM)
        live_again(draft, document, present, former, None)
        self._absent_again(draft, document)

    def _absent_again(self, draft: Draft, document: Document) -> None:
        abroad, since = _abroad(document)
        code, name = abroad["valtiokoodi"], abroad.get("valtionimi")
        if self.street or self.place:
            put(draft, document, address_abroad(self.street, self.place, code, name, since))
        if document.municipality != municipality.NO_HOME_MUNICIPALITY:
            put(draft, document, absence(absent_in(code), since))
            put(draft, document, record(TO, valtiokoodi=code, valtionimi=name))
        keep_records_where_last_at_home(draft, document)


class ImmigrationCorrected(OnePerson):
    """The last move to Finland was recorded with a wrong day, a wrong dwelling or a wrong country moved from.

    What is not given stays. Source: docs/wire/muutosrajapinta.md §2.2.
    """

    name: ClassVar[str] = "immigration_corrected"
    to: ResidenceCode | None = None
    day: Day | None = None
    from_country: CountryCode | None = None
    from_country_name: str = ""

    def dwellings(self) -> Iterable[str]:
        return () if self.to is None else (self.to,)

    def happen(self, draft: Draft, document: Document) -> None:
        _, since = living(document)
        arrived = document.one(ARRIVAL)
        if arrived is None or read_day(arrived["suomeenMuuttopv"]) != since:
            raise EventRefused("The person's last move was not to Finland.")
        origin = document.one(FROM)
        if self.day is not None or self.to is not None:
            correct_move(draft, document, self.day, None if self.to is None else draft.dwelling(self.to))
        if self.from_country is not None and origin is not None:
            name = checked_country(self.from_country, self.from_country_name)
            correct(draft, document, origin, record(FROM, valtiokoodi=self.from_country, valtionimi=name))
        if not draft.told.get(document.person_id):
            raise EventRefused("That is recorded already.")
