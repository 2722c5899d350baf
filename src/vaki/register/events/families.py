"""The events of families and of people's standing in law, for the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.register.events.adoption import Adoption, AdoptionAnnulled
from vaki.register.events.birth import Birth
from vaki.register.events.care import CareEnded, TakenIntoCare
from vaki.register.events.custody import CustodyBegun, CustodyDecided, CustodyEnded
from vaki.register.events.custody_corrections import CustodyDecisionWithdrawn, CustodyEndingUndone, CustodyUndone
from vaki.register.events.death import Death, DeclaredDead
from vaki.register.events.death_corrected import DeathCorrected
from vaki.register.events.death_undone import DeathUndone, FoundAlive
from vaki.register.events.extra_data import RegisterAuthority
from vaki.register.events.guardianship import (
    GuardianshipBegun,
    GuardianshipChanged,
    GuardianshipEnded,
    GuardianshipUndone,
)
from vaki.register.events.marriage import Divorce, DivorceUndone, Marriage, MarriageCorrected, MarriageUndone
from vaki.register.events.parenthood import (
    ChildLetterCorrected,
    ParenthoodAnnulled,
    ParenthoodConfirmed,
    ParenthoodRestored,
)
from vaki.register.events.partnership import PartnershipBegun, PartnershipDissolved, PartnershipToMarriage
from vaki.register.events.power_of_attorney import (
    PowerOfAttorneyConfirmed,
    PowerOfAttorneyEnded,
    PowerOfAttorneyWithdrawn,
)
from vaki.register.events.separation import SeparationBegun, SeparationEnded

if TYPE_CHECKING:
    from vaki.register.events.draft import Event

FAMILY: Final[tuple[type[Event], ...]] = (
    Birth,
    ParenthoodConfirmed,
    ParenthoodAnnulled,
    ParenthoodRestored,
    ChildLetterCorrected,
    Adoption,
    AdoptionAnnulled,
    Marriage,
    MarriageCorrected,
    MarriageUndone,
    Divorce,
    DivorceUndone,
    PartnershipBegun,
    PartnershipDissolved,
    PartnershipToMarriage,
    SeparationBegun,
    SeparationEnded,
    CustodyBegun,
    CustodyDecided,
    CustodyEnded,
    CustodyUndone,
    CustodyEndingUndone,
    CustodyDecisionWithdrawn,
    TakenIntoCare,
    CareEnded,
    GuardianshipBegun,
    GuardianshipChanged,
    GuardianshipEnded,
    GuardianshipUndone,
    PowerOfAttorneyConfirmed,
    PowerOfAttorneyEnded,
    PowerOfAttorneyWithdrawn,
    Death,
    DeathCorrected,
    DeathUndone,
    DeclaredDead,
    FoundAlive,
    RegisterAuthority,
)
