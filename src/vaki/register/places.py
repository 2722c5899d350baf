"""The buildings, dwellings and properties that events see and alter, beside people's documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from vaki.register.buildings import Building, BuildingAddress, DwellingDocument, Property, resolve_documents
from vaki.register.errors import EventRefused, UnknownBuilding, UnknownDwelling

if TYPE_CHECKING:
    from vaki.register.buildings import Dwelling

DEMOLISHED: Final = frozenset({"06", "07", "08"})
"""States of use (kaytossaolotilanne) of a building that is not there any more."""
IN_USE: Final = "01"
"""Used for permanent living."""
VACANT: Final = "05"
UNUSED: Final = frozenset({VACANT, "09"})
"""States of use of a dwelling or building in which nobody can live: vacant, or abandoned for its decay."""


@dataclass(slots=True)
class Places:
    """Documents by code. What an event puts or removes is kept apart until it has succeeded."""

    buildings: dict[str, Building] = field(default_factory=dict)
    dwellings: dict[str, DwellingDocument] = field(default_factory=dict)
    properties: dict[str, Property] = field(default_factory=dict)
    put_buildings: dict[str, Building] = field(default_factory=dict)
    put_dwellings: dict[str, DwellingDocument] = field(default_factory=dict)
    put_properties: dict[str, Property] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Residence codes of dwellings that are no more."""

    def fresh(self) -> Places:
        """The documents as they stand now, nothing altered yet."""
        dwellings = {**self.dwellings, **self.put_dwellings}
        return Places(
            {**self.buildings, **self.put_buildings},
            {code: one for code, one in dwellings.items() if code not in self.gone},
            {**self.properties, **self.put_properties},
        )

    def take(self, altered: Places) -> None:
        """Let what an event has altered stand, and be written with the rest."""
        self.put_buildings.update(altered.put_buildings)
        self.put_properties.update(altered.put_properties)
        self.put_dwellings.update(altered.put_dwellings)
        self.gone = (self.gone | altered.gone) - altered.put_dwellings.keys()

    @property
    def altered(self) -> bool:
        return bool(self.put_buildings or self.put_dwellings or self.put_properties or self.gone)

    def building(self, code: str) -> Building:
        """Raises UnknownBuilding."""
        found = self.put_buildings.get(code) or self.buildings.get(code)
        if found is None:
            raise UnknownBuilding
        return found

    def standing(self, code: str) -> Building:
        """As `building`; refuses one that has been demolished."""
        found = self.building(code)
        if found.kaytossaolotilanne in DEMOLISHED:
            raise EventRefused("The building has been demolished.")
        return found

    def dwelling(self, code: str) -> DwellingDocument:
        """Raises UnknownDwelling."""
        found = None if code in self.gone else self.put_dwellings.get(code) or self.dwellings.get(code)
        if found is None:
            raise UnknownDwelling
        return found

    def knows_dwelling(self, code: str) -> bool:
        return code not in self.gone and (code in self.put_dwellings or code in self.dwellings)

    def dwellings_of(self, building: str) -> Iterator[DwellingDocument]:
        known = {**self.dwellings, **self.put_dwellings}
        for code, one in known.items():
            if one.rakennustunnus == building and code not in self.gone:
                yield one

    def resolved(self, code: str) -> Dwelling:
        """The dwelling with its address. Raises UnknownDwelling."""
        home = self.dwelling(code)
        return resolve_documents(home, self.building(home.rakennustunnus))

    def put_address(self, code: str, address: BuildingAddress) -> None:
        """Give a building an address, in place of the one of that number if there is one."""
        building = self.standing(code)
        others = [one for one in building.osoitteet if one.osoitenumero != address.osoitenumero]
        addresses = tuple(sorted([*others, address], key=lambda one: one.osoitenumero))
        self.put_buildings[code] = msgspec.structs.replace(building, osoitteet=addresses)
