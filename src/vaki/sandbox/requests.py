"""What the sandbox's addresses take: closed schemas, as those of the change interface."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from vaki.changes.errors import UnfitRequest
from vaki.changes.requests import Code

MOST_DAYS: Final = 400
LARGEST_BODY: Final = 64 * 1024


class ClockRequest(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """To which day, or by how many days, the clock is moved: one of the two."""

    day: date | UnsetType = UNSET
    days: Annotated[int, Meta(ge=0, le=MOST_DAYS)] | UnsetType = UNSET

    def check(self) -> None:
        if (self.day is UNSET) == (self.days is UNSET):
            raise UnfitRequest("Give either day or days.")


class ScenarioRequest(Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """To whom the scripted life happens; without `person` someone whom it fits is chosen."""

    person: Code | UnsetType = UNSET

    def check(self) -> None:
        """Whether somebody has the code, the register will say."""


clock_request: Final = msgspec.json.Decoder(ClockRequest)
scenario_request: Final = msgspec.json.Decoder(ScenarioRequest)
event_fields: Final = msgspec.json.Decoder(dict[str, Any])
