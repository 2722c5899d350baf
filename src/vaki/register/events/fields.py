"""The types of events' fields: what a value must look like before the event is looked at, and what a schema says."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

IdentityCode = Annotated[str, Meta(min_length=11, max_length=11, description="Personal identity code, sign included")]
ResidenceCode = Annotated[
    str, Meta(min_length=16, max_length=16, description="Residence code of a dwelling: sixteen characters, with blanks")
]
LivingCode = Annotated[
    str,
    Meta(
        pattern="^(.{14}|.{16})$",
        description="Code of a dwelling (sixteen characters), of a place of stay or of a country (fourteen)",
    ),
]
Day = Annotated[date, Meta(description="ISO date; without it the register's own day")]
Until = Annotated[date, Meta(description="ISO date, the last day; without it there is no planned end")]
CountryCode = Annotated[str, Meta(pattern=r"^[0-9]{3}$", description="Numeric ISO 3166-1 code; 998 with the name")]
MunicipalityCode = Annotated[str, Meta(pattern=r"^[0-9]{3}$", description="Municipality, three digits")]
LanguageCode = Annotated[str, Meta(min_length=2, max_length=2, description="ISO 639-1, or 98 with the name")]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Text = Annotated[str, Meta(max_length=1000)]
PostalCode = Annotated[str, Meta(pattern=r"^[0-9]{5}$", description="Five digits")]
FourDigits = Annotated[str, Meta(pattern=r"^[0-9]{4}$", description="Four digits")]
