"""Temporary stays in dwellings, institutions and abroad: begun, changed, ended, corrected, cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vaki.register.events.home import TEMPORARY, last_day
from vaki.register.events.records import first_day
from vaki.register.events.temporary import (
    Stay,
    TemporaryAddress,
    TemporaryAddressAbroad,
    TemporaryAddressEnded,
    TemporaryStay,
    TemporaryStayCancelled,
    TemporaryStayChanged,
    TemporaryStayCorrected,
    stays,
)
from vaki.synthetic import shares

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_KIND: Final = "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"
_PLANNED: Final = 0.6
"""Stays of which the end is told in advance."""


def _without_stay(document: Document) -> bool:
    return not any(document.one(kind) for kind in TEMPORARY)


def _until(view: View, draws: Draws, longest: int) -> dict[str, object]:
    if not draws.chance(_PLANNED):
        return {}
    return {"until": view.day + timedelta(days=draws.between(30, longest))}


async def temporary_address(view: View, draws: Draws) -> list[Event]:
    """A stay in another dwelling beside the permanent one, for studies or work."""
    document = await view.first(draws, _without_stay, 18, 45)
    if document is None or document.municipality is None:
        return []
    elsewhere = await view.other_municipality(draws, document.municipality)
    to = await view.vacancy(draws, elsewhere or document.municipality, 1)
    until = _until(view, draws, 700)
    return [] if to is None else [TemporaryAddress(person=document.code, to=to, **until)]  # type: ignore[arg-type]


async def temporary_stay(view: View, draws: Draws) -> list[Event]:
    """A time in an institution."""
    document = await view.first(draws, _without_stay, 30, 100)
    if document is None or document.municipality is None:
        return []
    return [
        TemporaryStay(
            person=document.code,
            municipality=document.municipality,
            kind=904,
            institution=f"{draws.between(1, 40):04}",
            **_until(view, draws, 365),  # type: ignore[arg-type]
        )
    ]


async def temporary_address_abroad(view: View, draws: Draws) -> list[Event]:
    """A stay of at most a year abroad."""
    document = await view.first(draws, _without_stay, 18, 66)
    if document is None:
        return []
    country = draws.from_table(shares.WHERE_TO)
    street = f"Main Street {draws.between(1, 200)}"
    until = _until(view, draws, 360)
    return [TemporaryAddressAbroad(person=document.code, country=country, street=street, **until)]  # type: ignore[arg-type]


async def _staying(view: View, draws: Draws) -> tuple[Document, Stay] | None:
    """Someone with a home municipality who stays somewhere for a time, since yesterday at the latest."""

    def fits(one: Document) -> bool:
        begun = [first_day(group) for stay in stays(one) for group in stay.groups]
        at_home = one.municipality not in (None, "198", "200")
        return at_home and bool(begun) and all(day is not None and day < view.day for day in begun)

    found = await view.holder(draws, _KIND, fits)
    return None if found is None else (found, stays(found)[0])


async def temporary_address_ended(view: View, draws: Draws) -> list[Event]:
    found = await _staying(view, draws)
    return [] if found is None else [TemporaryAddressEnded(person=found[0].code, stay=found[1].code)]


async def temporary_stay_changed(view: View, draws: Draws) -> list[Event]:
    """A stay lasts longer than was planned."""
    found = await _staying(view, draws)
    if found is None:
        return []
    planned = max((last_day(group) or view.day for group in found[1].groups), default=view.day)
    until = max(planned, view.day) + timedelta(days=draws.between(20, 200))
    return [TemporaryStayChanged(person=found[0].code, stay=found[1].code, until=until)]


async def temporary_stay_corrected(view: View, draws: Draws) -> list[Event]:
    """A stay began some days earlier than was recorded."""
    found = await _staying(view, draws)
    begun = None if found is None else first_day(found[1].groups[-1])
    if found is None or begun is None:
        return []
    right = begun - timedelta(days=draws.between(1, 10))
    born = found[0].birth_date
    if born is None or right < born:
        return []
    return [TemporaryStayCorrected(person=found[0].code, stay=found[1].code, day=right)]


async def temporary_stay_cancelled(view: View, draws: Draws) -> list[Event]:
    found = await _staying(view, draws)
    return [] if found is None else [TemporaryStayCancelled(person=found[0].code, stay=found[1].code)]
