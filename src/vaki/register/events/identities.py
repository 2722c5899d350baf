"""The events of people's codes, names, citizenships and languages, for the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.events.citizenship import (
    CitizenshipCorrected,
    CitizenshipGranted,
    CitizenshipLossUndone,
    CitizenshipLost,
    CitizenshipWithdrawn,
)
from vaki.register.events.identity import CodeChange, CodeChangeUndone, SexChange
from vaki.register.events.language import LanguageWithdrawn, MotherTongue, ServiceLanguage
from vaki.register.events.merging import CodesMerged
from vaki.register.events.name import CallNameChange, NameChange, Naming
from vaki.register.events.name_corrections import NameChangeUndone, NameCorrected
from vaki.register.events.other_codes import (
    ElectronicIdentifierEnded,
    ElectronicIdentifierGiven,
    ForeignCodeEnded,
    ForeignCodeRecorded,
)
from vaki.register.events.special_names import FormerNameRecorded, MiddleName, Patronymic

if TYPE_CHECKING:
    from vaki.register.events.draft import Event

IDENTITY: Final[tuple[type[Event], ...]] = (
    Naming,
    NameChange,
    NameCorrected,
    NameChangeUndone,
    CallNameChange,
    MiddleName,
    Patronymic,
    FormerNameRecorded,
    CodeChange,
    CodeChangeUndone,
    CodesMerged,
    SexChange,
    ForeignCodeRecorded,
    ForeignCodeEnded,
    ElectronicIdentifierGiven,
    ElectronicIdentifierEnded,
    CitizenshipGranted,
    CitizenshipLost,
    CitizenshipCorrected,
    CitizenshipWithdrawn,
    CitizenshipLossUndone,
    MotherTongue,
    ServiceLanguage,
    LanguageWithdrawn,
)
