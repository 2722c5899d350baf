"""Stays beside the permanent home, several at a time: in a dwelling, in a place without one, abroad.

A stay has one code (TILAPAINEN_*_ASUINPAIKKATUNNUS or _ASUMINEN) and, with the same days, an address when there is one
and a TILAPAINEN_KUNTA when it is in Finland. A planned end stands in the records; the clock event publishes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from vaki.codes import country
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import CountryCode, Day, FourDigits, LivingCode, MunicipalityCode, ResidenceCode, Until
from vaki.register.events.home import (
    TEMPORARY,
    TEMPORARY_ABROAD,
    TEMPORARY_ADDRESS,
    TEMPORARY_ADDRESS_ABROAD,
    TEMPORARY_HOME,
    TEMPORARY_RESIDENCE,
    TEMPORARY_STAY,
    address_abroad,
    end_record,
    home_municipality,
    in_finland,
    last_day,
    living_abroad,
    place_of_stay,
    residence,
    street_address,
)
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import checked_country, first_day
from vaki.register.events.told import same_as
from vaki.register.events.whereabouts import StayKind, refuse_numbers
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

_CODES: Final = (TEMPORARY_RESIDENCE, TEMPORARY_STAY, TEMPORARY_ABROAD)
_SAME_PLACE: Final = {
    TEMPORARY_ADDRESS: ("rakennustunnus", "osoitenumero", "huoneistokirjain", "huoneistonumero", "jakokirjain"),
    TEMPORARY_ADDRESS_ABROAD: ("valtiokoodi", "valtionimi"),
    TEMPORARY_HOME: ("kuntakoodi",),
}
_ADDRESS_OF: Final = {TEMPORARY_RESIDENCE: TEMPORARY_ADDRESS, TEMPORARY_ABROAD: TEMPORARY_ADDRESS_ABROAD}


@dataclass(frozen=True, slots=True)
class Stay:
    """The records of one temporary stay, in wire order."""

    code: str
    groups: tuple[WireGroup, ...]


def stays(document: Document) -> list[Stay]:
    """The temporary stays in force, each with the records that belong to it."""
    found: list[Stay] = []
    taken: list[WireGroup] = []
    for kind in _CODES:
        for living in document.all(kind):
            groups = [living]
            for beside in (_ADDRESS_OF.get(kind), None if kind == TEMPORARY_ABROAD else TEMPORARY_HOME):
                one = None if beside is None else _beside(document, living, beside, taken)
                if one is not None:
                    taken.append(one)
                    groups.append(one)
            groups.sort(key=lambda group: TEMPORARY.index(group[KIND]))
            found.append(Stay(str(living.get("asuinpaikantunnus", "")), tuple(groups)))
    return found


def _beside(document: Document, living: WireGroup, kind: str, taken: list[WireGroup]) -> WireGroup | None:
    for group in document.all(kind):
        same = all(group.get(member) == living.get(member) for member in _SAME_PLACE[kind])
        if same and first_day(group) == first_day(living) and not any(one is group for one in taken):
            return group
    return None


def chosen(document: Document, code: str | None) -> Stay:
    """The stay that an event names by its code, or the only one; refuses when there is none or it is not told which."""
    if not in_finland(document):
        raise EventRefused("The person has no home municipality in Finland.")
    known = stays(document)
    fitting = [stay for stay in known if code in (None, stay.code)]
    if not fitting:
        raise EventRefused("The person has no such temporary stay.")
    if len(fitting) > 1:
        raise EventRefused("The person has several temporary stays; the code tells which.")
    return fitting[0]


class _Begun(OnePersonOnADay, kw_only=True):
    until: Until | None = None

    def begin(self, draft: Draft, document: Document, groups: Iterable[WireGroup], day: date) -> None:
        """Add the records of a stay; refuses one in a place where the person stays already."""
        if not in_finland(document):
            raise EventRefused("The person has no home municipality in Finland.")
        _refuse_end(draft, day, self.until)
        ending = [_until(group, self.until) for group in groups]
        codes = {group.get("asuinpaikantunnus") for group in ending if group[KIND] in _CODES}
        if any(stay.code in codes for stay in stays(document)):
            raise EventRefused("The person stays there already.")
        for group in ending:
            document.add(group)
            draft.added(document, group)


def _refuse_end(draft: Draft, since: date | None, until: date | None) -> None:
    if until is not None and (until < draft.day or (since is not None and until < since)):
        raise EventRefused("The end lies before the start or before today.")


def _until(group: WireGroup, last: date | None) -> WireGroup:
    """The record with its planned end, or without one."""
    member = "kunnastaPoisMuuttopv" if group[KIND] == TEMPORARY_HOME else "loppupv"
    kept = {name: value for name, value in group.items() if name != member}
    return same_as(kept) if last is None else same_as(kept, None, **{member: wire_day(last)})


class TemporaryAddress(_Begun):
    """A person lives for a time in another dwelling: address, municipality and residence code beside the permanent.

    `until` is the planned last day. Source: kotikuntalaki 201/1994 7 § (notice of a temporary stay);
    docs/wire/muutosrajapinta.md §2.8 (several possible).
    """

    name: ClassVar[str] = "temporary_address"
    to: ResidenceCode

    def dwellings(self) -> Iterable[str]:
        return (self.to,)

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        dwelling = draft.dwelling(self.to)
        groups = (
            street_address(dwelling, day, TEMPORARY_ADDRESS),
            home_municipality(dwelling.municipality, day, TEMPORARY_HOME),
            residence(dwelling, day, TEMPORARY_RESIDENCE),
        )
        self.begin(draft, document, groups, day)


class TemporaryStay(_Begun):
    """A person stays for a time in a municipality without a dwelling there, as in an institution.

    Kinds and numbers as in `move_to_stay`. Source: kotikuntalaki 201/1994 7 §; docs/wire/muutosrajapinta.md §2.10
    (TILAPAINEN_OLINPAIKASSA_ASUMINEN).
    """

    name: ClassVar[str] = "temporary_stay"
    municipality: MunicipalityCode
    kind: StayKind
    number: FourDigits = "0000"
    institution: FourDigits = "0000"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        refuse_numbers(self.kind, self.number, self.institution)
        at = self.municipality
        place = place_of_stay(at, self.kind, self.number, self.institution, day, record_kind=TEMPORARY_STAY)
        self.begin(draft, document, (home_municipality(at, day, TEMPORARY_HOME), place), day)


class TemporaryAddressAbroad(_Begun):
    """A person lives for a time in another country, keeping the home municipality; code 998 with the country's name.

    Source: kotikuntalaki 201/1994 5 § (a stay of at most a year); docs/wire/muutosrajapinta.md §2.10
    (TILAPAINEN_ULKOMAINEN_OSOITE, TILAPAINEN_ULKOMAILLA_ASUMINEN).
    """

    name: ClassVar[str] = "temporary_address_abroad"
    country: CountryCode
    country_name: str = ""
    street: str = ""
    place: str = ""

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if self.country == country.FINLAND:
            raise EventRefused("Finland is not abroad.")
        name = checked_country(self.country, self.country_name)
        groups = [living_abroad(self.country, name, day, TEMPORARY_ABROAD)]
        if self.street or self.place:
            kind = TEMPORARY_ADDRESS_ABROAD
            groups.insert(0, address_abroad(self.street, self.place, self.country, name, day, kind=kind))
        self.begin(draft, document, groups, day)


class TemporaryAddressEnded(OnePersonOnADay):
    """A person's temporary stay of any kind ends. `day` is the last day.

    `stay` is its code, needed when there are several. Source: kotikuntalaki 201/1994 7 §.
    """

    name: ClassVar[str] = "temporary_address_ended"
    stay: LivingCode | None = None

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        for group in chosen(document, self.stay).groups:
            end_record(draft, document, group, day)


class TemporaryStayChanged(OnePerson):
    """A temporary stay of any kind will end on another day than planned, or has no planned end any more.

    `stay` is its code, needed when there are several. Source: kotikuntalaki 201/1994 7 §; told as MUUTETTU with all
    that is in force (docs/decisions/0105).
    """

    name: ClassVar[str] = "temporary_stay_changed"
    stay: LivingCode | None = None
    until: Until | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        groups = chosen(document, self.stay).groups
        _refuse_end(draft, first_day(groups[-1]), self.until)
        if all(last_day(group) == self.until for group in groups):
            raise EventRefused("That is recorded already.")
        for group in groups:
            new = _until(group, self.until)
            document.swap(group, new)
            draft.changed(document, new, document.all(group[KIND]))


class TemporaryStayCorrected(OnePerson, kw_only=True):
    """A temporary stay of any kind was recorded with a wrong first day.

    `stay` is its code, needed when there are several. Source: docs/wire/muutosrajapinta.md §2.2.
    """

    name: ClassVar[str] = "temporary_stay_corrected"
    stay: LivingCode | None = None
    day: Day

    def happen(self, draft: Draft, document: Document) -> None:
        draft.check_day(self.day, document)
        groups = chosen(document, self.stay).groups
        for group in groups:
            last = last_day(group)
            if last is not None and last < self.day:
                raise EventRefused("The stay would end before it began.")
        if all(first_day(group) == self.day for group in groups):
            raise EventRefused("That is recorded already.")
        for group in groups:
            member = "kuntaanMuuttopv" if group[KIND] == TEMPORARY_HOME else "alkupv"
            right = same_as(group, None, **{member: wire_day(self.day)})
            document.swap(group, right)
            draft.corrected(document, group, right)


class TemporaryStayCancelled(OnePerson):
    """A recorded temporary stay of any kind did not happen after all.

    `stay` is its code, needed when there are several. Source: docs/wire/muutosrajapinta.md §2.2 (POISTETTU).
    """

    name: ClassVar[str] = "temporary_stay_cancelled"
    stay: LivingCode | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        for group in chosen(document, self.stay).groups:
            document.drop(group)
            draft.removed(document, group, document.all(group[KIND]))


def end_planned(draft: Draft, document: Document) -> None:
    """Tell the planned ends that the register's day has passed (the clock event)."""
    for kind in TEMPORARY:
        for group in document.all(kind):
            last = last_day(group)
            if last is not None and last < draft.day:
                document.drop(group)
                draft.changed(document, group, document.all(kind))
