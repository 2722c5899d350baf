"""The life of buildings and dwellings: what is built, changes its use, address or number, and is taken down.

The addresses of those who live there follow. Source: VTJ-laki 661/2009 14 §; VNA 128/2010 4 §.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

from vaki.codes import building as building_codes
from vaki.codes import dwelling as dwelling_codes
from vaki.codes import lists, municipality, postal
from vaki.register.buildings import (
    BUILDING_EQUIPMENT,
    OWNER_KINDS,
    Building,
    BuildingAddress,
    DwellingDocument,
    Property,
)
from vaki.register.errors import EventRefused
from vaki.register.events.draft import BUILDING_CODE_LENGTH, Draft, Event
from vaki.register.events.fields import Name, PostalCode, ResidenceCode, Text
from vaki.register.events.readdressing import readdress
from vaki.register.places import DEMOLISHED, UNUSED
from vaki.register.wire import bilingual

if TYPE_CHECKING:
    from vaki.register.places import Places

BuildingCode = Annotated[str, Meta(min_length=10, max_length=10, description="Permanent building code (VTJ-PRT)")]
AddressNumber = Annotated[int, Meta(ge=1, le=4, description="Number of one of a building's addresses, 1 to 4")]


class _OneBuilding(Event, kw_only=True):
    """An event of one building; nobody is named, those who live there are found."""

    building: BuildingCode

    def codes(self) -> Iterable[str]:
        return ()

    def buildings(self) -> Iterable[str]:
        return (self.building,)


class BuildingRegistered(Event):
    """A building comes into the register, with its addresses and the property it stands on.

    Source: VTJ-laki 661/2009 14 §.
    """

    name: ClassVar[str] = "building_registered"
    building: Building

    def codes(self) -> Iterable[str]:
        return ()

    def buildings(self) -> Iterable[str]:
        return (self.building.rakennustunnus,)

    def properties(self) -> Iterable[str]:
        return (self.building.kiinteistotunnus,)

    def apply(self, draft: Draft) -> None:
        new = self.building
        if new.rakennustunnus in draft.places.buildings:
            raise EventRefused("The building is in the register already.")
        _refuse_building(new)
        draft.places.put_buildings[new.rakennustunnus] = new
        _stand_on(draft.places, new)


def _refuse_building(new: Building) -> None:
    numbers = [address.osoitenumero for address in new.osoitteet]
    if not building_codes.is_valid(new.rakennustunnus):
        raise EventRefused("The building code is not valid.")
    if not municipality.is_in_force(new.kuntakoodi):
        raise EventRefused("There is no such municipality.")
    if not numbers or len(set(numbers)) != len(numbers):
        raise EventRefused("A building has one to four addresses, each with its own number.")
    for address in new.osoitteet:
        _refuse_address(address)
    _refuse_use(new.kaytossaolotilanne, new.rakennusluokka)
    if any(owner.henkilo is not None for owner in new.omistajat):
        raise EventRefused("An owner is told by business code and name.")
    if any(owner.laji and owner.laji not in OWNER_KINDS for owner in new.omistajat):
        raise EventRefused("There is no such kind of owner.")
    if not {*new.varusteet} <= {*BUILDING_EQUIPMENT}:
        raise EventRefused("There is no such equipment of buildings.")
    for member, known in _LISTED.items():
        value = getattr(new, member)
        if value and value not in known:
            raise EventRefused(f"There is no such code of {member}.")


_LISTED: Final = {
    "rakennusaine": lists.BUILDING_MATERIAL,
    "lammitystapa": lists.HEATING_METHOD,
    "lammonlahde": lists.HEAT_SOURCE,
    "julkisivu": lists.FACADE_MATERIAL,
    "rakentamistapa": lists.CONSTRUCTION_METHOD,
    "sijaintiepavarmuus": lists.LOCATION_ACCURACY,
    "voimassaolo": lists.BUILDING_CODE_VALIDITY,
    "rakennusluokka_1994": lists.BUILDING_CLASS_1994,
}
"""Members of a building that hold a code of a list, or nothing."""


def _refuse_address(address: BuildingAddress) -> None:
    if address.osoitenumero not in dwelling_codes.ADDRESS_NUMBERS:
        raise EventRefused("A building's addresses are numbered 1 to 4.")
    if not address.katunimi or not {*address.katunimi} <= {"fi", "sv"} or not all(address.katunimi.values()):
        raise EventRefused("A street has a name in Finnish, in Swedish or in both.")
    if not postal.is_shaped(address.postinumero):
        raise EventRefused("A postal code has five digits.")


def _refuse_use(state: str, building_class: str) -> None:
    if state not in lists.BUILDING_USE_STATE or state in DEMOLISHED:
        raise EventRefused("There is no such state of use of a standing building.")
    if building_class not in lists.BUILDING_CLASS_2018:
        raise EventRefused("There is no such class of buildings.")


def _stand_on(places: Places, new: Building) -> None:
    code = new.kiinteistotunnus
    plot = places.properties.get(code)
    if plot is None:
        plot = Property(code, new.kuntakoodi, ())
    places.put_properties[code] = msgspec.structs.replace(plot, rakennukset=(*plot.rakennukset, new.rakennustunnus))


class BuildingChanged(_OneBuilding):
    """A building's state of use or class changes; a demolition recorded in error is undone by its state of use.

    Nothing is vacant or abandoned while people live there. Source: VTJ-laki 661/2009 14 §; code lists of Ryhti.
    """

    name: ClassVar[str] = "building_changed"
    use_state: str = ""
    building_class: str = ""

    def apply(self, draft: Draft) -> None:
        old = draft.places.building(self.building)
        new = msgspec.structs.replace(
            old,
            kaytossaolotilanne=self.use_state or old.kaytossaolotilanne,
            rakennusluokka=self.building_class or old.rakennusluokka,
            poistumispv=None,
        )
        _refuse_use(new.kaytossaolotilanne, new.rakennusluokka)
        if new == old:
            raise EventRefused("That is recorded already.")
        if new.kaytossaolotilanne in UNUSED:
            for one in draft.places.dwellings_of(self.building):
                _refuse_residents(draft, one.asuinpaikantunnus)
        draft.places.put_buildings[self.building] = new


class _Address(_OneBuilding, kw_only=True):
    number: AddressNumber
    street: Name
    street_sv: Text = ""
    street_number: Annotated[str, Meta(max_length=7)]
    postal_code: PostalCode
    post_office: Name
    post_office_sv: Text = ""

    def as_address(self) -> BuildingAddress:
        return BuildingAddress(
            self.number,
            bilingual(self.street, self.street_sv),
            self.street_number,
            self.postal_code,
            bilingual(self.post_office.upper(), self.post_office_sv.upper()),
        )


class BuildingAddressAdded(_Address):
    """A building gets one more address, as on another street.

    Source: VNA 128/2010 4 § (a building has one to four addresses).
    """

    name: ClassVar[str] = "building_address_added"

    def apply(self, draft: Draft) -> None:
        building = draft.places.standing(self.building)
        if any(address.osoitenumero == self.number for address in building.osoitteet):
            raise EventRefused("The building has an address of that number.")
        draft.places.put_address(self.building, self.as_address())


class BuildingAddressChanged(_Address):
    """One of a building's addresses changes: street, street number or postal code. Its residents' addresses follow.

    Source: VTJ-laki 661/2009 14 §; told as docs/decisions/0105 says.
    """

    name: ClassVar[str] = "building_address_changed"

    def apply(self, draft: Draft) -> None:
        building, new = draft.places.standing(self.building), self.as_address()
        old = next((address for address in building.osoitteet if address.osoitenumero == self.number), None)
        if old is None:
            raise EventRefused("The building has no address of that number.")
        if old == new:
            raise EventRefused("That is recorded already.")
        before = {one.asuinpaikantunnus: draft.places.resolved(one.asuinpaikantunnus) for one in _at(draft, self)}
        draft.places.put_address(self.building, new)
        for code, dwelling in before.items():
            for document in draft.residents(code):
                readdress(draft, document, dwelling, draft.places.resolved(code), draft.day)


def _at(draft: Draft, event: _Address) -> list[DwellingDocument]:
    return [one for one in draft.places.dwellings_of(event.building) if one.osoitenumero == event.number]


class BuildingDemolished(_OneBuilding):
    """A building is taken down or destroyed; refused while people live there.

    `reason` is 06 to make room for a new one, 07 for another reason, 08 destroyed. Source: VTJ-laki 661/2009 14 §.
    """

    name: ClassVar[str] = "building_demolished"
    reason: Literal["06", "07", "08"]

    def apply(self, draft: Draft) -> None:
        building = draft.places.standing(self.building)
        for one in draft.places.dwellings_of(self.building):
            _refuse_residents(draft, one.asuinpaikantunnus)
        draft.places.put_buildings[self.building] = msgspec.structs.replace(
            building, kaytossaolotilanne=self.reason, poistumispv=draft.day
        )


def _refuse_residents(draft: Draft, code: str) -> None:
    if draft.residents(code):
        raise EventRefused("People live there.")


class DwellingRegistered(Event):
    """A dwelling comes into the register, in a building that is there.

    Source: VTJ-laki 661/2009 14 §; VNA 128/2010 4 §.
    """

    name: ClassVar[str] = "dwelling_registered"
    dwelling: DwellingDocument

    def codes(self) -> Iterable[str]:
        return ()

    def buildings(self) -> Iterable[str]:
        return (self.dwelling.rakennustunnus,)

    def apply(self, draft: Draft) -> None:
        new = self.dwelling
        building = draft.places.standing(new.rakennustunnus)
        if not any(address.osoitenumero == new.osoitenumero for address in building.osoitteet):
            raise EventRefused("The building has no address of that number.")
        code = _code(new.rakennustunnus, new.osoitenumero, new.huoneistokirjain, new.huoneistonumero, new.jakokirjain)
        if code != new.asuinpaikantunnus:
            raise EventRefused("The residence code is not made of the dwelling's parts.")
        if draft.places.knows_dwelling(code):
            raise EventRefused("The dwelling is in the register already.")
        if new.pinta_ala <= 0:
            raise EventRefused("A dwelling has a floor area.")
        draft.places.put_dwellings[code] = new


def _code(building: str, address: int, staircase: str, number: str, division: str) -> str:
    try:
        return dwelling_codes.residence_code(building, address, staircase, number, division)
    except dwelling_codes.InvalidResidenceCode as invalid:
        raise EventRefused("That is not a dwelling's number.") from invalid


class _OneDwelling(Event, kw_only=True):
    dwelling: ResidenceCode

    def codes(self) -> Iterable[str]:
        return ()

    def buildings(self) -> Iterable[str]:
        return (self.dwelling[:BUILDING_CODE_LENGTH],)


class DwellingRenumbered(_OneDwelling):
    """A dwelling gets another staircase letter, number or division letter, or is reached by another address.

    The addresses and residence codes of its residents follow. Source: VNA 128/2010 4 §; told as docs/decisions/0105
    says.
    """

    name: ClassVar[str] = "dwelling_renumbered"
    staircase: Annotated[str, Meta(max_length=1)] = ""
    number: Annotated[str, Meta(max_length=3)] = dwelling_codes.NO_NUMBER
    division: Annotated[str, Meta(max_length=1)] = ""
    address_number: AddressNumber | None = None

    def apply(self, draft: Draft) -> None:
        places = draft.places
        old = places.dwelling(self.dwelling)
        building = places.standing(old.rakennustunnus)
        address = old.osoitenumero if self.address_number is None else self.address_number
        if not any(one.osoitenumero == address for one in building.osoitteet):
            raise EventRefused("The building has no address of that number.")
        code = _code(old.rakennustunnus, address, self.staircase, self.number, self.division)
        if places.knows_dwelling(code):
            raise EventRefused("Another dwelling has that number.")
        before = places.resolved(self.dwelling)
        residents = draft.residents(self.dwelling)
        places.gone.add(self.dwelling)
        places.put_dwellings[code] = msgspec.structs.replace(
            old,
            asuinpaikantunnus=code,
            osoitenumero=address,
            huoneistokirjain=self.staircase,
            huoneistonumero=self.number,
            jakokirjain=self.division,
        )
        for document in residents:
            readdress(draft, document, before, places.resolved(code), draft.day)


class DwellingRemoved(_OneDwelling):
    """A dwelling is taken out of the register, as when two are joined; refused while people live there.

    Source: VTJ-laki 661/2009 14 §.
    """

    name: ClassVar[str] = "dwelling_removed"

    def apply(self, draft: Draft) -> None:
        draft.places.dwelling(self.dwelling)
        _refuse_residents(draft, self.dwelling)
        draft.places.gone.add(self.dwelling)
