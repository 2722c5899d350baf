"""Every life event that the register can be given, by name."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from vaki.register.errors import RegisterError
from vaki.register.events.abroad import (
    AddressAbroad,
    CountryChanged,
    ForeignerRemovalUndone,
    ForeignerRemoved,
    RegisteredAbroad,
)
from vaki.register.events.addresses import (
    ContactAddress,
    ContactAddressAbroad,
    ContactAddressEnded,
    PostalAddress,
    PostalAddressAbroad,
    PostalAddressAbroadEnded,
    PostalAddressEnded,
)
from vaki.register.events.correction import Correction
from vaki.register.events.draft import Event
from vaki.register.events.families import FAMILY
from vaki.register.events.identities import IDENTITY
from vaki.register.events.loaded import Loaded
from vaki.register.events.many import LostPersons, ManyPeople, MunicipalitiesMerged, PostalCodeChanged, StreetRenamed
from vaki.register.events.migration import Emigration, Immigration
from vaki.register.events.migration_corrections import (
    EmigrationCorrected,
    EmigrationUndone,
    ImmigrationCorrected,
    ImmigrationUndone,
)
from vaki.register.events.move import Move
from vaki.register.events.move_corrections import CancelledMove, MoveCorrected
from vaki.register.events.notices import (
    BanLifted,
    BanSet,
    Email,
    EmailEnded,
    Occupation,
    OccupationEnded,
    ReligionChange,
)
from vaki.register.events.places import (
    BuildingAddressAdded,
    BuildingAddressChanged,
    BuildingChanged,
    BuildingDemolished,
    BuildingRegistered,
    DwellingRegistered,
    DwellingRemoved,
    DwellingRenumbered,
)
from vaki.register.events.protection import ProtectionBegun, ProtectionEnded, ProtectionExtended
from vaki.register.events.temporary import (
    TemporaryAddress,
    TemporaryAddressAbroad,
    TemporaryAddressEnded,
    TemporaryStay,
    TemporaryStayCancelled,
    TemporaryStayChanged,
    TemporaryStayCorrected,
)
from vaki.register.events.whereabouts import Found, Lost, LostUndone, MoveToStay


class EventMalformed(RegisterError):
    """The event is unknown, or its fields are not as its schema says."""


_KINDS: Final[tuple[type[Event], ...]] = (
    *FAMILY,
    *IDENTITY,
    Move,
    CancelledMove,
    MoveCorrected,
    MoveToStay,
    Lost,
    Found,
    LostUndone,
    Emigration,
    EmigrationUndone,
    EmigrationCorrected,
    Immigration,
    ImmigrationUndone,
    ImmigrationCorrected,
    CountryChanged,
    AddressAbroad,
    RegisteredAbroad,
    ForeignerRemoved,
    ForeignerRemovalUndone,
    ProtectionBegun,
    ProtectionExtended,
    ProtectionEnded,
    Occupation,
    OccupationEnded,
    ReligionChange,
    Email,
    EmailEnded,
    BanSet,
    BanLifted,
    TemporaryAddress,
    TemporaryStay,
    TemporaryAddressAbroad,
    TemporaryAddressEnded,
    TemporaryStayChanged,
    TemporaryStayCorrected,
    TemporaryStayCancelled,
    PostalAddress,
    PostalAddressEnded,
    PostalAddressAbroad,
    PostalAddressAbroadEnded,
    ContactAddress,
    ContactAddressAbroad,
    ContactAddressEnded,
    BuildingRegistered,
    BuildingChanged,
    BuildingAddressAdded,
    BuildingAddressChanged,
    BuildingDemolished,
    DwellingRegistered,
    DwellingRenumbered,
    DwellingRemoved,
    StreetRenamed,
    PostalCodeChanged,
    MunicipalitiesMerged,
    LostPersons,
    Correction,
    Loaded,
)

EVENTS: Final[dict[str, type[Event]]] = {kind.name: kind for kind in _KINDS}
"""Event name -> class. The clock event is not here: nobody but the clock may give it."""

FOUND_BY_PLACE: Final = frozenset(kind.name for kind in _KINDS if issubclass(kind, ManyPeople)) | {
    BuildingAddressChanged.name,
    DwellingRenumbered.name,
}
"""Events that happen to whoever lives in a place: whose they are tells where that person is (docs/decisions/0105)."""


_UNKNOWN_FIELD: Final = re.compile(r"Object contains unknown field `(.*?)`", re.DOTALL)
_FIELD: Final = re.compile(r"[a-z_]{1,40}")


def decode(name: str, data: dict[str, Any]) -> Event:
    """The event of a name and its fields as JSON values. Raises EventMalformed, without repeating a value."""
    kind = EVENTS.get(name)
    if kind is None:
        raise EventMalformed("There is no event of that name.")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise EventMalformed(_without_values(str(error))) from None


def _without_values(message: str) -> str:
    """Msgspec repeats a wrong enum value and an unknown field's name, which may be personal data in the wrong place."""
    if message.startswith("Invalid enum value"):
        return "Not one of the values allowed" + message[message.rfind(" - at") :]
    unknown = _UNKNOWN_FIELD.match(message)
    if unknown and not _FIELD.fullmatch(unknown[1]):
        return "Object contains a field whose name no event has"
    return message


def schema(name: str) -> dict[str, Any]:
    """JSON Schema of an event's fields. Raises EventMalformed for an unknown name."""
    kind = EVENTS.get(name)
    if kind is None:
        raise EventMalformed("There is no event of that name.")
    return msgspec.json.schema(kind)
